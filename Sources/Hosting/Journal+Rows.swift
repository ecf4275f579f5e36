import Basics
import FoundationEssentials
import GRDB
import SwarmModel

// MARK: - Writing

extension Journal {
    /// Starts the journal of a new cluster with its World before the first input.
    func begin(_ identity: ClusterIdentity, first: JournalSnapshot) throws(HostingError) {
        try write { database in
            try database.setMeta("name", identity.name)
            try database.setMeta("seed", Int64(bitPattern: identity.seed))
            try database.setMeta("epoch", identity.epoch.nanoseconds)
            try database.setMeta("clock", first.moment.nanoseconds)
            try database.setMeta("sequence", 0)
            try database.insert(first)
        }
    }

    /// Adds an input; returns when it is on the disk.
    ///
    /// - Parameters:
    ///   - input: the input.
    ///   - payload: its ``JournalInput/payload``, if that is known; `nil` = it is made here.
    /// - Throws: ``HostingError/diskFull(path:)`` and others; then nothing was added.
    func append(_ input: JournalInput, payload: String? = nil) throws(HostingError) {
        try write { database in
            let payload = try payload ?? input.payload
            let kind = JournalInput.kind(ofPayload: payload)
            try database.cachedStatement(sql: "INSERT INTO inputs VALUES (?, ?, ?, ?, ?)").execute(
                arguments: [
                    Int64(input.sequence), input.moment.nanoseconds, kind, payload,
                    RowChecksum.of(input.sequence, input.moment, Array(payload.utf8)),
                ]
            )
            try database.setMeta("sequence", Int64(input.sequence))
            try database.setMeta("clock", input.moment.nanoseconds)
        }
    }

    /// Notes how far the cluster's time has come, so that it goes on from there.
    func mark(_ moment: Moment) throws(HostingError) {
        try write { try $0.setMeta("clock", moment.nanoseconds) }
    }

    /// Adds a snapshot and drops the oldest ones, but never the first.
    func save(_ snapshot: JournalSnapshot) throws(HostingError) {
        try write { database in
            try database.insert(snapshot)
            try database.execute(
                sql: """
                    DELETE FROM snapshots WHERE sequence > 0 AND id NOT IN
                        (SELECT id FROM snapshots ORDER BY id DESC LIMIT \(Self.keptSnapshots))
                    """
            )
        }
    }

    /// Notes which key the cluster's secrets are sealed with.
    func setKeyFingerprint(_ fingerprint: String) throws(HostingError) {
        try write { try $0.setMeta("key", fingerprint) }
    }
}

// MARK: - Reading

extension Journal {
    /// `nil` while no cluster was begun.
    func identity() throws(HostingError) -> ClusterIdentity? {
        try read { database in
            guard let name: String = try database.meta("name"),
                let seed: Int64 = try database.meta("seed"),
                let epoch: Int64 = try database.meta("epoch")
            else { return nil }
            return ClusterIdentity(
                name: name,
                seed: UInt64(bitPattern: seed),
                epoch: WallTime(nanoseconds: epoch)
            )
        }
    }

    func keyFingerprint() throws(HostingError) -> String? { try read { try $0.meta("key") } }

    /// How far the cluster's time had come.
    func clockMark() throws(HostingError) -> Moment {
        Moment(nanoseconds: try read { try $0.meta("clock") ?? Int64(0) })
    }

    /// The snapshots there are, newest first.
    func snapshotNumbers() throws(HostingError) -> [Int64] {
        try read { try Int64.fetchAll($0, sql: "SELECT id FROM snapshots ORDER BY id DESC") }
    }

    /// - Throws: if the snapshot is damaged.
    func snapshot(_ number: Int64) throws(HostingError) -> JournalSnapshot {
        try read { database in
            let row = try Row.fetchOne(
                database,
                sql: "SELECT sequence, moment, payload, checksum FROM snapshots WHERE id = ?",
                arguments: [number]
            )
            guard let row,
                let sequence = UInt64.fromDatabaseValue(row["sequence"]),
                let moment = Int64.fromDatabaseValue(row["moment"]),
                let payload = Data.fromDatabaseValue(row["payload"]),
                let checksum = Data.fromDatabaseValue(row["checksum"]),
                RowChecksum.of(sequence, Moment(nanoseconds: moment), payload) == checksum
            else { throw DamagedRow(what: "snapshot \(number) is not what was written") }
            return JournalSnapshot(
                sequence: sequence,
                moment: Moment(nanoseconds: moment),
                payload: Array(payload)
            )
        }
    }

    /// Hands over every input after `sequence`, in order.
    ///
    /// - Throws: ``HostingError/damaged(path:detail:)`` if one is missing or not what was written.
    func replay(
        after sequence: UInt64,
        _ body: (JournalInput) -> Void
    ) throws(HostingError) {
        try read { database in
            var expected = sequence + 1
            let rows = try Row.fetchCursor(
                database,
                sql: """
                    SELECT sequence, moment, payload, checksum FROM inputs WHERE sequence > ?
                    ORDER BY sequence
                    """,
                arguments: [Int64(sequence)]
            )
            while let row = try rows.next() {
                guard let input = try JournalInput(row), input.sequence == expected else {
                    throw DamagedRow(what: "input \(expected) is not what was written")
                }
                body(input)
                expected += 1
            }
            let last: Int64? = try database.meta("sequence")
            guard let last, last < expected else {
                throw DamagedRow(what: "input \(expected) is missing")
            }
        }
    }
}

extension JournalInput {
    /// `nil` for a row that is damaged.
    fileprivate init?(_ row: Row) throws {
        guard let sequence = UInt64.fromDatabaseValue(row["sequence"]),
            let moment = Int64.fromDatabaseValue(row["moment"]),
            let payload = String.fromDatabaseValue(row["payload"]),
            let checksum = Data.fromDatabaseValue(row["checksum"])
        else { return nil }
        self.sequence = sequence
        self.moment = Moment(nanoseconds: moment)
        let bytes = Array(payload.utf8)
        guard RowChecksum.of(sequence, self.moment, bytes) == checksum else { return nil }
        let read = try JSONDecoder().decode(Payload.self, from: Data(bytes))
        command = read.command
        node = read.node
    }
}

extension Database {
    func setMeta(_ key: String, _ value: some DatabaseValueConvertible) throws {
        // Changing a row where it is leaves its key's page alone, which replacing it would not.
        let sql = """
            INSERT INTO meta VALUES (?, ?, ?)
            ON CONFLICT (key) DO UPDATE SET value = excluded.value, checksum = excluded.checksum
            """
        try cachedStatement(sql: sql).execute(
            arguments: [key, value, RowChecksum.of(key, value.databaseValue)]
        )
    }

    /// A value of the expected type; `nil` if there is none.
    fileprivate func meta<Value: DatabaseValueConvertible>(_ key: String) throws -> Value? {
        let row = try Row.fetchOne(
            self,
            sql: "SELECT value, checksum FROM meta WHERE key = ?",
            arguments: [key]
        )
        guard let row else { return nil }
        let stored: DatabaseValue = row["value"]
        guard let value = Value.fromDatabaseValue(stored),
            Data.fromDatabaseValue(row["checksum"]) == RowChecksum.of(key, stored)
        else { throw DamagedRow(what: "\(key) is not what was written") }
        return value
    }

    func insert(_ snapshot: JournalSnapshot) throws {
        let checksum = RowChecksum.of(snapshot.sequence, snapshot.moment, snapshot.payload)
        try execute(
            sql: "INSERT INTO snapshots (sequence, moment, payload, checksum) VALUES (?, ?, ?, ?)",
            arguments: [
                Int64(snapshot.sequence), snapshot.moment.nanoseconds, Data(snapshot.payload),
                checksum,
            ]
        )
    }
}
