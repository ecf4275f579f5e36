import Basics
import SwarmModel
import SwarmStore
import Testing

struct JobTests {
    private func jobSpec(
        _ concurrent: UInt64,
        _ total: UInt64,
        restart: RestartPolicy? = nil,
        image: String = "once"
    ) -> ServiceSpec {
        var definition = spec("job", image: image, restart: restart)
        definition.mode = .replicatedJob(maxConcurrent: concurrent, totalCompletions: total)
        return definition
    }

    private func swarm(nodes: Int = 3) -> TestSwarm {
        var swarm = TestSwarm(nodes: nodes)
        swarm.agents.behaviours["once"] = .ends(.complete, after: .seconds(1))
        swarm.agents.behaviours["fails"] = .ends(.failed, after: .seconds(1))
        return swarm
    }

    private func counts(_ swarm: TestSwarm, _ id: ServiceID) -> (complete: Int, live: Int) {
        let tasks = swarm.tasks(id)
        return (tasks.count { $0.state == .complete }, tasks.count { $0.isLive })
    }

    @Test func `JOB-1 JOB-3 JOB-4 so many at once, numbered from zero, wanted complete`() {
        var swarm = swarm()
        let id = swarm.create(jobSpec(3, 10))
        #expect(swarm.tasks(id).map(\.slot) == [0, 1, 2])
        #expect(Set(swarm.tasks(id).map(\.desiredState)) == [.complete])
        #expect(Set(swarm.tasks(id).map(\.jobIteration)) == [0])
    }

    @Test func `JOB-3 it is topped up until all are complete, and never beyond`() {
        var swarm = swarm()
        let id = swarm.create(jobSpec(3, 10))
        for _ in 0..<100 {
            swarm.advance(by: .milliseconds(100))
            #expect(counts(swarm, id).live <= 3)
        }
        swarm.advance(by: .seconds(60))
        #expect(counts(swarm, id).complete == 10)
        #expect(swarm.tasks(id).map(\.slot) == Array(0..<10))
    }

    @Test func `JOB-3 fewer are left than may run at once`() {
        var swarm = swarm()
        let id = swarm.create(jobSpec(8, 3))
        #expect(swarm.tasks(id).count == 3)
    }

    @Test func `JOB-5 JOB-7 a failed task is restarted and keeps its place`() {
        var swarm = swarm()
        let id = swarm.create(
            jobSpec(
                1,
                2,
                restart: RestartPolicy(condition: .any, delay: .seconds(2)),
                image: "fails"
            )
        )
        swarm.advance(by: .milliseconds(1_600))
        let tasks = swarm.tasks(id)
        #expect(tasks.map(\.slot) == [0, 0])
        #expect(tasks.map(\.desiredState) == [.shutdown, .ready])
        swarm.advance(by: .seconds(2))
        #expect(swarm.tasks(id).map(\.desiredState) == [.shutdown, .complete])
    }

    @Test(arguments: [(RestartPolicy.Condition.none, UInt64(0), 1), (.onFailure, 3, 4)])
    func `JOB-8 when the policy refuses, the job stops there`(
        condition: RestartPolicy.Condition,
        attempts: UInt64,
        tasks: Int
    ) {
        var swarm = swarm()
        let policy = RestartPolicy(condition: condition, delay: .zero, maxAttempts: attempts)
        let id = swarm.create(jobSpec(1, 1, restart: policy, image: "fails"))
        swarm.advance(by: .seconds(100))
        #expect(swarm.tasks(id).count == tasks)
        #expect(Set(swarm.tasks(id).map(\.desiredState)) == [.shutdown])
        swarm.changeLeader()
        #expect(swarm.tasks(id).count == tasks + 1)
    }

    @Test func `JOB-6 OBJ-15 an update runs it again, and stops what still runs`() {
        var swarm = swarm()
        let id = swarm.create(jobSpec(2, 4))
        swarm.advance(by: .milliseconds(2_000))
        #expect(counts(swarm, id) == (2, 2))
        swarm.update(id) { $0.labels["a"] = "b" }
        let old = swarm.tasks(id).filter { $0.jobIteration == 0 }
        #expect(old.filter(\.isLive).allSatisfy { $0.desiredState == .remove })
        #expect(old.filter { $0.state == .complete }.allSatisfy { $0.desiredState == .complete })
        #expect(swarm.tasks(id).filter { $0.jobIteration == 1 }.map(\.slot) == [0, 1])
        swarm.advance(by: .seconds(60))
        #expect(
            swarm.tasks(id).filter { $0.jobIteration == 1 }.map(\.state)
                == Array(repeating: .complete, count: 4)
        )
    }

    @Test func `JOB-4 a slot whose task was given up is used again at the next look`() throws {
        var swarm = swarm()
        swarm.agents.behaviours["once"] = .good
        let id = swarm.create(jobSpec(2, 3, restart: RestartPolicy(condition: .none)))
        swarm.advance(by: .seconds(2))
        swarm.fail(try #require(swarm.tasks(id, slot: 0).first))
        #expect(swarm.tasks(id).map(\.slot) == [0, 1])
        swarm.fail(try #require(swarm.tasks(id, slot: 1).first), as: .complete)
        #expect(swarm.tasks(id).map(\.slot) == [0, 0, 1, 2])
        #expect(swarm.tasks(id).count { $0.desiredState == .complete && $0.isLive } == 2)
    }

    @Test func `JOB-4 a task that was deleted leaves its slot`() throws {
        var swarm = swarm()
        swarm.agents.behaviours["once"] = .good
        let id = swarm.create(jobSpec(2, 2))
        swarm.advance(by: .seconds(2))
        swarm.store.remove(try #require(swarm.tasks(id, slot: 0).first).id)
        swarm.settle()
        swarm.fail(try #require(swarm.tasks(id, slot: 1).first), as: .complete)
        #expect(swarm.tasks(id).map(\.slot) == [0, 1])
    }

    @Test func `JOB-11 no concurrency, no tasks`() {
        var swarm = swarm()
        let id = swarm.create(jobSpec(0, 5))
        swarm.advance(by: .seconds(10))
        #expect(swarm.tasks(id).isEmpty)
    }

    @Test func `JOB-12 a removed job's tasks go`() {
        var swarm = swarm()
        let id = swarm.create(jobSpec(2, 4))
        swarm.advance(by: .seconds(2))
        swarm.remove(id)
        swarm.advance(by: .seconds(5))
        #expect(swarm.store.taskCount == 0)
    }

    // MARK: - Global jobs

    private func globalJob(
        constraints: [String] = [],
        image: String = "once",
        restart: RestartPolicy? = nil
    )
        -> ServiceSpec
    {
        var definition = spec("job", image: image, restart: restart)
        definition.mode = .globalJob
        definition.task.placement.constraints = constraints
        return definition
    }

    @Test func `JOB-9 one for each node that is ready, active and matches`() {
        var swarm = swarm(nodes: 5)
        swarm.set(.drain, on: "node1")
        swarm.set(.pause, on: "node2")
        swarm.change("node3") { $0.status.state = .unknown }
        let id = swarm.create(globalJob(constraints: ["node.hostname != node4"]))
        #expect(swarm.tasks(id).map(\.nodeID) == [swarm.node("node5").id])
        #expect(swarm.tasks(id).map(\.desiredState) == [.complete])
        swarm.advance(by: .seconds(10))
        #expect(swarm.tasks(id).map(\.state) == [.complete])
    }

    @Test func `JOB-2 a node that is added later gets none until something else happens`() {
        var swarm = swarm()
        let id = swarm.create(globalJob())
        swarm.advance(by: .seconds(10))
        swarm.addNode("late")
        swarm.advance(by: .seconds(10))
        #expect(swarm.tasks(id).count == 3)
        swarm.changeLeader()
        #expect(swarm.tasks(id).count == 4)
    }

    @Test func `JOB-9 tasks on nodes that must be left are shut down at the next look`() throws {
        var swarm = swarm()
        swarm.agents.behaviours["once"] = .good
        let id = swarm.create(globalJob())
        swarm.advance(by: .seconds(5))
        swarm.set(.drain, on: "node1")
        let onDrained = try #require(swarm.tasks(id).first { $0.nodeID == swarm.node("node1").id })
        #expect(swarm.store.task(onDrained.id)?.desiredState == .complete)
        let other = try #require(swarm.tasks(id).first { $0.nodeID == swarm.node("node2").id })
        swarm.fail(other)
        #expect(swarm.store.task(onDrained.id)?.desiredState == .shutdown)
        #expect(swarm.tasks(id).count { $0.nodeID == swarm.node("node1").id } == 1)
        #expect(swarm.tasks(id).count { $0.nodeID == swarm.node("node2").id } == 2)
    }

    @Test func `JOB-6 of an older iteration everything goes`() {
        var swarm = swarm()
        let id = swarm.create(globalJob())
        swarm.advance(by: .seconds(10))
        swarm.update(id) { $0.labels["a"] = "b" }
        #expect(
            swarm.tasks(id).filter { $0.jobIteration == 0 }.allSatisfy {
                $0.desiredState == .remove
            }
        )
        swarm.advance(by: .seconds(10))
        #expect(swarm.tasks(id).map(\.jobIteration) == [1, 1, 1])
        #expect(Set(swarm.tasks(id).map(\.state)) == [.complete])
    }

    @Test func `JOB-10 each node has its own attempts`() {
        var swarm = swarm()
        let policy = RestartPolicy(condition: .onFailure, delay: .zero, maxAttempts: 2)
        let id = swarm.create(globalJob(image: "fails", restart: policy))
        swarm.advance(by: .milliseconds(4_700))
        for node in swarm.store.nodes {
            #expect(swarm.tasks(id).count { $0.nodeID == node.id } == 3)
        }
    }
}
