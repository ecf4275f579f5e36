import ClusterPorts
import Hosting
import SwarmModel
import SwarmStore
import Testing

@testable import EngineClient

/// What an attached engine says of itself.
@Suite struct SourceTests {
    @Test func `a cluster that a skep serves is known as simulated`() async throws {
        let engine = try await ServedEngine.start()
        let session = try await EngineSession.attach(to: engine.target)
        let source = await session.snapshot().source
        #expect(source == .served(context: "test"))
        #expect(source.isSimulated && !source.isEmbedded)
        await session.close()
        await engine.stop()
    }

    @Test func `the volumes of the engine's node are seen, and can be removed`() async throws {
        let engine = try await ServedEngine.start()
        let session = try await EngineSession.attach(to: engine.target)
        let own = try #require(
            await session.snapshot().store.nodes.first { $0.description.hostname == "node1" }
        )
        let other = try #require(await session.snapshot().store.nodes.first { $0.id != own.id })
        for node in [own.id, other.id] {
            _ = try await engine.session.perform(
                .createVolume(NewVolume(name: "data", node: node))
            )
        }
        for await snapshot in await session.snapshots() where !snapshot.store.volumes.isEmpty {
            #expect(snapshot.store.volumes.map(\.node) == [own.id])
            break
        }
        _ = try await session.perform(.removeVolume(name: "data", node: own.id, force: false))
        for await snapshot in await session.snapshots() where snapshot.store.volumes.isEmpty {
            break
        }
        await session.close()
        await engine.stop()
    }

    @Test(arguments: [
        ("28.2.2", false), ("20.10.24+dfsg1", false), ("skep-0.1-simulated", true), ("", false),
    ])
    func `an engine is simulated when its version says so`(version: String, isSimulated: Bool) {
        #expect(EngineStanding.isSimulated(["ServerVersion": .string(version)]) == isSimulated)
    }
}
