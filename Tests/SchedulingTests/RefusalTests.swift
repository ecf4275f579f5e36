import Basics
import Scheduling
import SwarmModel
import SwarmStore
import Testing

/// NSN: what becomes of a task that no node takes, and of one whose node is fixed.
@Suite struct RefusalTests {
    @Test func `NSN-1 without any node there is no explanation`() throws {
        var stage = Stage()
        let id = stage.addTask(of: stage.addService())
        stage.schedule()
        let task = try #require(stage.store.task(id))
        #expect(task.status.error == "no suitable node")
        #expect(task.status.message == "pending task scheduling")
        #expect(task.state == .pending)
        #expect(task.status.timestamp == .zero + .milliseconds(50))
        let node = stage.addNode()
        stage.schedule()
        #expect(stage.node(of: id) == node)
        #expect(stage.error(of: id) == "")
    }

    @Test func `NSN-2 a task of a deleted service is let go without a write`() throws {
        var stage = Stage()
        let service = stage.addService()
        let id = stage.addTask(of: service)
        stage.store.remove(service.id)
        stage.schedule()
        #expect(stage.error(of: id) == "")
        stage.addNode()
        stage.schedule()
        #expect(stage.node(of: id) == nil)
    }

    @Test func `NSN-3 a stopped task of an older spec is shut down by the scheduler`() throws {
        var stage = Stage()
        let old = stage.addService(version: 1) { $0.placement.constraints = ["node.hostname==x"] }
        stage.addNode("y")
        let id = stage.addTask(of: old)
        stage.schedule()
        let text = "no suitable node (scheduling constraints not satisfied on 1 node)"
        #expect(stage.error(of: id) == text)
        var new = old
        new.specVersion = 2
        stage.store.put(new)
        stage.addNode("z")
        stage.schedule()
        #expect(stage.error(of: id) == text)
        #expect(stage.store.task(id)?.state == .pending)
        stage.store.raiseDesired(of: id, to: .shutdown)
        stage.schedule()
        let task = try #require(stage.store.task(id))
        #expect(task.state == .shutdown)
        #expect(task.status.error.isEmpty)
        #expect(task.status.message == "pending task scheduling")
    }

    @Test func `NSN-3 a task of an older spec is placed if a node comes up with its next change`() {
        var stage = Stage()
        let old = stage.addService(version: 1)
        let id = stage.addTask(of: old)
        var new = old
        new.specVersion = 2
        stage.store.put(new)
        stage.schedule()
        #expect(stage.error(of: id) == "")
        stage.addNode()
        stage.schedule()
        #expect(stage.node(of: id) == nil)
        stage.store.raiseDesired(of: id, to: .complete)
        stage.schedule()
        #expect(stage.node(of: id) != nil)
    }

    @Test func `NSN-4 the same words are not written again`() throws {
        var stage = Stage()
        let node = stage.addNode { $0.status.state = .down }
        let id = stage.addTask(of: stage.addService())
        stage.schedule()
        let first = try #require(stage.store.task(id))
        stage.advance(.seconds(10))
        stage.change(node) { $0.spec.labels["x"] = "y" }
        stage.schedule()
        #expect(stage.store.task(id) == first)
        stage.addNode { $0.status.state = .down }
        stage.schedule()
        let second = try #require(stage.store.task(id))
        #expect(second.status.error == "no suitable node (2 nodes not available for new tasks)")
        #expect(second.meta.version > first.meta.version)
    }

    @Test func `SCH-30 after a part was placed the reasons are those since then, then all`() {
        var stage = Stage()
        stage.addNode("a", resources: .memory(1))
        for index in 1...3 { stage.addNode("d\(index)") { $0.spec.availability = .drain } }
        let service = stage.addService { $0.resources.reservations = .memory(1) }
        let ids = stage.addTasks(2, of: service)
        stage.tell()
        stage.advance(.milliseconds(50))
        stage.scheduler.timePassed(now: stage.now)
        stage.runOnce()
        #expect(
            stage.error(of: ids[1]) == "no suitable node (insufficient resources on 1 node)"
        )
        stage.schedule()
        #expect(
            stage.error(of: ids[1])
                == "no suitable node (3 nodes not available for new tasks; "
                + "insufficient resources on 1 node)"
        )
    }
}

@Suite struct PreassignedTests {
    @Test func `LIF-6 a preassigned task is confirmed on its node`() throws {
        var stage = Stage()
        let nodes = stage.addNodes(2)
        let service = stage.addService(mode: .global)
        let id = stage.addTask(of: service, slot: 0, on: nodes[1])
        stage.schedule()
        let task = try #require(stage.store.task(id))
        #expect(task.state == .assigned)
        #expect(task.nodeID == nodes[1])
        #expect(task.status.message == "scheduler confirmed task can run on preassigned node")
    }

    @Test func `SCH-5 preassigned tasks come first, and then count for the others`() {
        var stage = Stage()
        let nodes = stage.addNodes(3)
        let free = stage.addTask(of: stage.addService())
        let global = stage.addService("all", mode: .global)
        for node in nodes.prefix(2) { stage.addTask(of: global, slot: 0, on: node) }
        stage.schedule()
        #expect(stage.node(of: free) == nodes[2])
    }

    @Test func `NSN-5 a refused preassigned task has the bare explanation and is tried again`() {
        var stage = Stage()
        let node = stage.addNode(resources: .memory(1))
        let service = stage.addService(mode: .global) { $0.resources.reservations = .memory(2) }
        let id = stage.addTask(of: service, slot: 0, on: node)
        stage.schedule()
        #expect(stage.store.task(id)?.state == .pending)
        #expect(stage.error(of: id) == "insufficient resources on 1 node")
        stage.change(node) { $0.description.resources.memoryBytes = 2 }
        stage.schedule()
        #expect(stage.store.task(id)?.state == .assigned)
        #expect(stage.error(of: id) == "")
    }

    @Test func `NSN-5 nothing is written for a node that is not known`() {
        var stage = Stage()
        let gone = NodeID(using: &stage.random)
        let id = stage.addTask(of: stage.addService(mode: .global), slot: 0, on: gone)
        stage.schedule()
        #expect(stage.store.task(id)?.state == .pending)
        #expect(stage.error(of: id) == "")
    }

    @Test(arguments: [
        ("scheduling constraints not satisfied on 1 node", 0),
        ("max replicas per node limit exceed", 1), ("1 node not available for new tasks", 2),
    ])
    func `NSN-6 all filters apply to preassigned tasks`(text: String, kind: Int) {
        var stage = Stage()
        let node = stage.addNode { if kind == 2 { $0.spec.availability = .drain } }
        let service = stage.addService(mode: .global) {
            if kind == 0 { $0.placement.constraints = ["node.role==manager"] }
            if kind == 1 { $0.placement.maxReplicas = 1 }
        }
        if kind == 1 { stage.addTask(of: service, slot: 0, on: node, state: .running) }
        let id = stage.addTask(of: service, slot: 0, on: node)
        stage.schedule()
        #expect(stage.error(of: id) == text)
    }

    @Test func `SCH-4 preassigned tasks are retried after any commit`() {
        var stage = Stage()
        let node = stage.addNode(resources: .memory(1))
        let service = stage.addService(mode: .global) { $0.resources.reservations = .memory(1) }
        let old = stage.addTask(of: service, slot: 0, on: node, state: .running)
        let new = stage.addTask(of: service, slot: 0, on: node)
        stage.schedule()
        #expect(stage.store.task(new)?.state == .pending)
        stage.report(old, .shutdown)
        stage.schedule()
        #expect(stage.store.task(new)?.state == .assigned)
    }

    @Test func `ACC-3 a confirmed task is given its resources, too`() {
        var stage = Stage()
        let node = stage.addNode(resources: Resources(generic: [.named(kind: "gpu", value: "x")]))
        let service = stage.addService(mode: .global) {
            $0.resources.reservations.generic = [.discrete(kind: "gpu", value: 1)]
        }
        let id = stage.addTask(of: service, slot: 0, on: node)
        stage.schedule()
        #expect(
            stage.store.task(id)?.assignedGenericResources == [.named(kind: "gpu", value: "x")]
        )
    }
}
