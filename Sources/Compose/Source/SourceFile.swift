/// A file as it was read: where from, and its bytes.
package struct SourceFile: Hashable, Sendable {
    /// The path as the user wrote it; `-` for standard input.
    package var path: String
    package var bytes: [UInt8]

    package init(path: String, bytes: [UInt8]) {
        self.path = path
        self.bytes = bytes
    }

    package init(path: String, text: String) {
        self.init(path: path, bytes: Array(text.utf8))
    }
}

/// Where something is written.
///
/// Lines and columns count from 1, columns in Unicode scalars.
package struct SourcePlace: Hashable, Sendable {
    package var file: String
    package var line: Int
    package var column: Int

    package init(file: String, line: Int, column: Int = 1) {
        self.file = file
        self.line = line
        self.column = column
    }
}

/// Reads a file that a Compose file names: a config, a secret, an `env_file`.
///
/// The path is joined to the project's folder already.
package typealias ComposeFileReader = (_ path: String) throws(UnreadableFile) -> [UInt8]

/// Why a file could not be read, in words for the user.
package struct UnreadableFile: Error, Hashable, Sendable {
    package var reason: String
    package init(reason: String) { self.reason = reason }
}

/// Paths as text: the pure part of what a file system does with them.
enum FilePath {
    /// The folder of a file; empty for a bare name, which stands in the working folder.
    static func folder(of path: String) -> String {
        guard let slash = path.lastIndex(of: "/") else { return "" }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }

    /// A path as seen from a folder; absolute paths stay as they are.
    static func join(_ folder: String, _ path: String) -> String {
        if path.hasPrefix("/") || folder.isEmpty { return cleaned(path) }
        return cleaned(folder + "/" + path)
    }

    /// Without `.`, doubled slashes, and every `..` that has a folder to leave.
    private static func cleaned(_ path: String) -> String {
        var parts: [Substring] = []
        for part in path.split(separator: "/") where part != "." {
            if part == "..", let last = parts.last, last != ".." {
                parts.removeLast()
            } else if part != ".." || !path.hasPrefix("/") {
                parts.append(part)
            }
        }
        let joined = parts.joined(separator: "/")
        if path.hasPrefix("/") { return "/" + joined }
        return joined.isEmpty ? "." : joined
    }
}
