import Basics
import Scheduling
import SwarmModel
import SwarmStore
import Testing

/// Which tasks the scheduler sees as what.
@Suite struct ScopeTests {
    @Test func `SCH-3 a task waits for a node, for its own node, or takes room on it`() {
        var stage = Stage()
        let (one, other) = (
            stage.addNode(resources: .memory(10)), stage.addNode(resources: .memory(10))
        )
        let service = stage.addService { $0.resources.reservations = .memory(6) }
        let waits = stage.addTask(of: service, slot: 1)
        let bound = stage.addTask(of: service, slot: 0, on: one)
        let holds = stage.addTask(of: service, slot: 3, on: other, state: .assigned)
        stage.schedule()
        #expect(stage.store.task(bound)?.state == .assigned, "it takes its own node")
        #expect(stage.store.task(holds)?.status.message == "", "it is left as it is")
        #expect(stage.store.task(waits)?.state == .pending, "and nothing is left for the third")
        #expect(stage.error(of: waits) == "no suitable node (insufficient resources on 2 nodes)")
    }

    @Test func `SCH-16 one task speaks for its group`() {
        var stage = Stage()
        let node = stage.addNode()
        let modest = stage.addService()
        let first = stage.addTask(of: modest, slot: 1)
        // Of the same service and version, but with a port that the node does not have free.
        stage.addTask(of: stage.addService("other"), on: node, state: .running) {
            $0.endpoint = Endpoint(ports: [Self.port])
        }
        let second = stage.addTask(of: modest, slot: 2) {
            $0.endpoint = Endpoint(ports: [Self.port])
        }
        stage.schedule()
        #expect(stage.node(of: first) == node)
        #expect(stage.node(of: second) == node, "nobody asked for its own needs")
    }

    private static let port = PortConfig(
        targetPort: 80,
        publishedPort: 8080,
        publishMode: .host
    )

    @Test func `ACC-5 a task that is to stop changes the ranks, not the room`() throws {
        var stage = Stage()
        let node = stage.addNode(resources: .memory(10))
        let service = stage.addService { $0.resources.reservations = .memory(6) }
        let running = stage.addTask(of: service, slot: 1, on: node, state: .running)
        let asks = stage.addTask(of: service, slot: 2, state: .new)
        stage.schedule()
        let task = try #require(stage.store.task(asks))
        let before = stage.scheduler.verdicts(for: task, in: stage.store)
        #expect(before.map(\.serviceTasks) == [1] && before.map(\.activeTasks) == [1])
        #expect(before.map(\.refusal) == [.insufficientResources])
        stage.store.raiseDesired(of: running, to: .shutdown)
        stage.schedule()
        let after = stage.scheduler.verdicts(for: task, in: stage.store)
        #expect(after.map(\.serviceTasks) == [0] && after.map(\.activeTasks) == [0])
        #expect(after.map(\.refusal) == [.insufficientResources])
    }
}
