import Basics
import SwarmModel
import SwarmStore
import Testing

@testable import Orchestration

/// What an update does, rule by rule.
struct UpdaterTests {
    private func runningSwarm(
        _ update: UpdateConfig? = nil,
        replicas: UInt64 = 3,
        rollback: UpdateConfig? = nil
    ) -> (TestSwarm, ServiceID) {
        var swarm = TestSwarm()
        swarm.agents.behaviours["stuck"] = .stuck
        let id = swarm.create(spec(replicas: replicas, update: update, rollback: rollback))
        swarm.advance(by: .seconds(10))
        swarm.forgetEvents()
        return (swarm, id)
    }

    private func updater(_ swarm: TestSwarm, _ id: ServiceID) -> Updater? {
        swarm.orchestrator.updates.updaters[id]
    }

    // MARK: - Supervision

    @Test func `UPD-7 a slot with two clean tasks is dirty, and one of them goes`() {
        var (swarm, id) = runningSwarm()
        swarm.addTask(of: swarm.service(id), slot: 2, on: "node1", state: .starting)
        let kept = swarm.tasks(id, slot: 2).first?.id
        swarm.settle()
        #expect(swarm.wanted(id).count == 4)
        swarm.update(id) { $0.labels["a"] = "b" }
        swarm.advance(by: .seconds(20))
        #expect(swarm.wanted(id).map(\.slot) == [1, 2, 3])
        #expect(swarm.wanted(id).contains { $0.id == kept })
        #expect(swarm.moments(of: .new).isEmpty)
        #expect(swarm.status(id)?.state == .completed)
    }

    @Test func `UPD-10 the same spec again leaves the running update alone`() throws {
        var (swarm, id) = runningSwarm()
        swarm.setImage("v2", of: id)
        let before = try #require(updater(swarm, id))
        swarm.update(id) { _ in }
        let after = try #require(updater(swarm, id))
        #expect(after.service.specVersion == before.service.specVersion)
        #expect(swarm.status(id) == nil)
        swarm.advance(by: .seconds(60))
        #expect(swarm.running(id).map(\.image) == ["v2", "v2", "v2"])
    }

    @Test func `UPD-10 UPD-11 scaling in the middle of an update begins it anew`() {
        var (swarm, id) = runningSwarm()
        swarm.setImage("v2", of: id)
        swarm.advance(by: .seconds(2))
        let start = swarm.now
        swarm.scale(id, to: 5)
        #expect(swarm.status(id)?.state == .updating)
        #expect(swarm.status(id)?.startedAt == start)
        swarm.advance(by: .seconds(60))
        #expect(swarm.running(id).map(\.image) == Array(repeating: "v2", count: 5))
        #expect(swarm.status(id)?.state == .completed)
        #expect(swarm.updates.map(\.status?.state) == [.updating, nil, .updating, .completed])
    }

    @Test func `UPD-12 a replacement in hold is started though its update was replaced`() throws {
        var (swarm, id) = runningSwarm(replicas: 1)
        swarm.setImage("v2", of: id)
        let new = try #require(swarm.wanted(id).first)
        #expect(new.desiredState == .ready)
        swarm.update(id) { $0.labels["a"] = "b" }
        swarm.advance(by: .seconds(20))
        #expect(swarm.running(id).map(\.id) == [new.id])
    }

    @Test func `UPD-13 task events alone start no update`() throws {
        var (swarm, id) = runningSwarm()
        swarm.fail(try #require(swarm.running(id).first))
        swarm.advance(by: .seconds(20))
        #expect(swarm.updates.isEmpty)
    }

    @Test func `the update of a removed service ends without a word`() {
        var (swarm, id) = runningSwarm()
        swarm.setImage("v2", of: id)
        swarm.remove(id)
        #expect(updater(swarm, id) == nil)
        swarm.advance(by: .seconds(60))
        #expect(swarm.store.taskCount == 0)
        #expect(swarm.orchestrator.nextDeadline == nil)
    }

    // MARK: - Run

    @Test(arguments: [UpdateStatus.State.paused, .rollbackPaused])
    func `7.3 step 1: a paused update does nothing when it is looked at`(
        state: UpdateStatus.State
    ) {
        var (swarm, id) = runningSwarm()
        var service = swarm.service(id)
        service.spec.task.container.image = "v2"
        service.specVersion = 99
        service.updateStatus = UpdateStatus(state: state, message: "paused")
        swarm.store.put(service)
        swarm.settle()
        swarm.advance(by: .seconds(20))
        #expect(swarm.running(id).map(\.image) == ["v1", "v1", "v1"])
        #expect(swarm.status(id)?.state == state)
    }

    @Test(arguments: [
        (UpdateStatus.State.updating, UpdateStatus.State.completed, "update completed"),
        (.rollbackStarted, .rollbackCompleted, "rollback completed"),
    ])
    func `7.3 step 2: with nothing dirty what is under way is complete at once`(
        before: UpdateStatus.State,
        after: UpdateStatus.State,
        message: String
    ) {
        var (swarm, id) = runningSwarm()
        var service = swarm.service(id)
        service.updateStatus = UpdateStatus(state: before, message: "")
        swarm.store.put(service)
        swarm.settle()
        #expect(swarm.status(id)?.state == after)
        #expect(swarm.status(id)?.message == message)
        #expect(swarm.status(id)?.completedAt == swarm.now)
    }

    @Test func `7.3 step 4: no configuration means one at a time, an empty one all at once`() {
        for (update, count) in [
            (nil, 1), (UpdateConfig(parallelism: 0), 3), (UpdateConfig(parallelism: 2), 2),
        ] {
            var (swarm, id) = runningSwarm(update)
            swarm.setImage("v2", of: id)
            #expect(swarm.moments(of: .new).count == count)
        }
    }

    @Test
    func `7.3 step 8: a delay that reaches the monitor lengthens the watch to delay and a second`()
    {
        var (swarm, id) = runningSwarm(
            UpdateConfig(delay: .seconds(7), monitor: .seconds(7)),
            replicas: 1
        )
        swarm.setImage("v2", of: id)
        swarm.advance(by: .seconds(60))
        let ran = swarm.moments(of: .running).last
        #expect(swarm.status(id)?.completedAt == ran.map { $0 + .seconds(7 + 8) })
    }

    @Test func `UPD-20 what a run is, update or rollback, is settled at its start`() throws {
        let rollback = UpdateConfig(parallelism: 3)
        var (swarm, id) = runningSwarm(replicas: 3, rollback: rollback)
        swarm.setImage("v2", of: id)
        #expect(try #require(updater(swarm, id)).plan.isRollback == false)
        swarm.advance(by: .seconds(60))
        swarm.rollBack(id)
        let plan = try #require(updater(swarm, id)).plan
        #expect(plan.isRollback)
        #expect(plan.parallelism == 3)
    }

    // MARK: - One slot

    @Test func `UPD-21 a clean task that is held back is promoted when the old one has stopped`()
        throws
    {
        var (swarm, id) = runningSwarm(replicas: 1)
        let old = try #require(swarm.running(id).first)
        swarm.setImage("v2", of: id)
        let new = try #require(swarm.wanted(id).first { $0.image == "v2" })
        swarm.scale(id, to: 2)
        swarm.advance(by: .seconds(30))
        #expect(swarm.running(id).count { $0.id == new.id } == 1)
        #expect(swarm.store.task(old.id)?.state == .shutdown)
        #expect(swarm.moments(of: .new, image: "v2").count == 2)
    }

    @Test(arguments: [[TaskState.running, .starting], [.starting, .running]])
    func `UPD-21 of two clean tasks the one that runs is kept`(states: [TaskState]) throws {
        var swarm = TestSwarm()
        swarm.agents.areIdle = true
        let service = Service(id: ServiceID(using: &swarm.random), spec: spec(replicas: 1))
        let tasks = states.map { swarm.addTask(of: service, on: "node1", state: $0) }
        swarm.store.put(service)
        swarm.settle()
        let kept = try #require(swarm.wanted(service.id).first)
        #expect(kept.id == tasks.first { $0.state == .running }?.id)
    }

    @Test(arguments: UInt64(1)...6)
    func `UPD-21 the worker waits until the kept task is started`(seed: UInt64) throws {
        var swarm = TestSwarm(seed: seed)
        swarm.agents.areIdle = true
        var service = Service(id: ServiceID(using: &swarm.random), spec: spec(replicas: 2))
        let old = (1...2).map { swarm.addTask(of: service, slot: $0, on: "node1") }
        service.spec.task.container.image = "v2"
        service.specVersion = 1
        for slot in 1...2 {
            swarm.addTask(of: service, slot: slot, on: "node2", state: .ready, desired: .ready)
        }
        swarm.store.put(service)
        swarm.settle()
        let first = try #require(old.first { swarm.store.task($0.id)?.desiredState == .shutdown })
        let second = try #require(old.first { $0.id != first.id })
        #expect(swarm.store.task(second.id)?.desiredState == .running)
        swarm.report(.shutdown, of: first)
        let kept = swarm.tasks(service.id, slot: first.slot).first { $0.image == "v2" }
        #expect(kept?.desiredState == .running)
        #expect(swarm.store.task(second.id)?.desiredState == .shutdown)
    }

    @Test func `UPD-22 stop-first makes the new one and stops the old one in one turn`() throws {
        var (swarm, id) = runningSwarm(replicas: 1)
        let old = try #require(swarm.running(id).first)
        swarm.setImage("v2", of: id)
        #expect(swarm.store.task(old.id)?.desiredState == .shutdown)
        let made = swarm.taskEvents.first { $0.before == nil }?.after
        #expect(made?.desiredState == .ready)
        #expect(made?.slot == 1)
    }

    @Test func `UPD-22 an old task that never stops is waited for a minute`() {
        var (swarm, id) = runningSwarm(replicas: 1)
        swarm.agents.stopping = .seconds(3_000)
        let start = swarm.now
        swarm.setImage("v2", of: id)
        swarm.advance(by: .seconds(100))
        #expect(swarm.moments(ofDesired: .running) == [start + .seconds(60)])
        #expect(swarm.status(id)?.state == .completed)
    }

    @Test func `UPD-23 start-first stops the old one when the new one runs`() throws {
        var (swarm, id) = runningSwarm(UpdateConfig(order: .startFirst), replicas: 1)
        let old = try #require(swarm.running(id).first)
        swarm.setImage("v2", of: id)
        #expect(swarm.wanted(id).map(\.desiredState) == [.running, .running])
        swarm.advance(by: .milliseconds(400))
        #expect(swarm.store.task(old.id)?.desiredState == .running)
        swarm.advance(by: .milliseconds(200))
        #expect(swarm.store.task(old.id)?.desiredState == .shutdown)
        #expect(swarm.moments(ofDesired: .shutdown) == swarm.moments(of: .running))
    }

    @Test func `UPD-23 start-first leaves the old one if the new one fails`() throws {
        var (swarm, id) = runningSwarm(UpdateConfig(order: .startFirst), replicas: 1)
        let old = try #require(swarm.running(id).first)
        swarm.agents.behaviours["v2"] = .rejected("no")
        swarm.setImage("v2", of: id)
        swarm.advance(by: .seconds(30))
        #expect(swarm.store.task(old.id)?.desiredState == .running)
        #expect(swarm.status(id)?.state == .paused)
    }

    @Test func `UPD-24 a slot that was replaced meanwhile is not replaced twice`() throws {
        var (swarm, id) = runningSwarm(replicas: 2)
        swarm.setImage("v2", of: id)
        let waiting = try #require(swarm.running(id).first { $0.image == "v1" })
        swarm.fail(waiting)
        #expect(swarm.wanted(id).count { $0.slot == waiting.slot } == 1)
        swarm.advance(by: .seconds(60))
        #expect(swarm.moments(of: .new).count == 2)
        #expect(swarm.running(id).map(\.image) == ["v2", "v2"])
        #expect(swarm.status(id)?.state == .completed)
    }

    @Test func `UPD-25 a task that cannot be scheduled blocks its worker for good`() {
        var (swarm, id) = runningSwarm(UpdateConfig(parallelism: 2))
        for node in swarm.store.nodes { swarm.set(.pause, on: node.displayName) }
        swarm.setImage("v2", of: id)
        swarm.advance(by: .seconds(100_000))
        #expect(swarm.status(id)?.state == .updating)
        #expect(swarm.moments(of: .new).count == 2)
        #expect(swarm.running(id).map(\.image) == ["v1"])
        swarm.set(.active, on: "node1")
        swarm.advance(by: .seconds(60))
        #expect(swarm.status(id)?.state == .completed)
    }

    @Test func `UPD-25 a new update sets a blocked one free`() {
        var (swarm, id) = runningSwarm()
        swarm.setImage("stuck", of: id)
        swarm.advance(by: .seconds(1_000))
        #expect(swarm.status(id)?.state == .updating)
        swarm.setImage("v2", of: id)
        swarm.advance(by: .seconds(100))
        #expect(swarm.status(id)?.state == .completed)
        #expect(swarm.running(id).map(\.image) == ["v2", "v2", "v2"])
    }

    @Test func `UPD-25 a task that was deleted by hand blocks nobody`() throws {
        var (swarm, id) = runningSwarm()
        swarm.setImage("stuck", of: id)
        swarm.advance(by: .seconds(5))
        let stuck = try #require(swarm.wanted(id).first { $0.image == "stuck" })
        swarm.agents.behaviours["stuck"] = .good
        swarm.store.remove(stuck.id)
        swarm.settle()
        swarm.advance(by: .seconds(60))
        #expect(swarm.status(id)?.state == .completed)
        #expect(swarm.running(id).map(\.image) == ["stuck", "stuck", "stuck"])
    }

    @Test func `UPD-27 the rest comes after the last slot too`() {
        var (swarm, id) = runningSwarm(UpdateConfig(delay: .seconds(3)), replicas: 1)
        swarm.setImage("v2", of: id)
        swarm.advance(by: .seconds(60))
        let ran = swarm.moments(of: .running).last
        #expect(swarm.status(id)?.completedAt == ran.map { $0 + .seconds(8) })
    }

    @Test func `UPD-29 new tasks are made from the service as it was at the start`() throws {
        var (swarm, id) = runningSwarm()
        swarm.setImage("v2", of: id)
        let version = swarm.service(id).specVersion
        swarm.update(id) { _ in }
        #expect(swarm.service(id).specVersion != version)
        swarm.advance(by: .seconds(60))
        #expect(Set(swarm.running(id).map(\.specVersion)) == [version])
    }

    // MARK: - From the catalogue

    @Test func `TestUpdaterPlacement: constraints that all nodes meet replace nothing`() {
        var (swarm, id) = runningSwarm()
        swarm.update(id) { $0.task.placement.constraints = ["node.role == worker"] }
        swarm.advance(by: .seconds(20))
        #expect(swarm.moments(of: .new).isEmpty)
        #expect(swarm.status(id) == nil)
    }

    @Test func `constraints that a node does not meet replace its tasks`() {
        var (swarm, id) = runningSwarm(replicas: 5)
        swarm.update(id) { $0.task.placement.constraints = ["node.hostname != node3"] }
        swarm.advance(by: .seconds(30))
        #expect(swarm.moments(of: .new).count == 1)
        #expect(swarm.status(id)?.state == .completed)
        #expect(!swarm.running(id).contains { $0.nodeID == swarm.node("node3").id })
    }

    @Test func `UPD-66 start-first without room hangs`() {
        var (swarm, id) = runningSwarm(UpdateConfig(order: .startFirst), replicas: 1)
        swarm.update(id) {
            $0.task.container.image = "v2"
            $0.task.placement.constraints = ["node.hostname == nowhere"]
        }
        swarm.advance(by: .seconds(1_000))
        #expect(swarm.status(id)?.state == .updating)
        #expect(swarm.running(id).map(\.image) == ["v1"])
    }

    @Test func `UPD-67 a new leader goes on with the update, and counts failures anew`() throws {
        var (swarm, id) = runningSwarm(UpdateConfig(maxFailureRatio: 0.4), replicas: 4)
        swarm.setImage("v2", of: id)
        let start = swarm.now
        swarm.advance(by: .seconds(2))
        let done = try #require(swarm.running(id).first { $0.image == "v2" })
        swarm.fail(done)
        swarm.changeLeader()
        #expect(swarm.status(id)?.state == .updating)
        #expect(swarm.status(id)?.startedAt == start)
        let plan = try #require(updater(swarm, id)).plan
        #expect(plan.slotCount < 4)
        swarm.advance(by: .seconds(60))
        #expect(swarm.status(id)?.state == .completed)
        #expect(swarm.running(id).map(\.image) == ["v2", "v2", "v2", "v2"])
    }
}
