import Basics
import ClusterPorts
import SwarmModel
import SwarmStore
import SwarmWorld
import Testing

/// Random troubles of links and machines, and what must hold all the same.
///
/// A seed that fails fails again.
@Suite struct ChaosTests {
    private static let zones = ["a", "b", "c"]

    private static func trouble(_ random: inout SeededGenerator, of node: NodeID) -> Fault {
        let one = LinkEnd.zone(zones[Int(random.next() % 3)])
        let other = LinkEnd.zone(zones[Int(random.next() % 3)])
        switch random.next() % 9 {
        case 0, 1: return .powerOff(node)
        case 2: return .isolate(node)
        case 3: return .cut(one, other)
        case 4: return .heal
        case 5:
            let quality = LinkQuality(
                latency: random.duration(in: .zero...Duration.milliseconds(900)),
                jitter: random.duration(in: .zero...Duration.milliseconds(300)),
                loss: Double(random.next() % 4) / 10,
                duplication: 0.3
            )
            return .link(one, other, quality)
        default: return .powerOn(node)
        }
    }

    @Test(arguments: [UInt64](1...10))
    func `STO-6 whatever happens, nothing that was agreed on is lost, and no term has two leaders`(
        seed: UInt64
    ) throws {
        var random = SeededGenerator(seed: seed)
        var swarm = try WorldDriver(
            managers: 5,
            workers: 2,
            seed: seed,
            links: .ordinary,
            zones: Self.zones
        )
        try swarm.create(
            plain("web", replicas: 4) { $0.task.placement.constraints = ["node.role == worker"] }
        )
        let nodes = swarm.store.nodes.map(\.id)
        var leaders: [UInt64: NodeID] = [:]
        var requests: [(id: RequestID, name: String)] = []
        for step in 1...80 {
            let node = nodes[Int(random.next() % UInt64(nodes.count))]
            _ = swarm.send(.fault(Self.trouble(&random, of: node)))
            let name = "n\(step)"
            requests.append((swarm.send(.createNetwork(NetworkSpec(name: name))), name))
            for _ in 1...8 {
                swarm.run(random.duration(in: .milliseconds(1)...Duration.milliseconds(900)))
                for member in swarm.world.managersSummary.members
                where member.standing == .leader {
                    let known = leaders.updateValue(member.node, forKey: member.term)
                    #expect(known == nil || known == member.node, "term \(member.term)")
                }
            }
            if random.next() % 8 == 0 { try swarm.restart() }
        }
        for node in nodes { _ = swarm.send(.fault(.powerOn(node))) }
        _ = swarm.send(.fault(.heal))
        swarm.run(.seconds(180))
        #expect(swarm.world.managers.leader != nil)
        var kept = 0
        for (id, name) in requests {
            switch swarm.answer(to: id) {
            case .success?:
                kept += 1
                #expect(swarm.store.network(named: name) != nil, "\(name) was agreed on")
            case .failure?: break
            case nil: Issue.record("the request for \(name) has no answer")
            }
        }
        #expect(kept > 5)
        for id in swarm.world.managers.voters {
            #expect(swarm.world.store(seenBy: id)?.networks.count == swarm.store.networks.count)
        }
        #expect(swarm.running("web").count == 4)
        let running = swarm.tasks("web").filter { swarm.isContainerRunning(of: $0.id) }
        #expect(running.count == 4, "and no surplus is left")
        #expect(swarm.store.nodes.allSatisfy { $0.status.state == .ready })
    }
}
