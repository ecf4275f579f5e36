import Basics
import Scheduling
import SwarmModel
import SwarmStore
import Testing

/// SPR: placement preferences.
@Suite struct SpreadTests {
    @Test func `SPR-6 a zone with one node gets as many tasks as one with four`() {
        var stage = Stage()
        let one = stage.addNode("a1", labels: ["az": "az1"])
        let two = (1...4).map { stage.addNode("b\($0)", labels: ["az": "az2"]) }
        let service = stage.addService { $0.placement.preferences = ["node.labels.az"] }
        stage.addTasks(8, of: service)
        stage.schedule()
        #expect(stage.counts(of: service, on: [one] + two) == [4, 1, 1, 1, 1])
    }

    @Test(arguments: ["node.labels.az", "NODE.Labels.az", "engine.labels.az", "Engine.LABELS.az"])
    func `SPR-1 node and engine labels are spread over, the prefix in any case`(descriptor: String)
    {
        var stage = Stage()
        let nodes = [("a", 1), ("b", 2), ("b", 3)].map { zone, number in
            stage.addNode("n\(number)", labels: ["az": zone]) {
                $0.description.engineLabels = ["az": zone]
            }
        }
        let service = stage.addService { $0.placement.preferences = [descriptor] }
        stage.addTasks(4, of: service)
        stage.schedule()
        #expect(stage.counts(of: service, on: nodes) == [2, 1, 1])
    }

    @Test(arguments: ["node.labels.AZ", "node.labels.", "node.hostname", "az", "node.id"])
    func `SPR-1 other descriptors, and labels in another case, change nothing`(descriptor: String) {
        var stage = Stage()
        let nodes = ["a", "b", "b"].map { stage.addNode($0, labels: ["az": $0]) }
        let service = stage.addService { $0.placement.preferences = [descriptor] }
        stage.addTasks(6, of: service)
        stage.schedule()
        #expect(stage.counts(of: service, on: nodes) == [2, 2, 2])
    }

    @Test func `SPR-3 nodes without the label are a branch of their own`() {
        var stage = Stage()
        let bare = stage.addNode("x")
        let zoned = (1...3).map { stage.addNode("a\($0)", labels: ["az": "a"]) }
        let service = stage.addService { $0.placement.preferences = ["node.labels.az"] }
        stage.addTasks(6, of: service)
        stage.schedule()
        #expect(stage.counts(of: service, on: [bare] + zoned) == [3, 1, 1, 1])
    }

    @Test func `SPR-4 tasks on nodes that take no more count for their branch`() {
        var stage = Stage()
        let drained = stage.addNode("a1", labels: ["az": "a"])
        let open = stage.addNode("a2", labels: ["az": "a"])
        let other = stage.addNode("b1", labels: ["az": "b"])
        let service = stage.addService { $0.placement.preferences = ["node.labels.az"] }
        for slot in 1...4 { stage.addTask(of: service, slot: slot, on: drained, state: .running) }
        stage.change(drained) { $0.spec.availability = .drain }
        stage.addTasks(6, of: service, from: 5)
        stage.schedule()
        #expect(stage.counts(of: service, on: [drained, open, other]) == [4, 1, 5])
    }

    @Test func `SPR-2 preferences nest, and memory limits bend the shares`() {
        var stage = Stage()
        let memory = Resources.memory
        // One zone with one node for five tasks, one too small for any, a zone of two racks.
        let a = stage.addNode("a", labels: ["az": "az1", "rack": "rack1"], resources: memory(5))
        let none = stage.addNode("n", labels: ["az": "az1", "rack": "rack1"], resources: memory(0))
        let rack1 = (1...3).map {
            stage.addNode("r1-\($0)", labels: ["az": "az2", "rack": "rack1"], resources: memory(9))
        }
        let rack2 = (1...3).map {
            stage.addNode("r2-\($0)", labels: ["az": "az2", "rack": "rack2"], resources: memory(9))
        }
        let service = stage.addService {
            $0.placement.preferences = ["node.labels.az", "node.labels.rack"]
            $0.resources.reservations = memory(1)
        }
        stage.addTasks(12, of: service)
        stage.schedule()
        #expect(stage.counts(of: service, on: [a, none]) == [5, 0])
        let shares = [rack1, rack2].map { stage.counts(of: service, on: $0) }
        #expect(shares.map { $0.reduce(0, +) }.sorted() == [3, 4])
        #expect(shares.flatMap { $0 }.sorted() == [1, 1, 1, 1, 1, 2])
    }

    @Test func `SPR-5 two more tasks on an uneven load go where there are fewest, and it ends`() {
        var stage = Stage()
        let nodes = ["a", "b", "c"].map { stage.addNode($0, labels: ["az": $0]) }
        let service = stage.addService { $0.placement.preferences = ["node.labels.az"] }
        for (node, count) in zip(nodes, [3, 1, 3]) {
            for slot in 1...count {
                stage.addTask(of: service, slot: slot, on: node, state: .running)
            }
        }
        stage.addTasks(2, of: service, from: 10)
        stage.schedule()
        #expect(stage.counts(of: service, on: nodes) == [3, 3, 3])
    }

    @Test
    func `SPR-5 a branch asks its own branches for no more once it has what it was asked for`() {
        var stage = Stage()
        let racks = [("a", "1", 3), ("b", "1", 3), ("b", "2", 0)]
        let nodes = racks.map { zone, rack, _ in
            stage.addNode(zone + rack, labels: ["az": zone, "rack": rack])
        }
        let service = stage.addService {
            $0.placement.preferences = ["node.labels.az", "node.labels.rack"]
        }
        for (node, rack) in zip(nodes, racks) {
            for slot in 0..<rack.2 {
                stage.addTask(of: service, slot: slot + 1, on: node, state: .running)
            }
        }
        stage.addTasks(4, of: service, from: 10)
        stage.schedule()
        // Zone b, the least loaded, is asked for two; its second rack is behind by three.
        #expect(stage.counts(of: service, on: nodes) == [4, 3, 3])
    }

    @Test func `SPR-7 a branch without room gives its share to the others`() {
        var stage = Stage()
        let full = stage.addNode("a", labels: ["az": "a"], resources: .memory(1))
        let open = stage.addNode("b", labels: ["az": "b"], resources: .memory(100))
        let service = stage.addService {
            $0.placement.preferences = ["node.labels.az"]
            $0.resources.reservations = .memory(1)
        }
        stage.addTasks(10, of: service)
        stage.schedule()
        #expect(stage.counts(of: service, on: [full, open]) == [1, 9])
    }

    @Test func `SPR-5 nothing fits anywhere: all nodes explain themselves`() {
        var stage = Stage()
        for zone in ["a", "b"] { stage.addNode(zone, labels: ["az": zone]) }
        let service = stage.addService {
            $0.placement.preferences = ["node.labels.az"]
            $0.resources.reservations = .memory(1)
        }
        let ids = stage.addTasks(3, of: service)
        stage.schedule()
        for id in ids {
            #expect(stage.error(of: id) == "no suitable node (insufficient resources on 2 nodes)")
        }
    }

    @Test func `SPR-5 tasks without a spec version are spread as well`() {
        var stage = Stage()
        let one = stage.addNode("a1", labels: ["az": "a"])
        let two = (1...3).map { stage.addNode("b\($0)", labels: ["az": "b"]) }
        let service = stage.addService(version: nil) {
            $0.placement.preferences = ["node.labels.az"]
        }
        stage.addTasks(6, of: service)
        stage.schedule()
        #expect(stage.counts(of: service, on: [one] + two) == [3, 1, 1, 1])
    }
}
