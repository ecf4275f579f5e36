import Simulation
import SwarmStore
import Testing

/// Random lives of whole clusters; `make simulate` tells many more of them.
@Suite struct SimulatorTests {
    @Test(arguments: 1...10 as ClosedRange<UInt64>)
    func `a random story breaks no rule`(seed: UInt64) {
        let told = SeedRun(seed: seed, steps: 20)
        #expect(told.violation?.line == nil, "seed \(seed)")
        #expect(told.instants > 20)
    }

    @Test func `the same seed tells the same story, and another one another`() {
        var worlds: [[UInt8]?] = []
        for seed in [3, 3, 4] as [UInt64] {
            var simulator = Simulator(Scenario(seed: seed, steps: 10))
            _ = simulator.run()
            worlds.append(simulator.bytes)
        }
        #expect(worlds[0] != nil)
        #expect(worlds[0] == worlds[1])
        #expect(worlds[0] != worlds[2])
    }

    @Test func `a shorter story is the beginning of a longer one`() {
        let short = Scenario(seed: 11, steps: 7)
        let long = Scenario(seed: 11, steps: 30)
        #expect(short.nodes == long.nodes)
        #expect(short.steps == Array(long.steps.prefix(7)))
    }

    /// Bugs that are found within a few seeds; `make simulate-flaws` plants all there are.
    private static let plain: [Flaw] = [
        .ignoresReservations, .ignoresConstraints, .ignoresParallelism, .stopsOldTaskEarly,
        .noRestartDelay, .lowersDesiredState, .keepsTasksOfRemoved, .givesPortTwice,
        .givesAddressTwice, .acceptsStaleVersion, .commitsWithoutQuorum, .staleIndex,
        .ignoresGenerics, .sendsAllSecrets, .readsOwnState, .answersEarly,
    ]

    @Test(arguments: plain)
    func `a planted bug is found`(flaw: Flaw) {
        let found = (1...20 as ClosedRange<UInt64>).contains { seed in
            SeedRun(seed: seed, steps: 40, flaw: flaw).violation != nil
        }
        #expect(found, "\(flaw.rawValue)")
    }

    @Test func `what somebody else finds wrong is told in few steps`() {
        let story = Scenario(seed: 5, steps: 40)
        let isMending: (Step) -> Bool = { step in
            if case .mendLinks = step.action { true } else { false }
        }
        #expect(story.steps.contains(where: isMending), "another seed is needed")
        var shrinker = Shrinker { $0.steps.contains(where: isMending) }
        let short = shrinker.shrink(story)
        #expect(short.steps.count == 1)
        #expect(short.steps.allSatisfy(isMending))
        #expect(short.nodes.count == 1)
    }

    @Test func `what breaks a rule is told in few steps`() throws {
        let flaw = Flaw.ignoresConstraints
        let long = try #require(
            (1...20 as ClosedRange<UInt64>).lazy
                .map { SeedRun(seed: $0, steps: 30, flaw: flaw) }
                .first { $0.violation?.rule == .placementFits }
        )
        var shrinker = Shrinker(rule: .placementFits, flaw: flaw)
        let short = shrinker.shrink(long.scenario)
        #expect(short.steps.count <= 6)
        #expect(SeedRun(short, flaw: flaw).violation?.rule == .placementFits)
        #expect(SeedRun(short).violation == nil)
    }
}
