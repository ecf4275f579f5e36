import ClusterPorts
import SwarmModel
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

    @Test(arguments: [
        ("28.2.2", false), ("20.10.24+dfsg1", false), ("skep-0.1-simulated", true), ("", false),
    ])
    func `an engine is simulated when its version says so`(version: String, isSimulated: Bool) {
        #expect(EngineStanding.isSimulated(["ServerVersion": .string(version)]) == isSimulated)
    }
}
