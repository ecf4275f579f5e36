import Agents
import Basics
import SwarmWorld
import ClusterPorts
import Hosting
import SwarmModel
import SwarmStore
import Synchronization
import Testing

/// Keeps the newest snapshot of a stream.
private final class Latest: Sendable {
    private let box = Mutex<ClusterSnapshot?>(nil)

    init(_ stream: AsyncStream<ClusterSnapshot>) {
        Task { [weak self] in
            for await snapshot in stream { self?.box.withLock { $0 = snapshot } }
        }
    }

    var snapshot: ClusterSnapshot? { box.withLock { $0 } }

    func running(_ name: String) -> Int {
        guard let store = snapshot?.store, let service = store.service(named: name) else {
            return 0
        }
        return store.tally(of: service.id).running
    }
}

@Suite struct ClusterHostTests {
    @Test func `a new cluster takes commands and lives on`() async throws {
        let kit = HostKit()
        let host = try await kit.openSwarm()
        #expect(host.isNew)
        try await host.createService("web", replicas: 3)
        await kit.run(host, .seconds(20))
        #expect(await host.running("web") == 3)
        let snapshot = await host.snapshot()
        #expect(snapshot.source == .simulated(name: "test"))
        #expect(snapshot.managers.hasQuorum)
        #expect(snapshot.now == Moment(nanoseconds: 50_000_000_000))
        #expect(snapshot.epoch == WallTime(nanoseconds: 1_795_407_000_000_000_000))
    }

    @Test func `a refusal comes in the engine's words and leaves no trace`() async throws {
        let kit = HostKit()
        let host = try await kit.openSwarm()
        try await host.createService("web")
        let before = try await host.bytes()
        let message = await failure { try await host.createService("web") }
        #expect(message?.contains("name conflicts with an existing object") == true)
        #expect(try await host.bytes() == before)
    }

    @Test func `a command that nobody can decide on waits, and can be given up`() async throws {
        let kit = HostKit()
        let host = try await kit.openSwarm(managers: 3)
        let nodes = await host.store.nodes
        for node in nodes where ["node1", "node2"].contains(node.description.hostname) {
            _ = try await host.perform(.fault(.powerOff(node.id)))
        }
        await kit.run(host, .seconds(18))
        let first = Task { await failure { try await host.createService("first") } }
        let second = Task { await failure { try await host.createService("second") } }
        #expect(await eventually { await host.waitingCount == 2 })
        second.cancel()
        #expect(await second.value == "context canceled")
        await kit.run(host, .seconds(60))
        #expect(await first.value?.contains("rpc error") == true)
    }

    // MARK: - Time

    @Test func `the cluster's time stands still, and runs faster, as it is told`() async throws {
        let kit = HostKit()
        let host = try await kit.open()
        kit.clock.advance(by: .seconds(10))
        #expect(await host.now == .zero + .seconds(10))
        try await host.setClock(ClockState(isPaused: true))
        kit.clock.advance(by: .seconds(100))
        #expect(await host.now == .zero + .seconds(10))
        try await host.setClock(ClockState(speed: 60))
        kit.clock.advance(by: .seconds(2))
        #expect(await host.now == .zero + .seconds(130))
        #expect(await host.snapshot().clock == ClockState(speed: 60))
        let message = await failure { try await host.setClock(ClockState(speed: 0)) }
        #expect(message?.contains("the speed must be from") == true)
    }

    @Test func `a paused cluster still takes commands, and carries them out later`() async throws {
        let kit = HostKit()
        let host = try await kit.openSwarm()
        try await host.setClock(ClockState(isPaused: true))
        try await host.createService("web")
        await kit.run(host, .seconds(60))
        #expect(await host.running("web") == 0)
        try await host.setClock(ClockState())
        await kit.run(host, .seconds(60))
        #expect(await host.running("web") == 2)
    }

    @Test func `a cluster that cannot keep up falls back instead of blocking`() async throws {
        let clock = BusyClock()
        var configuration = HostConfiguration(
            storage: .memory,
            name: "test",
            seed: 7,
            catalog: ImageCatalog()
        )
        configuration.clock = ClockState(speed: 10_000)
        let host = try await ClusterHost.open(configuration, clock: clock)
        try await host.addNode("node1", .manager)
        try await host.createService("crash", replicas: 5, image: "plain:crash")
        clock.advance(by: .seconds(10))
        let before = clock.now
        let first = await host.snapshot()
        // A day and more was due; what was done took some milliseconds.
        #expect(clock.now - before < .milliseconds(100))
        #expect(first.now < .zero + .seconds(40_000))
        let second = await host.snapshot()
        #expect(second.now > first.now)
    }

    @Test func `time can be skipped, and what is due meanwhile is done`() async throws {
        let kit = HostKit()
        let host = try await kit.openSwarm()
        try await host.createService("web", replicas: 3)
        let now = await host.now
        await host.skip(.seconds(3_600))
        #expect(await host.now == now + .seconds(3_600))
        #expect(await host.running("web") == 3)
    }

    @Test func `a cluster where nothing happens sleeps`() async throws {
        let kit = HostKit()
        let host = try await kit.openSwarm()
        try await host.createService("web")
        await kit.run(host, .seconds(120))
        let deadline = await host.worldNow().nextDeadline
        for _ in 0..<1_000 { await Task.yield() }
        let sleeps = kit.clock.sleepCount
        if let deadline {
            #expect(deadline > .zero + .seconds(150))
            #expect(kit.clock.alarms.count == 1)
        }
        for _ in 0..<1_000 { _ = await host.snapshot() }
        #expect(kit.clock.sleepCount == sleeps)
    }

    @Test func `an alarm that rings before something is due is left as it is`() async throws {
        let kit = HostKit()
        let host = try await kit.openSwarm()
        let latest = Latest(await host.snapshots())
        try await host.createService("first")
        #expect(await eventually { kit.clock.alarms.count == 1 })
        let sleeps = kit.clock.sleepCount
        for number in 0..<200 { try await host.createService("web\(number)", replicas: 0) }
        #expect(await host.store.serviceCount == 201)
        for _ in 0..<1_000 { await Task.yield() }
        // Each command changes when something is due next; none of them by much.
        #expect(kit.clock.sleepCount - sleeps < 20)
        await kit.run(host, .seconds(1))
        #expect(await eventually { latest.snapshot?.store.serviceCount == 201 })
    }

    @Test func `the alarm rings by itself when something is due`() async throws {
        let kit = HostKit()
        let host = try await kit.openSwarm()
        try await host.createService("web", replicas: 1)
        let latest = Latest(await host.snapshots())
        for _ in 0..<500 where latest.running("web") < 1 {
            guard await eventually({ !kit.clock.alarms.isEmpty }) else { break }
            let alarm = kit.clock.alarms[0]
            kit.clock.advance(by: max(.zero, alarm - kit.clock.now))
            guard await eventually({ kit.clock.alarms.first != alarm }) else { break }
        }
        #expect(await eventually { latest.running("web") == 1 })
    }

    // MARK: - Subscribers

    @Test func `a subscriber gets the present at once and the newest afterwards`() async throws {
        let kit = HostKit()
        let host = try await kit.openSwarm()
        var slow = await host.snapshots().makeAsyncIterator()
        #expect(await slow.next()?.store.nodeCount == 2)
        for number in 0..<20 {
            try await host.createService("web\(number)", replicas: 1)
            kit.clock.advance(by: .milliseconds(20))
            _ = await host.snapshot()
        }
        #expect(await slow.next()?.store.serviceCount == 20)
    }

    @Test func `snapshots are published at most sixty times a second`() async throws {
        let kit = HostKit()
        let host = try await kit.openSwarm()
        let latest = Latest(await host.snapshots())
        let before = await host.publishedCount
        for number in 0..<50 {
            try await host.createService("web\(number)", replicas: 1)
            kit.clock.advance(by: .milliseconds(2))
        }
        #expect(await host.publishedCount - before <= 7)
        kit.clock.advance(by: .milliseconds(20))
        #expect(await eventually { latest.snapshot?.store.serviceCount == 50 })
    }

    @Test func `streams end when the host is closed, and commands are refused`() async throws {
        let kit = HostKit()
        let host = try await kit.openSwarm()
        let stream = await host.snapshots()
        let reading = Task {
            for await _ in stream {}
            return true
        }
        await host.close()
        #expect(await reading.value)
        #expect(await failure { try await host.createService("x") } == "the session is closed")
        for await _ in await host.snapshots() { Issue.record("a snapshot of a closed host") }
    }
}
