import Basics
import Simulation
import Testing

/// A story survives being written to a file.
@Suite struct ScriptTests {
    @Test(arguments: 20...24 as ClosedRange<UInt64>)
    func `a story is read as it was written`(seed: UInt64) throws {
        let story = Scenario(seed: seed, steps: 60)
        let bytes = try Packed.encode(story)
        #expect(try Packed.decode(Scenario.self, from: bytes) == story, "seed \(seed)")
    }
}
