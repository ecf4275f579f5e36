import Basics
import ClusterPorts
import SwarmModel
import SwarmStore
import SwarmWorld
import Testing

/// What may happen to a swarm, from one lost manager to a torn network, and how it ends.
@Suite struct FailureStories {
    private static func onWorkers(_ replicas: UInt64) -> ServiceSpec {
        plain("web", replicas: replicas) {
            $0.task.placement.constraints = ["node.role == worker"]
        }
    }

    @Test func `all managers fail: containers run on, and all is repaired when they are back`()
        throws
    {
        var swarm = try WorldDriver()
        try swarm.create(Self.onWorkers(4))
        for id in swarm.world.managers.voters { try swarm.perform(.fault(.powerOff(id))) }
        let victim = try #require(swarm.running("web").first)
        try swarm.perform(.removeContainer(victim.id))
        swarm.run(.seconds(300))
        #expect(swarm.tasks("web").count == 4, "nobody replaces it")
        let request = swarm.send(.createNetwork(NetworkSpec(name: "n")))
        #expect(swarm.answer(to: request).refusal == EngineError.noLeader.message)
        for id in swarm.world.managers.voters { try swarm.perform(.fault(.powerOn(id))) }
        let back = swarm.run(atMost: .seconds(40)) { $0.world.managers.leader != nil }
        #expect((.seconds(9)...Duration.seconds(25)).contains(try #require(back)))
        let repaired = swarm.run(atMost: .seconds(60)) { swarm in
            swarm.store.task(victim.id)?.state == .failed && swarm.running("web").count == 4
        }
        #expect(repaired != nil)
        try swarm.perform(.createNetwork(NetworkSpec(name: "n")))
    }

    @Test func `a lone follower never leads`() throws {
        var swarm = try WorldDriver()
        let last = try #require(swarm.followers.first)
        for id in swarm.world.managers.voters where id != last {
            try swarm.perform(.fault(.powerOff(id)))
        }
        #expect(swarm.run(atMost: .seconds(600)) { $0.world.managers.leader != nil } == nil)
        #expect(swarm.member(last)?.standing != .leader)
        #expect(swarm.world.readingRefusal(by: last) == .noLeader)
    }

    @Test func `(j) RFT-22 two managers are worse than one`() throws {
        var swarm = try WorldDriver(managers: 2, workers: 1)
        try swarm.create(Self.onWorkers(2))
        let other = try #require(swarm.followers.first)
        try swarm.perform(.fault(.powerOff(other)))
        let hanging = swarm.send(.createNetwork(NetworkSpec(name: "n")))
        swarm.run(.seconds(22))
        #expect(swarm.answer(to: hanging).refusal == EngineError.lostLeaderText)
        let next = swarm.send(.createNetwork(NetworkSpec(name: "n")))
        swarm.run(.seconds(20))
        #expect(
            swarm.answer(to: next).refusal
                == "rpc error: code = DeadlineExceeded desc = context deadline exceeded"
        )
        #expect(
            swarm.refusal(of: .createNetwork(NetworkSpec(name: "n")))
                == EngineError.noLeader.message
        )
        #expect(swarm.running("web").count == 2, "the application does not notice")
        try swarm.perform(.fault(.powerOn(other)))
        let back = swarm.run(atMost: .seconds(60)) { $0.world.managers.leader != nil }
        #expect(try #require(back) <= .seconds(21))
        #expect(swarm.store.network(named: "n") != nil, "it was in the log, whatever was said")
        try swarm.perform(.createNetwork(NetworkSpec(name: "m")))
    }

    @Test func `(k) the leader leaves by force, and a worker is promoted in its place`() throws {
        var swarm = try WorldDriver()
        let first = try swarm.leader()
        let refusal = swarm.refusal(of: .leaveSwarm(first, force: false))
        #expect(
            try #require(refusal).hasPrefix(
                "You are attempting to leave the swarm on a node that is"
            )
        )
        try swarm.perform(.leaveSwarm(first, force: true))
        #expect(swarm.store.node(first)?.manager?.reachability == .unreachable, "at once")
        swarm.run(atMost: .seconds(60)) { $0.world.managers.leader != nil }
        try swarm.update(node: "node5") { $0.role = .manager }
        swarm.run(.seconds(40))
        #expect(swarm.world.managers.voters.count == 4, "it stays in the list until it is demoted")
        #expect(swarm.store.node(first)?.status.state == .down)
        let name = try #require(swarm.store.node(first)).description.hostname
        try swarm.update(node: name) { $0.role = .worker }
        swarm.run(.seconds(1))
        try swarm.perform(.removeNode(first, force: false))
        #expect(swarm.world.managersSummary.total == 3)
        #expect(swarm.world.managersSummary.reachable == 3)
    }

    @Test func `managers in slow data centres lose their leader again and again`() throws {
        var swarm = try WorldDriver(workers: 0, zones: ["a", "b", "c"])
        let quality = LinkQuality(latency: .milliseconds(950), jitter: .milliseconds(120))
        for (one, other) in [("a", "b"), ("a", "c"), ("b", "c")] {
            try swarm.perform(.fault(.link(.zone(one), .zone(other), quality)))
        }
        let term = swarm.world.managers.term
        var losses = 0
        for _ in 1...40 {
            guard
                swarm.run(atMost: .seconds(900), until: { $0.world.managers.leader == nil }) != nil,
                swarm.run(atMost: .seconds(900), until: { $0.world.managers.leader != nil }) != nil
            else { break }
            losses += 1
        }
        #expect(losses >= 3)
        #expect(swarm.world.managers.term > term + 2)
        try swarm.perform(.fault(.heal))
        swarm.run(.seconds(60))
        let steady = try swarm.leader()
        swarm.run(.seconds(600))
        #expect(try swarm.leader() == steady)
    }

    @Test func `DIS-10 workers behind a slow link are taken for dead while their containers run`()
        throws
    {
        var swarm = try WorldDriver(managers: 3, workers: 0)
        for number in 1...2 {
            for zone in ["b", "c"] {
                try swarm.perform(
                    .addNode(NewNode(hostname: "\(zone)\(number)", role: .worker, zone: zone))
                )
            }
        }
        swarm.run(.seconds(10))
        try swarm.create(Self.onWorkers(8))
        let far = [try swarm.node("b1").id, try swarm.node("b2").id]
        let old = swarm.running("web").filter { $0.nodeID.map(far.contains) ?? false }.map(\.id)
        #expect(old.count == 4)
        let slow = LinkQuality(latency: .seconds(3))
        try swarm.perform(.fault(.link(.zone("dc1"), .zone("b"), slow)))
        try swarm.perform(.fault(.link(.zone("b"), .zone("c"), slow)))
        #expect(swarm.world.networkTopology.strayed == far)
        let down = swarm.run(atMost: .seconds(30)) { swarm in
            far.allSatisfy { swarm.store.node($0)?.status.state == .down }
        }
        #expect((.seconds(8)...Duration.seconds(16.5)).contains(try #require(down)))
        swarm.run(.seconds(20))
        #expect(swarm.running("web").count == 8)
        #expect(swarm.running("web").allSatisfy { !far.contains($0.nodeID ?? far[0]) })
        #expect(old.allSatisfy { swarm.isContainerRunning(of: $0) }, "unseen")
        try swarm.perform(.fault(.heal))
        swarm.run(.seconds(30))
        #expect(far.allSatisfy { swarm.store.node($0)?.status.state == .ready })
        #expect(old.allSatisfy { !swarm.isContainerRunning(of: $0) }, "the surplus ends")
        #expect(swarm.running("web").count == 8)
        #expect(old.compactMap { swarm.store.task($0)?.state }.allSatisfy { $0 == .shutdown })
    }

    @Test(arguments: [UInt64](1...4))
    func `DIS-7 DIS-9 a torn swarm goes on in one half, and is one again when it is mended`(
        seed: UInt64
    ) throws {
        var swarm = try WorldDriver(managers: 0, workers: 0, seed: seed)
        for (name, role, zone) in [
            ("m1", NodeRole.manager, "a"), ("m2", .manager, "b"), ("m3", .manager, "b"),
            ("w1", .worker, "a"), ("w2", .worker, "b"), ("w3", .worker, "b"),
        ] {
            try swarm.perform(.addNode(NewNode(hostname: name, role: role, zone: zone)))
        }
        swarm.run(.seconds(10))
        try swarm.create(Self.onWorkers(6))
        let old = try swarm.leader()
        let lonely = try swarm.node("w1").id
        let cutOff = swarm.running("web").filter { $0.nodeID == lonely }.map(\.id)
        #expect(try swarm.node("m1").id == old)
        try swarm.perform(.fault(.cut(.zone("a"), .zone("b"))))
        let hanging = swarm.send(.createNetwork(NetworkSpec(name: "lost")), via: old)
        var leaders: [UInt64: NodeID] = [:]
        let elected = swarm.run(atMost: .seconds(60)) { swarm in
            for member in swarm.world.managersSummary.members where member.standing == .leader {
                if let known = leaders[member.term] { #expect(known == member.node) }
                leaders[member.term] = member.node
            }
            return swarm.world.managers.leader.map { $0 != old } ?? false
        }
        #expect((.seconds(9)...Duration.seconds(45)).contains(try #require(elected)))
        #expect(leaders.count >= 2)
        try swarm.perform(.createNetwork(NetworkSpec(name: "kept")))
        swarm.run(.seconds(60))
        #expect(swarm.answer(to: hanging).refusal == EngineError.lostLeaderText)
        #expect(swarm.store.node(lonely)?.status.state == .down)
        #expect(swarm.running("web").count == 6)
        #expect(cutOff.allSatisfy { swarm.isContainerRunning(of: $0) })
        #expect(swarm.world.store(seenBy: old)?.network(named: "kept") == nil)
        try swarm.perform(.fault(.heal))
        swarm.run(.seconds(90))
        #expect(cutOff.allSatisfy { !swarm.isContainerRunning(of: $0) })
        #expect(swarm.running("web").count == 6)
        #expect(swarm.store.nodes.allSatisfy { $0.status.state == .ready })
        #expect(swarm.store.network(named: "lost") == nil)
        for id in swarm.world.managers.voters {
            #expect(swarm.world.store(seenBy: id)?.network(named: "kept") != nil)
        }
        #expect(swarm.store.nodes.allSatisfy { $0.status.state != .disconnected })
    }
}
