import Basics
import GRDB
import ClusterPorts
import SwarmModel
import SwarmStore
import Testing

@testable import Hosting

@Suite struct RecoveryTests {
    /// Does a bit of everything, with time passing between.
    private func story(_ kit: HostKit, _ host: ClusterHost, round: Int) async throws {
        try await host.createService("web\(round)", replicas: UInt64(2 + round % 3))
        await kit.run(host, .seconds(3))
        try await host.createSecret("secret\(round)", "hunter2-\(round)")
        let store = await host.store
        let service = try #require(store.service(named: "web\(round)"))
        var spec = service.spec
        spec.task.container.image = "plain:2.\(round)"
        _ = try? await host.perform(
            .updateService(service.id, version: service.meta.version, spec: spec)
        )
        await kit.run(host, .seconds(round % 2 == 0 ? 1 : 40))
        let node = try #require(store.nodes.first { $0.description.hostname == "worker" })
        let fault: Fault = round % 2 == 0 ? .powerOff(node.id) : .powerOn(node.id)
        _ = try await host.perform(.fault(fault))
    }

    @Test func `what was answered is there after a kill`() async throws {
        let folder = try TemporaryFolder()
        let kit = HostKit(folder)
        var services: [String] = []
        var host: ClusterHost? = try await kit.openSwarm()
        for round in 0..<12 {
            try await story(kit, try #require(host), round: round)
            services.append("web\(round)")
            // Nothing is saved and nobody says goodbye: the process is gone.
            host = nil
            let reopened = try await kit.reopen()
            #expect(await reopened.store.services.map(\.name) == services.sorted())
            #expect(await reopened.store.secrets.count == round + 1)
            #expect(await reopened.store.nodeCount == 2)
            #expect(!reopened.isNew)
            host = reopened
        }
    }

    @Test(arguments: [true, false])
    func `a replay gives the World back byte for byte`(isClosed: Bool) async throws {
        let folder = try TemporaryFolder()
        let kit = HostKit(folder)
        var host: ClusterHost? = try await kit.openSwarm(managers: 3)
        for round in 0..<6 { try await story(kit, try #require(host), round: round) }
        // The last input marks the clock.
        try await host?.createService("last")
        let alive = try await host?.bytes()
        let now = await host?.now
        if isClosed { await host?.close() }
        host = nil
        let reopened = try await kit.reopen()
        #expect(await reopened.now == now)
        #expect(try await reopened.bytes() == alive)
        #expect(reopened.notes == [])
        // And so does a replay from the very first snapshot.
        let genesis = try await worldFromGenesis(of: folder, after: reopened)
        #expect(genesis == alive)
    }

    private func worldFromGenesis(
        of folder: TemporaryFolder,
        after host: ClusterHost
    ) async throws -> [UInt8] {
        await host.close()
        let journal = try Journal(path: folder.state.journalPath)
        try journal.write { try $0.execute(sql: "DELETE FROM snapshots WHERE sequence > 0") }
        let identity = try #require(try journal.identity())
        let recovery = try Recovery(from: journal, identity)
        #expect(recovery.snapshotSequence == 0)
        journal.close()
        return try Packed.encode(recovery.world)
    }

    @Test func `time goes on from where it stopped`() async throws {
        let folder = try TemporaryFolder()
        let kit = HostKit(folder)
        let host = try await kit.openSwarm()
        try await host.createService("web")
        await kit.run(host, .seconds(100))
        let now = await host.now
        await host.close()
        kit.clock.advance(by: .seconds(100_000))
        let reopened = try await kit.reopen()
        #expect(await reopened.now == now)
        #expect(await reopened.running("web") == 2)
        kit.clock.advance(by: .seconds(1))
        #expect(await reopened.now == now + .seconds(1))
    }

    @Test func `a kill costs a few seconds of the cluster's time at most while something happens`()
        async throws
    {
        let folder = try TemporaryFolder()
        let kit = HostKit(folder)
        var host: ClusterHost? = try await kit.openSwarm()
        try await host?.createService("crash", replicas: 3, image: "plain:crash")
        if let host { await kit.run(host, .seconds(300)) }
        let now = try #require(await host?.now)
        host = nil
        let reopened = try await kit.reopen()
        #expect(await reopened.now > now - .seconds(60))
        #expect(await reopened.now <= now)
    }

    @Test func `a snapshot is taken now and then, and old ones go`() async throws {
        let folder = try TemporaryFolder()
        let kit = HostKit(folder)
        let host: ClusterHost? = try await kit.openSwarm()
        for round in 0..<6 {
            try await host?.createService("web\(round)")
            if let host { await kit.run(host, .seconds(700)) }
            #expect(await eventually { await host?.isSaving == false })
        }
        await host?.close()
        let journal = try Journal(path: folder.state.journalPath)
        let numbers = try journal.snapshotNumbers()
        #expect(numbers.count == 4)
        #expect(try journal.snapshot(#require(numbers.last)).sequence == 0)
        #expect(try journal.snapshot(numbers[0]).sequence >= 6)
        journal.close()
        let reopened = try await kit.reopen()
        #expect(await reopened.store.serviceCount == 6)
    }

    @Test func `a damaged snapshot is passed over for an older one`() async throws {
        let folder = try TemporaryFolder()
        let kit = HostKit(folder)
        let host = try await kit.openSwarm()
        try await host.createService("web")
        await kit.run(host, .seconds(60))
        let alive = try await host.bytes()
        await host.close()
        let journal = try Journal(path: folder.state.journalPath)
        try journal.write {
            try $0.execute(
                sql: "UPDATE snapshots SET payload = zeroblob(100) WHERE sequence > 0"
            )
        }
        journal.close()
        let reopened = try await kit.reopen()
        #expect(reopened.notes.count == 1)
        #expect(try await reopened.bytes() == alive)
    }

    @Test func `a cluster of a version that is not understood is refused and left alone`()
        async throws
    {
        let folder = try TemporaryFolder()
        let kit = HostKit(folder)
        let host = try await kit.openSwarm()
        await host.close()
        let journal = try Journal(path: folder.state.journalPath)
        try journal.write { try $0.execute(sql: "DELETE FROM snapshots") }
        try journal.save(JournalSnapshot(sequence: 0, moment: .zero, payload: Packed.encode("new")))
        journal.close()
        let message = await failure { _ = try await kit.open() }
        #expect(message?.contains("was written by another version of skep") == true)
        let again = try Journal(path: folder.state.journalPath)
        #expect(try again.snapshotNumbers().count == 1)
    }

    @Test func `an answer that took its time is there after a kill`() async throws {
        let folder = try TemporaryFolder()
        let kit = HostKit(folder)
        var host: ClusterHost? = try await kit.openSwarm(managers: 3)
        let nodes = try #require(await host?.store.nodes.filter { $0.manager != nil })
        for node in nodes.prefix(2) {
            _ = try await host?.perform(.fault(.powerOff(node.id)))
        }
        if let host { await kit.run(host, .seconds(18)) }
        let command = Task { [host] in await failure { try await host?.createService("late") } }
        #expect(await eventually { await host?.waitingCount == 1 })
        _ = try await host?.perform(.fault(.powerOn(nodes[0].id)))
        for _ in 0..<40 where await host?.waitingCount == 1 {
            if let host { await kit.run(host, .seconds(1)) }
        }
        #expect(await command.value == nil)
        host = nil
        let reopened = try await kit.reopen()
        #expect(await reopened.store.service(named: "late") != nil)
    }
}
