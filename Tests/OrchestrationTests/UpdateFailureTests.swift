import Basics
import SwarmModel
import SwarmStore
import Testing

@testable import Orchestration

/// What an update does about failures, and how rollbacks go.
struct UpdateFailureTests {
    private func runningSwarm(
        _ update: UpdateConfig,
        rollback: UpdateConfig? = nil,
        replicas: UInt64 = 10
    ) -> (TestSwarm, ServiceID) {
        var swarm = TestSwarm()
        swarm.agents.behaviours["bad"] = .rejected("No such image: bad")
        swarm.agents.behaviours["stuck"] = .stuck
        let id = swarm.create(spec(replicas: replicas, update: update, rollback: rollback))
        swarm.advance(by: .seconds(10))
        swarm.forgetEvents()
        return (swarm, id)
    }

    private func paused(_ task: TaskID) -> String {
        "update paused due to failure or early termination of task \(task)"
    }

    /// Fails so many of the tasks that the update made and that run; returns them.
    private func failNew(_ count: Int, _ swarm: inout TestSwarm, _ id: ServiceID) -> [SwarmTask] {
        let tasks = Array(swarm.running(id).filter { $0.image == "v2" }.prefix(count))
        for task in tasks { swarm.fail(task) }
        return tasks
    }

    @Test func `UPD-33 the third of ten failures triggers at ratio 0.2`() throws {
        var (swarm, id) = runningSwarm(UpdateConfig(parallelism: 3, maxFailureRatio: 0.2))
        swarm.setImage("v2", of: id)
        swarm.advance(by: .seconds(2))
        let first = failNew(2, &swarm, id)
        #expect(first.count == 2)
        #expect(swarm.status(id)?.state == .updating)
        let third = try #require(failNew(1, &swarm, id).first)
        #expect(swarm.status(id)?.state == .paused)
        #expect(swarm.status(id)?.message == paused(third.id))
    }

    @Test func `UPD-33 the ratio is computed in single precision`() {
        var service = Service(id: ServiceID("0000000000000000000000000")!, spec: spec())
        service.spec.update = UpdateConfig(maxFailureRatio: 0.1)
        let plan = UpdatePlan(for: service, slotCount: 10)
        #expect(!plan.isExceeded(by: 1))
        #expect(plan.isExceeded(by: 2))
        let third = UpdateConfig(maxFailureRatio: 1.0 / 3.0)
        service.spec.update = third
        #expect(!UpdatePlan(for: service, slotCount: 3).isExceeded(by: 1))
    }

    @Test func `UPD-33 ratio one never triggers`() {
        var (swarm, id) = runningSwarm(
            UpdateConfig(parallelism: 2, maxFailureRatio: 1),
            replicas: 4
        )
        swarm.setImage("bad", of: id)
        swarm.advance(by: .seconds(60))
        #expect(swarm.status(id)?.state == .completed)
    }

    @Test func `UPD-30 with continue nothing is watched`() {
        var (swarm, id) = runningSwarm(UpdateConfig(parallelism: 0, failureAction: .continue))
        swarm.setImage("bad", of: id)
        swarm.advance(by: .seconds(60))
        #expect(swarm.status(id)?.state == .completed)
        #expect(swarm.updates.map(\.status?.state) == [.updating, .completed])
    }

    @Test(arguments: [TaskState.failed, .complete, .shutdown])
    func `UPD-31 an end within the monitor period counts, whatever end it is`(state: TaskState)
        throws
    {
        var (swarm, id) = runningSwarm(UpdateConfig(monitor: .seconds(5)), replicas: 4)
        swarm.setImage("v2", of: id)
        swarm.advance(by: .seconds(2))
        swarm.fail(try #require(swarm.running(id).first { $0.image == "v2" }), as: state)
        #expect(swarm.status(id)?.state == .paused)
    }

    @Test func `UPD-31 an end after the monitor period does not count`() throws {
        var (swarm, id) = runningSwarm(
            UpdateConfig(delay: .seconds(60), monitor: .seconds(5)),
            replicas: 4
        )
        swarm.setImage("v2", of: id)
        swarm.advance(by: .seconds(8))
        swarm.fail(try #require(swarm.running(id).first { $0.image == "v2" }))
        #expect(swarm.status(id)?.state == .updating)
    }

    @Test func `UPD-31 tasks of before the update do not count`() throws {
        var (swarm, id) = runningSwarm(UpdateConfig(), replicas: 4)
        swarm.setImage("v2", of: id)
        swarm.fail(try #require(swarm.running(id).first { $0.image == "v1" }))
        #expect(swarm.status(id)?.state == .updating)
    }

    @Test func `UPD-32 replacements by the restart supervisor do not count`() throws {
        var (swarm, id) = runningSwarm(
            UpdateConfig(parallelism: 1, monitor: .seconds(30), maxFailureRatio: 0.25),
            replicas: 4
        )
        swarm.setImage("v2", of: id)
        swarm.advance(by: .seconds(2))
        let failed = try #require(failNew(1, &swarm, id).first)
        swarm.advance(by: .seconds(7))
        let replacement = try #require(swarm.tasks(id, slot: failed.slot).last)
        #expect(replacement.state == .running)
        swarm.fail(replacement)
        #expect(swarm.status(id)?.state == .updating)
        _ = failNew(1, &swarm, id)
        #expect(swarm.status(id)?.state == .paused)
    }

    @Test func `7.3 step 7: failures wait while the last workers finish`() {
        var (swarm, id) = runningSwarm(UpdateConfig(parallelism: 0), replicas: 3)
        swarm.agents.stopping = .seconds(3)
        swarm.setImage("bad", of: id)
        swarm.advance(by: .seconds(2))
        #expect(swarm.moments(of: .rejected).count == 3)
        #expect(swarm.status(id)?.state == .updating)
        swarm.advance(by: .seconds(2))
        #expect(swarm.status(id)?.state == .paused)
    }

    @Test func `UPD-34 a pause starts no new slot and lets those in work finish`() {
        var (swarm, id) = runningSwarm(
            UpdateConfig(parallelism: 2, order: .startFirst),
            replicas: 6
        )
        swarm.setImage("v2", of: id)
        let made = swarm.wanted(id).filter { $0.image == "v2" }
        swarm.advance(by: .milliseconds(100))
        swarm.fail(made[0], as: .rejected)
        #expect(swarm.status(id)?.state == .paused)
        #expect(swarm.status(id)?.completedAt == nil)
        #expect(swarm.status(id)?.message == paused(made[0].id))
        swarm.advance(by: .milliseconds(500))
        #expect(swarm.store.task(made[1].id)?.state == .running)
        #expect(swarm.tasks(id, slot: made[1].slot).first?.desiredState == .shutdown)
        swarm.advance(by: .seconds(60))
        #expect(swarm.running(id).count { $0.image == "v1" } == 5)
        #expect(swarm.status(id)?.state == .paused)
    }

    @Test func `UPD-36 without a previous spec nothing is written and no slot is fed`() {
        var (swarm, id) = runningSwarm(UpdateConfig(failureAction: .rollback), replicas: 4)
        swarm.update(id) { $0.task.container.image = "bad" }
        var service = swarm.service(id)
        service.previousSpec = nil
        swarm.store.put(service)
        swarm.settle()
        swarm.advance(by: .seconds(60))
        #expect(swarm.status(id)?.state == .updating)
        #expect(swarm.running(id).count == 3)
        #expect(swarm.service(id).spec.task.container.image == "bad")
    }

    @Test func `UPD-37 a rollback that would roll back pauses`() throws {
        let rollback = UpdateConfig(failureAction: .rollback)
        var (swarm, id) = runningSwarm(UpdateConfig(), rollback: rollback, replicas: 3)
        swarm.setImage("v2", of: id)
        swarm.advance(by: .seconds(60))
        swarm.agents.behaviours["v1"] = .rejected("gone")
        swarm.forgetEvents()
        swarm.rollBack(id)
        swarm.advance(by: .seconds(1))
        let failed = try #require(swarm.taskEvents.first { $0.after?.state == .rejected }?.after)
        #expect(swarm.status(id)?.state == .rollbackPaused)
        #expect(
            swarm.status(id)?.message
                == "rollback paused due to failure or early termination of task \(failed.id)"
        )
        swarm.advance(by: .seconds(60))
        #expect(swarm.status(id)?.state == .rollbackPaused)
        #expect(swarm.status(id)?.completedAt == nil)
    }

    @Test func `UPD-38 a rollback that fails pauses with the words of an update`() throws {
        var (swarm, id) = runningSwarm(UpdateConfig(), replicas: 3)
        swarm.setImage("v2", of: id)
        swarm.advance(by: .seconds(60))
        swarm.agents.behaviours["v1"] = .rejected("gone")
        swarm.forgetEvents()
        swarm.rollBack(id)
        swarm.advance(by: .seconds(1))
        let failed = try #require(swarm.taskEvents.first { $0.after?.state == .rejected }?.after)
        #expect(swarm.status(id)?.state == .rollbackPaused)
        #expect(swarm.status(id)?.message == paused(failed.id))
    }

    @Test func `UPD-39 an update that was overtaken by another writes nothing`() {
        var (swarm, id) = runningSwarm(UpdateConfig(), replicas: 3)
        swarm.setImage("v2", of: id)
        swarm.update(id) { _ in }
        #expect(swarm.status(id) == nil)
        swarm.advance(by: .seconds(60))
        #expect(swarm.status(id) == nil)
        #expect(swarm.running(id).map(\.image) == ["v2", "v2", "v2"])
    }

    @Test func `UPD-40 an automatic rollback restores replicas and labels too`() {
        var (swarm, id) = runningSwarm(UpdateConfig(failureAction: .rollback), replicas: 4)
        let before = swarm.service(id)
        swarm.update(id) {
            $0.task.container.image = "bad"
            $0.mode = .replicated(replicas: 7)
            $0.labels["a"] = "b"
        }
        swarm.advance(by: .seconds(60))
        #expect(swarm.service(id).spec == before.spec)
        #expect(swarm.service(id).specVersion == before.specVersion)
        #expect(swarm.service(id).previousSpec == nil)
        #expect(swarm.service(id).previousSpecVersion == nil)
        #expect(swarm.running(id).count == 4)
        #expect(swarm.status(id)?.state == .rollbackCompleted)
    }

    @Test func `UPD-8 UPD-35 a rollback does not touch the tasks that were never updated`() {
        var (swarm, id) = runningSwarm(UpdateConfig(failureAction: .rollback), replicas: 10)
        let before = Set(swarm.tasks(id).map(\.id))
        swarm.setImage("bad", of: id)
        swarm.advance(by: .seconds(60))
        #expect(before.intersection(swarm.running(id).map(\.id)).count == 9)
    }

    @Test func `UPD-50 completion keeps the start and says when`() {
        var (swarm, id) = runningSwarm(UpdateConfig(parallelism: 0), replicas: 2)
        let start = swarm.now
        swarm.setImage("v2", of: id)
        swarm.advance(by: .seconds(60))
        #expect(swarm.status(id)?.startedAt == start)
        #expect(swarm.status(id)?.completedAt != nil)
    }

    @Test func `UPD-60 UPD-63 a manual rollback uses the restored spec's rollback configuration`()
        throws
    {
        var (swarm, id) = runningSwarm(
            UpdateConfig(),
            rollback: UpdateConfig(parallelism: 4),
            replicas: 4
        )
        swarm.update(id) {
            $0.task.container.image = "v2"
            $0.rollback = UpdateConfig(parallelism: 1)
        }
        swarm.advance(by: .seconds(60))
        swarm.forgetEvents()
        swarm.rollBack(id)
        #expect(swarm.moments(of: .new).count == 4)
        swarm.advance(by: .seconds(60))
        swarm.rollBack(id)
        swarm.advance(by: .seconds(60))
        #expect(swarm.running(id).map(\.image) == ["v2", "v2", "v2", "v2"])
        #expect(swarm.status(id)?.state == .rollbackCompleted)
    }

    @Test func `UPD-64 the same spec once more resumes a paused update`() {
        var (swarm, id) = runningSwarm(UpdateConfig(), replicas: 3)
        swarm.setImage("bad", of: id)
        swarm.advance(by: .seconds(1))
        #expect(swarm.status(id)?.state == .paused)
        swarm.agents.behaviours["bad"] = .good
        swarm.update(id) { _ in }
        #expect(swarm.status(id)?.state == .updating)
        swarm.advance(by: .seconds(60))
        #expect(swarm.status(id)?.state == .completed)
        #expect(swarm.running(id).map(\.image) == ["bad", "bad", "bad"])
    }

    @Test func `UPD-64 it resumes even while a worker of the paused run is still stuck`() throws {
        var (swarm, id) = runningSwarm(UpdateConfig(parallelism: 2), replicas: 5)
        swarm.agents.behaviours["v2"] = .stuck
        swarm.setImage("v2", of: id)
        swarm.advance(by: .seconds(3))
        let made = swarm.wanted(id).filter { $0.image == "v2" }
        swarm.fail(made[0])
        #expect(swarm.status(id)?.state == .paused)
        #expect(swarm.orchestrator.updates.updaters[id] != nil)
        swarm.agents.behaviours["v2"] = .good
        swarm.fail(made[1])
        swarm.update(id) { _ in }
        swarm.advance(by: .seconds(100))
        #expect(swarm.status(id)?.state == .completed)
        #expect(swarm.running(id).map(\.image) == Array(repeating: "v2", count: 5))
    }

    @Test func `UPD-65 while paused, scaling resumes and makes tasks of the new spec`() {
        var (swarm, id) = runningSwarm(UpdateConfig(), replicas: 3)
        swarm.setImage("bad", of: id)
        swarm.advance(by: .seconds(1))
        swarm.scale(id, to: 4)
        #expect(swarm.status(id)?.state == .updating)
        #expect(swarm.tasks(id, slot: 4).map(\.image) == ["bad"])
    }

    @Test(arguments: [UpdateConfig.FailureAction.pause, .continue])
    func `TestUpdaterRollback: an automatic rollback, then a rollback that fails`(
        action: UpdateConfig.FailureAction
    ) {
        var (swarm, id) = runningSwarm(
            UpdateConfig(parallelism: 1, failureAction: .rollback, monitor: .milliseconds(500)),
            rollback: UpdateConfig(
                parallelism: 1,
                failureAction: action,
                monitor: .milliseconds(500)
            ),
            replicas: 3
        )
        swarm.setImage("bad", of: id)
        swarm.advance(by: .seconds(30))
        #expect(swarm.status(id)?.state == .rollbackCompleted)
        #expect(swarm.running(id).map(\.image) == ["v1", "v1", "v1"])
        swarm.agents.behaviours["v1"] = .rejected("gone too")
        swarm.forgetEvents()
        swarm.setImage("bad", of: id)
        swarm.advance(by: .seconds(30))
        let expected: UpdateStatus.State = action == .pause ? .rollbackPaused : .rollbackCompleted
        #expect(swarm.status(id)?.state == expected)
    }
}
