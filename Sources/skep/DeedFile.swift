import Console
import FoundationEssentials
import Glibc
import Hosting

/// What was asked of a cluster beside the console, in a file of its folder, so that a demo which
/// was killed and goes on still tells of it.
struct DeedFile: Sendable {
    private let path: String

    init(_ folder: StateFolder) { path = folder.path + "/deeds.json" }

    /// What was written down; nothing where the file cannot be read, since it only tells.
    func read() -> [ForeignOperation] {
        guard let data = FileManager.default.contents(atPath: path) else { return [] }
        return (try? JSONDecoder().decode([ForeignOperation].self, from: data)) ?? []
    }

    /// Adds one; the file is replaced as a whole, or stays as it is.
    func add(_ deed: ForeignOperation) {
        guard let data = try? JSONEncoder().encode(read() + [deed]) else { return }
        let draft = path + ".new"
        let isWritten = FileManager.default.createFile(
            atPath: draft,
            contents: data,
            attributes: [.posixPermissions: 0o600]
        )
        if isWritten { _ = rename(draft, path) }
    }
}
