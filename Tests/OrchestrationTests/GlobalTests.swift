import Basics
import SwarmModel
import SwarmStore
import Testing

/// Global services; the recording (m).
struct GlobalTests {
    private func globalSpec(
        _ name: String = "all",
        constraints: [String] = [],
        restart: RestartPolicy? = nil,
        update: UpdateConfig? = nil
    ) -> ServiceSpec {
        var definition = spec(name, update: update, restart: restart)
        definition.mode = .global
        definition.task.placement.constraints = constraints
        return definition
    }

    private func runningSwarm(
        nodes: Int = 5,
        constraints: [String] = [],
        restart: RestartPolicy? = nil,
        update: UpdateConfig? = nil
    ) -> (TestSwarm, ServiceID) {
        var swarm = TestSwarm(nodes: nodes)
        let id = swarm.create(
            globalSpec(constraints: constraints, restart: restart, update: update)
        )
        swarm.advance(by: .seconds(10))
        swarm.forgetEvents()
        return (swarm, id)
    }

    private func onNode(_ name: String, _ swarm: TestSwarm, _ id: ServiceID) -> [SwarmTask] {
        swarm.store.tasks(of: id, in: .node(swarm.node(name).id))
    }

    private func failOn(_ name: String, _ swarm: inout TestSwarm, _ id: ServiceID) throws {
        swarm.fail(try #require(onNode(name, swarm, id).last { $0.isLive }))
    }

    // MARK: - Services

    @Test func `GLB-1 each node gets one task, made for that node`() {
        var swarm = TestSwarm()
        swarm.agents.areIdle = true
        let id = swarm.create(globalSpec())
        let tasks = swarm.tasks(id)
        #expect(Set(tasks.map(\.nodeID)) == Set(swarm.store.nodes.map(\.id)))
        #expect(tasks.map(\.slot) == [0, 0, 0, 0, 0])
        #expect(Set(tasks.map(\.desiredState)) == [.running])
        #expect(Set(tasks.map(\.state)) == [.new])
    }

    @Test(arguments: [
        (NodeStatus.State.down, NodeAvailability.active, false),
        (.ready, .drain, false),
        (.unknown, .active, true),
        (.disconnected, .active, true),
        (.ready, .pause, false),
    ])
    func `GLB-1 GLB-2 GLB-3 which nodes get a task`(
        state: NodeStatus.State,
        availability: NodeAvailability,
        expected: Bool
    ) {
        var swarm = TestSwarm(nodes: 1)
        swarm.agents.areIdle = true
        swarm.change("node1") {
            $0.status.state = state
            $0.spec.availability = availability
        }
        let id = swarm.create(globalSpec())
        #expect(swarm.tasks(id).count == (expected ? 1 : 0))
    }

    @Test func `GLB-2 a constraint that is added stops tasks elsewhere and replaces none`() {
        var (swarm, id) = runningSwarm()
        swarm.change("node1") { $0.spec.labels["disk"] = "ssd" }
        swarm.change("node2") { $0.spec.labels["disk"] = "ssd" }
        swarm.forgetEvents()
        swarm.update(id) { $0.task.placement.constraints = ["node.labels.disk == ssd"] }
        #expect(swarm.moments(ofDesired: .shutdown).count == 3)
        swarm.advance(by: .seconds(20))
        #expect(swarm.running(id).count == 2)
        #expect(swarm.moments(of: .new).isEmpty)
        #expect(swarm.status(id) == nil)
    }

    @Test func `GLB-2 a rolling update goes from node to node`() {
        var (swarm, id) = runningSwarm(update: UpdateConfig(parallelism: 2))
        swarm.setImage("v2", of: id)
        #expect(swarm.moments(of: .new).count == 2)
        swarm.advance(by: .seconds(60))
        #expect(swarm.running(id).map(\.image) == Array(repeating: "v2", count: 5))
        #expect(Set(swarm.running(id).compactMap(\.nodeID)).count == 5)
        #expect(swarm.status(id)?.state == .completed)
    }

    @Test func `GLB-2b tasks on nodes outside the set are shut down`() {
        var swarm = TestSwarm(nodes: 2)
        swarm.agents.areIdle = true
        let service = Service(id: ServiceID(using: &swarm.random), spec: globalSpec())
        swarm.addTask(of: service, slot: 0, on: "node1")
        swarm.change("node1") { $0.spec.availability = .drain }
        swarm.store.put(service)
        swarm.settle()
        #expect(onNode("node1", swarm, service.id).map(\.desiredState) == [.shutdown])
        #expect(onNode("node2", swarm, service.id).map(\.desiredState) == [.running])
    }

    @Test func `GLB-10 a removed service's tasks are to be removed`() {
        var (swarm, id) = runningSwarm()
        swarm.remove(id)
        #expect(Set(swarm.tasks(id).map(\.desiredState)) == [.remove])
        swarm.advance(by: .seconds(5))
        #expect(swarm.store.taskCount == 0)
        swarm.addNode("late")
        swarm.settle()
        #expect(swarm.store.taskCount == 0)
    }

    @Test func `GLB-12 an update waits for a node whose task cannot run, without end`() {
        var (swarm, id) = runningSwarm()
        swarm.change("node3") { $0.status.state = .unknown }
        swarm.setImage("v2", of: id)
        swarm.advance(by: .seconds(10_000))
        #expect(swarm.status(id)?.state == .updating)
        swarm.change("node3") { $0.status.state = .ready }
        swarm.advance(by: .seconds(100))
        #expect(swarm.running(id).map(\.image) == Array(repeating: "v2", count: 5))
    }

    // MARK: - Nodes

    @Test func `GLB-4 m: a drain stops the task, activation makes a new one at once`() throws {
        var (swarm, id) = runningSwarm()
        swarm.set(.drain, on: "node2")
        #expect(onNode("node2", swarm, id).map(\.desiredState) == [.shutdown])
        swarm.advance(by: .seconds(20))
        #expect(onNode("node2", swarm, id).map(\.state) == [.shutdown])
        swarm.update(id) { $0.labels["a"] = "b" }
        #expect(onNode("node2", swarm, id).count == 1)
        swarm.set(.active, on: "node2")
        #expect(onNode("node2", swarm, id).map(\.desiredState) == [.shutdown, .running])
        swarm.advance(by: .seconds(20))
        #expect(swarm.running(id).count == 5)
    }

    @Test func `GLB-4 m: a node that is down keeps its old report, and gets a new task on return`()
    {
        var (swarm, id) = runningSwarm()
        swarm.lose("node2")
        #expect(onNode("node2", swarm, id).map(\.state) == [.running])
        #expect(onNode("node2", swarm, id).map(\.desiredState) == [.shutdown])
        swarm.advance(by: .seconds(20))
        let start = swarm.now
        swarm.bringBack("node2")
        #expect(swarm.moments(of: .new) == [start])
        swarm.advance(by: .seconds(20))
        #expect(swarm.running(id).count == 5)
    }

    @Test func `GLB-4 m: a node that joins gets its task at once`() {
        var (swarm, id) = runningSwarm()
        swarm.addNode("late")
        swarm.settle()
        #expect(onNode("late", swarm, id).map(\.desiredState) == [.running])
    }

    @Test func `GLB-4 m: a label that makes a node match brings a task`() {
        var (swarm, id) = runningSwarm(constraints: ["node.labels.disk == ssd"])
        #expect(swarm.tasks(id).isEmpty)
        swarm.change("node4") { $0.spec.labels["disk"] = "ssd" }
        #expect(swarm.tasks(id).map(\.nodeID) == [swarm.node("node4").id])
    }

    @Test func `GLB-2 m: a paused node keeps its task, and an update passes it by`() {
        var (swarm, id) = runningSwarm()
        swarm.set(.pause, on: "node1")
        swarm.setImage("v2", of: id)
        swarm.advance(by: .seconds(60))
        #expect(onNode("node1", swarm, id).map(\.image) == ["v1"])
        #expect(onNode("node1", swarm, id).map(\.desiredState) == [.running])
        #expect(swarm.status(id)?.state == .completed)
        swarm.set(.active, on: "node1")
        #expect(onNode("node1", swarm, id).map(\.desiredState) == [.shutdown, .running])
        #expect(swarm.status(id)?.state == .completed)
    }

    @Test func `GLB-4 of two clean tasks on a node one goes`() {
        var (swarm, id) = runningSwarm(nodes: 2)
        swarm.addTask(of: swarm.service(id), slot: 0, on: "node1")
        swarm.settle()
        swarm.change("node1") { $0.spec.labels["a"] = "b" }
        #expect(onNode("node1", swarm, id).count { $0.desiredState == .running } == 1)
        #expect(onNode("node2", swarm, id).count { $0.desiredState == .running } == 1)
    }

    @Test func `GLB-5 ENF-5 m: a label that goes rejects the task, and nothing follows`() throws {
        var (swarm, id) = runningSwarm(constraints: ["node.labels.disk == ssd"])
        swarm.change("node4") { $0.spec.labels["disk"] = "ssd" }
        swarm.advance(by: .seconds(10))
        swarm.change("node4") { $0.spec.labels["disk"] = nil }
        let task = try #require(swarm.tasks(id).first)
        #expect(task.state == .rejected)
        #expect(task.status.error == "assigned node no longer meets constraints")
        #expect(task.status.message == "task rejected by constraint enforcer")
        #expect(task.desiredState == .shutdown)
        swarm.advance(by: .seconds(20))
        #expect(swarm.tasks(id).count == 1)
    }

    @Test func `GLB-7 a removed node's tasks are deleted, the finished ones too`() throws {
        var (swarm, id) = runningSwarm()
        try failOn("node3", &swarm, id)
        #expect(onNode("node3", swarm, id).count == 2)
        let node = swarm.node("node3").id
        swarm.removeNode("node3")
        #expect(swarm.store.tasks(on: node).isEmpty)
        #expect(swarm.tasks(id).count == 4)
    }

    // MARK: - Tasks

    @Test func `GLB-6 a task that ends comes back on the same node`() throws {
        var (swarm, id) = runningSwarm()
        let start = swarm.now
        try failOn("node3", &swarm, id)
        #expect(onNode("node3", swarm, id).map(\.desiredState) == [.shutdown, .ready])
        swarm.advance(by: .seconds(10))
        #expect(onNode("node3", swarm, id).last?.state == .running)
        #expect(swarm.moments(ofDesired: .running) == [start + .seconds(5)])
    }

    @Test func `GLB-6 on a paused node it does not come back`() throws {
        var (swarm, id) = runningSwarm()
        swarm.set(.pause, on: "node3")
        try failOn("node3", &swarm, id)
        #expect(onNode("node3", swarm, id).map(\.desiredState) == [.shutdown])
    }

    @Test func `GLB-6 with condition none it comes back with another spec only`() throws {
        var (swarm, id) = runningSwarm(restart: RestartPolicy(condition: .none))
        try failOn("node3", &swarm, id)
        swarm.update(id) { $0.labels["a"] = "b" }
        swarm.advance(by: .seconds(20))
        #expect(swarm.running(id).count == 4)
        swarm.setImage("v2", of: id)
        swarm.advance(by: .seconds(60))
        #expect(swarm.running(id).map(\.image) == Array(repeating: "v2", count: 5))
    }

    @Test func `GLB-8 a task deleted by hand stays away until the next look`() throws {
        var (swarm, id) = runningSwarm()
        let task = try #require(onNode("node3", swarm, id).first)
        swarm.store.remove(task.id)
        swarm.settle()
        swarm.advance(by: .seconds(20))
        #expect(swarm.tasks(id).count == 4)
        swarm.change("node3") { $0.spec.labels["a"] = "b" }
        #expect(swarm.tasks(id).count == 5)
    }

    @Test func `GLB-9 with condition none a drained node stays empty until the spec changes`() {
        var (swarm, id) = runningSwarm(restart: RestartPolicy(condition: .none))
        swarm.set(.drain, on: "node2")
        swarm.advance(by: .seconds(10))
        swarm.set(.active, on: "node2")
        swarm.advance(by: .seconds(10))
        #expect(swarm.running(id).count == 4)
        swarm.setImage("v2", of: id)
        swarm.advance(by: .seconds(60))
        #expect(swarm.running(id).count == 5)
    }

    @Test func `GLB-4 events of one node touch only what matches there`() {
        var swarm = TestSwarm(nodes: 2)
        let one = swarm.create(globalSpec("one", constraints: ["node.hostname == node1"]))
        let other = swarm.create(globalSpec("other"))
        swarm.advance(by: .seconds(10))
        swarm.set(.drain, on: "node1")
        swarm.set(.active, on: "node1")
        #expect(onNode("node1", swarm, one).map(\.desiredState) == [.shutdown, .running])
        #expect(onNode("node1", swarm, other).map(\.desiredState) == [.shutdown, .running])
        #expect(onNode("node2", swarm, other).map(\.desiredState) == [.running])
        #expect(onNode("node2", swarm, one).isEmpty)
    }
}
