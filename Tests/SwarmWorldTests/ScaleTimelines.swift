import Basics
import SwarmModel
import SwarmStore
import SwarmWorld
import Testing

/// Scaling and what holds of every service, told again to a World.
@Suite struct ScaleTimelines {
    private func slots(_ swarm: WorldDriver, on name: String) throws -> [Int] {
        let node = try swarm.node(name).id
        return swarm.running("web").filter { $0.nodeID == node }.map(\.slot)
    }

    @Test func `(l2) with an uneven spread the fullest nodes lose their highest slots first`()
        throws
    {
        var swarm = try WorldDriver()
        let others = ["node3", "node4", "node5"]
        for name in others { try swarm.update(node: name) { $0.availability = .drain } }
        try swarm.create(plain("web", replicas: 6))
        #expect(try slots(swarm, on: "node1").count == 3)
        #expect(try slots(swarm, on: "node2").count == 3)
        for name in others { try swarm.update(node: name) { $0.availability = .active } }
        try swarm.update("web") { $0.mode = .replicated(replicas: 10) }
        swarm.run(.seconds(6))
        #expect(swarm.running("web").map(\.slot) == Array(1...10))
        #expect(try slots(swarm, on: "node1").count == 3, "what runs stays where it is")
        let counts = try others.map { try slots(swarm, on: $0).count }
        #expect(counts.sorted() == [1, 1, 2])
        let lowest = try (1...5).map { try #require(slots(swarm, on: "node\($0)").min()) }
        try swarm.update("web") { $0.mode = .replicated(replicas: 5) }
        let removed = swarm.tasks("web").filter { $0.desiredState == .remove }
        #expect(removed.count == 5, "at once")
        swarm.run(.seconds(3))
        #expect(swarm.tasks("web").map(\.slot) == lowest.sorted(), "one of each node, no history")
    }

    @Test func `(l2) new slots take the lowest free numbers, and one that fails goes first`() throws
    {
        var swarm = try WorldDriver()
        try swarm.create(plain("web", replicas: 5))
        try swarm.update("web") { $0.mode = .replicated(replicas: 10) }
        swarm.run(.seconds(6))
        try swarm.update("web") { $0.mode = .replicated(replicas: 5) }
        swarm.run(.seconds(6))
        let kept = swarm.running("web").map(\.slot)
        try swarm.update("web") { $0.mode = .replicated(replicas: 7) }
        let free = (1...10).filter { !kept.contains($0) }
        let new = swarm.tasks("web").filter { !kept.contains($0.slot) }.map(\.slot)
        #expect(new == Array(free.prefix(2)))
        swarm.run(.seconds(6))
        let victim = try #require(swarm.running("web").first)
        try swarm.perform(.removeContainer(victim.id))
        swarm.run(.seconds(1))
        try swarm.update("web") { $0.mode = .replicated(replicas: 4) }
        swarm.run(.seconds(6))
        #expect(swarm.running("web").count == 4)
        #expect(!swarm.running("web").map(\.slot).contains(victim.slot))
        let left = swarm.tasks("web").filter { $0.slot == victim.slot }
        #expect(left.map(\.id) == [victim.id], "its failed row stays")
        #expect(left.map(\.state) == [.failed])
        #expect(Set(swarm.running("web").compactMap(\.nodeID)).count == 4)
    }

    @Test func `(l) what is scaled away is wanted gone at once and is gone within 2.4 s`() throws {
        var swarm = try WorldDriver()
        try swarm.create(plain("web", replicas: 10))
        try swarm.update("web") { $0.mode = .replicated(replicas: 2) }
        let timeline = try swarm.record("web", for: .seconds(5))
        let leaving = timeline.rows.filter { $0.task.desiredState == .remove && !$0.isGone }
        #expect(Set(leaving.map(\.slot)) == Set(3...10))
        for id in Set(leaving.map(\.task.id)) {
            #expect(timeline.first(id, desired: .remove) == .zero)
            #expect((try #require(timeline.gone(id))).isAbout(1.75, within: 0.65))
        }
        #expect(timeline.updateStates == [nil])
    }

    @Test func `scaling clears an update's status, and no status comes of it`() throws {
        var swarm = try WorldDriver()
        try swarm.create(plain("web", replicas: 2))
        #expect(try swarm.service("web").updateStatus == nil)
        try swarm.update("web") { $0.task.container.image = "plain:2.0" }
        swarm.run(.seconds(20))
        #expect(swarm.updateState("web") == .completed)
        try swarm.update("web") { $0.mode = .replicated(replicas: 3) }
        swarm.run(.seconds(20))
        #expect(try swarm.service("web").updateStatus == nil)
    }

    @Test func `(l) first tasks start wanted running and say each step in its words`() throws {
        var swarm = try WorldDriver()
        try swarm.perform(.createService(plain("web", replicas: 3)))
        let timeline = try swarm.record("web", for: .seconds(6))
        let words: [TaskState: String] = [
            .new: "created", .pending: "pending task scheduling",
            .assigned: "scheduler assigned task to node", .accepted: "accepted",
            .preparing: "preparing", .ready: "prepared", .starting: "starting",
            .running: "started",
        ]
        for id in timeline.tasks {
            let steps = timeline.rows.filter { $0.task.id == id }
            #expect(steps.allSatisfy { $0.task.desiredState == .running })
            let states = steps.map(\.task.state)
            #expect(states == states.sorted() && states.last == .running)
            #expect(steps.allSatisfy { $0.task.status.message == words[$0.task.state] })
        }
    }

    @Test func `removing a service: gone at once, its tasks stop, its network can go`() throws {
        var swarm = try WorldDriver()
        let created = try swarm.perform(.createNetwork(NetworkSpec(name: "net")))
        let network = try #require(created.createdID.flatMap { NetworkID($0) })
        try swarm.create(
            plain("web", replicas: 3) {
                $0.task.networks = [NetworkAttachmentSpec(target: network)]
            }
        )
        let id = try swarm.service("web").id
        try swarm.perform(.removeService(id))
        #expect(swarm.store.service(id) == nil)
        #expect(swarm.store.tasks(of: id).map(\.desiredState) == [.remove, .remove, .remove])
        try swarm.perform(.removeNetwork(network))
        swarm.run(.milliseconds(900))
        #expect(swarm.store.tasks(of: id).map(\.state) == [.running, .running, .running])
        #expect(swarm.store.tasks(of: id).map(\.status.container?.exitCode) == [-1, -1, -1])
        swarm.run(.milliseconds(1_500))
        #expect(swarm.store.tasks(of: id).isEmpty)
    }
}
