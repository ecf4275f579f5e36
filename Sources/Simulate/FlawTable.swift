import Foundation
import Simulation
import SwarmStore

/// How many seeds it takes to find each of the planted bugs.
struct FlawTable {
    let steps: Int
    let seeds: ClosedRange<UInt64>

    /// Prints one row of a table for each bug.
    func print() throws {
        Swift.print("| planted bug | rule that broke | seeds until found |")
        Swift.print("|---|---|---|")
        for flaw in Flaw.allCases {
            Swift.print(row(for: flaw))
            fflush(nil)
        }
    }

    private func row(for flaw: Flaw) -> String {
        for seed in seeds {
            let told = SeedRun(seed: seed, steps: steps, flaw: flaw)
            guard let violation = told.violation else { continue }
            let count = seed - seeds.lowerBound + 1
            return "| `\(flaw.rawValue)` | `\(violation.rule.rawValue)` | \(count) |"
        }
        return "| `\(flaw.rawValue)` | none | not in \(seeds.count) |"
    }
}
