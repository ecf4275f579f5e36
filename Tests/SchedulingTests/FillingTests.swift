import Basics
import Scheduling
import SwarmModel
import SwarmStore
import Testing

/// FIL: how a group is dealt out to the nodes that were chosen for it.
@Suite struct FillingTests {
    @Test(arguments: [
        ([3, 2, 0], 4, [3, 3, 3]), ([3, 2, 0], 1, [3, 2, 1]), ([3, 2, 0], 2, [3, 2, 2]),
        ([0, 0, 0], 7, [2, 2, 3]), ([5, 0], 3, [5, 3]), ([1], 3, [4]),
    ])
    func `FIL-3 the emptiest nodes are filled up to level first`(
        before: [Int],
        new: Int,
        after: [Int]
    ) {
        var stage = Stage()
        let nodes = stage.addNodes(before.count)
        let service = stage.addService()
        for (node, count) in zip(nodes, before) {
            for slot in 0..<count {
                stage.addTask(of: service, slot: slot + 1, on: node, state: .running)
            }
        }
        stage.addTasks(new, of: service, from: 100)
        stage.schedule()
        let counts = stage.counts(of: service, on: nodes)
        #expect(counts.sorted() == after.sorted())
        #expect(counts.reduce(0, +) == before.reduce(0, +) + new)
    }

    @Test func `FIL-2 a node that is full is left out, the others go on`() {
        var stage = Stage()
        let small = stage.addNode("small", resources: .memory(2))
        let large = stage.addNode("large", resources: .memory(100))
        let service = stage.addService { $0.resources.reservations = .memory(1) }
        stage.addTasks(10, of: service)
        stage.schedule()
        #expect(stage.counts(of: service, on: [small, large]) == [2, 8])
    }

    @Test func `FIL-4 free room is no reason to prefer a node`() {
        var stage = Stage()
        let small = stage.addNode("small", resources: .memory(10))
        let large = stage.addNode("large", resources: .memory(1_000_000))
        let service = stage.addService { $0.resources.reservations = .memory(1) }
        stage.addTasks(10, of: service)
        stage.schedule()
        #expect(stage.counts(of: service, on: [small, large]) == [5, 5])
    }

    @Test func `FIL-1 later passes give one task to each node in turn`() {
        var stage = Stage()
        let nodes = stage.addNodes(3)
        let service = stage.addService()
        let ids = stage.addTasks(9, of: service)
        stage.schedule()
        let order = ids.compactMap { stage.node(of: $0) }
        #expect(order == nodes + nodes + nodes)
    }

    @Test func `RNK-5 one task more than fits is left with the reason of the last pass`() {
        var stage = Stage()
        for index in 1...5 { stage.addNode("n\(index)") }
        let service = stage.addService { $0.placement.maxReplicas = 1 }
        let ids = stage.addTasks(7, of: service)
        stage.schedule()
        #expect(ids.count { stage.node(of: $0) != nil } == 5)
        let errors = Set(ids.compactMap { stage.error(of: $0) })
        #expect(errors == ["", "no suitable node (max replicas per node limit exceed)"])
    }
}
