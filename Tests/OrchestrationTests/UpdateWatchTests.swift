import Basics
import SwarmModel
import SwarmStore
import Testing

/// From when to when an update watches the tasks it made, and where it puts them.
struct UpdateWatchTests {
    private func runningSwarm(
        _ update: UpdateConfig,
        replicas: UInt64 = 1
    ) -> (TestSwarm, ServiceID) {
        var swarm = TestSwarm()
        swarm.agents.behaviours["bad"] = .rejected("No such image: bad")
        let id = swarm.create(spec(replicas: replicas, update: update))
        swarm.advance(by: .seconds(10))
        swarm.forgetEvents()
        return (swarm, id)
    }

    private func newTask(_ swarm: TestSwarm, _ id: ServiceID) throws -> SwarmTask {
        try #require(swarm.running(id).first { $0.image == "v2" })
    }

    @Test(arguments: [(Duration.seconds(3), UpdateStatus.State.paused), (.seconds(7), .completed)])
    func `UPD-26 a task is watched from when it came up, not from when it was made`(
        age: Duration,
        end: UpdateStatus.State
    ) throws {
        var (swarm, id) = runningSwarm(UpdateConfig(parallelism: 1, monitor: .seconds(5)))
        swarm.agents.starting = .seconds(8)
        swarm.setImage("v2", of: id)
        while swarm.running(id).allSatisfy({ $0.image == "v1" }) {
            swarm.advance(by: .milliseconds(100))
        }
        let first = try newTask(swarm, id)
        #expect(swarm.now - first.meta.createdAt > .seconds(8))
        swarm.advance(by: age)
        swarm.fail(first)
        swarm.advance(by: .seconds(60))
        #expect(swarm.status(id)?.state == end)
    }

    @Test(arguments: [(8.0, UpdateStatus.State.paused), (12.5, .completed)])
    func `UPD-31 UPD-51 with a delay the last watch and what it counts last a second longer`(
        age: Double,
        end: UpdateStatus.State
    ) throws {
        var (swarm, id) = runningSwarm(UpdateConfig(delay: .seconds(10), monitor: .seconds(5)))
        swarm.setImage("v2", of: id)
        while swarm.running(id).allSatisfy({ $0.image == "v1" }) {
            swarm.advance(by: .milliseconds(100))
        }
        let task = try newTask(swarm, id)
        swarm.advance(by: .seconds(age))
        swarm.fail(task)
        swarm.advance(by: .seconds(60))
        #expect(swarm.status(id)?.state == end)
    }

    @Test func `UPD-28 a global service's new tasks stay on their nodes`() {
        var swarm = TestSwarm(nodes: 3)
        var definition = spec("all", update: UpdateConfig(parallelism: 1))
        definition.mode = .global
        let id = swarm.create(definition)
        swarm.advance(by: .seconds(10))
        swarm.agents.areIdle = true
        swarm.forgetEvents()
        swarm.setImage("v2", of: id)
        let made = swarm.tasks(id).filter { $0.image == "v2" }
        let stopped = swarm.tasks(id).filter { $0.desiredState == .shutdown }
        #expect(made.count == 1)
        #expect(made.map(\.nodeID) == stopped.map(\.nodeID))
        #expect(made[0].nodeID != nil && made[0].slot == 0)
    }

    @Test func `UPD-52 with continue it ends completed, whatever fails`() {
        var (swarm, id) = runningSwarm(UpdateConfig(failureAction: .continue), replicas: 3)
        swarm.setImage("bad", of: id)
        swarm.advance(by: .seconds(120))
        #expect(swarm.running(id).isEmpty)
        #expect(swarm.updates.map(\.status?.state) == [.updating, .completed])
        #expect(swarm.status(id)?.message == "update completed")
    }
}
