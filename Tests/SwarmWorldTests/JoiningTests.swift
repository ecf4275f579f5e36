import Basics
import ClusterPorts
import SwarmModel
import SwarmStore
import SwarmWorld
import Testing

@Suite struct JoiningTests {
    private func token(_ swarm: WorldDriver, _ role: NodeRole) throws -> String {
        try #require(swarm.store.cluster.joinTokens)[role]
    }

    @Test func `TOK-4 a machine gets the role of its token and the availability it asked for`()
        throws
    {
        var swarm = try WorldDriver(managers: 1, workers: 0)
        let new = NewNode(hostname: "node2", role: .manager, availability: .drain)
        try swarm.perform(.joinSwarm(new, token: token(swarm, .worker), via: nil))
        let node = try swarm.node("node2")
        #expect(node.role == .worker)
        #expect(node.spec.role == .worker)
        #expect(node.spec.availability == .drain)
        #expect(node.status.state == .unknown)
        swarm.run(.seconds(1))
        #expect(try swarm.node("node2").status.state == .ready)
        let other = NewNode(hostname: "node3", role: .worker)
        try swarm.perform(.joinSwarm(other, token: token(swarm, .manager), via: nil))
        swarm.run(.seconds(2))
        #expect(try swarm.node("node3").manager?.reachability == .reachable)
    }

    @Test func `TOK-2 a token that is none, of another swarm, or old is refused`() throws {
        var swarm = try WorldDriver(managers: 1, workers: 1)
        let new = NewNode(hostname: "late", role: .worker)
        #expect(swarm.refusal(of: .joinSwarm(new, token: "x", via: nil)) == "invalid join token")
        let old = try token(swarm, .worker)
        try swarm.perform(.rotateJoinToken(.worker))
        #expect(
            swarm.refusal(of: .joinSwarm(new, token: old, via: nil))
                == "rpc error: code = InvalidArgument desc = A valid join token is necessary to "
                + "join this cluster"
        )
        let foreign = try token(WorldDriver(managers: 1, workers: 0, seed: 2), .worker)
        let refusal = swarm.refusal(of: .joinSwarm(new, token: foreign, via: nil))
        #expect(try #require(refusal).hasPrefix("remote CA does not match fingerprint. Expected: "))
        let worker = try swarm.node("node2").id
        let valid = try token(swarm, .worker)
        let asked = swarm.refusal(of: .joinSwarm(new, token: valid, via: worker))
        #expect(try #require(asked).hasSuffix(":2377: connect: connection refused\""))
    }

    @Test func `TOK-3 rotation replaces that role's token only, and nobody has to leave`() throws {
        var swarm = try WorldDriver(managers: 1, workers: 1)
        let before = try #require(swarm.store.cluster.joinTokens)
        try swarm.perform(.rotateJoinToken(.manager))
        let after = try #require(swarm.store.cluster.joinTokens)
        #expect(after.worker == before.worker)
        #expect(after.manager != before.manager)
        #expect(JoinToken(after.manager)?.digest == JoinToken(before.manager)?.digest)
        #expect(swarm.store.nodes.allSatisfy { $0.status.state == .ready })
    }

    @Test func `LCK-1 VAL-72 VAL-73 a locked swarm has a key that can be rotated`() throws {
        var swarm = try WorldDriver(managers: 1, workers: 0)
        try swarm.perform(.rotateUnlockKey)
        #expect(swarm.store.cluster.unlockKey == nil, "there is nothing to rotate")
        try swarm.lockManagers(true)
        let key = try #require(swarm.store.cluster.unlockKey)
        #expect(key.hasPrefix("SWMKEY-1-"))
        #expect(Base64.decode(String(key.dropFirst(9)))?.count == 32)
        #expect(!key.hasSuffix("="))
        try swarm.perform(.rotateUnlockKey)
        #expect(swarm.store.cluster.unlockKey != key)
        try swarm.lockManagers(false)
        #expect(swarm.store.cluster.unlockKey == nil)
    }

    @Test func `VAL-4 a worker's engine passes no request on`() throws {
        var swarm = try WorldDriver(managers: 1, workers: 1)
        let worker = try swarm.node("node2").id
        let request = swarm.send(.createNetwork(NetworkSpec(name: "n")), via: worker)
        #expect(swarm.answer(to: request).refusal == EngineError.notAManager.message)
    }

    @Test func `a zone is an engine label, so constraints know it`() throws {
        var swarm = try WorldDriver(managers: 1, workers: 0)
        try swarm.perform(.addNode(NewNode(hostname: "far", role: .worker, zone: "dc2")))
        swarm.run(.seconds(2))
        try swarm.create(
            plain("web", replicas: 3) {
                $0.task.placement.constraints = ["engine.labels.zone==dc2"]
            }
        )
        let far = try swarm.node("far").id
        #expect(swarm.running("web").allSatisfy { $0.nodeID == far })
        let topology = swarm.world.networkTopology
        #expect(topology.zones.map(\.name) == ["dc1", "dc2"])
        #expect(topology.zone(of: far) == "dc2")
    }
}
