package import Compose
import FoundationEssentials

/// Stack files on this machine's disk.
enum StackFiles {
    /// The most that is read of one file.
    private static let sizeMaximum = 16 * 1_048_576

    /// Reads and merges files, with this process's environment and the `.env` beside the first.
    ///
    /// - Throws: `ComposeError` for what is in the files, `UnreadableFile` for the files themselves.
    static func load(_ paths: [String]) throws -> ComposeStack {
        let files = try paths.map { path in
            SourceFile(path: path, bytes: try read(expanded(path)))
        }
        let folder = files.first.map { Self.folder(of: $0.path) } ?? ""
        let dotEnv = try? SourceFile(path: folder + ".env", bytes: read(folder + ".env"))
        let input = ComposeInput(
            files: files,
            environment: ProcessInfo.processInfo.environment,
            dotEnv: dotEnv
        )
        return try ComposeLoader.load(input) { path throws(UnreadableFile) in try read(path) }
    }

    /// What is in a file; `~/` stands for the user's home.
    static func contents(of path: String) throws(UnreadableFile) -> [UInt8] {
        try read(expanded(path))
    }

    private static func folder(of path: String) -> String {
        path.lastIndex(of: "/").map { String(path[...$0]) } ?? ""
    }

    /// The path with the home that `~/` stands for.
    static func expanded(_ path: String) -> String {
        guard path.hasPrefix("~/"), let home = ProcessInfo.processInfo.environment["HOME"] else {
            return path
        }
        return home + path.dropFirst()
    }

    private static func read(_ path: String) throws(UnreadableFile) -> [UInt8] {
        let files = FileManager.default
        var isFolder = false
        guard files.fileExists(atPath: path, isDirectory: &isFolder) else {
            throw UnreadableFile(reason: "\(path): no such file")
        }
        if isFolder { throw UnreadableFile(reason: "\(path) is a folder") }
        guard let data = files.contents(atPath: path) else {
            throw UnreadableFile(reason: "\(path) cannot be read")
        }
        if data.count > sizeMaximum { throw UnreadableFile(reason: "\(path) is too large") }
        return Array(data)
    }
}

extension UnreadableFile: CustomStringConvertible {
    package var description: String { reason }
}
