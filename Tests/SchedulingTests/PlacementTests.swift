import Basics
import Scheduling
import SwarmModel
import SwarmStore
import Testing

@Suite struct PlacementTests {
    @Test func `LIF-6 an assigned task says who chose its node`() throws {
        var stage = Stage()
        let node = stage.addNode()
        let id = stage.addTask(of: stage.addService())
        stage.schedule()
        let task = try #require(stage.store.task(id))
        #expect(task.nodeID == node)
        #expect(task.state == .assigned)
        #expect(task.status.message == "scheduler assigned task to node")
        #expect(task.status.error.isEmpty)
        #expect(task.status.timestamp == .zero + .milliseconds(50))
        #expect(task.milestones.assigned == task.status.timestamp)
    }

    @Test func `RNK-1 the node with fewest tasks of the service is chosen, then of all`() {
        var stage = Stage()
        let nodes = stage.addNodes(3)
        let (web, other) = (stage.addService(), stage.addService("other"))
        stage.addTask(of: web, slot: 1, on: nodes[0], state: .running)
        for slot in 1...3 { stage.addTask(of: other, slot: slot, on: nodes[1], state: .running) }
        stage.addTask(of: other, slot: 4, on: nodes[2], state: .running)
        let first = stage.addTask(of: web, slot: 2)
        stage.schedule()
        #expect(stage.node(of: first) == nodes[2])
        let second = stage.addTask(of: web, slot: 3)
        stage.schedule()
        #expect(stage.node(of: second) == nodes[1])
        let third = stage.addTask(of: web, slot: 4)
        stage.schedule()
        #expect(stage.node(of: third) == nodes[0])
    }

    @Test func `SCH-1 new and dead tasks are left alone`() {
        var stage = Stage()
        stage.addNode()
        let service = stage.addService()
        let new = stage.addTask(of: service, slot: 1, state: .new)
        let dead = stage.addTask(of: service, slot: 2, state: .failed)
        stage.schedule()
        #expect(stage.node(of: new) == nil)
        #expect(stage.node(of: dead) == nil)
        stage.report(new, .pending)
        stage.schedule()
        #expect(stage.store.task(new)?.state == .assigned)
    }

    @Test func `SCH-2 in steady state a stopped task is assigned, at the start it is let lie`() {
        var stage = Stage()
        let service = stage.addService()
        let id = stage.addTask(of: service) { $0.desiredState = .shutdown }
        stage.addNode()
        let fresh = stage.store
        stage.schedule()
        #expect(stage.store.task(id)?.state == .assigned)

        var late = Stage()
        late.store = fresh
        _ = late.store.takeChanges()
        late.scheduler.becomeLeader(late.store)
        let running = late.addTask(of: service, slot: 2)
        late.schedule()
        #expect(late.store.task(id)?.state == .pending)
        #expect(late.store.task(running)?.state == .assigned)
        late.store.raiseDesired(of: id, to: .remove)
        late.schedule()
        #expect(late.store.task(id)?.state == .assigned)
    }

    @Test func `SCH-4 a task whose node is cleared is assigned again`() throws {
        var stage = Stage()
        let nodes = stage.addNodes(2)
        let id = stage.addTask(of: stage.addService())
        stage.schedule()
        var task = try #require(stage.store.task(id))
        task.nodeID = nil
        task.status.state = .pending
        stage.store.update(task)
        stage.schedule()
        #expect(stage.store.task(id)?.state == .assigned)
        #expect(nodes.contains { $0 == stage.node(of: id) })
    }

    @Test func `SCH-4 a deleted, downed or unready node gets nothing until it is ready`() {
        var stage = Stage()
        let nodes = stage.addNodes(3)
        stage.change(nodes[0]) { $0.status.state = .down }
        stage.store.remove(nodes[1])
        stage.change(nodes[2]) { $0.spec.availability = .pause }
        let service = stage.addService()
        let id = stage.addTask(of: service)
        stage.schedule()
        #expect(stage.node(of: id) == nil)
        #expect(stage.error(of: id) == "no suitable node (2 nodes not available for new tasks)")
        stage.change(nodes[0]) { $0.status.state = .ready }
        stage.schedule()
        #expect(stage.node(of: id) == nodes[0])
        #expect(stage.error(of: id) == "")
    }

    @Test func `SCH-5 a new leader's first run is due at once`() {
        var stage = Stage()
        let node = stage.addNode()
        let id = stage.addTask(of: stage.addService())
        let assigned = stage.addTask(of: stage.addService("b"), on: node)
        _ = stage.store.takeChanges()
        stage.scheduler.becomeLeader(stage.store)
        stage.runOnce()
        #expect(stage.node(of: id) == node)
        #expect(stage.store.task(assigned)?.state == .assigned)
        #expect(stage.now == .zero)
    }

    @Test(arguments: [1, nil] as [UInt64?])
    func `SCH-15 eighteen tasks spread over five nodes, with and without a spec version`(
        version: UInt64?
    ) {
        var stage = Stage()
        let nodes = stage.addNodes(5)
        let one = stage.addService("one", version: version)
        let two = stage.addService("two", version: version)
        let tasks = stage.addTasks(18, of: one)
        stage.schedule()
        let counts = stage.counts(of: one, on: nodes)
        #expect(counts.sorted() == [3, 3, 4, 4, 4])

        stage.addTasks(2, of: two)
        stage.schedule()
        let lighter = zip(nodes, counts).filter { $0.1 == 3 }.map(\.0)
        #expect(stage.counts(of: two, on: lighter) == [1, 1])

        stage.addTasks(3, of: one, from: 19)
        stage.schedule()
        #expect(stage.counts(of: one, on: nodes).sorted() == [4, 4, 4, 4, 5])

        // Empty one node; four more of one and one of two all go there.
        for id in tasks where stage.node(of: id) == nodes[0] { stage.report(id, .failed) }
        for task in stage.store.tasks(on: nodes[0]) { stage.report(task.id, .shutdown) }
        stage.schedule()
        stage.addTasks(4, of: one, from: 22)
        stage.schedule()
        #expect(stage.counts(of: one, on: [nodes[0]]) == [4])
        let last = stage.addTask(of: two, slot: 3)
        stage.schedule()
        let placed = stage.node(of: last)
        #expect(stage.counts(of: two, on: nodes).allSatisfy { $0 <= 1 })
        #expect(placed != nil)
    }

    @Test func `SCH-15 spec versions of one service are groups of their own`() {
        var stage = Stage()
        let nodes = stage.addNodes(2)
        let old = stage.addService(version: 1) {
            $0.placement.constraints = ["node.hostname==node1"]
        }
        let a = stage.addTask(of: old, slot: 1)
        var new = old
        new.specVersion = 2
        new.spec.task.placement.constraints = ["node.hostname==node2"]
        stage.store.put(new)
        let b = stage.addTask(of: new, slot: 2)
        stage.schedule()
        #expect(stage.node(of: a) == nodes[0])
        #expect(stage.node(of: b) == nodes[1])
    }

    @Test func `SCH-17 a task that died or went while it waited takes no place`() {
        var stage = Stage()
        let service = stage.addService()
        let ids = stage.addTasks(4, of: service)
        stage.tell()
        stage.store.remove(ids[0])
        stage.report(ids[1], .rejected)
        let nodes = stage.addNodes(2)
        stage.schedule()
        #expect(stage.counts(of: service, on: nodes) == [1, 1])
        #expect(stage.store.task(ids[1])?.nodeID == nil)
    }

    @Test func `RNK-4 equal nodes take turns, so that single replicas do not pile up`() {
        var stage = Stage()
        let nodes = stage.addNodes(4)
        var chosen: [NodeID?] = []
        for index in 0..<8 {
            let id = stage.addTask(of: stage.addService("s\(index)"))
            stage.schedule()
            chosen.append(stage.node(of: id))
            stage.report(id, .complete)
            stage.schedule()
        }
        #expect(chosen == (nodes + nodes).map { $0 })
    }

    @Test func `CMT-1 a task that went in the same instant is dropped`() {
        var stage = Stage()
        let node = stage.addNode()
        let service = stage.addService()
        let ids = stage.addTasks(2, of: service)
        stage.tell()
        stage.advance(.milliseconds(50))
        stage.scheduler.timePassed(now: stage.now)
        stage.store.remove(ids[0])
        stage.runOnce()
        #expect(stage.store.task(ids[0]) == nil)
        #expect(stage.node(of: ids[1]) == node)
        #expect(stage.counts(of: service, on: [node]) == [1])
    }
}
