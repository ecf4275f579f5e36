import Basics
import ClusterPorts
import SwarmModel
import SwarmStore
import SwarmWorld
import Testing

/// How managers agree: each rule on a World whose managers talk over simulated links.
@Suite struct RaftRules {
    /// A tenth of a second there and back.
    private static let slow = LinkDefaults(
        withinZone: LinkQuality(latency: .milliseconds(50)),
        betweenZones: LinkQuality(latency: .milliseconds(50))
    )

    @Test func `STO-4 STO-6 nobody sees a change before a majority has it`() throws {
        var swarm = try WorldDriver(links: Self.slow)
        let request = swarm.send(.createNetwork(NetworkSpec(name: "later")))
        let second = swarm.send(.createNetwork(NetworkSpec(name: "second")))
        swarm.run(.milliseconds(99))
        #expect(swarm.answer(to: request) == nil)
        #expect(swarm.store.network(named: "later") == nil)
        swarm.run(.milliseconds(1))
        #expect(try swarm.answer(to: request)?.get().createdID != nil)
        #expect(swarm.store.network(named: "later") != nil)
        #expect(swarm.store.network(named: "second") == nil, "one writer at a time")
        swarm.run(.milliseconds(100))
        #expect(try swarm.answer(to: second)?.get().createdID != nil)
        let follower = try #require(swarm.followers.first)
        swarm.run(.seconds(1))
        #expect(swarm.world.store(seenBy: follower)?.network(named: "second") != nil)
    }

    @Test func `STO-6 what a lost leader had sent out may still be agreed on`() throws {
        var swarm = try WorldDriver(links: Self.slow)
        let leader = try swarm.leader()
        let request = swarm.send(.createNetwork(NetworkSpec(name: "kept")))
        swarm.run(.milliseconds(60))
        try swarm.perform(.fault(.powerOff(leader)))
        #expect(
            swarm.answer(to: request).refusal
                == "rpc error: code = Unknown desc = raft: failed to process the request: node lost "
                + "leader status"
        )
        #expect(swarm.store.network(named: "kept") == nil)
        #expect(swarm.run(atMost: .seconds(30)) { $0.world.managers.leader != nil } != nil)
        #expect(swarm.store.network(named: "kept") != nil)
    }

    @Test func `STO-6 what a lost leader could not send out is gone`() throws {
        var swarm = try WorldDriver(links: Self.slow)
        let leader = try swarm.leader()
        try swarm.perform(.fault(.isolate(leader)))
        let request = swarm.send(.createNetwork(NetworkSpec(name: "gone")), via: leader)
        swarm.run(.seconds(22))
        #expect(
            swarm.answer(to: request).refusal
                == "rpc error: code = Unknown desc = raft: failed to process the request: node lost "
                + "leader status"
        )
        try swarm.perform(.fault(.heal))
        swarm.run(.seconds(60))
        #expect(swarm.world.managers.leader != nil)
        #expect(swarm.store.network(named: "gone") == nil)
        try swarm.perform(.createNetwork(NetworkSpec(name: "gone")))
        swarm.run(.seconds(2))
        for id in swarm.world.managers.voters {
            #expect(swarm.world.store(seenBy: id)?.network(named: "gone") != nil)
        }
    }

    @Test func `RFT-2 a message that takes longer than two seconds there and back is lost`() throws
    {
        var swarm = try WorldDriver(workers: 0)
        let within = LinkEnd.zone(NewNode.standardZone)
        try swarm.perform(
            .fault(.link(within, within, LinkQuality(latency: .milliseconds(900))))
        )
        let leader = try swarm.leader()
        let request = swarm.send(.createNetwork(NetworkSpec(name: "n")))
        let took = swarm.run(atMost: .seconds(5)) { $0.answer(to: request) != nil }
        #expect(try #require(took) == .milliseconds(1_800))
        swarm.run(.seconds(120))
        #expect(swarm.world.managers.leader == leader)
        try swarm.perform(
            .fault(.link(within, within, LinkQuality(latency: .milliseconds(1_001))))
        )
        let lost = swarm.run(atMost: .seconds(60)) { $0.world.managers.leader == nil }
        #expect((.seconds(10)...Duration.seconds(21)).contains(try #require(lost)))
        #expect(swarm.run(atMost: .seconds(300)) { $0.world.managers.leader != nil } == nil)
    }

    @Test func `RFT-2 loss makes a link slow, as what is lost is sent again`() throws {
        var swarm = try WorldDriver(workers: 1)
        let within = LinkEnd.zone(NewNode.standardZone)
        let quality = LinkQuality(
            latency: .milliseconds(20),
            jitter: .milliseconds(60),
            loss: 0.2,
            duplication: 0.3
        )
        try swarm.perform(.fault(.link(within, within, quality)))
        for number in 1...40 {
            try swarm.perform(.createNetwork(NetworkSpec(name: "n\(number)")))
        }
        try swarm.perform(.fault(.heal))
        swarm.run(.seconds(5))
        for id in swarm.world.managers.voters {
            let view = try #require(swarm.world.store(seenBy: id))
            #expect(view.networks.count == 43)
        }
        let indexes = swarm.world.managersSummary.members.map(\.appliedIndex)
        #expect(Set(indexes).count == 1)
    }

    @Test func `RFT-3 a call to another manager is passed on to the leader`() throws {
        var swarm = try WorldDriver(links: Self.slow)
        let follower = try #require(swarm.followers.first)
        let request = swarm.send(.createNetwork(NetworkSpec(name: "n")), via: follower)
        let took = swarm.run(atMost: .seconds(5)) { $0.answer(to: request) != nil }
        #expect(try #require(took) == .milliseconds(200), "there, agreed on, and back")
        #expect(swarm.store.network(named: "n") != nil)
    }

    @Test func `RFT-4 LDR-1 a new leader begins with all that was agreed on`() throws {
        var swarm = try WorldDriver(links: Self.slow)
        let request = swarm.send(.createService(plain("web", replicas: 4)))
        swarm.run(atMost: .seconds(1)) { $0.answer(to: request) != nil }
        #expect(swarm.tasks("web").isEmpty, "nothing but the service is there yet")
        let old = try swarm.leader()
        try swarm.perform(.fault(.powerOff(old)))
        swarm.run(.seconds(9))
        #expect(swarm.tasks("web").isEmpty, "nobody makes tasks while nobody leads")
        #expect(swarm.run(atMost: .seconds(60)) { $0.running("web").count == 4 } != nil)
        #expect(try swarm.leader() != old)
    }

    @Test func `RFT-6 without a leader calls wait, and after a while are refused at once`() throws {
        var swarm = try WorldDriver(managers: 2, workers: 0)
        let follower = try #require(swarm.followers.first)
        try swarm.perform(.fault(.powerOff(swarm.leader())))
        swarm.run(.seconds(1))
        let first = swarm.send(.createNetwork(NetworkSpec(name: "n")), via: follower)
        swarm.run(.seconds(20))
        #expect(
            swarm.answer(to: first).refusal
                == "rpc error: code = DeadlineExceeded desc = context deadline exceeded"
        )
        swarm.run(.seconds(25))
        let second = swarm.send(.createNetwork(NetworkSpec(name: "n")), via: follower)
        #expect(swarm.answer(to: second).refusal == EngineError.noLeader.message)
        #expect(swarm.world.readingRefusal(by: follower) == .noLeader)
    }

    @Test func `RFT-7 a forced new cluster keeps everything but the other managers`() throws {
        var swarm = try WorldDriver()
        try swarm.create(
            plain("web", replicas: 4) { $0.task.placement.constraints = ["node.role == worker"] }
        )
        let tasks = swarm.running("web").map(\.id)
        let survivor = try #require(swarm.followers.first)
        for id in swarm.world.managers.voters where id != survivor {
            try swarm.perform(.fault(.powerOff(id)))
        }
        swarm.run(.seconds(60))
        #expect(swarm.world.managers.leader == nil)
        try swarm.perform(.forceNewCluster(survivor))
        #expect(swarm.world.managers.leader == survivor)
        #expect(swarm.world.managers.voters == [survivor])
        let others = swarm.store.nodes.filter { $0.role == .manager && $0.id != survivor }
        #expect(others.count == 2)
        #expect(others.allSatisfy { $0.manager == nil }, "they keep the role only")
        let down = swarm.run(atMost: .seconds(60)) { swarm in
            others.allSatisfy { swarm.store.node($0.id)?.status.state == .down }
        }
        #expect((.seconds(25)...Duration.seconds(31)).contains(try #require(down)))
        #expect(swarm.running("web").map(\.id) == tasks, "workers go on")
        try swarm.perform(.createNetwork(NetworkSpec(name: "n")))
        try swarm.perform(.fault(.powerOn(others[0].id)))
        swarm.run(.seconds(60))
        #expect(swarm.world.managers.voters == [survivor], "nobody comes back by himself")
    }

    @Test func `RFT-8 ROL-8 a removed member disturbs nobody, and comes back as another`() throws {
        var swarm = try WorldDriver()
        let gone = try #require(swarm.followers.last)
        let name = try #require(swarm.store.node(gone)).description.hostname
        let index = try #require(swarm.member(gone)).appliedIndex
        try swarm.perform(.fault(.isolate(gone)))
        try swarm.update(node: name) { $0.role = .worker }
        swarm.run(.seconds(60))
        #expect(!swarm.world.managers.voters.contains(gone))
        let (leader, term) = (try swarm.leader(), swarm.world.managers.term)
        try swarm.perform(.fault(.heal))
        swarm.run(.seconds(60))
        #expect(try swarm.leader() == leader)
        #expect(swarm.world.managers.term == term)
        try swarm.update(node: name) { $0.role = .manager }
        swarm.run(.seconds(2))
        #expect(swarm.world.managers.voters.last == gone, "the last to join")
        #expect(try #require(swarm.member(gone)).appliedIndex > index)
    }

    @Test func `RFT-20 RFT-21 without a quorum the last state can be read`() throws {
        var swarm = try WorldDriver()
        try swarm.create(
            plain("web", replicas: 4) { $0.task.placement.constraints = ["node.role == worker"] }
        )
        let leader = try swarm.leader()
        for id in swarm.followers { try swarm.perform(.fault(.powerOff(id))) }
        let request = swarm.send(.createNetwork(NetworkSpec(name: "n")))
        #expect(swarm.world.readingRefusal(by: leader) == nil, "a leader still answers")
        #expect(
            swarm.followers.allSatisfy {
                swarm.store.node($0)?.manager?.reachability == .unreachable
            }
        )
        swarm.run(.seconds(300))
        #expect(swarm.answer(to: request).refusal == EngineError.lostLeaderText)
        #expect(swarm.world.store(seenBy: leader)?.service(named: "web") != nil)
        #expect(swarm.running("web").count == 4)
        #expect(swarm.store.nodes.allSatisfy { $0.status.state == .ready }, "nobody is missed")
    }

    @Test func `STO-9 a manager that was away for long comes back by a snapshot`() throws {
        var swarm = try WorldDriver(workers: 0)
        let away = try #require(swarm.followers.first)
        try swarm.perform(.fault(.powerOff(away)))
        for number in 1...2_100 {
            let data = ConfigSpec(name: "c\(number)", data: [1])
            try swarm.perform(.createConfig(data))
        }
        #expect(swarm.world.store(seenBy: away)?.configs.isEmpty == true)
        try swarm.perform(.fault(.powerOn(away)))
        swarm.run(.seconds(30))
        #expect(swarm.world.store(seenBy: away)?.configs.count == 2_100)
        let members = swarm.world.managersSummary.members
        #expect(Set(members.map(\.lastIndex)).count == 1)
    }

    @Test func `OBJ-34 a manager's standing is what managers see, not a version of the node`()
        throws
    {
        var swarm = try WorldDriver(workers: 0)
        let follower = try #require(swarm.followers.first)
        let before = try #require(swarm.store.node(follower))
        #expect(before.manager?.reachability == .reachable)
        let copy = swarm.store
        try swarm.perform(.fault(.powerOff(follower)))
        let after = try #require(swarm.store.node(follower))
        #expect(after.manager?.reachability == .unreachable)
        #expect(after.meta.version == before.meta.version)
        #expect(swarm.store.differences(from: copy).nodes.count == 1, "readers see it all the same")
    }

    @Test func `a story with links, cut and healed, is the same twice, and after a restart`() throws
    {
        func tell(_ restarts: Bool) throws -> [UInt8] {
            var swarm = try WorldDriver(links: .ordinary, zones: ["a", "b", "c"])
            let request = swarm.send(.createService(plain("web", replicas: 6)))
            if restarts { try swarm.restart() }
            swarm.run(.milliseconds(15))
            if restarts { try swarm.restart() }
            swarm.run(.seconds(3))
            #expect(try swarm.answer(to: request)?.get() != nil)
            try swarm.perform(.fault(.isolate(swarm.leader())))
            try swarm.perform(.fault(.link(.zone("b"), .zone("c"), LinkQuality(loss: 0.3))))
            for _ in 1...40 {
                swarm.run(.milliseconds(1_013))
                if restarts { try swarm.restart() }
            }
            try swarm.perform(.fault(.heal))
            swarm.run(.seconds(30))
            #expect(swarm.running("web").count == 6)
            return try Packed.encode(swarm.world)
        }
        let once = try tell(false)
        #expect(try tell(false) == once)
        #expect(try tell(true) == once)
    }
}

extension EngineError {
    /// What is said when a leader gives up.
    static let lostLeaderText =
        "rpc error: code = Unknown desc = raft: failed to process the request: node lost leader "
        + "status"
}
