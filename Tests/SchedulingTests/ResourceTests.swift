import Basics
import Scheduling
import SwarmModel
import SwarmStore
import Testing

/// ACC: what tasks take of a node, and give back.
@Suite struct ResourceTests {
    @Test func `ACC-1 reservations are counted, limits are not`() {
        var stage = Stage()
        let node = stage.addNode(resources: Resources(nanoCPUs: 4, memoryBytes: 10))
        let service = stage.addService {
            $0.resources.reservations = Resources(nanoCPUs: 1, memoryBytes: 3)
            $0.resources.limits.memoryBytes = 1_000
        }
        stage.addTasks(5, of: service)
        stage.schedule()
        #expect(stage.counts(of: service, on: [node]) == [3])
    }

    @Test func `ACC-1 cpu counts as well as memory`() {
        var stage = Stage()
        let node = stage.addNode(resources: Resources(nanoCPUs: 4, memoryBytes: 100))
        let service = stage.addService { $0.resources.reservations = .cpu(2) }
        stage.addTasks(5, of: service)
        stage.schedule()
        #expect(stage.counts(of: service, on: [node]) == [2])
    }

    @Test func `ACC-2 a node that shrinks is over-committed and takes nothing that reserves`() {
        var stage = Stage()
        let node = stage.addNode(resources: .memory(10))
        let big = stage.addService { $0.resources.reservations = .memory(6) }
        let tiny = stage.addService("tiny") { $0.resources.reservations = .cpu(1) }
        let free = stage.addService("free")
        stage.addTask(of: big)
        stage.schedule()
        stage.change(node) { $0.description.resources = Resources(nanoCPUs: 8, memoryBytes: 5) }
        let refused = stage.addTask(of: tiny)
        let taken = stage.addTask(of: free)
        stage.schedule()
        #expect(stage.error(of: refused) == "no suitable node (insufficient resources on 1 node)")
        #expect(stage.node(of: taken) == node)
        stage.change(node) { $0.description.resources.memoryBytes = 6 }
        stage.schedule()
        #expect(stage.node(of: refused) == node)
    }

    @Test func `ACC-3 counted resources are claimed and given back`() throws {
        var stage = Stage()
        let node = stage.addNode(
            resources: Resources(generic: [.discrete(kind: "gpu", value: 3)])
        )
        let service = stage.addService {
            $0.resources.reservations.generic = [.discrete(kind: "gpu", value: 2)]
        }
        let first = stage.addTask(of: service)
        let second = stage.addTask(of: service, slot: 2)
        stage.schedule()
        #expect(stage.node(of: first) == node)
        #expect(
            stage.store.task(first)?.assignedGenericResources == [.discrete(kind: "gpu", value: 2)]
        )
        #expect(stage.error(of: second) == "no suitable node (insufficient resources on 1 node)")
        stage.report(first, .failed)
        stage.schedule()
        #expect(stage.node(of: second) == node)
    }

    @Test func `ACC-3 named resources are given by name, the first free ones first`() {
        var stage = Stage()
        let names: [GenericResource] = ["a", "b", "c"].map { .named(kind: "gpu", value: $0) }
        stage.addNode(resources: Resources(generic: names))
        let service = stage.addService {
            $0.resources.reservations.generic = [.discrete(kind: "gpu", value: 1)]
        }
        let ids = stage.addTasks(4, of: service)
        stage.schedule()
        let given = ids.map { stage.store.task($0)?.assignedGenericResources ?? [] }
        #expect(given == [[names[0]], [names[1]], [names[2]], []])
        stage.report(ids[1], .complete)
        stage.schedule()
        #expect(stage.store.task(ids[3])?.assignedGenericResources == [names[1]])
    }

    @Test func `SCH-20 every kind must be there`() {
        var stage = Stage()
        stage.addNode(resources: Resources(generic: [.discrete(kind: "gpu", value: 9)]))
        let service = stage.addService {
            $0.resources.reservations.generic = [
                .discrete(kind: "gpu", value: 1), .discrete(kind: "fpga", value: 1),
            ]
        }
        let id = stage.addTask(of: service)
        stage.schedule()
        #expect(stage.error(of: id) == "no suitable node (insufficient resources on 1 node)")
    }

    @Test(arguments: [TaskState.complete, .shutdown, .failed, .rejected, .orphaned])
    func `ACC-4 a task that ends frees its room and lets others in`(end: TaskState) {
        var stage = Stage()
        let node = stage.addNode(resources: .memory(1))
        let service = stage.addService { $0.resources.reservations = .memory(1) }
        let ids = stage.addTasks(2, of: service)
        stage.schedule()
        #expect(stage.node(of: ids[1]) == nil)
        stage.report(ids[0], end)
        stage.schedule()
        #expect(stage.node(of: ids[1]) == node)
    }

    @Test func `ACC-4 a task that is deleted frees its room`() {
        var stage = Stage()
        let node = stage.addNode(resources: .memory(1))
        let service = stage.addService { $0.resources.reservations = .memory(1) }
        let ids = stage.addTasks(2, of: service)
        stage.schedule()
        stage.store.remove(ids[0])
        stage.schedule()
        #expect(stage.node(of: ids[1]) == node)
    }

    @Test func `ACC-1 dead tasks of a new leader's store reserve nothing`() {
        var stage = Stage()
        let node = stage.addNode(resources: .memory(1))
        let service = stage.addService { $0.resources.reservations = .memory(1) }
        stage.addTask(of: service, slot: 1, on: node, state: .failed)
        let id = stage.addTask(of: service, slot: 1)
        _ = stage.store.takeChanges()
        stage.scheduler.becomeLeader(stage.store)
        stage.runOnce()
        #expect(stage.node(of: id) == node)
    }

    @Test func `ACC-1 balance yields to the room there is`() {
        var stage = Stage()
        let sizes: [Int64] = [1, 2, 100]
        let nodes = sizes.enumerated().map { stage.addNode("n\($0)", resources: .memory($1)) }
        let service = stage.addService { $0.resources.reservations = .memory(1) }
        stage.addTasks(10, of: service)
        stage.schedule()
        #expect(stage.counts(of: service, on: nodes) == [1, 2, 7])
    }

    @Test func `a node that went with live tasks still counts them when it is back`() throws {
        var stage = Stage()
        let id = stage.addNode(resources: .memory(2))
        let service = stage.addService { $0.resources.reservations = .memory(1) }
        stage.addTask(of: service)
        stage.schedule()
        let node = try #require(stage.store.node(id))
        stage.store.remove(id)
        stage.tell()
        stage.store.put(node)
        stage.addTasks(3, of: service, from: 2)
        stage.schedule()
        #expect(stage.counts(of: service, on: [id]) == [2])
    }
}
