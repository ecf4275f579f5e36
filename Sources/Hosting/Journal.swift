import Basics
import GRDB
import SwarmModel

/// Keeps a cluster: what it is, every input that was accepted, and snapshots of the World.
///
/// SQLite with a write-ahead log and `synchronous=FULL`: a commit has reached the disk before the
/// command is answered, so that neither a kill nor a power cut loses what was answered, as far as
/// the disk keeps its word. That costs a sync for each command, and commands are rare; what is
/// frequent, the cluster's own doing, is not written but worked out again.
///
/// All inputs are kept, and so is the first snapshot: from these every later state can be made.
final class Journal: Sendable {
    /// How the tables are laid out; a later layout has a higher number.
    static let format = 1
    /// `skep` as a number: marks the file as ours, for `file` and for ourselves.
    private static let applicationID = 0x736B_6570
    /// A thousand pages, after which SQLite moves them into the file, and some more.
    private static let logLength = 4 << 20
    /// Snapshots kept besides the first one.
    static let keptSnapshots = 3

    private let queue: DatabaseQueue
    /// The file's path, for messages.
    let path: String
    /// Whether it outlives the process.
    let isOnDisk: Bool

    /// Opens the journal in a file, or makes an empty one there.
    init(path: String) throws(HostingError) {
        self.path = path
        isOnDisk = true
        try Self.checkHeader(of: path)
        do {
            queue = try DatabaseQueue(path: path, configuration: Self.configuration)
        } catch {
            throw HostingError(error, path: path)
        }
        try prepare()
    }

    /// A journal that is gone with the process.
    init() throws(HostingError) {
        path = "the journal in memory"
        isOnDisk = false
        do {
            queue = try DatabaseQueue(configuration: Self.configuration)
        } catch {
            throw HostingError(error, path: path)
        }
        try prepare()
    }

    private static var configuration: Configuration {
        var configuration = Configuration()
        configuration.label = "skep.journal"
        configuration.journalMode = .wal
        return configuration
    }

    /// Looks at a file before SQLite does, which would change it.
    private static func checkHeader(of path: String) throws(HostingError) {
        guard let header = try? SystemFiles.read(path, atMost: 100), !header.isEmpty else { return }
        guard header.count == 100, header.starts(with: Array("SQLite format 3\0".utf8)) else {
            throw .damaged(path: path, detail: "it is not a database")
        }
        // Where SQLite keeps its `user_version` and `application_id`; zero until the log is merged.
        func number(at offset: Int) -> Int {
            header[offset..<(offset + 4)].reduce(0) { $0 << 8 | Int($1) }
        }
        try checkFormat(number(at: 60), application: number(at: 68), path: path)
    }

    private static func checkFormat(
        _ found: Int,
        application id: Int,
        path: String
    ) throws(HostingError) {
        guard id == applicationID || (id == 0 && found == 0) else { throw .foreign(path: path) }
        guard (0...format).contains(found) else {
            throw .newerFormat(path: path, found: found, known: format)
        }
    }

    private func prepare() throws(HostingError) {
        let (id, found) = try read { database in
            (
                try Int.fetchOne(database, sql: "PRAGMA application_id") ?? 0,
                try Int.fetchOne(database, sql: "PRAGMA user_version") ?? 0
            )
        }
        try Self.checkFormat(found, application: id, path: path)
        try syncEveryCommit()
        guard found < Self.format else { return }
        try write { database in
            if found == 0, try database.hasTables { throw ForeignDatabase() }
            for step in Self.migrations[found...] { try database.execute(sql: step) }
            try database.execute(sql: "PRAGMA application_id = \(Self.applicationID)")
            try database.execute(sql: "PRAGMA user_version = \(Self.format)")
        }
    }

    /// GRDB has chosen NORMAL by now, which waits for the disk now and then only.
    private func syncEveryCommit() throws(HostingError) {
        do {
            try queue.writeWithoutTransaction { try $0.execute(sql: "PRAGMA synchronous = FULL") }
        } catch {
            throw HostingError(error, path: path)
        }
    }

    /// The statements that lead from each format to the next.
    private static let migrations = [
        """
        CREATE TABLE meta (key TEXT PRIMARY KEY, value NOT NULL, checksum BLOB NOT NULL);
        CREATE TABLE inputs (
            sequence INTEGER PRIMARY KEY,
            moment INTEGER NOT NULL,
            kind TEXT NOT NULL,
            payload TEXT NOT NULL,
            checksum BLOB NOT NULL
        );
        CREATE TABLE snapshots (
            id INTEGER PRIMARY KEY,
            sequence INTEGER NOT NULL,
            moment INTEGER NOT NULL,
            payload BLOB NOT NULL,
            checksum BLOB NOT NULL
        );
        """
    ]

    /// Writes all or nothing, and returns when it has reached the disk.
    ///
    /// As `DatabaseQueue.write` does, but with statements that are compiled once.
    func write(_ body: (Database) throws -> Void) throws(HostingError) {
        do {
            try queue.writeWithoutTransaction { database in
                try database.cachedStatement(sql: "BEGIN IMMEDIATE").execute()
                do {
                    try body(database)
                    try database.cachedStatement(sql: "COMMIT").execute()
                } catch {
                    // SQLite has done so by itself after some errors.
                    if database.isInsideTransaction { try? database.rollback() }
                    throw error
                }
            }
        } catch {
            throw HostingError(error, path: path)
        }
    }

    func read<Value>(_ body: (Database) throws -> Value) throws(HostingError) -> Value {
        do {
            return try queue.read(body)
        } catch {
            throw HostingError(error, path: path)
        }
    }

    /// Makes the write-ahead log as long at once as it will become, with zeros.
    ///
    /// A sync then has a page to write and no longer a file's length besides, which takes half
    /// the time. SQLite begins the log anew when about a thousand pages are in it, and reads no
    /// further than to the first page that is not its own. Without room it stays as it is.
    func layOutLog() {
        guard isOnDisk else { return }
        // While nobody writes: only what is behind the log's end is written.
        try? queue.writeWithoutTransaction { _ in
            try SystemFiles.lengthen(path + "-wal", to: Self.logLength)
        }
    }

    /// Writes all that is in it to a new file.
    func copyWhole(to path: String) throws(HostingError) {
        do {
            try queue.writeWithoutTransaction {
                try $0.execute(sql: "VACUUM INTO ?", arguments: [path])
            }
        } catch {
            throw HostingError(error, path: path)
        }
    }

    /// Moves everything from the log into the file and closes it.
    func close() {
        // What is still in the log is found there the next time.
        _ = try? queue.writeWithoutTransaction { try $0.checkpoint(.truncate) }
        try? queue.close()
    }

    /// Lets the file grow to so many pages of 4 KiB and no further, as a full disk would.
    func limitSize(toPages pages: Int) throws(HostingError) {
        try write { try $0.execute(sql: "PRAGMA max_page_count = \(pages)") }
    }
}

extension Database {
    fileprivate var hasTables: Bool {
        get throws { try Int.fetchOne(self, sql: "SELECT count(*) FROM sqlite_master") ?? 0 > 0 }
    }
}
