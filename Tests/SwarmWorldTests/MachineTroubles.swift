import Basics
import ClusterPorts
import SwarmModel
import SwarmStore
import SwarmWorld
import Testing

/// Machines whose disks are slow or whose clocks are wrong.
@Suite struct MachineTroubles {
    @Test func `STO-6 what is not safe on a slow disk is answered later, and lost with the power`()
        throws
    {
        var swarm = try WorldDriver(managers: 1, workers: 0)
        let node = try swarm.leader()
        try swarm.perform(.fault(.slowDisk(node, .milliseconds(100))))
        let safe = swarm.send(.createNetwork(NetworkSpec(name: "safe")))
        swarm.run(.milliseconds(99))
        #expect(swarm.answer(to: safe) == nil)
        #expect(swarm.store.network(named: "safe") == nil)
        try swarm.restart()
        swarm.run(.milliseconds(1))
        #expect(try swarm.answer(to: safe)?.get().createdID != nil)
        swarm.run(.seconds(1))
        let lost = swarm.send(.createNetwork(NetworkSpec(name: "lost")))
        swarm.run(.milliseconds(50))
        try swarm.perform(.fault(.powerOff(node)))
        #expect(swarm.answer(to: lost).refusal?.hasSuffix("node lost leader status") == true)
        try swarm.perform(.fault(.powerOn(node)))
        swarm.run(.seconds(30))
        #expect(swarm.store.network(named: "safe") != nil)
        #expect(swarm.store.network(named: "lost") == nil)
        try swarm.perform(.fault(.slowDisk(node, .zero)))
        swarm.run(.seconds(1))
        let quick = swarm.send(.createNetwork(NetworkSpec(name: "quick")))
        #expect(swarm.answer(to: quick) != nil)
    }

    @Test func `RFT-3 a majority with quick disks does not wait for a slow one`() throws {
        var swarm = try WorldDriver()
        let slow = try #require(swarm.followers.first)
        try swarm.perform(.fault(.slowDisk(slow, .seconds(1))))
        let request = swarm.send(.createNetwork(NetworkSpec(name: "quick")))
        #expect(swarm.answer(to: request) != nil)
        #expect(swarm.world.store(seenBy: slow)?.network(named: "quick") == nil)
        swarm.run(.seconds(5))
        #expect(swarm.world.store(seenBy: slow)?.network(named: "quick") != nil)
    }

    /// How long the managers are without a leader when theirs dies.
    private static func election(seed: UInt64, permille: Int) throws -> Duration {
        var swarm = try WorldDriver(seed: seed)
        for node in swarm.followers {
            try swarm.perform(.fault(.skewClock(node, permille: permille, offset: .zero)))
        }
        try swarm.perform(.fault(.powerOff(try swarm.leader())))
        return try #require(swarm.run(atMost: .seconds(120)) { $0.world.managers.leader != nil })
    }

    @Test func `RFT-1 managers count the ticks of their own clocks`() throws {
        let right = try (1...6).map { try Self.election(seed: $0, permille: 0) }
        let fast = try (1...6).map { try Self.election(seed: $0, permille: 1_000) }
        // An election takes ten ticks at least; there, each takes half a second.
        #expect(right.allSatisfy { $0 > .seconds(9) })
        #expect(fast.contains { $0 < .seconds(9) })
    }

    @Test func `STO-6 a manager that leads in a term that is over leads nobody back`() throws {
        var swarm = try WorldDriver()
        let old = try swarm.leader()
        // A slow clock: it takes long to notice that it has lost the others.
        try swarm.perform(.fault(.skewClock(old, permille: -500, offset: .zero)))
        try swarm.perform(.fault(.isolate(old)))
        let isReplaced = swarm.run(atMost: .seconds(60)) { driver in
            driver.world.managers.leader.map { $0 != old } ?? false
        }
        #expect(isReplaced != nil)
        try swarm.perform(.createNetwork(NetworkSpec(name: "kept")))
        #expect(swarm.member(old)?.standing == .leader)
        try swarm.perform(.fault(.powerOff(try swarm.leader())))
        swarm.run(.seconds(1))
        #expect(swarm.world.managers.leader == nil)
        #expect(swarm.store.network(named: "kept") != nil)
    }

    @Test func `DIS-23 a node's clock decides nothing but the time it writes down`() throws {
        var swarm = try WorldDriver(managers: 1, workers: 1)
        for node in swarm.store.nodes {
            try swarm.perform(.fault(.skewClock(node.id, permille: 0, offset: .seconds(-3_600))))
        }
        try swarm.create(plain("web", replicas: 2))
        for task in swarm.running("web") {
            #expect(task.status.timestamp < task.meta.createdAt)
            #expect(task.orderingMoment >= task.meta.createdAt)
        }
        let killed = try #require(swarm.running("web").first)
        try swarm.perform(.removeContainer(killed.id))
        #expect(
            swarm.run(atMost: .seconds(30)) { driver in
                driver.running("web").count { $0.id != killed.id } == 2
            } != nil
        )
    }

    @Test func `a disk that is faster than fast and a clock that stands still are refused`() throws
    {
        var swarm = try WorldDriver(managers: 1, workers: 0)
        let node = try swarm.leader()
        let text = "a disk's delay is not negative, and a clock runs at 0.5 to 2 times its speed"
        #expect(swarm.refusal(of: .fault(.slowDisk(node, .seconds(-1)))) == text)
        #expect(
            swarm.refusal(of: .fault(.skewClock(node, permille: -1_000, offset: .zero))) == text
        )
    }

    @Test func `ALC-6 a swarm that is saved while its managers agree forgets no address`() throws {
        let slow = LinkQuality(latency: .milliseconds(50))
        let links = LinkDefaults(withinZone: slow, betweenZones: slow)
        var swarm = try WorldDriver(managers: 3, workers: 0, links: links)
        try swarm.perform(.createNetwork(NetworkSpec(name: "net")))
        swarm.run(.seconds(2))
        let network = try #require(swarm.store.network(named: "net"))
        let request = swarm.send(
            .createService(
                plain("web", replicas: 6) {
                    $0.task.networks = [NetworkAttachmentSpec(target: network.id)]
                    $0.endpoint = EndpointSpec(
                        ports: [PortConfig(targetPort: 80, publishedPort: 0)]
                    )
                }
            )
        )
        // So often that each of the rounds that follow is saved while it is agreed on.
        for _ in 1...40 {
            swarm.run(.milliseconds(20))
            try swarm.restart()
        }
        #expect(swarm.answer(to: request) != nil)
        swarm.run(.seconds(30))
        #expect(swarm.running("web").count == 6)
        #expect(swarm.world.auditMirrors() == [])
    }
}
