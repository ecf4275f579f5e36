import Basics
import ClusterPorts
import Hosting
import SwarmModel
import SwarmStore
import Synchronization
import Testing

/// Reads a stream of log lines and keeps what came.
private final class LogKeeper: Sendable {
    private struct State {
        var lines: [LogLine] = []
        var batches = 0
        var hasEnded = false
    }

    private let state = Mutex(State())
    private let task = Mutex<Task<Void, Never>?>(nil)

    init(_ stream: AsyncStream<[LogLine]>) {
        let reading = Task { [weak self] in
            for await batch in stream {
                self?.state.withLock {
                    $0.lines += batch
                    $0.batches += 1
                }
            }
            self?.state.withLock { $0.hasEnded = true }
        }
        task.withLock { $0 = reading }
    }

    var lines: [LogLine] { state.withLock { $0.lines } }
    var batches: Int { state.withLock { $0.batches } }
    var hasEnded: Bool { state.withLock { $0.hasEnded } }
    func stop() { task.withLock { $0?.cancel() } }
}

@Suite struct HostSessionLogTests {
    private func all(_ session: HostSession, _ request: LogRequest) async -> [LogLine] {
        var lines: [LogLine] = []
        for await batch in await session.logs(request) {
            #expect(!batch.isEmpty && batch.count <= 1_000)
            lines += batch
        }
        return lines
    }

    /// Turns the clock on in small steps until a condition holds.
    private func run(_ kit: HostKit, until condition: () async -> Bool) async -> Bool {
        for _ in 0..<400 {
            if await condition() { return true }
            kit.clock.advance(by: .milliseconds(250))
            for _ in 0..<50 { await Task.yield() }
        }
        return await condition()
    }

    @Test func `the old lines of a service are those of all replicas in the order of time`()
        async throws
    {
        let kit = HostKit()
        let host = try await kit.openSwarm()
        let service = try await host.createService("web", replicas: 3)
        await kit.run(host, .seconds(600))
        let session = HostSession(host)
        let lines = await all(session, LogRequest(target: .service(service), follow: false))
        #expect(Set(lines.map(\.task)).count == 3)
        #expect(lines.count > 60)
        #expect(lines.map(\.moment) == lines.map(\.moment).sorted())

        let tail = await all(
            session,
            LogRequest(target: .service(service), follow: false, tail: 2)
        )
        #expect(tail.count == 6)
        #expect(Set(tail).isSubset(of: Set(lines)))
        // Read from the beginning, a while at a time, or all at once: the same lines.
        let whole = await all(
            session,
            LogRequest(target: .service(service), follow: false, tail: nil)
        )
        let many = await all(
            session,
            LogRequest(target: .service(service), follow: false, tail: 1_000_000)
        )
        #expect(whole == many)
        #expect(Set(whole).isSuperset(of: lines))

        let since = lines[30].moment
        let rest = await all(
            session,
            LogRequest(target: .service(service), follow: false, tail: nil, since: since)
        )
        #expect(rest == lines.filter { $0.moment >= since })
    }

    @Test func `new lines follow as they are written, and those of later tasks too`() async throws {
        let kit = HostKit()
        let host = try await kit.openSwarm()
        let service = try await host.createService("web", replicas: 1)
        await kit.run(host, .seconds(30))
        let session = HostSession(host)
        let keeper = LogKeeper(await session.logs(LogRequest(target: .service(service))))
        #expect(await eventually { keeper.lines.count >= 2 })
        let old = keeper.lines.count
        #expect(await run(kit) { keeper.lines.count >= old + 2 })

        var spec = try #require(await host.store.service(service)).spec
        spec.mode = .replicated(replicas: 3)
        let version = try #require(await host.store.service(service)).meta.version
        _ = try await session.perform(.updateService(service, version: version, spec: spec))
        #expect(await run(kit) { Set(keeper.lines.map(\.task)).count == 3 })
        // The very first lines of the new tasks are there, and no line comes twice.
        #expect(keeper.lines.filter { $0.text.contains("started on") }.count == 3)
        #expect(Set(keeper.lines).count == keeper.lines.count)
        let now = await host.now
        let whole = await all(session, LogRequest(target: .service(service), follow: false))
        #expect(await run(kit) { Set(keeper.lines).isSuperset(of: whole) })
        #expect(keeper.lines.contains { $0.moment <= now })
        keeper.stop()
        #expect(await eventually { keeper.hasEnded })
    }

    @Test func `a reader who wants no old lines gets new ones only`() async throws {
        let kit = HostKit()
        let host = try await kit.openSwarm()
        let service = try await host.createService("web", replicas: 1)
        await kit.run(host, .seconds(100))
        let now = await host.now
        let session = HostSession(host)
        let keeper = LogKeeper(await session.logs(LogRequest(target: .service(service), tail: 0)))
        #expect(await run(kit) { keeper.lines.count >= 2 })
        #expect(keeper.lines.allSatisfy { $0.moment > now })
    }

    @Test func `a task's stream ends with the task, its last words included`() async throws {
        let kit = HostKit()
        let host = try await kit.openSwarm()
        let service = try await host.createService("web", replicas: 1)
        await kit.run(host, .seconds(30))
        let task = try #require(await host.store.tasks(of: service).first)
        let session = HostSession(host)
        let keeper = LogKeeper(await session.logs(LogRequest(target: .task(task.id))))
        #expect(await eventually { !keeper.lines.isEmpty })
        _ = try await session.perform(.removeService(service))
        #expect(await run(kit) { keeper.hasEnded })
    }

    @Test func `a stream of nothing, or of a closed host, ends`() async throws {
        let kit = HostKit()
        let host = try await kit.openSwarm()
        let service = try await host.createService("web", replicas: 1)
        var random = SeededGenerator(seed: 1)
        let session = HostSession(host)
        let nothing = LogRequest(target: .service(ServiceID(using: &random)))
        #expect(await all(session, nothing) == [])
        let keeper = LogKeeper(await session.logs(LogRequest(target: .service(service))))
        await session.close()
        kit.clock.advance(by: .seconds(1))
        #expect(await eventually { keeper.hasEnded })
    }

    @Test func `a reader who waits costs nothing`() async throws {
        let kit = HostKit()
        let host = try await kit.openSwarm()
        let service = try await host.createService("web", replicas: 1)
        await kit.run(host, .seconds(120))
        let session = HostSession(host)
        let keeper = LogKeeper(await session.logs(LogRequest(target: .service(service))))
        #expect(await eventually { !keeper.lines.isEmpty && !kit.clock.alarms.isEmpty })
        kit.clock.advance(by: .milliseconds(41))
        for _ in 0..<1_000 { await Task.yield() }
        let sleeps = kit.clock.sleepCount
        for _ in 0..<1_000 { await Task.yield() }
        #expect(kit.clock.sleepCount == sleeps)
        keeper.stop()
    }
}

@Suite struct HostSessionJSONTests {
    @Test func `every object is there in the engine's own form`() async throws {
        let kit = HostKit()
        let host = try await kit.openSwarm()
        let session = HostSession(host)
        let service = try await host.createService("web", replicas: 1)
        try await host.createSecret("pw", "hunter2")
        _ = try await session.perform(.createConfig(ConfigSpec(name: "site", data: [104, 105])))
        await kit.run(host, .seconds(30))
        let store = await host.store
        let text = try #require(await session.json(of: .service(service)))
        #expect(text.hasPrefix("{\n    \"ID\": \"\(service)\",\n    \"Version\": {\n"))
        #expect(text.contains("\n        \"Name\": \"web\",\n"))
        #expect(text.contains("\"CreatedAt\": \"2026-11-23T"))

        let secret = try #require(store.secrets.first)
        let shown = try #require(await session.json(of: .secret(secret.id)))
        #expect(!shown.contains("Data") && shown.contains("\"Name\": \"pw\""))

        let config = try #require(store.configs.first)
        #expect(await session.json(of: .config(config.id))?.contains("\"Data\": \"aGk=\"") == true)
        let node = try #require(store.nodes.first)
        #expect(await session.json(of: .node(node.id))?.contains("\"Hostname\": \"node1\"") == true)
        let task = try #require(store.tasks(of: service).first)
        #expect(await session.json(of: .task(task.id))?.contains("\"State\": \"running\"") == true)
        let network = try #require(store.networks.first)
        #expect(
            await session.json(of: .network(network.id))?.contains("\"Scope\": \"swarm\"") == true
        )
    }

    @Test func `what is gone has no JSON`() async throws {
        let session = HostSession(try await HostKit().openSwarm())
        var random = SeededGenerator(seed: 1)
        #expect(await session.json(of: .service(ServiceID(using: &random))) == nil)
        #expect(await session.json(of: .stack("none")) == nil)
        #expect(
            await session.json(of: .volume(name: "v", node: NodeID(using: &random))) == nil
        )
    }

    @Test func `a stack is shown by what bears its label`() async throws {
        let host = try await HostKit().openSwarm()
        let session = HostSession(host)
        let labels = [StackLabel.namespace: "shop"]
        var spec = ServiceSpec(name: "shop_web", labels: labels)
        spec.task.container.image = "plain:1.0"
        _ = try await session.perform(.createService(spec))
        _ = try await session.perform(
            .createNetwork(NetworkSpec(name: "shop_back", labels: labels))
        )
        try await host.createService("other")
        let text = try #require(await session.json(of: .stack("shop")))
        #expect(text.contains("shop_web") && text.contains("shop_back"))
        #expect(!text.contains("other"))
    }
}
