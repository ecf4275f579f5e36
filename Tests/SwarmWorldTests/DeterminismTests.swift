import Basics
import SwarmModel
import SwarmStore
import SwarmWorld
import Testing

/// The same seed and inputs give the same World, byte for byte, and a saved World goes on as the
/// one that was not saved.
@Suite struct DeterminismTests {
    private func story(seed: UInt64) throws -> WorldDriver {
        var swarm = try WorldDriver(seed: seed)
        try swarm.perform(.createService(plain("web", replicas: 8)))
        swarm.run(.seconds(10))
        try swarm.update("web") { $0.task.container.image = "plain:2.0" }
        swarm.run(.seconds(3))
        try swarm.update(node: "node4") { $0.availability = .drain }
        try swarm.perform(.fault(.powerOff(try swarm.node("node5").id)))
        swarm.run(.seconds(7))
        return swarm
    }

    private func bytes(of world: World) throws -> [UInt8] { try Packed.encode(world) }

    @Test(arguments: [1, 2, 3] as [UInt64])
    func `two runs are equal byte for byte`(seed: UInt64) throws {
        let one = try bytes(of: try story(seed: seed).world)
        let other = try bytes(of: try story(seed: seed).world)
        #expect(one == other, "seed \(seed)")
    }

    @Test(arguments: [1, 2, 3] as [UInt64])
    func `a saved World goes on as if it had never been saved`(seed: UInt64) throws {
        var original = try story(seed: seed).world
        var restored = try Packed.decode(World.self, from: bytes(of: original))
        #expect(try bytes(of: restored) == bytes(of: original))
        for _ in 0..<60 {
            _ = original.apply(.timePassed, at: original.now + .seconds(1))
            _ = restored.apply(.timePassed, at: restored.now + .seconds(1))
            #expect(restored.nextDeadline == original.nextDeadline)
        }
        #expect(try bytes(of: restored) == bytes(of: original), "seed \(seed)")
    }

    @Test func `a copy goes its own way`() throws {
        var original = try story(seed: 5)
        let copy = original
        try original.update("web") { $0.mode = .replicated(replicas: 1) }
        original.run(.seconds(30))
        #expect(copy.store.service(named: "web")?.spec.mode == .replicated(replicas: 8))
    }

    @Test func `one step or many give the same World`() throws {
        var leap = try story(seed: 9).world
        var steps = leap
        _ = leap.apply(.timePassed, at: leap.now + .seconds(30))
        let end = leap.now
        while let next = steps.nextDeadline, next <= end {
            _ = steps.apply(.timePassed, at: next)
        }
        _ = steps.apply(.timePassed, at: end)
        #expect(try bytes(of: leap) == bytes(of: steps))
    }
}
