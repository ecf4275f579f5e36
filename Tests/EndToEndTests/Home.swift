import Foundation

/// A user's home for one test: settings and clusters of its own, gone afterwards.
final class Home: Sendable {
    let folder: URL

    init() throws {
        folder = FileManager.default.temporaryDirectory
            .appending(path: "skep-home-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(at: folder) }

    /// Where a cluster is kept that a test names with `--state`.
    var state: String { folder.appending(path: "cluster").path }

    var holdsCluster: Bool { FileManager.default.fileExists(atPath: state) }

    /// Writes a file and says where it is.
    @discardableResult
    func write(_ text: String, to name: String) throws -> String {
        let file = folder.appending(path: name)
        try FileManager.default.createDirectory(
            at: file.deletingLastPathComponent(),
            withIntermediateDirectories: true
        )
        try text.write(to: file, atomically: true, encoding: .utf8)
        return file.path
    }

    /// What the program's environment is: nothing of the machine's but the path.
    var environment: [String: String] {
        [
            "HOME": folder.path,
            "PATH": "/usr/local/bin:/usr/bin:/bin",
            "TERM": "xterm-256color",
            "LANG": "C.UTF-8",
            "PS1": "ready> ",
            "XDG_STATE_HOME": folder.appending(path: "state").path,
            "XDG_CONFIG_HOME": folder.appending(path: "config").path,
            // A crash is to be seen as one at once, not to be analysed for seconds.
            "SWIFT_BACKTRACE": "enable=no",
        ]
    }
}
