import Basics
import ClusterPorts
import ImageCatalogFile
import SwarmModel
import SwarmStore
import SwarmWorld
import Testing

@testable import Console

/// A safe drain on a World: the commands it gives are carried out, and every instant is watched.
struct SafeDrainTests {
    /// A World, a drain of one node, and the lowest number of replicas that was seen.
    struct Stage {
        var world: World
        var drain: SafeDrain?
        private(set) var lowest: [String: Int] = [:]
        private var requests: RequestID = 0
        private var waiting: Set<RequestID> = []
        /// Answers that get lost on the way, and count as refusals.
        var losesAnswers = 0

        init(managers: Int = 1, workers: Int = 3) throws {
            world = World(seed: 5, catalog: .standard, name: "test", preloadsImages: true)
            for number in 1...(managers + workers) {
                let role: NodeRole = number <= managers ? .manager : .worker
                try perform(.addNode(NewNode(hostname: "node\(number)", role: role)))
            }
            run(.seconds(60))
        }

        var store: Store { world.store }

        mutating func run(_ time: Duration) { run(until: world.now + time) }

        private mutating func run(until end: Moment) {
            while let due = world.nextDeadline, due <= end {
                take(world.apply(.timePassed, at: due))
                watch()
            }
            take(world.apply(.timePassed, at: end))
        }

        private mutating func take(_ effects: [Effect]) {
            for case .answer(let id, let result) in effects where waiting.remove(id) != nil {
                if losesAnswers > 0 {
                    losesAnswers -= 1
                    let error = EngineError(status: 503, message: "the answer was lost")
                    let now = world.now
                    drain?.take(.failure(error), now: now)
                } else {
                    let now = world.now
                    drain?.take(result, now: now)
                }
            }
        }

        private mutating func watch() {
            guard drain != nil else { return }
            for service in store.services {
                let running = store.tasks(of: service.id).count {
                    $0.state == .running && $0.desiredState == .running
                }
                lowest[service.name] = min(lowest[service.name] ?? .max, running)
            }
        }

        mutating func perform(_ command: ClusterCommand) throws {
            requests += 1
            let effects = world.apply(.request(requests, command), at: world.now)
            for case .answer(_, let result) in effects { _ = try result.get() }
        }

        mutating func create(
            _ name: String,
            replicas: UInt64? = 3,
            change: (inout ServiceSpec) -> Void = { _ in }
        ) throws {
            var spec = ServiceSpec(
                name: name,
                task: TaskSpec(container: ContainerSpec(image: "plain:1.0")),
                mode: replicas.map { .replicated(replicas: $0) } ?? .global
            )
            change(&spec)
            try perform(.createService(spec))
            run(.seconds(40))
        }

        func node(_ name: String) throws -> Node {
            try #require(store.nodes.first { $0.description.hostname == name })
        }

        func service(_ name: String) throws -> Service {
            try #require(store.service(named: name))
        }

        mutating func begin(_ name: String, parallelism: UInt64 = 1) throws {
            drain = SafeDrain(try node(name), parallelism: parallelism, in: store)
        }

        /// Lets the drain look every second until it says so, or the time is over.
        @discardableResult
        mutating func follow(
            atMost seconds: Int,
            until isReached: (SafeDrain) -> Bool = { $0.phase.isOver }
        ) throws -> Bool {
            for _ in 0..<seconds {
                let (store, now) = (store, world.now)
                let commands = drain?.step(store, now: now) ?? []
                for command in commands {
                    requests += 1
                    waiting.insert(requests)
                    take(world.apply(.request(requests, command), at: world.now))
                    watch()
                }
                if isReached(try #require(drain)) { return true }
                run(.seconds(1))
            }
            return false
        }

        func tasks(on name: String) throws -> [SwarmTask] {
            store.tasks(on: try node(name).id).filter { $0.isLive }
        }
    }

    @Test func `no service has a replica less, and every spec is as it was`() throws {
        var stage = try Stage()
        try stage.create("web", replicas: 6)
        try stage.create("api", replicas: 3) {
            $0.update = UpdateConfig(parallelism: 2, delay: .seconds(1), failureAction: .rollback)
            $0.labels = ["team": "shop"]
        }
        let specs = try ["web", "api"].map { try stage.service($0).spec }
        let others = Set(
            stage.store.allTasks.filter { $0.nodeID != (try? stage.node("node3"))?.id }.map(\.id)
        )
        try stage.begin("node3", parallelism: 2)
        #expect(try #require(stage.drain).total == stage.tasks(on: "node3").count)
        #expect(try stage.follow(atMost: 120))
        let drain = try #require(stage.drain)
        #expect(drain.phase == .done)
        #expect(drain.moved == drain.total && drain.healthy == drain.total && drain.total > 1)
        #expect(try stage.tasks(on: "node3") == [])
        #expect(try stage.node("node3").spec.availability == .drain)
        #expect(stage.lowest["web"] == 6)
        #expect(stage.lowest["api"] == 3)
        #expect(try ["web", "api"].map { try stage.service($0).spec } == specs)
        // Only the node's own tasks were replaced.
        let kept = others.filter { stage.store.task($0)?.state == .running }
        #expect(kept == others)
    }

    @Test func `a plain drain of the same node does lose replicas, so that the watch can see it`()
        throws
    {
        var stage = try Stage()
        try stage.create("web", replicas: 6)
        try stage.begin("node3")
        let node = try stage.node("node3")
        var spec = node.spec
        spec.availability = .drain
        try stage.perform(.updateNode(node.id, version: node.meta.version, spec: spec))
        stage.run(.seconds(20))
        #expect(try #require(stage.lowest["web"]) < 6)
    }

    @Test func `a service bound to the node is held with its reason; the others have moved`()
        throws
    {
        var stage = try Stage()
        try stage.create("db", replicas: 1) {
            $0.task.placement.constraints = ["node.hostname == node3"]
        }
        try stage.create("web", replicas: 4)
        let spec = try stage.service("db").spec
        try stage.begin("node3")
        #expect(try stage.follow(atMost: 120) { $0.phase == .held })
        let drain = try #require(stage.drain)
        #expect(drain.stragglers.map(\.name) == ["db"])
        #expect(
            drain.stragglers[0].reason.hasPrefix("no suitable node (scheduling constraints not")
        )
        #expect(try stage.service("db").spec == spec)
        #expect(stage.lowest["db"] == 1)
        #expect(try stage.tasks(on: "node3").map(\.serviceName) == ["db"])
        stage.drain?.drainAnyway()
        #expect(try stage.follow(atMost: 60))
        #expect(stage.drain?.phase == .done)
        #expect(try stage.tasks(on: "node3") == [])
    }

    @Test func `what could not move is tried again once the reason is gone`() throws {
        var stage = try Stage()
        try stage.create("db", replicas: 1) {
            $0.task.placement.constraints = ["node.labels.disk != hdd", "node.role == worker"]
        }
        let home = try #require(stage.store.allTasks.first?.nodeID)
        let name = try #require(stage.store.node(home)?.displayName)
        for other in ["node2", "node3", "node4"] where other != name {
            try label(other, ["disk": "hdd"], &stage)
        }
        try stage.begin(name)
        #expect(try stage.follow(atMost: 120) { $0.phase == .held })
        for other in ["node2", "node3", "node4"] where other != name {
            try label(other, [:], &stage)
        }
        stage.drain?.resume()
        #expect(try stage.follow(atMost: 120))
        #expect(stage.drain?.phase == .done)
        #expect(stage.lowest["db"] == 1)
    }

    private func label(_ name: String, _ labels: [String: String], _ stage: inout Stage) throws {
        let node = try stage.node(name)
        var spec = node.spec
        spec.labels = labels
        try stage.perform(.updateNode(node.id, version: node.meta.version, spec: spec))
        stage.run(.seconds(1))
    }

    @Test func `a replacement that fails leaves the old task where it is`() throws {
        var stage = try Stage()
        try stage.create("web", replicas: 3)
        // From now on the image is one that crashes, though its running containers go on.
        try stage.begin("node3")
        let service = try stage.service("web")
        var spec = service.spec
        spec.task.container.image = "plain:crash"
        spec.update = UpdateConfig(parallelism: 1, failureAction: .pause)
        try stage.perform(.updateService(service.id, version: service.meta.version, spec: spec))
        stage.run(.seconds(30))
        #expect(try stage.service("web").updateStatus?.state == .paused)
        #expect(try stage.follow(atMost: 120) { $0.phase == .held || $0.phase.isOver })
        let drain = try #require(stage.drain)
        if drain.phase == .held {
            #expect(drain.stragglers[0].reason == "its own update is paused")
        }
        #expect(try stage.service("web").spec.task.placement.constraints == [])
    }

    @Test func `giving up puts specs and node back, in the middle of a move`() throws {
        var stage = try Stage()
        try stage.create("web", replicas: 6)
        let spec = try stage.service("web").spec
        try stage.begin("node3")
        #expect(try stage.follow(atMost: 30) { $0.items.first?.state == .moving })
        #expect(try stage.service("web").spec != spec)
        stage.drain?.cancel()
        #expect(try stage.follow(atMost: 60))
        #expect(stage.drain?.phase == .canceled)
        #expect(try stage.service("web").spec == spec)
        #expect(try stage.node("node3").spec.availability == .active)
        stage.run(.seconds(30))
        #expect(stage.lowest["web"] == 6)
    }

    @Test func `whoever begins again on a node takes up what was left half done`() throws {
        var stage = try Stage()
        try stage.create("web", replicas: 6) {
            $0.update = UpdateConfig(
                parallelism: 3,
                delay: .milliseconds(1_500),
                maxFailureRatio: 0.5
            )
        }
        let spec = try stage.service("web").spec
        try stage.begin("node3")
        #expect(try stage.follow(atMost: 30) { $0.items.first?.state == .moving })
        stage.run(.seconds(60))
        // The console ended here; a new one knows the cluster only.
        try stage.begin("node3")
        #expect(stage.drain?.total == 0)
        #expect(try stage.follow(atMost: 60))
        #expect(stage.drain?.phase == .done)
        #expect(try stage.service("web").spec == spec)
    }

    @Test func `lost answers and a new leader make no difference`() throws {
        var stage = try Stage(managers: 3, workers: 3)
        try stage.create("web", replicas: 9)
        let spec = try stage.service("web").spec
        stage.losesAnswers = 2
        try stage.begin("node5")
        #expect(try stage.follow(atMost: 60) { $0.items.first?.state == .moving })
        #expect(stage.drain?.lastRefusal == "the answer was lost")
        let leader = try #require(stage.world.managers.leader)
        _ = stage.world.apply(.request(9_001, .fault(.isolate(leader))), at: stage.world.now)
        stage.run(.seconds(1))
        _ = stage.world.apply(.request(9_002, .fault(.heal)), at: stage.world.now + .seconds(20))
        #expect(try stage.follow(atMost: 200))
        #expect(stage.drain?.phase == .done)
        #expect(try stage.tasks(on: "node5") == [])
        #expect(try stage.service("web").spec == spec)
    }

    @Test func `the mark remembers update settings of every kind`() {
        var random = SeededGenerator(seed: 4)
        let mark = DrainMark(node: NodeID(using: &random), parallelism: 3)
        let configs: [UpdateConfig?] = [
            nil, .standard,
            UpdateConfig(
                parallelism: 0,
                delay: .milliseconds(1_500),
                failureAction: .rollback,
                monitor: .seconds(7),
                maxFailureRatio: 0.25,
                order: .startFirst
            ),
        ]
        for config in configs {
            var spec = ServiceSpec(name: "web", labels: ["a": "b"])
            spec.update = config
            spec.task.placement.constraints = ["node.role == worker"]
            let marked = mark.marked(spec)
            #expect(mark.marks(marked))
            #expect(marked.update?.order == .startFirst)
            #expect(marked.update?.parallelism == 3)
            #expect(mark.marked(marked) == marked)
            #expect(mark.unmarked(marked) == spec)
        }
    }
}
