import Basics
import SwarmStore
import GRDB
import SwarmModel
import Testing

@testable import Hosting

@Suite struct JournalTests {
    private let identity = ClusterIdentity(
        name: "test",
        seed: .max,
        epoch: WallTime(nanoseconds: 5)
    )

    private func begin(_ folder: TemporaryFolder) throws -> Journal {
        let journal = try Journal(path: folder.state.journalPath)
        let first = JournalSnapshot(sequence: 0, moment: .zero, payload: [1, 2])
        try journal.begin(identity, first: first)
        return journal
    }

    private func input(_ number: UInt64) -> JournalInput {
        JournalInput(
            sequence: number,
            moment: Moment(nanoseconds: Int64(number) * 1_000),
            command: .createService(ServiceSpec(name: "web\(number)"))
        )
    }

    private func inputs(of journal: Journal, after sequence: UInt64 = 0) throws -> [JournalInput] {
        var found: [JournalInput] = []
        try journal.replay(after: sequence) { found.append($0) }
        return found
    }

    /// Changes the file behind the journal's back.
    private func tamper(_ folder: TemporaryFolder, _ sql: String) throws {
        let journal = try Journal(path: folder.state.journalPath)
        try journal.write { try $0.execute(sql: sql) }
        journal.close()
    }

    @Test func `inputs come back in order, after a given one`() throws {
        let folder = try TemporaryFolder()
        let journal = try begin(folder)
        for number in 1...5 { try journal.append(input(UInt64(number))) }
        #expect(try inputs(of: journal) == (1...5).map { input($0) })
        #expect(try inputs(of: journal, after: 3) == [input(4), input(5)])
        #expect(try journal.clockMark() == Moment(nanoseconds: 5_000))
        try journal.mark(Moment(nanoseconds: 7_000))
        journal.close()
        let again = try Journal(path: folder.state.journalPath)
        #expect(try again.identity() == identity)
        #expect(try again.clockMark() == Moment(nanoseconds: 7_000))
        #expect(try inputs(of: again).count == 5)
    }

    @Test func `a commit is on the disk when it returns`() throws {
        let folder = try TemporaryFolder()
        let journal = try begin(folder)
        // FULL is 2; with a write-ahead log it means a sync for each commit.
        #expect(try journal.read { try Int.fetchOne($0, sql: "PRAGMA synchronous") } == 2)
        #expect(try journal.read { try String.fetchOne($0, sql: "PRAGMA journal_mode") } == "wal")
    }

    @Test func `a log that was laid out holds what was answered, and no more, after a kill`() throws
    {
        let folder = try TemporaryFolder()
        let journal = try begin(folder)
        let log = folder.state.journalPath + "-wal"
        journal.layOutLog()
        let length = try SystemFiles.modeAndSize(of: log).size
        #expect(length == 4 << 20)
        for number in 1...700 {
            try journal.append(input(UInt64(number)))
            guard [1, 2, 50, 700].contains(number) else { continue }
            // What a process that is killed leaves behind.
            let left = try TemporaryFolder()
            for name in folder.names where !name.hasSuffix("-shm") {
                left.write(folder.bytes(of: name), to: name)
            }
            let found = try inputs(of: try Journal(path: left.state.journalPath))
            #expect(found == (1...number).map { input(UInt64($0)) })
        }
        // SQLite has begun it anew meanwhile.
        #expect(try SystemFiles.modeAndSize(of: log).size == length)
    }

    @Test func `a log that is there no more, or cannot be longer, is no trouble`() throws {
        let folder = try TemporaryFolder()
        #expect(throws: SystemError.self) { try SystemFiles.lengthen(folder.path + "/x", to: 10) }
        #expect(folder.names.isEmpty, "none was made")
        folder.write([1, 2, 3], to: "log")
        try SystemFiles.lengthen(folder.path + "/log", to: 3)
        #expect(folder.bytes(of: "log") == [1, 2, 3])
        try SystemFiles.lengthen(folder.path + "/log", to: 5)
        #expect(folder.bytes(of: "log") == [1, 2, 3, 0, 0])
        let journal = try Journal()
        journal.layOutLog()
        try journal.begin(identity, first: JournalSnapshot(sequence: 0, moment: .zero, payload: []))
    }

    @Test func `what cannot be written whole is not written`() throws {
        struct Refused: Error {}
        let folder = try TemporaryFolder()
        let journal = try begin(folder)
        for _ in 0..<2 {
            #expect(throws: HostingError.self) {
                try journal.write { database in
                    try database.execute(sql: "UPDATE meta SET value = 9 WHERE key = 'clock'")
                    throw Refused()
                }
            }
        }
        #expect(try journal.clockMark() == .zero)
        try journal.mark(Moment(nanoseconds: 3))
        #expect(try journal.clockMark() == Moment(nanoseconds: 3))
    }

    @Test func `every command comes back as it was`() throws {
        var random = SeededGenerator(seed: 1)
        let node = NodeID(using: &random)
        let service = ServiceID(using: &random)
        var spec = ServiceSpec(name: "ü\u{0}\"", labels: ["\n": "\u{1F600}"])
        spec.update = UpdateConfig(maxFailureRatio: 0.1)
        spec.task.container.stopGracePeriod = .nanoseconds(1)
        let secret = SecretSpec(name: "s", data: .sealed([0, 255], size: 2))
        let commands: [ClusterCommand] = [
            .createService(spec), .updateService(service, version: .max, spec: spec),
            .rollbackService(service, version: 0), .removeService(service),
            .updateNode(node, version: 1, spec: NodeSpec(role: .manager)),
            .removeNode(node, force: true),
            .createNetwork(NetworkSpec(name: "n", subnets: [Subnet(subnet: "10.0.0.0/24")])),
            .removeNetwork(NetworkID(using: &random)), .createSecret(secret),
            .updateSecret(SecretID(using: &random), version: 1, labels: ["a": "b"]),
            .removeSecret(SecretID(using: &random)),
            .createConfig(ConfigSpec(name: "c", data: [0, 1, 255])),
            .updateConfig(ConfigID(using: &random), version: 1, labels: [:]),
            .removeConfig(ConfigID(using: &random)),
            .removeVolume(name: "v", node: node, force: false),
            .updateCluster(version: 3, spec: ClusterSpec()),
            .removeContainer(TaskID(using: &random)),
            .addNode(NewNode(hostname: "h", role: .worker)), .leaveSwarm(node, force: false),
            .fault(.powerOff(node)), .sendRequests(service, count: 10),
            .request(.published(node: node, port: 8_010), count: 3),
        ]
        let folder = try TemporaryFolder()
        let journal = try begin(folder)
        for (index, command) in commands.enumerated() {
            try journal.append(
                JournalInput(sequence: UInt64(index + 1), moment: .zero, command: command)
            )
        }
        #expect(try inputs(of: journal).map(\.command) == commands)
        let kinds = try journal.read { try String.fetchAll($0, sql: "SELECT kind FROM inputs") }
        #expect(kinds.first == "createService")
        #expect(Set(kinds).count == commands.count)
    }

    @Test(arguments: [
        "UPDATE inputs SET payload = replace(payload, 'web2', 'web9')",
        "UPDATE inputs SET moment = moment + 1 WHERE sequence = 2",
        "UPDATE inputs SET checksum = x'00' WHERE sequence = 2",
        "DELETE FROM inputs WHERE sequence = 2",
        "DELETE FROM inputs WHERE sequence = 3",
        "DELETE FROM meta WHERE key = 'sequence'",
        "UPDATE meta SET value = 2 WHERE key = 'sequence'",
        "DROP TABLE inputs",
    ])
    func `an input that is missing or changed is noticed`(sql: String) throws {
        let folder = try TemporaryFolder()
        let journal = try begin(folder)
        for number in 1...3 { try journal.append(input(UInt64(number))) }
        journal.close()
        try tamper(folder, sql)
        let again = try Journal(path: folder.state.journalPath)
        do {
            _ = try inputs(of: again)
            Issue.record("it was not noticed")
        } catch let error as HostingError {
            guard case .damaged = error else {
                Issue.record("another error: \(error)")
                return
            }
        }
    }

    @Test func `a mark that was changed is not believed`() throws {
        let folder = try TemporaryFolder()
        try begin(folder).close()
        try tamper(folder, "UPDATE meta SET value = 9000000000000000000 WHERE key = 'clock'")
        let journal = try Journal(path: folder.state.journalPath)
        #expect(throws: HostingError.self) { try journal.clockMark() }
    }

    @Test func `a later format is refused, and so is another program's database`() throws {
        let folder = try TemporaryFolder()
        let path = folder.state.journalPath
        try begin(folder).close()
        try tamper(folder, "PRAGMA user_version = 99")
        #expect(throws: HostingError.newerFormat(path: path, found: 99, known: 1)) {
            try Journal(path: path)
        }
        let before = folder.bytes(of: "cluster.sqlite")
        #expect(throws: HostingError.self) { try Journal(path: path) }
        #expect(folder.bytes(of: "cluster.sqlite") == before)

        let other = try TemporaryFolder()
        try begin(other).close()
        try tamper(other, "PRAGMA application_id = 7")
        #expect(throws: HostingError.foreign(path: other.state.journalPath)) {
            try Journal(path: other.state.journalPath)
        }
        other.write(Array(repeating: 0x41, count: 8_192), to: "cluster.sqlite")
        #expect(throws: HostingError.self) { try Journal(path: other.state.journalPath) }
    }

    @Test func `a file that is no database is refused and left alone`() throws {
        let folder = try TemporaryFolder()
        let text = Array("my notes\n".utf8)
        folder.write(text, to: "cluster.sqlite")
        #expect(throws: HostingError.self) { try Journal(path: folder.state.journalPath) }
        #expect(folder.bytes(of: "cluster.sqlite") == text)
    }
}

@Suite struct DiskFullTests {
    @Test func `a full disk refuses commands, loses nothing and lets the cluster go on`()
        async throws
    {
        let folder = try TemporaryFolder()
        let kit = HostKit(folder)
        let host = try await kit.openSwarm()
        try await host.createService("web0")
        try await host.limitJournal(toPages: 1)
        var refusals: [String] = []
        var accepted: Set<String> = ["web0"]
        for number in 1...60 {
            let message = await failure { try await host.createService("web\(number)") }
            if let message { refusals.append(message) } else { accepted.insert("web\(number)") }
        }
        #expect(!refusals.isEmpty)
        #expect(refusals.allSatisfy { $0.contains("no space left on the disk of \(folder.path)") })
        #expect(await Set(host.store.services.map(\.name)) == accepted)
        await kit.run(host, .seconds(60))
        #expect(await host.running("web0") == 2)
        try await host.limitJournal(toPages: 1_000_000)
        try await host.createService("later")
        accepted.insert("later")
        let alive = try await host.bytes()
        await host.close()
        let reopened = try await kit.open()
        #expect(await Set(reopened.store.services.map(\.name)) == accepted)
        #expect(try await reopened.bytes() == alive)
    }
}

@Suite struct DamagedFileTests {
    @Test(arguments: UInt64(1)...10)
    func `a damaged file is opened or refused in words, never more`(seed: UInt64) async throws {
        let folder = try TemporaryFolder()
        let kit = HostKit(folder)
        let host = try await kit.openSwarm()
        for number in 0..<5 { try await host.createService("web\(number)") }
        await host.close()
        let whole = folder.bytes(of: "cluster.sqlite")
        var random = SeededGenerator(seed: seed)
        for _ in 0..<6 {
            var damaged = whole
            for _ in 0...(random.next() % 40) {
                damaged[Int(random.next() % UInt64(damaged.count))] = UInt8(
                    truncatingIfNeeded: random.next()
                )
            }
            if random.next() % 4 == 0 {
                damaged.removeLast(Int(random.next() % UInt64(damaged.count)))
            }
            for name in folder.names { folder.write([], to: name) }
            folder.write(damaged, to: "cluster.sqlite")
            do {
                let reopened = try await kit.open()
                _ = try? await reopened.createService("after")
                await reopened.close()
            } catch {
                #expect(error is HostingError)
            }
        }
    }
}
