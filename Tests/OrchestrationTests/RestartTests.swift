import Basics
import SwarmModel
import SwarmStore
import Testing

struct RestartTests {
    private func runningSwarm(_ restart: RestartPolicy?, replicas: UInt64 = 1) -> (
        TestSwarm, ServiceID
    ) {
        var swarm = TestSwarm()
        let id = swarm.create(spec(replicas: replicas, restart: restart))
        swarm.advance(by: .seconds(10))
        swarm.forgetEvents()
        return (swarm, id)
    }

    @Test(arguments: [TaskState.failed, .complete, .rejected])
    func `RST-3 RST-4 any replaces what ended, whatever the end`(state: TaskState) throws {
        var (swarm, id) = runningSwarm(nil)
        let old = try #require(swarm.tasks(id).first)
        swarm.fail(old, as: state)
        let tasks = swarm.tasks(id, slot: 1)
        #expect(tasks.map(\.desiredState) == [.shutdown, .ready])
        #expect(tasks[1].slot == 1)
        #expect(swarm.taskEvents.first { $0.before == nil }?.after?.nodeID == nil)
    }

    @Test func `RST-3 none shuts the task down and replaces nothing`() throws {
        var (swarm, id) = runningSwarm(RestartPolicy(condition: .none))
        swarm.fail(try #require(swarm.tasks(id).first))
        swarm.advance(by: .seconds(60))
        #expect(swarm.tasks(id).map(\.desiredState) == [.shutdown])
    }

    @Test func `REP-13 a task that completed is replaced on-failure only by another spec`() throws {
        var (swarm, id) = runningSwarm(RestartPolicy(condition: .onFailure))
        swarm.fail(try #require(swarm.tasks(id).first), as: .complete)
        swarm.advance(by: .seconds(20))
        #expect(swarm.tasks(id).count == 1)
        swarm.update(id) { $0.labels["a"] = "b" }
        swarm.advance(by: .seconds(20))
        #expect(swarm.tasks(id).count == 1)
        swarm.setImage("v2", of: id)
        swarm.advance(by: .seconds(20))
        #expect(swarm.running(id).map(\.image) == ["v2"])
    }

    @Test func `REP-11 REP-13 a rollback recreates what its policy left finished`() throws {
        var (swarm, id) = runningSwarm(RestartPolicy(condition: .none))
        swarm.fail(try #require(swarm.tasks(id).first))
        swarm.setImage("v2", of: id)
        swarm.advance(by: .seconds(20))
        let new = try #require(swarm.running(id).first)
        swarm.fail(new)
        #expect(swarm.wanted(id).isEmpty)
        swarm.rollBack(id)
        swarm.advance(by: .seconds(20))
        #expect(swarm.running(id).map(\.image) == ["v1"])
    }

    @Test func `RST-4 a replacement has the current spec`() throws {
        var (swarm, id) = runningSwarm(nil)
        swarm.agents.areIdle = true
        swarm.setImage("v2", of: id)
        let updated = try #require(swarm.wanted(id).first)
        swarm.setImage("v3", of: id)
        swarm.report(.failed, of: updated)
        #expect(swarm.wanted(id).map(\.image) == ["v3"])
        #expect(swarm.wanted(id).first?.specVersion == swarm.service(id).specVersion)
    }

    @Test func `RST-5 the default delay is five seconds`() throws {
        var (swarm, id) = runningSwarm(nil)
        let start = swarm.now
        swarm.fail(try #require(swarm.tasks(id).first))
        swarm.advance(by: .milliseconds(4_999))
        #expect(swarm.wanted(id).map(\.desiredState) == [.ready])
        #expect(swarm.wanted(id).map(\.state) == [.ready])
        swarm.advance(by: .seconds(2))
        #expect(swarm.moments(ofDesired: .running) == [start + .seconds(5)])
        #expect(swarm.running(id).count == 1)
    }

    @Test func `RST-5 a delay of zero is respected`() throws {
        var (swarm, id) = runningSwarm(RestartPolicy(delay: .zero))
        swarm.fail(try #require(swarm.tasks(id).first))
        #expect(swarm.wanted(id).map(\.desiredState) == [.running])
    }

    @Test func `RST-5 the delay is the old task's`() throws {
        var (swarm, id) = runningSwarm(RestartPolicy(delay: .seconds(2)))
        let old = try #require(swarm.tasks(id).first)
        swarm.agents.areIdle = true
        swarm.update(id) { $0.task.restart = RestartPolicy(delay: .seconds(30)) }
        let updated = try #require(swarm.wanted(id).first)
        #expect(updated.spec.value.restart?.delay == .seconds(30))
        swarm.report(.shutdown, of: old)
        #expect(swarm.store.task(updated.id)?.desiredState == .running)
        let start = swarm.now
        swarm.report(.failed, of: updated, on: "node1")
        swarm.advance(by: .seconds(40))
        #expect(swarm.moments(ofDesired: .running).last == start + .seconds(30))
    }

    @Test func `RST-1 REP-7 a task that was shut down is not restarted again`() throws {
        var (swarm, id) = runningSwarm(nil)
        let old = try #require(swarm.tasks(id).first)
        swarm.store.raiseDesired(of: old.id, to: .shutdown)
        swarm.settle()
        let count = swarm.tasks(id).count
        swarm.fail(old)
        #expect(swarm.tasks(id).count == count)
    }

    @Test func `RST-2 a task that dies in its own hold is replaced when the hold is over`() throws {
        var (swarm, id) = runningSwarm(nil)
        swarm.agents.behaviours["v1"] = .rejected("no")
        let start = swarm.now
        swarm.fail(try #require(swarm.tasks(id).first))
        swarm.advance(by: .seconds(21))
        let made = swarm.moments(of: .new)
        #expect(made == [0, 5, 10, 15, 20].map { start + .seconds($0) })
        #expect(swarm.moments(of: .rejected).count == 5)
    }

    @Test func `RST-2 a held task whose node is drained moves on when its hold is over`() throws {
        var (swarm, id) = runningSwarm(nil)
        let start = swarm.now
        swarm.fail(try #require(swarm.tasks(id).first))
        swarm.advance(by: .seconds(1))
        let held = try #require(swarm.wanted(id).first)
        swarm.set(
            .drain,
            on: try #require(held.nodeID.flatMap { swarm.store.node($0) }?.displayName)
        )
        #expect(swarm.store.task(held.id)?.desiredState == .ready)
        swarm.advance(by: .seconds(4))
        #expect(swarm.store.task(held.id)?.desiredState == .shutdown)
        swarm.advance(by: .seconds(5))
        #expect(swarm.running(id).map(\.slot) == [1])
        #expect(swarm.running(id).first?.nodeID != held.nodeID)
        #expect(swarm.moments(of: .new) == [start, start + .seconds(5)])
    }

    @Test func `RST-6 a task that runs on a node that left is not waited for`() throws {
        var (swarm, id) = runningSwarm(nil)
        let old = try #require(swarm.tasks(id).first)
        let start = swarm.now
        swarm.lose(try #require(old.nodeID.flatMap { swarm.store.node($0) }?.displayName))
        swarm.advance(by: .seconds(10))
        #expect(swarm.moments(ofDesired: .running) == [start + .seconds(5)])
        #expect(swarm.store.task(old.id)?.state == .running)
    }

    @Test
    func `RST-7 RST-14 max attempts two makes three tasks in all, and another spec begins anew`()
        throws
    {
        var swarm = TestSwarm()
        swarm.agents.behaviours["v1"] = .ends(.failed, after: .milliseconds(100))
        let policy = RestartPolicy(condition: .onFailure, delay: .seconds(1), maxAttempts: 2)
        let id = swarm.create(spec(replicas: 1, restart: policy))
        swarm.advance(by: .seconds(60))
        #expect(swarm.tasks(id).map(\.state) == [.failed, .failed, .failed])
        #expect(swarm.wanted(id).isEmpty)
        let gaps = swarm.moments(of: .failed)
        #expect(gaps[1] - gaps[0] < .seconds(2))
        swarm.forgetEvents()
        swarm.update(id) { $0.task.forceUpdate = 1 }
        swarm.advance(by: .seconds(60))
        #expect(swarm.moments(of: .failed).count == 3)
    }

    @Test func `RST-15 restarts that are older than the window are forgiven`() throws {
        let policy = RestartPolicy(delay: .zero, maxAttempts: 1, window: .seconds(30))
        var (swarm, id) = runningSwarm(policy)
        swarm.fail(try #require(swarm.running(id).first))
        swarm.advance(by: .seconds(20))
        #expect(swarm.running(id).count == 1)
        swarm.advance(by: .seconds(20))
        swarm.fail(try #require(swarm.running(id).first))
        swarm.advance(by: .seconds(10))
        #expect(swarm.running(id).count == 1)
        swarm.fail(try #require(swarm.running(id).first))
        swarm.advance(by: .seconds(60))
        #expect(swarm.wanted(id).isEmpty)
    }

    @Test
    func
        `RST-20 a replacement on a drained node's behalf waits for the old task, a minute at most`()
        throws
    {
        var (swarm, id) = runningSwarm(nil)
        swarm.agents.stopping = .seconds(600)
        let old = try #require(swarm.tasks(id).first)
        let start = swarm.now
        swarm.set(
            .drain,
            on: try #require(old.nodeID.flatMap { swarm.store.node($0) }?.displayName)
        )
        swarm.advance(by: .seconds(70))
        #expect(swarm.moments(ofDesired: .running) == [start + .seconds(60)])
        #expect(swarm.store.task(old.id)?.state == .running)
    }

    @Test func `RST-20 a predecessor's node that goes down is not waited for`() throws {
        var (swarm, id) = runningSwarm(nil)
        swarm.agents.stopping = .seconds(600)
        let old = try #require(swarm.tasks(id).first)
        let name = try #require(old.nodeID.flatMap { swarm.store.node($0) }?.displayName)
        swarm.set(.drain, on: name)
        swarm.advance(by: .seconds(20))
        let start = swarm.now
        #expect(swarm.wanted(id).map(\.desiredState) == [.ready])
        swarm.lose(name)
        #expect(swarm.wanted(id).map(\.desiredState) == [.running])
        #expect(swarm.moments(ofDesired: .running) == [start])
    }

    @Test func `RST-21 a replacement that was shut down meanwhile stays shut down`() throws {
        var (swarm, id) = runningSwarm(nil)
        swarm.fail(try #require(swarm.tasks(id).first))
        let replacement = try #require(swarm.wanted(id).first)
        swarm.scale(id, to: 0)
        swarm.advance(by: .seconds(60))
        #expect(swarm.store.task(replacement.id) == nil)
        #expect(swarm.moments(ofDesired: .running).isEmpty)
    }
}
