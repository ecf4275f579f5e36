import Basics
import ClusterPorts
import SwarmModel
import SwarmStore
import SwarmWorld
import Testing

/// Links between machines and zones, and what agents make of them.
@Suite struct LinkTests {
    private func quality(_ swarm: WorldDriver, _ one: String, _ other: String) throws -> LinkQuality
    {
        try swarm.world.topology.quality(
            between: swarm.node(one).id,
            and: swarm.node(other).id
        )
    }

    @Test
    func `what is said of two machines counts before what is said of zones, but a cut is a cut`()
        throws
    {
        var swarm = try WorldDriver(managers: 1, workers: 3, links: .ordinary, zones: ["a", "b"])
        let node1 = LinkEnd.node(try swarm.node("node1").id)
        let node2 = LinkEnd.node(try swarm.node("node2").id)
        #expect(try quality(swarm, "node1", "node3") == LinkDefaults.ordinary.withinZone)
        #expect(try quality(swarm, "node1", "node2") == LinkDefaults.ordinary.betweenZones)
        #expect(try quality(swarm, "node1", "node1") == .immediate)
        let slow = LinkQuality(latency: .seconds(1))
        let slower = LinkQuality(latency: .seconds(2))
        try swarm.perform(.fault(.link(.zone("b"), .zone("a"), slow)))
        try swarm.perform(.fault(.link(node2, node1, slower)))
        #expect(try quality(swarm, "node1", "node2") == slower)
        #expect(try quality(swarm, "node4", "node1") == slow)
        try swarm.perform(.fault(.cut(.zone("a"), .zone("b"))))
        #expect(try quality(swarm, "node1", "node2") == .cut)
        try swarm.perform(.fault(.mend(.zone("a"), .zone("b"))))
        #expect(try quality(swarm, "node1", "node2") == slower)
        #expect(try quality(swarm, "node4", "node3") == LinkDefaults.ordinary.betweenZones)
        try swarm.perform(.fault(.isolate(swarm.node("node3").id)))
        #expect(try quality(swarm, "node1", "node3") == .cut)
        #expect(swarm.world.networkTopology.isolated == [try swarm.node("node3").id])
        #expect(swarm.world.networkTopology.troubled.map(\.quality) == [slower])
        try swarm.perform(.fault(.heal))
        #expect(swarm.world.topology.isHealthy)
    }

    @Test func `a link that cannot be is refused`() throws {
        var swarm = try WorldDriver(managers: 1, workers: 0)
        let zone = LinkEnd.zone("dc1")
        #expect(swarm.refusal(of: .fault(.link(zone, zone, LinkQuality(loss: 1.5)))) != nil)
        let negative = LinkQuality(latency: .seconds(-1))
        #expect(swarm.refusal(of: .fault(.link(zone, zone, negative))) != nil)
        var random = SeededGenerator(seed: 9)
        let nobody = NodeID(using: &random)
        #expect(swarm.refusal(of: .fault(.isolate(nobody))) == "node \(nobody) not found")
    }

    @Test(arguments: [
        (LinkQuality(latency: .milliseconds(2_400)), true),
        (LinkQuality(latency: .milliseconds(2_600)), false),
        (LinkQuality(loss: 0.4), true),
        (LinkQuality(loss: 0.5), false),
        (LinkQuality(latency: .milliseconds(900), loss: 0.4), false),
        (LinkQuality.cut, false),
    ])
    func `DIS-10 AGT-1 an agent holds a session as long as a call takes five seconds at most`(
        quality: LinkQuality,
        holds: Bool
    ) throws {
        var swarm = try WorldDriver(managers: 1, workers: 1, zones: ["a", "b"])
        try swarm.perform(.fault(.link(.zone("a"), .zone("b"), quality)))
        swarm.run(.seconds(60))
        #expect(try swarm.node("node2").status.state == (holds ? .ready : .down))
        try swarm.perform(.fault(.heal))
        swarm.run(.seconds(5))
        #expect(try swarm.node("node2").status.state == .ready)
    }

    @Test func `an agent that cannot call the leader goes by way of another manager`() throws {
        var swarm = try WorldDriver(managers: 3, workers: 1)
        let leader = LinkEnd.node(try swarm.leader())
        let worker = LinkEnd.node(try swarm.node("node4").id)
        try swarm.perform(.fault(.cut(leader, worker)))
        swarm.run(.seconds(60))
        #expect(try swarm.node("node4").status.state == .ready)
        for id in swarm.followers { try swarm.perform(.fault(.cut(.node(id), worker))) }
        swarm.run(.seconds(60))
        #expect(try swarm.node("node4").status.state == .down)
        #expect(swarm.world.networkTopology.strayed == [try swarm.node("node4").id])
    }
}
