import Basics
import SwarmModel
import SwarmStore
import SwarmWorld
import Testing

/// What a real five-node swarm was seen to do when nodes change, told again to a World.
@Suite struct NodeTimelines {
    @Test func `(e) a drained node's tasks move at once and do not come back`() throws {
        var swarm = try WorldDriver()
        try swarm.create(plain("web", replicas: 10))
        let node4 = try swarm.node("node4").id
        #expect(swarm.running("web").count { $0.nodeID == node4 } == 2)
        try swarm.update(node: "node4") { $0.availability = .drain }
        let moved = swarm.run(atMost: .seconds(30)) { swarm in
            swarm.running("web").count == 10
                && swarm.running("web").allSatisfy { $0.nodeID != node4 }
        }
        #expect(try #require(moved) < .seconds(5), "no restart delay on a drain")
        try swarm.update(node: "node4") { $0.availability = .active }
        swarm.run(.seconds(60))
        #expect(swarm.running("web").count { $0.nodeID == node4 } == 0, "nothing is rebalanced")
        try swarm.update("web") { $0.task.forceUpdate += 1 }
        swarm.run(atMost: .seconds(120)) { $0.updateState("web") == .completed }
        #expect(swarm.running("web").count { $0.nodeID == node4 } == 2, "a forced update spreads")
    }

    @Test func `(e) a paused node keeps its tasks and gets no new ones`() throws {
        var swarm = try WorldDriver()
        try swarm.create(plain("web", replicas: 5))
        let node5 = try swarm.node("node5").id
        try swarm.update(node: "node5") { $0.availability = .pause }
        try swarm.update("web") { $0.mode = .replicated(replicas: 14) }
        swarm.run(atMost: .seconds(30)) { $0.running("web").count == 14 }
        #expect(swarm.running("web").count == 14)
        #expect(swarm.running("web").count { $0.nodeID == node5 } == 1)
    }

    @Test func `(f) a removed container fails with 137 and is replaced after the restart delay`()
        throws
    {
        var swarm = try WorldDriver()
        try swarm.create(plain("web", replicas: 3))
        let victim = try #require(swarm.running("web").first)
        try swarm.perform(.removeContainer(victim.id))
        swarm.run(.milliseconds(500))
        let failed = try #require(swarm.store.task(victim.id))
        #expect(failed.state == .failed)
        #expect(failed.status.error == "task: non-zero exit (137)")
        #expect(failed.status.message == "started")
        #expect(failed.desiredState == .shutdown)
        let replacement = try #require(
            swarm.tasks("web").first { $0.slot == victim.slot && $0.id != victim.id }
        )
        #expect(replacement.desiredState == .ready)
        let took = swarm.run(atMost: .seconds(20)) { $0.running("web").count == 3 }
        #expect((.seconds(4.4)...Duration.seconds(6.5)).contains(try #require(took)))
    }

    @Test func `(g) a dead worker is down after 8 to 15 s and its tasks run elsewhere 5 s later`()
        throws
    {
        var swarm = try WorldDriver()
        try swarm.create(plain("web", replicas: 10))
        let node5 = try swarm.node("node5").id
        try swarm.perform(.fault(.powerOff(node5)))
        let down = swarm.run(atMost: .seconds(30)) {
            $0.store.node(node5)?.status.state == .down
        }
        #expect((.seconds(8)...Duration.seconds(15.6)).contains(try #require(down)))
        #expect(swarm.store.node(node5)?.status.message == "heartbeat failure")
        let replaced = swarm.run(atMost: .seconds(30)) { swarm in
            swarm.running("web").count { $0.nodeID != node5 } == 10
        }
        #expect((.seconds(5)...Duration.seconds(7)).contains(try #require(replaced)))
        let tally = swarm.store.tally(of: try swarm.service("web").id)
        #expect(tally.running == 12, "the dead node's last word still counts")
        try swarm.perform(.fault(.powerOn(node5)))
        let back = swarm.run(atMost: .seconds(30)) {
            $0.store.node(node5)?.status.state == .ready
        }
        #expect(try #require(back) < .seconds(6))
        swarm.run(.seconds(30))
        #expect(swarm.running("web").count { $0.nodeID == node5 } == 0)
        #expect(swarm.store.tally(of: try swarm.service("web").id).running == 10)
    }

    @Test(arguments: [UInt64](1...6))
    func `(h) a lost leader is followed by another and nothing else changes`(seed: UInt64) throws {
        var swarm = try WorldDriver(seed: seed)
        try swarm.create(
            plain("web", replicas: 4) { $0.task.placement.constraints = ["node.role == worker"] }
        )
        let before = swarm.running("web").map(\.id)
        let old = try swarm.leader()
        try swarm.perform(.fault(.powerOff(old)))
        let request = swarm.send(.createNetwork(NetworkSpec(name: "later")))
        #expect(swarm.answer(to: request) == nil, "writes hang until there is a leader")
        let elected = swarm.run(atMost: .seconds(60)) { $0.world.managers.leader != nil }
        let took = try #require(elected)
        // Two that stand at the same time cost a second round, as the real swarm once did.
        #expect((.seconds(9)...Duration.seconds(42)).contains(took))
        if took < .seconds(20) {
            #expect(try swarm.answer(to: request)?.get().createdID != nil)
        } else {
            #expect(
                swarm.answer(to: request).refusal
                    == "rpc error: code = DeadlineExceeded desc = context deadline exceeded"
            )
        }
        let unknown = swarm.store.nodes.filter { $0.status.state == .unknown }
        #expect(
            unknown.allSatisfy {
                $0.status.message
                    == "Node moved to \"unknown\" state due to leadership change in cluster"
            }
        )
        swarm.run(.seconds(60))
        #expect(swarm.running("web").map(\.id) == before)
        #expect(swarm.store.nodes.count { $0.status.state == .ready } == 4)
        #expect(
            swarm.store.node(old)?.status.message
                == "heartbeat failure for node in \"unknown\" state"
        )
        #expect(swarm.store.node(old)?.manager?.reachability == .unreachable)
    }

    @Test func `(i) without a majority tasks run on, nothing is replaced, writes fail`() throws {
        var swarm = try WorldDriver()
        try swarm.create(
            plain("web", replicas: 4) { $0.task.placement.constraints = ["node.role == worker"] }
        )
        for node in swarm.store.nodes
        where node.role == .manager && node.id != swarm.world.managers.leader {
            try swarm.perform(.fault(.powerOff(node.id)))
        }
        let first = swarm.send(.createNetwork(NetworkSpec(name: "one")))
        let gaveUp = swarm.run(atMost: .seconds(30)) { $0.answer(to: first) != nil }
        #expect((.seconds(10)...Duration.seconds(20.5)).contains(try #require(gaveUp)))
        #expect(
            swarm.answer(to: first).refusal
                == "rpc error: code = Unknown desc = raft: failed to process the request: node lost "
                + "leader status"
        )
        let second = swarm.send(.createNetwork(NetworkSpec(name: "two")))
        #expect(swarm.answer(to: second) == nil)
        swarm.run(.seconds(21))
        #expect(
            swarm.answer(to: second).refusal
                == "rpc error: code = DeadlineExceeded desc = context deadline exceeded"
        )
        let third = swarm.send(.createNetwork(NetworkSpec(name: "three")))
        #expect(swarm.answer(to: third).refusal == EngineError.noLeader.message)
        let victim = try #require(swarm.running("web").first)
        try swarm.perform(.removeContainer(victim.id))
        swarm.run(.seconds(60))
        #expect(swarm.tasks("web").count == 4, "nothing is replaced without a leader")
        for node in swarm.store.nodes where node.role == .manager {
            try swarm.perform(.fault(.powerOn(node.id)))
        }
        let healed = swarm.run(atMost: .seconds(60)) { $0.running("web").count == 4 }
        #expect(healed != nil, "failures of the meantime are repaired")
    }

    @Test func `(k) promotion and demotion, and what is refused`() throws {
        var swarm = try WorldDriver()
        try swarm.update(node: "node4") { $0.role = .manager }
        swarm.run(.seconds(2))
        #expect(try swarm.node("node4").manager?.reachability == .reachable)
        try swarm.update(node: "node4") { $0.role = .worker }
        swarm.run(.seconds(2))
        #expect(try swarm.node("node4").manager == nil)
        #expect(try swarm.node("node4").role == .worker)

        let node3 = try swarm.node("node3")
        #expect(
            swarm.refusal(of: .removeNode(node3.id, force: true))
                == "rpc error: code = FailedPrecondition desc = node \(node3.id) is a cluster "
                + "manager and is a member of the raft cluster. It must be demoted to worker before "
                + "removal"
        )
        let node5 = try swarm.node("node5").id
        #expect(
            swarm.refusal(of: .removeNode(node5, force: false))
                == "rpc error: code = FailedPrecondition desc = node \(node5) is not down and can't "
                + "be removed"
        )

        let follower = try #require(
            swarm.store.nodes.first { $0.role == .manager && $0.manager?.isLeader == false }
        )
        try swarm.perform(.fault(.powerOff(follower.id)))
        let other = try #require(
            swarm.store.nodes.first {
                $0.role == .manager && $0.manager?.reachability == .reachable
                    && $0.manager?.isLeader == false
            }
        )
        var spec = other.spec
        spec.role = .worker
        #expect(
            swarm.refusal(of: .updateNode(other.id, version: other.meta.version, spec: spec))
                == "rpc error: code = FailedPrecondition desc = can't remove member from the raft: "
                + "this would result in a loss of quorum"
        )
    }

    @Test func `(k) the last manager cannot be demoted`() throws {
        var swarm = try WorldDriver(managers: 1, workers: 1)
        let node = try swarm.node("node1")
        var spec = node.spec
        spec.role = .worker
        #expect(
            swarm.refusal(of: .updateNode(node.id, version: node.meta.version, spec: spec))
                == "rpc error: code = FailedPrecondition desc = attempting to demote the last "
                + "manager of the swarm"
        )
    }

    @Test func `(k) demoting the leader moves the lead first`() throws {
        var swarm = try WorldDriver()
        let leader = try #require(swarm.world.managers.leader)
        let name = try #require(swarm.store.node(leader)).description.hostname
        try swarm.update(node: name) { $0.role = .worker }
        swarm.run(.seconds(10))
        #expect(swarm.world.managers.leader != leader)
        #expect(swarm.world.managers.leader != nil)
        #expect(swarm.store.nodes.allSatisfy { $0.status.state == .ready })
    }
}

extension Result<CommandOutcome, EngineError>? {
    var refusal: String? {
        guard case .failure(let error)? = self else { return nil }
        return error.message
    }
}
