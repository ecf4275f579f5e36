import Basics
import Console
import FoundationEssentials
import Glibc

extension Desk {
    /// Names that are tried for a file of skep's own naming.
    private static let nameLimit = 10_000

    func save(_ text: String, to place: SavePlace) -> SaveOutcome {
        switch place {
        case .named(let name):
            for number in 1...Self.nameLimit {
                let path = Self.path(of: Self.name(name, number))
                switch Self.create(path, text) {
                case 0: return .written(SafeText(sanitizing: path))
                case EEXIST: continue
                case let error: return Self.failure(path, error)
                }
            }
            return Self.failure(Self.path(of: name), EEXIST)
        case .chosen(let typed, let line):
            let path = Self.path(of: typed)
            let safe = SafeText(sanitizing: path)
            guard let line else {
                let error = Self.replace(path, text)
                return error == 0 ? .written(safe) : Self.failure(path, error)
            }
            switch Self.create(path, text) {
            case 0: return .written(safe)
            case EEXIST where !Self.isFolder(path):
                return .exists(path: safe, forcedBy: SafeText(sanitizing: line))
            case EEXIST: return Self.failure(path, EISDIR)
            case let error: return Self.failure(path, error)
            }
        }
    }

    /// `skep-nodes.csv`, `skep-nodes-2.csv` and so on.
    private static func name(_ name: String, _ number: Int) -> String {
        guard number > 1 else { return name }
        guard let dot = name.lastIndex(of: ".") else { return "\(name)-\(number)" }
        return "\(name[..<dot])-\(number)\(name[dot...])"
    }

    /// A path from the root, from home or from here.
    private static func path(of typed: String) -> String {
        let name = StackFiles.expanded(typed)
        return name.hasPrefix("/") ? name : FileManager.default.currentDirectoryPath + "/" + name
    }

    private static func isFolder(_ path: String) -> Bool {
        var isFolder = false
        return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) && isFolder
    }

    /// Writes a file in the place of another, which stays as it is until the new one is whole.
    private static func replace(_ path: String, _ text: String) -> Int32 {
        if isFolder(path) { return EISDIR }
        let draft = "\(path).skep-\(getpid())"
        let error = create(draft, text)
        guard error == 0, rename(draft, path) != 0 else { return error }
        defer { _ = unlink(draft) }
        return errno
    }

    /// Writes a file that must not be there yet; returns why it could not be, 0 if it was.
    private static func create(_ path: String, _ text: String) -> Int32 {
        let file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
        guard file >= 0 else { return errno }
        var error: Int32 = 0
        Array(text.utf8).withUnsafeBytes { bytes in
            var rest = bytes[...]
            while !rest.isEmpty, error == 0 {
                let piece = UnsafeRawBufferPointer(rebasing: rest)
                let count = write(file, piece.baseAddress, piece.count)
                if count >= 0 {
                    rest = rest.dropFirst(count)
                } else if errno != EINTR {
                    error = errno
                }
            }
        }
        if close(file) != 0, error == 0 { error = errno }
        if error != 0 { _ = unlink(path) }
        return error
    }

    private static func failure(_ path: String, _ error: Int32) -> SaveOutcome {
        .failed(SafeText(sanitizing: "cannot write \(path): \(String(cString: strerror(error)))"))
    }
}
