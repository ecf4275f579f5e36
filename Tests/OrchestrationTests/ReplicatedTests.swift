import Basics
import SwarmModel
import SwarmStore
import Testing

@testable import Orchestration

struct ReplicatedTests {
    @Test func `REP-2 a service gets its tasks, numbered from one`() {
        var swarm = TestSwarm(nodes: 0)
        let id = swarm.create(spec(replicas: 4))
        #expect(swarm.tasks(id).map(\.slot) == [1, 2, 3, 4])
    }

    @Test func `REP-24 OBJ-21 first tasks are to run at once and say what they were made from`()
        throws
    {
        var swarm = TestSwarm(nodes: 0)
        swarm.agents.areIdle = true
        var definition = spec(replicas: 1)
        definition.endpoint = EndpointSpec(ports: [PortConfig(targetPort: 80)])
        let id = swarm.create(definition)
        let task = try #require(swarm.tasks(id).first)
        #expect(task.desiredState == .running)
        #expect(task.state == .new)
        #expect(task.status.message == "created")
        #expect(task.nodeID == nil)
        #expect(task.specVersion == 0)
        #expect(task.endpoint?.spec == definition.endpoint)
        #expect(task.serviceName == "web")
    }

    @Test func `REP-2 scaling two, three, one, and a service that was there before`() {
        var swarm = TestSwarm()
        let id = swarm.create(spec(replicas: 2))
        swarm.advance(by: .seconds(5))
        swarm.scale(id, to: 3)
        swarm.advance(by: .seconds(5))
        #expect(swarm.running(id).count == 3)
        #expect(swarm.status(id) == nil)
        swarm.scale(id, to: 1)
        swarm.advance(by: .seconds(5))
        #expect(swarm.tasks(id).count == 1)
        let other = Service(id: ServiceID(using: &swarm.random), spec: spec("api", replicas: 2))
        swarm.store.put(other)
        swarm.changeLeader()
        #expect(swarm.tasks(other.id).count == 2)
    }

    @Test func `REP-2 a removed service's tasks are to be removed, the dead ones too`() throws {
        var swarm = TestSwarm()
        let id = swarm.create(spec(replicas: 2))
        swarm.advance(by: .seconds(5))
        swarm.fail(try #require(swarm.running(id).first))
        swarm.remove(id)
        #expect(Set(swarm.tasks(id).map(\.desiredState)) == [.remove])
        #expect(swarm.tasks(id).count == 3)
        swarm.advance(by: .milliseconds(300))
        #expect(!swarm.tasks(id).contains { $0.state == .failed })
        swarm.advance(by: .seconds(5))
        #expect(swarm.store.taskCount == 0)
        #expect(swarm.moments(of: .new).count == 3)
    }

    @Test func `REP-3 a task deleted by hand is made anew`() throws {
        var swarm = TestSwarm()
        let id = swarm.create(spec(replicas: 3))
        swarm.advance(by: .seconds(5))
        let lost = try #require(swarm.tasks(id, slot: 2).first)
        swarm.store.remove(lost.id)
        swarm.settle()
        #expect(swarm.tasks(id).map(\.slot) == [1, 2, 3])
        #expect(swarm.tasks(id, slot: 2).first?.id != lost.id)
    }

    @Test func `REP-3 a deleted task that was not wanted any more is not made anew`() throws {
        var swarm = TestSwarm()
        let id = swarm.create(spec(replicas: 1, restart: RestartPolicy(condition: .none)))
        swarm.advance(by: .seconds(5))
        let task = try #require(swarm.tasks(id).first)
        swarm.fail(task)
        swarm.store.remove(task.id)
        swarm.settle()
        #expect(swarm.tasks(id).isEmpty)
    }

    @Test func `REP-4 a task that lands on a drained node is restarted`() throws {
        var swarm = TestSwarm()
        swarm.agents.areIdle = true
        let id = swarm.create(spec(replicas: 1))
        swarm.set(.drain, on: "node1")
        let task = try #require(swarm.tasks(id).first)
        swarm.report(.assigned, of: task, on: "node1")
        #expect(swarm.tasks(id).map(\.desiredState).sorted() == [.ready, .shutdown])
    }

    @Test(arguments: [NodeStatus.State.unknown, .disconnected])
    func `REP-6 nodes that are unknown, disconnected or paused keep their tasks`(
        state: NodeStatus.State
    ) {
        var swarm = TestSwarm(nodes: 1)
        let id = swarm.create(spec(replicas: 3))
        swarm.advance(by: .seconds(5))
        swarm.change("node1") { $0.status.state = state }
        swarm.set(.pause, on: "node1")
        swarm.advance(by: .seconds(20))
        #expect(swarm.tasks(id).map(\.desiredState) == [.running, .running, .running])
    }

    @Test func `REP-10 a slot with a wanted task counts by its wanted tasks only`() throws {
        var swarm = TestSwarm()
        let id = swarm.create(spec(replicas: 1))
        swarm.advance(by: .seconds(5))
        swarm.fail(try #require(swarm.running(id).first))
        let survey = SlotSurvey(
            of: swarm.service(id),
            in: swarm.store,
            history: RestartHistory()
        )
        #expect(survey.updatable.map(\.tasks.count) == [1])
        #expect(survey.updatable.first?.tasks.first?.desiredState == .ready)
        #expect(survey.dead.isEmpty)
    }

    @Test func `REP-11 a finished task that is not to be restarted fills its slot`() {
        var swarm = TestSwarm()
        swarm.agents.areIdle = true
        var service = Service(
            id: ServiceID(using: &swarm.random),
            spec: spec(replicas: 1, restart: RestartPolicy(condition: .onFailure))
        )
        swarm.addTask(
            of: service,
            state: .failed,
            desired: .shutdown,
            appliedAt: seconds(1)
        )
        let newest = swarm.addTask(
            of: service,
            state: .complete,
            desired: .shutdown,
            appliedAt: seconds(2)
        )
        func survey() -> SlotSurvey {
            SlotSurvey(of: service, in: swarm.store, history: RestartHistory())
        }
        #expect(survey().updatable.map { $0.tasks.map(\.id) } == [[newest.id]])
        service.updateStatus = UpdateStatus(state: .rollbackStarted, message: "")
        #expect(survey().updatable.isEmpty)
        #expect(survey().dead.map(\.tasks.count) == [2])
    }

    @Test func `REP-11 the manager's time decides which task is the newest`() {
        var swarm = TestSwarm()
        swarm.agents.areIdle = true
        let service = Service(
            id: ServiceID(using: &swarm.random),
            spec: spec(replicas: 1, restart: RestartPolicy(condition: .onFailure))
        )
        swarm.addTask(of: service, state: .complete, desired: .shutdown, appliedAt: seconds(1))
        swarm.addTask(of: service, state: .failed, desired: .shutdown, appliedAt: seconds(2))
        let survey = SlotSurvey(of: service, in: swarm.store, history: RestartHistory())
        #expect(survey.updatable.isEmpty)
        #expect(survey.dead.count == 1)
    }

    @Test
    func `REP-20 REP-21 new slots take the lowest free numbers, dead slots go or are history`() {
        var swarm = TestSwarm(nodes: 0)
        swarm.agents.areIdle = true
        let service = Service(id: ServiceID(using: &swarm.random), spec: spec(replicas: 4))
        let history = swarm.addTask(of: service, slot: 1, state: .failed, desired: .shutdown)
        let kept = swarm.addTask(of: service, slot: 2)
        let far = swarm.addTask(of: service, slot: 9)
        let lost = swarm.addTask(of: service, slot: 12, state: .failed, desired: .shutdown)
        swarm.store.put(service)
        swarm.settle()
        #expect(swarm.wanted(service.id).map(\.slot) == [1, 2, 3, 9])
        let wanted = Set(swarm.wanted(service.id).map(\.id))
        #expect(wanted.isSuperset(of: [kept.id, far.id]))
        #expect(swarm.store.task(history.id) != nil)
        #expect(swarm.store.task(lost.id) == nil)
    }

    @Test func `REP-22 with as many as wanted the dead slots are deleted`() {
        var swarm = TestSwarm(nodes: 1)
        swarm.agents.areIdle = true
        let service = Service(id: ServiceID(using: &swarm.random), spec: spec(replicas: 1))
        swarm.addTask(of: service, slot: 2, on: "node1")
        swarm.addTask(of: service, slot: 1, on: "node1", state: .failed, desired: .shutdown)
        swarm.store.put(service)
        swarm.settle()
        #expect(swarm.tasks(service.id).map(\.slot) == [2])
    }

    @Test func `REP-27 gaps after a scale down are filled again, lowest first`() {
        var swarm = TestSwarm()
        let id = swarm.create(spec(replicas: 10))
        swarm.advance(by: .seconds(5))
        swarm.scale(id, to: 2)
        #expect(
            Set(swarm.tasks(id).filter { $0.desiredState == .remove }.map(\.slot)) == Set(3...10)
        )
        swarm.advance(by: .seconds(5))
        #expect(swarm.tasks(id).map(\.slot) == [1, 2])
        swarm.scale(id, to: 5)
        #expect(swarm.wanted(id).map(\.slot) == [1, 2, 3, 4, 5])
        swarm.scale(id, to: 0)
        swarm.advance(by: .seconds(5))
        #expect(swarm.tasks(id).isEmpty)
    }

    @Test
    func `REP-28 five, none and five again gives five new tasks, though the old ones still stop`() {
        var swarm = TestSwarm()
        let id = swarm.create(spec(replicas: 5))
        swarm.advance(by: .seconds(5))
        let old = Set(swarm.tasks(id).map(\.id))
        swarm.scale(id, to: 0)
        swarm.scale(id, to: 5)
        #expect(swarm.wanted(id).count == 5)
        #expect(old.isDisjoint(with: swarm.wanted(id).map(\.id)))
        swarm.advance(by: .seconds(5))
        #expect(swarm.running(id).count == 5)
    }

    @Test func `a service of another mode is left alone`() {
        var swarm = TestSwarm(nodes: 0)
        var definition = spec()
        definition.mode = .global
        let id = swarm.create(definition)
        #expect(swarm.tasks(id).isEmpty)
    }

    @Test func `what was noted while nobody led is ignored`() {
        var swarm = TestSwarm()
        swarm.orchestrator.loseLeadership()
        let id = swarm.create(spec())
        #expect(swarm.tasks(id).isEmpty)
        #expect(swarm.orchestrator.nextDeadline == nil)
        swarm.changeLeader()
        #expect(swarm.tasks(id).count == 3)
    }
}

struct KeepOrderTests {
    private var swarm = TestSwarm()
    private let service: Service

    init() {
        swarm.agents.areIdle = true
        service = Service(id: ServiceID(using: &swarm.random), spec: spec(replicas: 0))
    }

    private mutating func slot(
        _ number: Int,
        on nodes: String?...,
        state: TaskState = .running
    ) -> Slot {
        Slot(
            place: .slot(number),
            tasks: nodes.map { swarm.addTask(of: service, slot: number, on: $0, state: state) }
        )
    }

    private func order(_ slots: [Slot]) -> [TaskPlace] { KeepOrder.sort(slots).map(\.place) }

    @Test mutating func `REP-25 REP-26 an unassigned slot goes first`() {
        let slots = [
            slot(1, on: "node1"), slot(2, on: nil, state: .pending), slot(3, on: "node1"),
        ]
        #expect(order(slots) == [.slot(1), .slot(3), .slot(2)])
    }

    @Test mutating func `REP-25 a slot with two tasks goes before settled ones`() {
        let slots = [slot(1, on: "node1", "node2"), slot(2, on: "node1"), slot(3, on: "node1")]
        #expect(order(slots) == [.slot(2), .slot(3), .slot(1)])
    }

    @Test mutating func `REP-26 the nodes with most tasks lose first, high numbers first`() {
        let slots = [
            slot(1, on: "node1"), slot(2, on: "node2"), slot(3, on: "node1"), slot(4, on: "node2"),
            slot(5, on: "node1"), slot(6, on: "node2"), slot(7, on: "node4"), slot(8, on: "node4"),
            slot(9, on: "node3"), slot(10, on: "node5"),
        ]
        #expect(Set(order(slots).prefix(5)) == [.slot(1), .slot(2), .slot(7), .slot(9), .slot(10)])
        #expect(order(slots).suffix(2) == [.slot(5), .slot(6)])
    }

    @Test mutating func `REP-26 on a tie what does not run goes first`() {
        let slots = [slot(1, on: "node1", state: .starting), slot(2, on: "node1")]
        #expect(order(slots) == [.slot(2), .slot(1)])
    }

    @Test mutating func `REP-23 scaling down keeps the first of that order`() {
        for (number, node) in ["node1", "node1", "node2"].enumerated() {
            swarm.addTask(of: service, slot: number + 1, on: node)
        }
        var shrunk = service
        shrunk.spec.mode = .replicated(replicas: 2)
        swarm.store.put(shrunk)
        swarm.settle()
        #expect(swarm.tasks(service.id).map(\.desiredState) == [.running, .remove, .running])
    }
}
