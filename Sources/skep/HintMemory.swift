import FoundationEssentials
import Hosting

/// Whether this user has followed all hints for newcomers; a file in the state folder says so.
enum HintMemory {
    private static var folder: String? { (try? StateFolder.standard())?.path }

    private static var path: String? { folder.map { $0 + "/hints-followed" } }

    static var isSet: Bool { path.map { FileManager.default.fileExists(atPath: $0) } ?? false }

    /// Remembers it; a disk that cannot keep it only means that the hints come again.
    static func remember() {
        guard let folder, let path else { return }
        let files = FileManager.default
        try? files.createDirectory(
            atPath: folder,
            withIntermediateDirectories: true,
            attributes: [.posixPermissions: 0o700]
        )
        _ = files.createFile(atPath: path, contents: Data())
    }
}
