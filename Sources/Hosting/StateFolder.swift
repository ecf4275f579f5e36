import FoundationEssentials

/// The folder that keeps one cluster: its journal, the key of its secrets, and a lock.
package struct StateFolder: Hashable, Sendable {
    package let path: String

    package init(path: String) { self.path = path }

    /// `$XDG_STATE_HOME/skep`, or `~/.local/state/skep`.
    ///
    /// - Throws: ``HostingError/noHome`` where neither can be told.
    package static func standard(
        environment: [String: String] = ProcessInfo.processInfo.environment
    ) throws(HostingError) -> StateFolder {
        // The specification has relative paths ignored.
        if let state = environment["XDG_STATE_HOME"], state.hasPrefix("/") {
            return StateFolder(path: state + "/skep")
        }
        guard let home = environment["HOME"], home.hasPrefix("/") else { throw .noHome }
        return StateFolder(path: home + "/.local/state/skep")
    }

    package var journalPath: String { path + "/cluster.sqlite" }
    package var keyPath: String { path + "/secrets.key" }
    private var lockPath: String { path + "/lock" }

    /// Whether a cluster was kept here before.
    package var holdsCluster: Bool {
        ((try? SystemFiles.modeAndSize(of: journalPath))?.size ?? 0) > 0
    }

    /// Makes the folder if need be, readable by its owner only, and takes it for this process.
    func occupy() throws(HostingError) -> FileLock {
        do throws(SystemError) {
            try SystemFiles.makePrivateFolder(path)
            // The journal must not be born with the permissions that SQLite would give it.
            try SystemFiles.makePrivateFile(journalPath)
            return try FileLock(lockPath)
        } catch {
            if error.code == SystemError.wouldBlock {
                throw .inUse(path: path, process: processInUse)
            }
            throw .folderUnusable(path: path, reason: error.reason)
        }
    }

    private var processInUse: Int? {
        let text = try? SystemFiles.read(lockPath, atMost: 32)
        return text.flatMap { Int(String(decoding: $0.prefix { $0 != 0x0A }, as: UTF8.self)) }
    }
}
