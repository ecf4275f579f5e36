import Basics
import SwarmModel
import SwarmStore
import Testing

@testable import Orchestration

struct ReaperTests {
    private func setLimit(_ limit: Int, _ swarm: inout TestSwarm) {
        var cluster = swarm.store.cluster
        cluster.spec.taskHistoryRetentionLimit = limit
        swarm.store.update(cluster)
        swarm.settle()
    }

    private func updatedSwarm(limit: Int, updates: Int, restart: RestartPolicy? = nil) -> (
        TestSwarm, ServiceID
    ) {
        var swarm = TestSwarm()
        setLimit(limit, &swarm)
        let id = swarm.create(spec(replicas: 2, restart: restart))
        swarm.advance(by: .seconds(10))
        for number in 0..<updates {
            swarm.setImage("v\(number + 2)", of: id)
            swarm.advance(by: .seconds(30))
        }
        return (swarm, id)
    }

    @Test(arguments: [(5, 5), (2, 2), (1, 1), (0, 1), (-1, 8)])
    func `LIF-30 LIF-31 q: rows a slot after seven updates`(limit: Int, rows: Int) {
        let (swarm, id) = updatedSwarm(limit: limit, updates: 7)
        #expect(swarm.tasks(id, slot: 1).count == rows)
        #expect(swarm.tasks(id, slot: 2).count == rows)
        #expect(swarm.running(id).map(\.image) == ["v8", "v8"])
    }

    @Test func `LIF-33 the oldest go first`() {
        let (swarm, id) = updatedSwarm(limit: 3, updates: 5)
        #expect(swarm.tasks(id, slot: 1).map(\.image) == ["v4", "v5", "v6"])
    }

    @Test(arguments: [(-1, 2), (9, 2), (1, 2)])
    func `LIF-32 max attempts sets the limit, up or down`(limit: Int, attempts: UInt64) {
        let (swarm, id) = updatedSwarm(
            limit: limit,
            updates: 6,
            restart: RestartPolicy(maxAttempts: attempts)
        )
        #expect(swarm.tasks(id, slot: 1).count == Int(attempts) + 1)
    }

    @Test func `LIF-34 q: a lower limit takes effect with the next task of the slot`() {
        var (swarm, id) = updatedSwarm(limit: 5, updates: 6)
        setLimit(2, &swarm)
        swarm.advance(by: .seconds(60))
        #expect(swarm.tasks(id, slot: 1).count == 5)
        swarm.setImage("v9", of: id)
        swarm.advance(by: .seconds(60))
        #expect(swarm.tasks(id, slot: 1).count == 2)
    }

    @Test func `LIF-34 a slot with two live tasks stays in the queue until one has stopped`() {
        var (swarm, id) = updatedSwarm(limit: 1, updates: 0)
        swarm.agents.stopping = .seconds(20)
        swarm.setImage("v2", of: id)
        swarm.advance(by: .seconds(19))
        #expect(swarm.tasks(id).count == 3)
        swarm.advance(by: .seconds(100))
        #expect(swarm.tasks(id).map(\.image) == ["v2", "v2"])
    }

    @Test(arguments: TaskState.allCases, [TaskState.ready, .running, .complete, .shutdown])
    func `LIF-33 which tasks are history`(observed: TaskState, desired: TaskState) {
        var swarm = TestSwarm()
        swarm.agents.areIdle = true
        setLimit(1, &swarm)
        var service = Service(
            id: ServiceID(using: &swarm.random),
            spec: spec(replicas: 1, restart: RestartPolicy(condition: .none))
        )
        service.updateStatus = UpdateStatus(state: .paused, message: "")
        swarm.store.put(service)
        let task = swarm.addTask(of: service, on: "node1", state: observed, desired: desired)
        swarm.addTask(of: service, on: "node1")
        swarm.settle()
        swarm.advance(by: .seconds(1))
        let isHistory = observed > .running || (observed < .assigned && desired > .running)
        #expect((swarm.store.task(task.id) == nil) == isHistory)
    }

    @Test func `LIF-35 each node is a place of a global service`() {
        var swarm = TestSwarm(nodes: 2)
        setLimit(2, &swarm)
        var definition = spec()
        definition.mode = .global
        let id = swarm.create(definition)
        for number in 2..<7 {
            swarm.setImage("v\(number)", of: id)
            swarm.advance(by: .seconds(30))
        }
        let counts = swarm.store.nodes.map { swarm.store.tasks(of: id, in: .node($0.id)).count }
        #expect(counts == [2, 2])
    }

    @Test func `LIF-35 jobs keep all their tasks`() {
        var swarm = TestSwarm()
        setLimit(1, &swarm)
        swarm.agents.behaviours["v1"] = .ends(.failed, after: .milliseconds(10))
        var definition = spec(
            restart: RestartPolicy(condition: .onFailure, delay: .zero, maxAttempts: 4)
        )
        definition.mode = .replicatedJob(maxConcurrent: 1, totalCompletions: 1)
        let id = swarm.create(definition)
        swarm.advance(by: .seconds(60))
        #expect(swarm.tasks(id).count == 5)
    }

    @Test(arguments: TaskState.allCases)
    func `LIF-36 LIF-38 what is to be removed goes unless it is on a node`(observed: TaskState) {
        for leads in [true, false] {
            var swarm = TestSwarm()
            swarm.agents.areIdle = true
            let keepsDead = spec(replicas: 0, restart: RestartPolicy(condition: .none))
            let service = Service(id: ServiceID(using: &swarm.random), spec: keepsDead)
            swarm.store.put(service)
            let task = swarm.addTask(of: service, on: "node1", state: observed)
            swarm.settle()
            swarm.store.raiseDesired(of: task.id, to: .remove)
            if leads { swarm.settle() } else { swarm.changeLeader() }
            if leads { swarm.advance(by: .milliseconds(300)) }
            let isGone = observed < .assigned || observed >= .complete
            #expect((swarm.store.task(task.id) == nil) == isGone)
        }
    }

    @Test func `LIF-37 deletions wait a quarter of a second`() throws {
        var swarm = TestSwarm()
        let id = swarm.create(spec(replicas: 3))
        swarm.advance(by: .seconds(5))
        swarm.scale(id, to: 2)
        swarm.advance(by: .milliseconds(1_300))
        #expect(swarm.tasks(id, slot: 3).map(\.state) == [.shutdown])
        swarm.advance(by: .milliseconds(249))
        #expect(swarm.tasks(id).count == 3)
        swarm.advance(by: .milliseconds(1))
        #expect(swarm.tasks(id).count == 2)
    }

    @Test func `LIF-37 more than a thousand are deleted at once`() {
        var swarm = TestSwarm()
        swarm.agents.areIdle = true
        let id = swarm.create(spec(replicas: 1_000))
        let other = swarm.create(spec("other", replicas: 1))
        swarm.scale(id, to: 0)
        #expect(swarm.store.taskCount == 1_001)
        swarm.scale(other, to: 0)
        #expect(swarm.store.taskCount == 0)
    }

    @Test func `LIF-39 a place of a service that is gone is forgotten`() throws {
        var swarm = TestSwarm()
        setLimit(1, &swarm)
        swarm.agents.areIdle = true
        let id = swarm.create(spec(replicas: 1))
        let task = try #require(swarm.tasks(id).first)
        swarm.report(.running, of: task, on: "node1")
        swarm.report(.failed, of: task)
        swarm.store.remove(id)
        swarm.advance(by: .milliseconds(10))
        #expect(swarm.tasks(id).count == 2)
    }

    @Test func `never-assigned tasks that an update replaced are deleted with their service`() {
        var swarm = TestSwarm()
        for node in swarm.store.nodes { swarm.set(.pause, on: node.displayName) }
        let id = swarm.create(spec(replicas: 2))
        swarm.setImage("v2", of: id)
        swarm.advance(by: .seconds(5))
        swarm.remove(id)
        swarm.advance(by: .seconds(5))
        #expect(swarm.store.taskCount == 0)
    }

    @Test func `an old leader's batch does not survive it`() {
        var swarm = TestSwarm()
        let id = swarm.create(spec(replicas: 3))
        swarm.advance(by: .seconds(5))
        swarm.scale(id, to: 2)
        swarm.advance(by: .milliseconds(1_300))
        swarm.orchestrator.loseLeadership()
        swarm.advance(by: .seconds(5))
        #expect(swarm.tasks(id).count == 3)
        swarm.changeLeader()
        #expect(swarm.tasks(id).count == 2)
    }
}
