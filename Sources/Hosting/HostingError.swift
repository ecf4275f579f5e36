/// Why a cluster cannot be opened or written: what is wrong, where, and what to do about it.
package enum HostingError: Error, Hashable, Sendable, CustomStringConvertible {
    /// Neither `XDG_STATE_HOME` nor `HOME` says where state belongs.
    case noHome
    /// The folder cannot be made, read or written.
    case folderUnusable(path: String, reason: String)
    /// Another process has the folder; its number if it can be told.
    case inUse(path: String, process: Int?)
    /// The database was written by a later version of the program.
    case newerFormat(path: String, found: Int, known: Int)
    /// What is in the database is whole, but this version of the program does not understand it.
    case otherVersion(path: String)
    /// There is a database, but it is not a cluster's.
    case foreign(path: String)
    /// The database cannot be read as a whole; nothing was changed.
    case damaged(path: String, detail: String)
    case diskFull(path: String)
    /// The database refuses for another reason.
    case storage(path: String, reason: String)
    /// The key file of the secrets can be read by others.
    case keyExposed(path: String, mode: UInt32)
    /// The key file is not a key.
    case keyInvalid(path: String, reason: String)
    /// Secrets were sealed with another key than the one that is there.
    case keyChanged(path: String)

    package var description: String {
        switch self {
        case .noHome:
            "neither XDG_STATE_HOME nor HOME is set: name a folder for the cluster with --state"
        case .folderUnusable(let path, let reason):
            "the folder \(path) cannot be used: \(reason)"
        case .inUse(let path, let process):
            "the folder \(path) is in use by another skep\(process.map { " (process \($0))" } ?? ""): "
                + "quit that one, or give this one a folder of its own with --state"
        case .newerFormat(let path, let found, let known):
            "\(path) was written by a later version of skep (format \(found), this one knows "
                + "\(known)): use that version, or another folder with --state"
        case .otherVersion(let path):
            "\(path) was written by another version of skep, which this one does not understand: "
                + "use that version, or another folder with --state"
        case .foreign(let path):
            "\(path) is a database of another program: use another folder with --state"
        case .damaged(let path, let detail):
            "\(path) is damaged: \(detail); nothing was changed. Put a copy of the folder back, or "
                + "use another folder with --state"
        case .diskFull(let path):
            "there is no space left on the disk of \(path); nothing was changed"
        case .storage(let path, let reason):
            "\(path) cannot be written or read: \(reason)"
        case .keyExposed(let path, let mode):
            "the key file \(path) can be read by others (mode \(String(mode, radix: 8))): "
                + "run chmod 600 \(path)"
        case .keyInvalid(let path, let reason):
            "the key file \(path) is not a key: \(reason)"
        case .keyChanged(let path):
            "the secrets of this cluster were sealed with another key than \(path): "
                + "put the old key file back"
        }
    }
}
