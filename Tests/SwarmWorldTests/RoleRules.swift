import Basics
import ClusterPorts
import SwarmModel
import SwarmStore
import SwarmWorld
import Testing

/// Roles, locks and removals.
@Suite struct RoleRules {
    @Test func `LDR-2 the first manager leads at once and makes what every swarm has`() throws {
        let swarm = try WorldDriver(managers: 1, workers: 0)
        #expect(try swarm.leader() == swarm.node("node1").id)
        #expect(swarm.store.networks.map(\.name) == ["bridge", "host", "ingress"])
        #expect(swarm.store.ingressNetwork?.name == "ingress")
        #expect(swarm.store.cluster.spec.name == "default")
    }

    @Test func `ROL-1 ROL-5 a promoted node has the role at once, and votes a second later`() throws
    {
        var swarm = try WorldDriver()
        let node = try swarm.node("node4").id
        try swarm.update(node: "node4") { $0.role = .manager }
        #expect(try swarm.node("node4").role == .manager)
        #expect(!swarm.world.managers.voters.contains(node))
        let took = swarm.run(atMost: .seconds(5)) { $0.world.managers.voters.contains(node) }
        #expect((.seconds(0.6)...Duration.seconds(1.2)).contains(try #require(took)))
        #expect(try swarm.node("node4").manager?.reachability == .reachable)
    }

    @Test func `ROL-1 ROL-6 a demoted manager leaves raft first, and is a worker then`() throws {
        var swarm = try WorldDriver(links: .ordinary)
        let node = try #require(swarm.followers.first)
        let name = try #require(swarm.store.node(node)).description.hostname
        try swarm.update(node: name) { $0.role = .worker }
        swarm.run(atMost: .seconds(2)) { !$0.world.managers.voters.contains(node) }
        #expect(swarm.store.node(node)?.role == .manager, "the role is not agreed on yet")
        swarm.run(atMost: .seconds(2)) { $0.store.node(node)?.role == .worker }
        #expect(swarm.store.node(node)?.role == .worker)
        #expect(swarm.store.node(node)?.manager == nil)
        let request = swarm.send(.createNetwork(NetworkSpec(name: "n")), via: node)
        #expect(swarm.answer(to: request).refusal == EngineError.notAManager.message)
        #expect(swarm.world.store(seenBy: node) == nil, "its raft data is gone")
    }

    @Test func `ROL-1 a demotion that cannot be carried out yet is tried again`() throws {
        var swarm = try WorldDriver(managers: 5, workers: 0)
        let leader = try swarm.leader()
        let node = try #require(swarm.followers.first)
        let name = try #require(swarm.store.node(node)).description.hostname
        try swarm.update(node: name) { $0.role = .worker }
        // Before the role manager comes to it, two others die: three of five is all that is left.
        for id in swarm.followers.suffix(2) { try swarm.perform(.fault(.powerOff(id))) }
        swarm.run(.seconds(12))
        #expect(try swarm.leader() == leader)
        #expect(swarm.world.managers.voters.contains(node), "its vote is needed")
        for id in swarm.followers.suffix(2) { try swarm.perform(.fault(.powerOn(id))) }
        #expect(
            swarm.run(atMost: .seconds(6)) { $0.store.node(node)?.role == .worker } != nil,
            "every five seconds"
        )
    }

    @Test func `ROL-3 ROL-4 a demoted leader hands over to the one that served longest`() throws {
        var swarm = try WorldDriver(managers: 5, workers: 0)
        let leader = try swarm.leader()
        let longest = try #require(swarm.followers.first)
        let name = try #require(swarm.store.node(leader)).description.hostname
        try swarm.update(node: name) { $0.role = .worker }
        let took = swarm.run(atMost: .seconds(5)) { $0.world.managers.leader == longest }
        #expect(try #require(took) <= .milliseconds(400))
        swarm.run(.seconds(2))
        #expect(swarm.store.node(leader)?.role == .worker)
        #expect(swarm.world.managers.voters.count == 4)
    }

    @Test func `ROL-7 ROL-23 one that is to be a worker can be removed, and loses its vote`() throws
    {
        var swarm = try WorldDriver()
        let node = try #require(swarm.followers.first)
        let name = try #require(swarm.store.node(node)).description.hostname
        try swarm.perform(.fault(.powerOff(node)))
        try swarm.update(node: name) { $0.role = .worker }
        #expect(swarm.store.node(node)?.role == .manager)
        try swarm.perform(.removeNode(node, force: true))
        #expect(swarm.store.node(node) == nil)
        swarm.run(.seconds(1))
        #expect(swarm.world.managers.voters.count == 2)
        #expect(!swarm.world.managers.voters.contains(node))
    }

    @Test func `ROL-21 an unknown node can be removed without force`() throws {
        var swarm = try WorldDriver(workers: 3)
        try swarm.perform(.fault(.powerOff(swarm.leader())))
        let node = try swarm.node("node6").id
        swarm.run(atMost: .seconds(30)) { $0.store.node(node)?.status.state == .unknown }
        #expect(swarm.store.node(node)?.status.state == .unknown)
        try swarm.perform(.removeNode(node, force: false))
        #expect(swarm.store.node(node) == nil)
    }

    @Test func `ROL-22 with a node go its tasks, in the same moment`() throws {
        var swarm = try WorldDriver(managers: 1, workers: 2)
        try swarm.create(
            plain("web", replicas: 4) { $0.task.placement.constraints = ["node.role == worker"] }
        )
        let node = try swarm.node("node3").id
        let tasks = swarm.running("web").filter { $0.nodeID == node }.map(\.id)
        #expect(tasks.count == 2)
        try swarm.perform(.removeNode(node, force: true))
        #expect(tasks.allSatisfy { swarm.store.task($0)?.state == .orphaned })
        #expect(swarm.store.node(node) == nil)
        #expect(swarm.world.networkTopology.zone(of: node) == nil)
    }

    @Test func `TOK-6 a manager that the leader cannot call does not get its vote`() throws {
        var swarm = try WorldDriver(managers: 1, workers: 0)
        try swarm.perform(.fault(.cut(.zone("dc1"), .zone("dc2"))))
        try swarm.perform(.addNode(NewNode(hostname: "far", role: .manager, zone: "dc2")))
        swarm.run(.seconds(30))
        let far = try swarm.node("far")
        #expect(far.role == .manager)
        #expect(far.manager == nil)
        #expect(far.status.state != .ready)
        try swarm.perform(.fault(.heal))
        swarm.run(.seconds(10))
        #expect(try swarm.node("far").manager?.reachability == .reachable)
    }

    @Test func `LCK-3 a locked manager waits for its key, and the others go on`() throws {
        var swarm = try WorldDriver()
        try swarm.lockManagers(true)
        let key = try #require(swarm.store.cluster.unlockKey)
        let node = try #require(swarm.followers.first)
        try swarm.perform(.fault(.powerOff(node)))
        try swarm.perform(.fault(.powerOn(node)))
        swarm.run(.seconds(60))
        #expect(swarm.member(node)?.standing == .locked)
        #expect(swarm.store.node(node)?.status.state == .down, "its engine does not come up")
        let request = swarm.send(.createNetwork(NetworkSpec(name: "n")), via: node)
        #expect(
            swarm.answer(to: request).refusal
                == "Swarm is encrypted and needs to be unlocked before it can be used. Please use "
                + "\"docker swarm unlock\" to unlock it."
        )
        try swarm.perform(.createNetwork(NetworkSpec(name: "n")))
        #expect(
            swarm.refusal(of: .unlockSwarm(node, key: "SWMKEY-1-no"))
                == "swarm could not be unlocked: invalid key provided"
        )
        try swarm.perform(.unlockSwarm(node, key: key))
        swarm.run(.seconds(5))
        #expect(swarm.member(node)?.standing == .follower)
        #expect(swarm.store.node(node)?.status.state == .ready)
        #expect(swarm.world.store(seenBy: node)?.network(named: "n") != nil)
        #expect(swarm.refusal(of: .unlockSwarm(node, key: key)) == "swarm is not locked")
    }

    @Test func `LCK-2 LCK-3 one that was away when the key changed needs the key it knew`() throws {
        var swarm = try WorldDriver()
        try swarm.lockManagers(true)
        let old = try #require(swarm.store.cluster.unlockKey)
        let node = try #require(swarm.followers.first)
        try swarm.perform(.fault(.powerOff(node)))
        try swarm.perform(.rotateUnlockKey)
        let new = try #require(swarm.store.cluster.unlockKey)
        try swarm.perform(.fault(.powerOn(node)))
        #expect(swarm.refusal(of: .unlockSwarm(node, key: new)) != nil)
        try swarm.perform(.unlockSwarm(node, key: old))
        swarm.run(.seconds(20))
        try swarm.perform(.fault(.powerOff(node)))
        try swarm.perform(.fault(.powerOn(node)))
        try swarm.perform(.unlockSwarm(node, key: new))
        try swarm.lockManagers(false)
        swarm.run(.seconds(20))
        try swarm.perform(.fault(.powerOff(node)))
        try swarm.perform(.fault(.powerOn(node)))
        #expect(swarm.member(node)?.standing == .follower, "nothing is locked any more")
    }
}
