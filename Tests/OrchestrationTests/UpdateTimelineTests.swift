import Basics
import Orchestration
import SwarmModel
import SwarmStore
import Testing

/// The recordings of a real swarm, section 1: updates.
struct UpdateTimelineTests {
    /// Six replicas of `v1`, running; the clock of the recording starts when this returns.
    private func runningSwarm(
        update: UpdateConfig? = nil,
        rollback: UpdateConfig? = nil,
        replicas: UInt64 = 6,
        seed: UInt64 = 1
    ) -> (TestSwarm, ServiceID) {
        var swarm = TestSwarm(seed: seed)
        swarm.agents.behaviours = [
            "bad": .rejected("No such image: bad"),
            "unhealthy": .neverHealthy(.complete, after: .milliseconds(9_000)),
            "sickLater": .ends(.complete, after: .milliseconds(6_400)),
        ]
        let id = swarm.create(spec(replicas: replicas, update: update, rollback: rollback))
        swarm.advance(by: .seconds(20))
        swarm.forgetEvents()
        return (swarm, id)
    }

    private func states(_ swarm: TestSwarm) -> [UpdateStatus.State?] {
        swarm.updates.map(\.status?.state)
    }

    @Test func `a: the default update goes slot by slot and completes five seconds after the last`()
        throws
    {
        var (swarm, id) = runningSwarm()
        let start = swarm.now
        swarm.setImage("v2", of: id)
        #expect(swarm.status(id)?.state == .updating)
        #expect(swarm.status(id)?.message == "update in progress")
        #expect(swarm.status(id)?.startedAt == start)
        let outgoing = swarm.tasks(id).filter { $0.desiredState == .shutdown }
        let incoming = swarm.tasks(id).filter { $0.image == "v2" }
        #expect(outgoing.map(\.slot) == incoming.map(\.slot))
        #expect(incoming.map(\.desiredState) == [.ready])
        swarm.advance(by: .seconds(60))
        let stops = swarm.moments(of: .shutdown, image: "v1")
        let starts = swarm.moments(ofDesired: .running, image: "v2")
        #expect(stops.count == 6)
        #expect(stops == starts)
        let runs = swarm.moments(of: .running, image: "v2")
        let creations = swarm.moments(of: .new, image: "v2")
        #expect(Array(creations.dropFirst()) == Array(runs.dropLast()))
        let status = try #require(swarm.status(id))
        #expect(status.state == .completed)
        #expect(status.message == "update completed")
        #expect(status.completedAt == runs.last.map { $0 + .seconds(5) })
        #expect(status.startedAt == start)
        #expect(states(swarm) == [.updating, .completed])
    }

    @Test func `a: the order of slots is by chance, and the same for the same seed`() {
        func order(seed: UInt64) -> [Int] {
            var (swarm, id) = runningSwarm(seed: seed)
            swarm.setImage("v2", of: id)
            swarm.advance(by: .seconds(60))
            return swarm.taskEvents.filter { $0.before == nil }.compactMap { $0.after?.slot }
        }
        #expect(order(seed: 5) == order(seed: 5))
        #expect(order(seed: 5) != order(seed: 6))
        #expect(order(seed: 5) != [1, 2, 3, 4, 5, 6])
        #expect(order(seed: 5).sorted() == [1, 2, 3, 4, 5, 6])
    }

    @Test func `a: a manual rollback goes at the same pace`() throws {
        var (swarm, id) = runningSwarm()
        swarm.setImage("v2", of: id)
        swarm.advance(by: .seconds(60))
        swarm.forgetEvents()
        swarm.rollBack(id)
        #expect(swarm.status(id)?.message == "manually requested rollback")
        swarm.advance(by: .seconds(60))
        let status = try #require(swarm.status(id))
        #expect(status.state == .rollbackCompleted)
        #expect(status.message == "rollback completed")
        #expect(status.completedAt == swarm.moments(of: .running).last.map { $0 + .seconds(5) })
        #expect(swarm.running(id).map(\.image) == Array(repeating: "v1", count: 6))
        #expect(swarm.service(id).previousSpec?.task.container.image == "v2")
    }

    @Test func `a: a change of labels alone clears the status and replaces nothing`() {
        var (swarm, id) = runningSwarm()
        swarm.setImage("v2", of: id)
        swarm.advance(by: .seconds(60))
        swarm.forgetEvents()
        swarm.update(id) { $0.labels["a"] = "b" }
        swarm.advance(by: .seconds(60))
        #expect(swarm.status(id) == nil)
        #expect(swarm.taskEvents.isEmpty)
    }

    @Test func `b: three at once start first, and each worker goes on by itself`() {
        var (swarm, id) = runningSwarm(
            update: UpdateConfig(parallelism: 3, monitor: .seconds(10), order: .startFirst)
        )
        swarm.setImage("v2", of: id)
        #expect(swarm.wanted(id).count == 9)
        #expect(
            swarm.tasks(id).filter { $0.image == "v2" }.map(\.desiredState) == [
                .running, .running, .running,
            ]
        )
        swarm.advance(by: .seconds(30))
        let runs = swarm.moments(of: .running, image: "v2")
        #expect(swarm.moments(ofDesired: .shutdown, image: "v1") == runs)
        #expect(Array(swarm.moments(of: .new, image: "v2").dropFirst(3)) == Array(runs.prefix(3)))
        #expect(swarm.status(id)?.completedAt == runs.last.map { $0 + .seconds(10) })
    }

    @Test func `b2: each worker rests for the delay, after the last slot too`() {
        var (swarm, id) = runningSwarm(
            update: UpdateConfig(parallelism: 2, delay: .seconds(4)),
            replicas: 5
        )
        swarm.setImage("v2", of: id)
        swarm.advance(by: .seconds(60))
        let creations = swarm.moments(of: .new, image: "v2")
        let runs = swarm.moments(of: .running, image: "v2")
        #expect(creations[2] == runs[0] + .seconds(4))
        #expect(creations[4] == runs[2] + .seconds(4))
        #expect(swarm.status(id)?.completedAt == runs.last.map { $0 + .seconds(9) })
    }

    @Test func `b2: parallelism zero takes all slots at once`() {
        var (swarm, id) = runningSwarm(update: UpdateConfig(parallelism: 0))
        swarm.setImage("v2", of: id)
        #expect(swarm.tasks(id).count { $0.image == "v2" } == 6)
    }

    @Test func `c: a bad image pauses the update, and its slot goes on trying`() throws {
        var (swarm, id) = runningSwarm()
        let start = swarm.now
        swarm.setImage("bad", of: id)
        swarm.advance(by: .milliseconds(200))
        let first = try #require(swarm.tasks(id).first { $0.image == "bad" })
        #expect(first.status.error == "No such image: bad")
        #expect(swarm.status(id)?.state == .paused)
        #expect(
            swarm.status(id)?.message
                == "update paused due to failure or early termination of task \(first.id)"
        )
        #expect(swarm.status(id)?.completedAt == nil)
        swarm.advance(to: start + .seconds(17))
        let creations = swarm.moments(of: .new, image: "bad").map { ($0 - start) / .seconds(1) }
        #expect(creations == [0, 1.3, 6.3, 11.3, 16.3])
        #expect(swarm.running(id).count == 5)
        #expect(swarm.status(id)?.state == .paused)
    }

    @Test func `c: with continue every slot is tried and the update completes`() {
        var (swarm, id) = runningSwarm(update: UpdateConfig(failureAction: .continue))
        let start = swarm.now
        swarm.setImage("bad", of: id)
        swarm.advance(by: .seconds(60))
        #expect(swarm.running(id).isEmpty)
        #expect(swarm.status(id)?.state == .completed)
        #expect(swarm.status(id)?.completedAt == start + .milliseconds(6 * 1_300 + 5_000))
        let firsts = swarm.moments(of: .shutdown, image: "v1").map { ($0 - start) / .seconds(1) }
        #expect(zip(firsts, [1.3, 2.6, 3.9, 5.2, 6.5, 7.8]).allSatisfy { abs($0 - $1) < 0.001 })
    }

    @Test func `c: with rollback the slot gets its old spec back at once`() throws {
        var (swarm, id) = runningSwarm(update: UpdateConfig(failureAction: .rollback))
        let start = swarm.now
        swarm.setImage("bad", of: id)
        swarm.advance(by: .milliseconds(200))
        let bad = try #require(swarm.tasks(id).first { $0.image == "bad" })
        #expect(swarm.status(id)?.state == .rollbackStarted)
        #expect(
            swarm.status(id)?.message
                == "update rolled back due to failure or early termination of task \(bad.id)"
        )
        #expect(swarm.status(id)?.startedAt == start)
        #expect(swarm.service(id).spec.task.container.image == "v1")
        #expect(swarm.service(id).previousSpec == nil)
        let new = try #require(swarm.tasks(id, slot: bad.slot).last)
        #expect(new.image == "v1")
        #expect(new.desiredState == .running)
        swarm.advance(by: .seconds(30))
        #expect(swarm.status(id)?.state == .rollbackCompleted)
        #expect(swarm.status(id)?.message == "rollback completed")
        #expect(
            swarm.status(id)?.completedAt
                == swarm.moments(of: .running, image: "v1").last.map { $0 + .seconds(5) }
        )
        #expect(swarm.moments(of: .new).count == 2)
        #expect(swarm.running(id).count == 6)
    }

    @Test func `c: a paused update goes on after a change of labels and pauses again`() throws {
        var (swarm, id) = runningSwarm()
        swarm.setImage("bad", of: id)
        swarm.advance(by: .seconds(3))
        swarm.update(id) { $0.labels["a"] = "b" }
        #expect(swarm.status(id)?.state == .updating)
        swarm.advance(by: .seconds(20))
        #expect(swarm.status(id)?.state == .paused)
        swarm.rollBack(id)
        #expect(swarm.status(id)?.state == .rollbackStarted)
        #expect(swarm.service(id).spec.task.container.image == "bad")
        swarm.advance(by: .seconds(30))
        let status = try #require(swarm.status(id))
        #expect(status.state == .rollbackPaused)
        #expect(
            status.message.hasPrefix("update paused due to failure or early termination of task ")
        )
    }

    @Test(arguments: [
        nil, UpdateConfig(parallelism: 6, failureAction: .continue, order: .startFirst),
    ])
    func `d: an image that never gets healthy is rolled back and nothing old is touched`(
        rollback: UpdateConfig?
    ) throws {
        var (swarm, id) = runningSwarm(
            update: UpdateConfig(
                parallelism: 3,
                failureAction: .rollback,
                monitor: .seconds(60),
                order: .startFirst
            ),
            rollback: rollback
        )
        swarm.setImage("unhealthy", of: id)
        swarm.advance(by: .seconds(8))
        #expect(swarm.status(id)?.state == .updating)
        #expect(
            swarm.tasks(id).filter { $0.image == "unhealthy" }.map(\.state) == [
                .starting, .starting, .starting,
            ]
        )
        swarm.advance(by: .seconds(2))
        #expect(swarm.status(id)?.state == .rollbackStarted)
        let started = try #require(swarm.updates.last?.moment)
        #expect(
            swarm.tasks(id).filter { $0.image == "unhealthy" }.allSatisfy {
                $0.desiredState == .shutdown
            }
        )
        swarm.advance(by: .seconds(100))
        #expect(swarm.moments(ofDesired: .shutdown, image: "v1").isEmpty)
        #expect(swarm.running(id).count == 6)
        #expect(swarm.wanted(id).count == 6)
        let completed = try #require(swarm.updates.first { $0.status?.state == .rollbackCompleted })
        #expect(completed.moment == started + .seconds(5))
    }

    @Test func `d2: restarts and rollback race, and the surplus goes when the rollback completes`()
        throws
    {
        var (swarm, id) = runningSwarm(
            update: UpdateConfig(
                parallelism: 3,
                failureAction: .rollback,
                monitor: .seconds(60),
                order: .startFirst
            ),
            rollback: UpdateConfig(parallelism: 6, failureAction: .continue, order: .startFirst)
        )
        swarm.setImage("sickLater", of: id)
        swarm.advance(by: .milliseconds(6_500))
        #expect(swarm.status(id)?.state == .updating)
        swarm.agents.starting = .seconds(3)
        swarm.advance(by: .seconds(1))
        #expect(swarm.status(id)?.state == .rollbackStarted)
        #expect(swarm.service(id).spec.task.container.image == "v1")
        swarm.advance(by: .milliseconds(1))
        let crowded = (1...6).filter { slot in
            swarm.wanted(id).count { $0.slot == slot } == 2
        }
        #expect(!crowded.isEmpty)
        swarm.advance(by: .seconds(50))
        let completed = try #require(swarm.updates.first { $0.status?.state == .rollbackCompleted })
        #expect(swarm.moments(ofDesired: .shutdown, image: "v1").contains(completed.moment))
        #expect(swarm.wanted(id).map(\.slot) == [1, 2, 3, 4, 5, 6])
        #expect(swarm.running(id).map(\.image) == Array(repeating: "v1", count: 6))
    }

    @Test func `d4: a good image completes a minute after its last task ran`() {
        var (swarm, id) = runningSwarm(
            update: UpdateConfig(
                parallelism: 3,
                failureAction: .rollback,
                monitor: .seconds(60),
                order: .startFirst
            )
        )
        swarm.setImage("v2", of: id)
        swarm.advance(by: .seconds(90))
        let last = swarm.moments(of: .running, image: "v2").last
        #expect(swarm.status(id)?.completedAt == last.map { $0 + .seconds(60) })
    }
}
