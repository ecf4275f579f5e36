import Basics
import Scheduling
import SwarmModel
import SwarmStore
import Testing

/// RNK-1 to RNK-3: failures and what counts as a node's task.
@Suite struct RankingTests {
    /// Lets `count` tasks of a service fail on a node, each counted by the scheduler.
    private func fail(
        _ count: Int,
        of service: Service,
        on node: NodeID,
        _ stage: inout Stage,
        as state: TaskState = .failed
    ) {
        for slot in 0..<count {
            let id = stage.addTask(of: service, slot: 1_000 + slot, on: node, state: .running)
            stage.tell()
            stage.report(id, state)
            stage.tell()
        }
    }

    @Test(arguments: [TaskState.failed, .rejected])
    func `RNK-2 from the fifth failure on a node comes after the others`(state: TaskState) {
        var stage = Stage()
        let nodes = stage.addNodes(2)
        let service = stage.addService()
        for slot in 1...3 { stage.addTask(of: service, slot: slot, on: nodes[1], state: .running) }
        fail(4, of: service, on: nodes[0], &stage, as: state)
        let fourth = stage.addTask(of: service, slot: 10)
        stage.schedule()
        #expect(stage.node(of: fourth) == nodes[0])
        stage.report(fourth, state)
        stage.schedule()
        let fifth = stage.addTask(of: service, slot: 11)
        stage.schedule()
        #expect(stage.node(of: fifth) == nodes[1])
    }

    @Test func `RNK-1 among failing nodes the one with fewer failures is better`() {
        var stage = Stage()
        let nodes = stage.addNodes(2)
        let service = stage.addService()
        fail(7, of: service, on: nodes[0], &stage)
        fail(6, of: service, on: nodes[1], &stage)
        for slot in 1...3 { stage.addTask(of: service, slot: slot, on: nodes[1], state: .running) }
        let id = stage.addTask(of: service, slot: 10)
        stage.schedule()
        #expect(stage.node(of: id) == nodes[1])
    }

    @Test func `RNK-2 failures count for five minutes`() {
        var stage = Stage()
        let nodes = stage.addNodes(2)
        let service = stage.addService()
        stage.addTask(of: service, slot: 1, on: nodes[1], state: .running)
        fail(5, of: service, on: nodes[0], &stage)
        stage.schedule()
        let early = stage.addTask(of: service, slot: 2)
        stage.tell()
        stage.now = .zero + .seconds(300)
        stage.scheduler.timePassed(now: stage.now)
        stage.runOnce()
        #expect(stage.node(of: early) == nodes[1])
        stage.now = Moment(nanoseconds: stage.now.nanoseconds + 1)
        let late = stage.addTask(of: service, slot: 3)
        stage.schedule()
        #expect(stage.node(of: late) == nodes[0])
    }

    @Test func `RNK-2 failures are kept by service and by spec version`() {
        var stage = Stage()
        let nodes = stage.addNodes(2)
        let service = stage.addService()
        let other = stage.addService("other")
        for service in [service, other] {
            stage.addTask(of: service, slot: 1, on: nodes[1], state: .running)
        }
        fail(5, of: service, on: nodes[0], &stage)
        var updated = service
        updated.specVersion = 2
        let same = stage.addTask(of: service, slot: 2)
        let newer = stage.addTask(of: updated, slot: 3)
        let foreign = stage.addTask(of: other, slot: 2)
        stage.schedule()
        #expect(stage.node(of: same) == nodes[1])
        #expect(stage.node(of: newer) == nodes[0])
        #expect(stage.node(of: foreign) == nodes[0])
    }

    @Test func `RNK-2 tasks of global services and other endings do not count`() {
        var stage = Stage()
        let nodes = stage.addNodes(2)
        let service = stage.addService()
        stage.addTask(of: service, slot: 1, on: nodes[1], state: .running)
        fail(9, of: service, on: nodes[0], &stage, as: .shutdown)
        fail(9, of: service, on: nodes[0], &stage, as: .complete)
        for _ in 0..<9 {
            let id = stage.addTask(of: service, slot: 0, on: nodes[0], state: .running)
            stage.tell()
            stage.report(id, .failed)
            stage.tell()
        }
        let id = stage.addTask(of: service, slot: 2)
        stage.schedule()
        #expect(stage.node(of: id) == nodes[0])
    }

    @Test func `RNK-2 a node that was removed and came back starts clean`() throws {
        var stage = Stage()
        let nodes = stage.addNodes(2)
        let service = stage.addService()
        stage.addTask(of: service, slot: 1, on: nodes[1], state: .running)
        fail(5, of: service, on: nodes[0], &stage)
        let node = try #require(stage.store.node(nodes[0]))
        stage.store.remove(node.id)
        stage.tell()
        stage.store.put(node)
        let id = stage.addTask(of: service, slot: 2)
        stage.schedule()
        #expect(stage.node(of: id) == nodes[0])
    }

    @Test func `RNK-3 a task that is to stop does not count, but still takes its room`() throws {
        var stage = Stage()
        let a = stage.addNode("a", resources: .memory(10))
        let b = stage.addNode("b", resources: .memory(10))
        let web = stage.addService()
        let big = stage.addService("big") { $0.resources.reservations = .memory(6) }
        let stopping = stage.addTask(of: big, slot: 1, on: a, state: .running)
        stage.addTask(of: big, slot: 2, on: b, state: .running)
        stage.schedule()
        stage.store.raiseDesired(of: stopping, to: .shutdown)
        let small = stage.addTask(of: web)
        stage.schedule()
        #expect(stage.node(of: small) == a)
        let large = stage.addTask(of: big, slot: 3)
        stage.schedule()
        #expect(stage.error(of: large) == "no suitable node (insufficient resources on 2 nodes)")
        stage.report(stopping, .shutdown)
        stage.schedule()
        #expect(stage.node(of: large) == a)
    }

    @Test func `RNK-2 verdicts show failures and loads`() throws {
        var stage = Stage()
        let nodes = stage.addNodes(2)
        let service = stage.addService()
        let other = stage.addService("other")
        fail(3, of: service, on: nodes[0], &stage)
        stage.addTask(of: service, slot: 1, on: nodes[1], state: .running)
        stage.addTask(of: other, slot: 1, on: nodes[1], state: .running)
        let id = stage.addTask(of: service, slot: 2)
        stage.tell()
        let task = try #require(stage.store.task(id))
        let verdicts = stage.scheduler.verdicts(for: task, in: stage.store)
        #expect(verdicts.map(\.node) == nodes)
        #expect(verdicts.map(\.recentFailures) == [3, 0])
        #expect(verdicts.map(\.serviceTasks) == [0, 1])
        #expect(verdicts.map(\.activeTasks) == [0, 2])
        #expect(verdicts.allSatisfy { $0.refusal == nil })
    }
}
