import Basics
import SwarmModel
import SwarmStore
import Testing

@testable import Agents

/// What passes between the dispatcher and the agents, as far as it shows.
@Suite struct DispatchTests {
    private func runningTask(_ image: String = "plain") -> (AgentsDriver, NodeID, TaskID) {
        var driver = AgentsDriver()
        let node = driver.addNode()
        let id = driver.run(image, on: node)
        driver.advance(.seconds(3))
        return (driver, node, id)
    }

    private func pending(_ driver: AgentsDriver, _ node: NodeID) -> [TaskID] {
        driver.agents.sessionSlot(of: node).flatMap { driver.agents.sessions[$0]?.pending } ?? []
    }

    @Test func `DIS-8 an agent that registers too often has to wait`() {
        var driver = AgentsDriver()
        let node = driver.addNode(state: .unknown)
        driver.advance(.seconds(1))
        func flap() -> Duration {
            let start = driver.now
            driver.agents.disconnect(node, now: start)
            driver.agents.reconnect(node, now: start)
            while driver.agents.sessions[driver.agents.sessionSlot(of: node) ?? 0]?.isConnected
                != true
            {
                driver.advance(.milliseconds(50))
            }
            return driver.now - start
        }
        for _ in 1...3 { #expect(flap() < .seconds(4)) }
        let third = driver.now
        _ = flap()
        #expect(driver.now - third > .seconds(8))
        #expect(flap() < .seconds(4), "a long rest starts the count anew")
    }

    @Test func `DIS-23 reports of tasks that are gone are passed over`() {
        var (driver, node, id) = runningTask()
        driver.agents.disconnect(node, now: driver.now)
        let removed = driver.agents.removeContainer(of: id, now: driver.now)
        #expect(removed)
        driver.advance(.seconds(1))
        let before = driver.steps.count
        driver.store.beginTransaction()
        driver.store.remove(id)
        driver.agents.reconnect(node, now: driver.now)
        driver.advance(.seconds(10))
        #expect(driver.steps.count == before)
        #expect(driver.task(id) == nil)
    }

    @Test func `DIS-32 a change of the status alone is not sent back`() throws {
        var (driver, node, id) = runningTask()
        var task = try #require(driver.task(id))
        var status = task.status
        status.message = "somebody's note"
        _ = task.observe(status)
        driver.store.beginTransaction()
        driver.store.update(task)
        driver.settle()
        #expect(pending(driver, node).isEmpty)
        #expect(driver.agents.nextDeadline == nil)
        driver.desire(.shutdown, of: id)
        driver.settle()
        #expect(pending(driver, node) == [id])
    }

    @Test func `DIS-32 what is not assigned yet is not sent`() throws {
        var driver = AgentsDriver()
        let node = driver.addNode()
        let service = driver.service("plain")
        var task = SwarmTask(
            id: TaskID(using: &driver.random),
            service: service,
            slot: 0,
            nodeID: node,
            now: driver.now
        )
        driver.store.create(task)
        driver.advance(.seconds(5))
        #expect(driver.state(task.id) == .new)
        _ = task.observe(TaskStatus(state: .assigned, timestamp: driver.now))
        driver.store.update(task)
        driver.advance(.seconds(5))
        #expect(driver.state(task.id) == .running)
    }

    @Test func `DIS-30 AGT-5 what was deleted in the silence is torn down on return`() {
        var (driver, node, id) = runningTask()
        driver.agents.disconnect(node, now: driver.now)
        driver.advance(.seconds(1))
        driver.store.beginTransaction()
        driver.store.remove(id)
        driver.advance(.seconds(5))
        #expect(driver.agents.containers(on: node, now: driver.now).map(\.task) == [id])
        driver.agents.reconnect(node, now: driver.now)
        driver.advance(.seconds(5))
        #expect(driver.agents.containers(on: node, now: driver.now).isEmpty)
    }

    @Test func `DIS-38 a task to be removed is stopped when its node is back`() {
        var (driver, node, id) = runningTask()
        driver.agents.disconnect(node, now: driver.now)
        driver.desire(.remove, of: id)
        driver.advance(.seconds(30))
        #expect(driver.state(id) == .running)
        driver.agents.reconnect(node, now: driver.now)
        driver.advance(.seconds(8))
        #expect(driver.state(id) == .shutdown)
        #expect(driver.agents.containers(on: node, now: driver.now).isEmpty)
    }

    @Test func `AGT-6 of many reports that could not be sent only the newest is`() {
        var driver = AgentsDriver()
        let node = driver.addNode()
        let id = driver.run("crashing", on: node)
        driver.advance(.milliseconds(150))
        driver.agents.disconnect(node, now: driver.now)
        driver.advance(.seconds(10))
        let before = driver.steps.count
        #expect(driver.state(id).map { $0 < .running } == true)
        driver.agents.reconnect(node, now: driver.now)
        driver.advance(.seconds(8))
        #expect(driver.steps.dropFirst(before).map(\.status.state) == [.failed])
        #expect(driver.task(id)?.milestones.running != nil, "what it went through is not lost")
    }

    @Test func `AGT-22 a running task completes though it is wanted running`() {
        var (driver, _, id) = runningTask("finishing")
        driver.advance(.seconds(5))
        #expect(driver.task(id)?.desiredState == .running)
        #expect(driver.state(id) == .complete)
        driver.desire(.shutdown, of: id)
        driver.advance(.seconds(5))
        #expect(driver.state(id) == .complete)
    }

    @Test func `AGT-23 what was begun before the machine failed is done again, once`() {
        var driver = AgentsDriver(preloadsImages: false)
        let node = driver.addNode()
        let id = driver.run("plain", on: node)
        driver.advance(.milliseconds(600))
        #expect(driver.state(id) == .preparing)
        driver.agents.powerOff(node, now: driver.now)
        driver.advance(.seconds(1))
        driver.agents.powerOn(node, now: driver.now)
        driver.advance(.seconds(10))
        #expect(driver.state(id) == .running)
        let states = driver.states(of: id)
        #expect(states == states.sorted() && Set(states).count == states.count)
        #expect(driver.agents.containers(on: node, now: driver.now).map(\.task) == [id])
    }
}
