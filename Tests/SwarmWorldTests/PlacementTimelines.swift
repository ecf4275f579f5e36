import Basics
import SwarmModel
import SwarmStore
import SwarmWorld
import Testing

/// Where tasks go and why they wait, told again to a World.
@Suite struct PlacementTimelines {
    private static let label = "no suitable node (scheduling constraints not satisfied on 5 nodes)"

    private func global(_ name: String) -> ServiceSpec {
        var spec = plain(name)
        spec.mode = .global
        return spec
    }

    @Test func `(m2) a node that joins gets its global task at once and no replicated ones`()
        throws
    {
        var swarm = try WorldDriver(managers: 3, workers: 1)
        try swarm.create(global("all"))
        try swarm.create(plain("web", replicas: 8))
        let before = Set(swarm.running("web").map(\.id))
        try swarm.perform(.addNode(NewNode(hostname: "node5", role: .worker)))
        let ready = swarm.run(atMost: .seconds(2)) { swarm in
            (try? swarm.node("node5").status.state) == .ready
        }
        #expect(try #require(ready) <= .seconds(0.3))
        let made = swarm.run(atMost: .seconds(2)) { $0.tasks("all").count == 5 }
        #expect(try #require(made) <= .seconds(0.2))
        let ran = swarm.run(atMost: .seconds(8)) { $0.running("all").count == 5 }
        #expect(try #require(ran) < .seconds(4.3))
        swarm.run(.seconds(10))
        #expect(Set(swarm.running("web").map(\.id)) == before)
    }

    @Test func `(m2) a node that is lost reads 5 of 4, and on return has a new task at once`()
        throws
    {
        var swarm = try WorldDriver()
        try swarm.create(global("all"))
        let id = try swarm.service("all").id
        let node = try swarm.node("node5").id
        try swarm.perform(.fault(.powerOff(node)))
        swarm.run(atMost: .seconds(20)) { $0.store.node(node)?.status.state == .down }
        swarm.run(.seconds(1))
        let tasks = swarm.store.tasks(of: id)
        #expect(tasks.count == 5)
        #expect(tasks.count { $0.state == .running } == 5, "the last report still says so")
        #expect(tasks.count { $0.desiredState == .running } == 4)
        try swarm.perform(.fault(.powerOn(node)))
        swarm.run(atMost: .seconds(10)) { $0.store.node(node)?.status.state == .ready }
        let ran = swarm.run(atMost: .seconds(10)) { $0.running("all").count == 5 }
        #expect(try #require(ran) < .seconds(4.3), "no restart delay")
    }

    @Test func `(n) a label that goes: rejected, waiting, and placed once another node has it`()
        throws
    {
        var swarm = try WorldDriver()
        try swarm.update(node: "node3") { $0.labels["storage"] = "raid" }
        try swarm.create(
            plain("db") { $0.task.placement.constraints = ["node.labels.storage == raid"] }
        )
        let old = try #require(swarm.running("db").first)
        try swarm.update(node: "node3") { $0.labels = [:] }
        let timeline = try swarm.record("db", for: .seconds(8))
        #expect(try #require(timeline.first(old.id, .rejected)) <= .seconds(0.1))
        let rejected = try #require(swarm.store.task(old.id))
        #expect(rejected.status.message == "task rejected by constraint enforcer")
        #expect(rejected.status.error == "assigned node no longer meets constraints")
        #expect(rejected.desiredState == .shutdown)
        let new = try #require(timeline.tasks.last)
        #expect(try #require(timeline.first(new, desired: .ready)) <= .seconds(0.1))
        #expect((try #require(timeline.first(new, desired: .running))).isAbout(5))
        let refused = timeline.first { $0.id == new && $0.status.error == Self.label }
        #expect(try #require(refused) <= .seconds(0.2))
        #expect(swarm.store.task(new)?.status.message == "pending task scheduling")
        #expect(swarm.store.task(new)?.nodeID == nil)
        try swarm.update(node: "node5") { $0.labels["storage"] = "raid" }
        let placed = try swarm.record("db", for: .seconds(5))
        let assigned = try #require(placed.first(new, .assigned))
        #expect(assigned <= .seconds(0.1))
        #expect(try #require(placed.first(new, .running)).isAbout(1, within: 0.5))
        let task = try #require(swarm.store.task(new))
        #expect(swarm.hostname(of: task) == "node5" && task.status.error.isEmpty)
    }

    struct Waiting: Sendable, CustomTestStringConvertible {
        let testDescription: String
        var isDrained = false
        let change: @Sendable (inout ServiceSpec) -> Void

        static let all = [
            Waiting(testDescription: "no suitable node (insufficient resources on 5 nodes)") {
                $0.task.resources.reservations.memoryBytes = 100_000_000_000
            },
            Waiting(testDescription: "no suitable node (insufficient resources on 5 nodes)") {
                $0.task.resources.reservations.generic = [.discrete(kind: "gpu", value: 1)]
            },
            Waiting(testDescription: "no suitable node (insufficient resources on 5 nodes)") {
                $0.task.resources.reservations.memoryBytes = 100_000_000_000
                $0.task.placement.constraints = ["node.labels.none==x"]
            },
            Waiting(
                testDescription: "no suitable node (5 nodes not available for new tasks)",
                isDrained: true
            ) { _ in },
        ]
    }

    @Test(arguments: Waiting.all)
    func `(o) the reason is there within 0.2 s`(example: Waiting) throws {
        var swarm = try WorldDriver()
        if example.isDrained {
            for number in 1...5 {
                try swarm.update(node: "node\(number)") { $0.availability = .drain }
            }
            swarm.run(.seconds(1))
        }
        try swarm.perform(.createService(plain("web", replicas: 2, change: example.change)))
        swarm.run(.milliseconds(200))
        #expect(
            swarm.tasks("web").map(\.status.error)
                == [example.testDescription, example.testDescription]
        )
        #expect(swarm.tasks("web").map(\.state) == [.pending, .pending])
        #expect(swarm.tasks("web").allSatisfy { $0.nodeID == nil })
        guard example.isDrained else { return }
        try swarm.update(node: "node2") { $0.availability = .active }
        swarm.run(.milliseconds(200))
        #expect(swarm.tasks("web").allSatisfy { swarm.hostname(of: $0) == "node2" })
        #expect(swarm.tasks("web").allSatisfy { $0.status.error.isEmpty })
    }

    @Test func `(o) seven of at most one a node: five run, two say why not`() throws {
        var swarm = try WorldDriver()
        try swarm.perform(
            .createService(plain("web", replicas: 7) { $0.task.placement.maxReplicas = 1 })
        )
        swarm.run(.milliseconds(200))
        #expect(Set(swarm.tasks("web").compactMap(\.nodeID)).count == 5)
        let waiting = swarm.tasks("web").filter { $0.state == .pending }
        #expect(
            waiting.map(\.status.error)
                == Array(
                    repeating: "no suitable node (max replicas per node limit exceed)",
                    count: 2
                )
        )
        try swarm.perform(.addNode(NewNode(hostname: "node6", role: .worker)))
        swarm.run(.seconds(1))
        #expect(swarm.tasks("web").count { $0.state == .pending } == 1)
    }

    @Test func `(m) a paused node keeps its task and its image through an update`() throws {
        var swarm = try WorldDriver()
        try swarm.create(global("all"))
        try swarm.update(node: "node4") { $0.availability = .pause }
        try swarm.update("all") { $0.task.container.image = "plain:2.0" }
        let timeline = try swarm.record("all", for: .seconds(40))
        #expect(timeline.updateStates == [.updating, .completed])
        let node = try swarm.node("node4").id
        #expect(swarm.running("all").count == 5)
        #expect(swarm.running("all").filter { $0.image == "plain:1.0" }.map(\.nodeID) == [node])
    }
}
