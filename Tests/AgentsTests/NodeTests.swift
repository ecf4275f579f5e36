import Agents
import Basics
import SwarmModel
import SwarmStore
import Testing

@Suite struct NodeTests {
    private func state(_ driver: AgentsDriver, _ node: NodeID) -> NodeStatus? {
        driver.store.node(node)?.status
    }

    @Test func `DIS-5 a node that joins is ready within 0.2 s, with an address`() throws {
        var driver = AgentsDriver()
        let node = driver.addNode(state: .unknown)
        driver.advance(.milliseconds(200))
        let status = try #require(state(driver, node))
        #expect(status.state == .ready && status.message.isEmpty)
        #expect(!status.address.isEmpty)
    }

    @Test(arguments: UInt64(1)...30)
    func `DIS-2 DIS-10 a silent node is down three periods after its last beat`(seed: UInt64) throws
    {
        var driver = AgentsDriver(seed: seed)
        let node = driver.addNode()
        driver.advance(.milliseconds(1_234))
        let off = driver.now
        driver.agents.powerOff(node, now: off)
        driver.advance(.seconds(30))
        let down = try #require(driver.nodeStates.last)
        #expect(down.status.state == .down && down.status.message == "heartbeat failure")
        let silence = Double((down.moment - off).nanoseconds) / 1e9
        // Three times 4.5 to 5.5 s, less the time since the last beat; written on the next tick.
        #expect((9...16.6).contains(silence))
    }

    @Test func `AGT-4 while a node is off its tasks keep their last report`() throws {
        var driver = AgentsDriver()
        let node = driver.addNode()
        let id = driver.run("plain", on: node)
        driver.advance(.seconds(3))
        driver.agents.powerOff(node, now: driver.now)
        driver.advance(.seconds(20))
        driver.desire(.shutdown, of: id)
        driver.advance(.seconds(20))
        #expect(driver.state(id) == .running)
        #expect(driver.agents.containers(on: node, now: driver.now).isEmpty)
        let on = driver.now
        driver.agents.powerOn(node, now: on)
        driver.advance(.seconds(5))
        #expect(state(driver, node)?.state == .ready)
        let task = try #require(driver.task(id))
        #expect(task.state == .failed && task.status.error == "task: non-zero exit (255)")
        #expect(task.status.message == "started" && task.status.container?.exitCode == 255)
        let ready = try #require(driver.nodeStates.last)
        #expect((0.2...3.7).contains(Double((ready.moment - on).nanoseconds) / 1e9))
    }

    @Test func `(g) DIS-21 a node back within two seconds was never down, but its tasks failed`() {
        var driver = AgentsDriver()
        let node = driver.addNode()
        let id = driver.run("plain", on: node)
        let held = driver.assign(driver.service("plain"), to: node, desired: .ready)
        driver.advance(.seconds(3))
        driver.agents.powerOff(node, now: driver.now)
        driver.advance(.milliseconds(200))
        driver.agents.powerOn(node, now: driver.now)
        driver.advance(.seconds(20))
        #expect(!driver.nodeStates.contains { $0.status.state == .down })
        #expect(driver.state(id) == .failed)
        #expect(driver.state(held) == .ready)
        driver.desire(.running, of: held)
        driver.advance(.seconds(3))
        #expect(driver.state(held) == .running)
    }

    @Test func `(g) AGT-4 a cut link leaves the containers running; they stop when it heals`() {
        var driver = AgentsDriver()
        let node = driver.addNode()
        let stays = driver.run("plain", on: node)
        let goes = driver.run("plain", on: node)
        let ends = driver.assign(
            driver.service("plain") { $0.command = ["sleep", "9"] },
            to: node
        )
        driver.advance(.seconds(3))
        driver.agents.disconnect(node, now: driver.now)
        driver.advance(.seconds(20))
        #expect(state(driver, node)?.state == .down)
        #expect(driver.agents.containers(on: node, now: driver.now).count == 2)
        #expect(driver.state(ends) == .running)
        driver.desire(.shutdown, of: goes)
        driver.advance(.seconds(5))
        #expect(driver.state(goes) == .running)
        driver.agents.reconnect(node, now: driver.now)
        driver.advance(.seconds(8))
        #expect(state(driver, node)?.state == .ready)
        #expect(driver.state(stays) == .running)
        #expect(driver.state(goes) == .shutdown)
        #expect(driver.state(ends) == .complete)
    }

    @Test func `DIS-30 tasks that were assigned in the silence start when the node is back`() {
        var driver = AgentsDriver()
        let node = driver.addNode()
        driver.agents.powerOff(node, now: driver.now)
        driver.advance(.seconds(1))
        let id = driver.run("plain", on: node)
        driver.advance(.seconds(5))
        #expect(driver.state(id) == .assigned)
        driver.agents.powerOn(node, now: driver.now)
        driver.advance(.seconds(6))
        #expect(driver.state(id) == .running)
    }

    @Test func `(g) a node that leaves is missed like one that died, and never comes back`() {
        var driver = AgentsDriver()
        let node = driver.addNode()
        driver.advance(.seconds(1))
        driver.agents.leave(node, now: driver.now)
        driver.advance(.seconds(7))
        #expect(state(driver, node)?.state == .ready)
        driver.advance(.seconds(10))
        #expect(state(driver, node)?.state == .down)
        driver.agents.powerOn(node, now: driver.now)
        driver.advance(.seconds(30))
        #expect(state(driver, node)?.state == .down)
    }

    @Test func `DIS-3 a new leader makes every node unknown; the living register, managers first`()
    {
        var driver = AgentsDriver()
        let manager = driver.addNode("node1", role: .manager)
        let worker = driver.addNode("node2")
        let dead = driver.addNode("node3", role: .manager)
        let down = driver.addNode("node4", state: .down)
        driver.agents.powerOff(dead, now: driver.now)
        driver.advance(.seconds(1))
        driver.agents.pauseDispatch()
        driver.advance(.seconds(14))
        let start = driver.now
        driver.agents.leaderChanged(&driver.store, now: start)
        driver.settle()
        let text = "Node moved to \"unknown\" state due to leadership change in cluster"
        for node in [manager, worker, dead] {
            #expect(state(driver, node)?.state == .unknown)
            #expect(state(driver, node)?.message == text)
        }
        #expect(state(driver, down)?.state == .down)
        driver.advance(.milliseconds(500))
        #expect(state(driver, manager)?.state == .ready)
        driver.advance(.milliseconds(8_100))
        #expect(state(driver, worker)?.state == .ready)
        #expect(state(driver, worker)?.message == "")
        driver.advance(.seconds(21))
        #expect(state(driver, dead)?.state == .unknown)
        driver.advance(.seconds(1))
        #expect(state(driver, dead)?.state == .down)
        #expect(
            state(driver, dead)?.message == "heartbeat failure for node in \"unknown\" state"
        )
    }

    @Test
    func `AGT-3 without a dispatcher containers run on, and their reports are delivered later`() {
        var driver = AgentsDriver()
        let node = driver.addNode()
        let service = driver.service("plain") { $0.command = ["sh", "-c", "sleep 10; exit 4"] }
        let id = driver.assign(service, to: node)
        driver.advance(.seconds(3))
        driver.agents.pauseDispatch()
        driver.advance(.seconds(30))
        #expect(driver.state(id) == .running)
        #expect(driver.agents.container(of: id, now: driver.now) == nil)
        driver.agents.resumeDispatch()
        driver.advance(.milliseconds(100))
        let task = driver.task(id)
        #expect(task?.state == .failed)
        #expect((task?.status.timestamp ?? driver.now) < .zero + .seconds(13))
        #expect(task?.status.appliedAt == .zero + .seconds(33))
    }

    @Test func `LIF-20 a node down for a day orphans its tasks`() {
        var driver = AgentsDriver()
        let node = driver.addNode()
        let id = driver.run("plain", on: node)
        driver.advance(.seconds(3))
        driver.agents.powerOff(node, now: driver.now)
        driver.advance(.seconds(86_400))
        #expect(driver.state(id) == .running)
        driver.advance(.seconds(20))
        #expect(driver.state(id) == .orphaned)
        driver.agents.powerOn(node, now: driver.now)
        driver.advance(.seconds(10))
        #expect(driver.state(id) == .orphaned)
    }

    @Test func `DIS-4 registration cancels the orphaning`() {
        var driver = AgentsDriver()
        let node = driver.addNode()
        let id = driver.run("plain", on: node)
        driver.advance(.seconds(3))
        driver.agents.disconnect(node, now: driver.now)
        driver.advance(.seconds(50_000))
        driver.agents.reconnect(node, now: driver.now)
        driver.advance(.seconds(50_000))
        #expect(driver.state(id) == .running)
    }

    @Test func `DIS-1 the heartbeat period of the cluster holds from the next silence on`() throws {
        var driver = AgentsDriver()
        let node = driver.addNode()
        var cluster = driver.store.cluster
        cluster.spec.heartbeatPeriod = Moment(nanoseconds: 1_000_000_000)
        driver.store.update(cluster)
        driver.advance(.seconds(1))
        driver.agents.powerOff(node, now: driver.now)
        driver.advance(.milliseconds(900))
        #expect(state(driver, node)?.state == .ready)
        driver.advance(.milliseconds(3_700))
        #expect(state(driver, node)?.state == .down)
    }

    @Test func `a node that is removed takes its containers along`() {
        var driver = AgentsDriver()
        let node = driver.addNode()
        let id = driver.run("plain", on: node)
        driver.advance(.seconds(3))
        driver.store.remove(node)
        driver.advance(.seconds(30))
        #expect(driver.agents.container(of: id, now: driver.now) == nil)
        #expect(driver.agents.nextDeadline == nil)
    }

    @Test func `a new node is not missed for the silence of one that was removed`() {
        var driver = AgentsDriver()
        let old = driver.addNode("old", state: .unknown)
        driver.advance(.seconds(1))
        driver.agents.powerOff(old, now: driver.now)
        driver.advance(.seconds(1))
        driver.store.remove(old)
        driver.advance(.seconds(1))
        let new = driver.addNode("new", state: .unknown)
        driver.advance(.seconds(1))
        driver.agents.powerOff(new, now: driver.now)
        driver.agents.powerOn(new, now: driver.now)
        driver.advance(.seconds(60))
        #expect(state(driver, new)?.state == .ready)
        #expect(!driver.nodeStates.contains { $0.status.state == .down })
    }
}
