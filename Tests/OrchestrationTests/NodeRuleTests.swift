import Basics
import SwarmModel
import SwarmStore
import Testing

/// Drain, pause, down and removal of nodes; section 2 of the recordings.
struct NodeRuleTests {
    private func runningSwarm(
        _ restart: RestartPolicy? = nil,
        replicas: UInt64 = 10
    ) -> (TestSwarm, ServiceID) {
        var swarm = TestSwarm()
        let id = swarm.create(spec(replicas: replicas, restart: restart))
        swarm.advance(by: .seconds(10))
        swarm.forgetEvents()
        return (swarm, id)
    }

    @Test func `NOD-1 e: a drain replaces at once and starts when the old one has stopped`() {
        var (swarm, id) = runningSwarm()
        let start = swarm.now
        let node = swarm.node("node2").id
        swarm.set(.drain, on: "node2")
        #expect(swarm.store.tasks(on: node).map(\.desiredState) == [.shutdown, .shutdown])
        #expect(swarm.tasks(id).count { $0.desiredState == .ready } == 2)
        swarm.advance(by: .seconds(10))
        #expect(
            swarm.moments(of: .shutdown) == [
                start + .milliseconds(1_300), start + .milliseconds(1_300),
            ]
        )
        #expect(swarm.moments(ofDesired: .running) == swarm.moments(of: .shutdown))
        #expect(swarm.running(id).count == 10)
        #expect(!swarm.running(id).contains { $0.nodeID == node })
    }

    @Test func `NOD-5 e: reactivation moves nothing, force spreads again`() {
        var (swarm, id) = runningSwarm()
        swarm.set(.drain, on: "node2")
        swarm.advance(by: .seconds(10))
        swarm.forgetEvents()
        swarm.set(.active, on: "node2")
        swarm.advance(by: .seconds(10))
        #expect(swarm.taskEvents.isEmpty)
        swarm.update(id) { $0.task.forceUpdate += 1 }
        swarm.advance(by: .seconds(60))
        #expect(swarm.moments(of: .new).count == 10)
        #expect(
            swarm.store.nodes.map { node in swarm.running(id).count { $0.nodeID == node.id } } == [
                2, 2, 2, 2, 2,
            ]
        )
    }

    @Test func `NOD-2 g: a lost node's tasks are replaced after the delay and still read running`()
    {
        var (swarm, id) = runningSwarm()
        let start = swarm.now
        let node = swarm.node("node3").id
        swarm.lose("node3")
        #expect(swarm.tasks(id).count { $0.desiredState == .ready } == 2)
        swarm.advance(by: .seconds(10))
        #expect(swarm.moments(ofDesired: .running) == [start + .seconds(5), start + .seconds(5)])
        #expect(swarm.tasks(id).count { $0.state == .running } == 12)
        #expect(swarm.store.tasks(on: node).map(\.desiredState) == [.shutdown, .shutdown])
        swarm.bringBack("node3")
        swarm.advance(by: .seconds(10))
        #expect(swarm.store.tasks(on: node).map(\.state) == [.shutdown, .shutdown])
        #expect(swarm.running(id).count == 10)
    }

    @Test func `NOD-3 a removed node's tasks are replaced after the delay`() {
        var (swarm, id) = runningSwarm()
        swarm.lose("node4")
        swarm.advance(by: .seconds(2))
        swarm.removeNode("node4")
        swarm.advance(by: .seconds(10))
        #expect(swarm.running(id).count == 10)
        #expect(swarm.moments(of: .new).count == 2)
        #expect(swarm.moments(of: .orphaned).count == 2)
    }

    @Test func `NOD-3 a node removed without notice is the same`() {
        var (swarm, id) = runningSwarm()
        let start = swarm.now
        swarm.removeNode("node4")
        swarm.advance(by: .seconds(10))
        #expect(swarm.moments(ofDesired: .running) == [start + .seconds(5), start + .seconds(5)])
        #expect(swarm.running(id).count == 10)
    }

    @Test func `NOD-4 a paused node keeps its tasks, and failures go elsewhere`() throws {
        var (swarm, id) = runningSwarm()
        let node = swarm.node("node1").id
        swarm.set(.pause, on: "node1")
        swarm.advance(by: .seconds(10))
        #expect(swarm.taskEvents.isEmpty)
        swarm.fail(try #require(swarm.store.tasks(on: node).first))
        swarm.advance(by: .seconds(10))
        #expect(swarm.running(id).count == 10)
        #expect(swarm.running(id).count { $0.nodeID == node } == 1)
    }

    @Test func `NOD-6 with condition none a drain loses the tasks for good`() {
        var (swarm, id) = runningSwarm(RestartPolicy(condition: .none))
        swarm.set(.drain, on: "node1")
        swarm.advance(by: .seconds(20))
        #expect(swarm.running(id).count == 8)
        swarm.update(id) { $0.labels["a"] = "b" }
        swarm.set(.active, on: "node1")
        swarm.advance(by: .seconds(20))
        #expect(swarm.running(id).count == 8)
    }

    @Test func `NOD-6 with on-failure a drain replaces, and uses an attempt up`() throws {
        var (swarm, id) = runningSwarm(
            RestartPolicy(condition: .onFailure, maxAttempts: 1),
            replicas: 1
        )
        let first = try #require(swarm.running(id).first?.nodeID.flatMap { swarm.store.node($0) })
        swarm.set(.drain, on: first.displayName)
        swarm.advance(by: .seconds(20))
        let second = try #require(swarm.running(id).first?.nodeID.flatMap { swarm.store.node($0) })
        swarm.set(.drain, on: second.displayName)
        swarm.advance(by: .seconds(20))
        #expect(swarm.wanted(id).isEmpty)
    }

    @Test func `f: a container that is killed comes back five seconds later`() throws {
        var (swarm, id) = runningSwarm()
        let start = swarm.now
        let old = try #require(swarm.running(id).first)
        swarm.fail(old, as: .failed, "task: non-zero exit (137)")
        let replacement = try #require(swarm.tasks(id, slot: old.slot).last)
        #expect(replacement.desiredState == .ready)
        #expect(swarm.store.task(old.id)?.desiredState == .shutdown)
        #expect(swarm.store.task(old.id)?.status.error == "task: non-zero exit (137)")
        swarm.advance(by: .seconds(10))
        #expect(swarm.moments(of: .running) == [start + .milliseconds(5_300)])
        #expect(swarm.store.task(replacement.id)?.state == .running)
    }
}
