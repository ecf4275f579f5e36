import RaftCore
import Testing

/// The paper's five properties and a few more, under everything that can go wrong.
@Suite struct SimulationTests {
    private static let steps = 400
    private static let seedsOfBatch: UInt64 = 50

    /// What goes wrong with a seed; `nil` if nothing does.
    private static func violation(seed: UInt64, flaws: RaftFlaw = []) -> Violation? {
        do throws(Violation) {
            var simulation = try Simulation(seed: seed, flaws: flaws)
            try simulation.run(steps: steps)
            return nil
        } catch {
            return error
        }
    }

    @Test(arguments: 0..<6)
    func
        `Election safety, Leader append-only, Log matching, Leader completeness, State machine safety`(
            batch: UInt64
        )
    {
        for seed in batch * Self.seedsOfBatch..<(batch + 1) * Self.seedsOfBatch {
            if let violation = Self.violation(seed: seed) {
                Issue.record("seed \(seed): \(violation)")
            }
        }
    }

    @Test(arguments: [
        (RaftFlaw.commitsWithoutQuorum, "commits without a quorum"),
        (.commitsOlderTerms, "commits entries of older terms by counting"),
        (.votesTwice, "votes twice in a term"),
        (.votesWithoutLogCheck, "votes without looking at the log"),
        (.forgetsVote, "does not write its vote down"),
        (.appendsWithoutCheck, "appends whatever stands before"),
        (.keepsLeadingAlone, "leads on without a quorum"),
    ])
    func `the simulation finds a planted flaw`(flaw: RaftFlaw, name: String) {
        let limit: UInt64 = 2_000
        for seed in 0..<limit {
            guard let violation = Self.violation(seed: seed, flaws: flaw) else { continue }
            print("a peer that \(name) is found with seed \(seed): \(violation)")
            return
        }
        Issue.record("a peer that \(name) is not found with \(limit) seeds")
    }
}
