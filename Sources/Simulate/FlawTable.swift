import Foundation
import Simulation
import SwarmStore

/// How many seeds it takes to find each of the planted bugs.
struct FlawTable {
    let steps: Int
    let seeds: ClosedRange<UInt64>
    /// The one bug to plant; `nil` = each in turn.
    let only: Flaw?

    /// Prints one row of a table for each bug.
    func print() throws {
        Swift.print("| planted bug | rule that broke | seeds until found |")
        Swift.print("|---|---|---|")
        for flaw in only.map({ [$0] }) ?? Flaw.allCases {
            Swift.print(row(for: flaw))
            fflush(nil)
        }
    }

    private func row(for flaw: Flaw) -> String {
        for seed in seeds {
            let told = SeedRun(
                seed: seed,
                steps: steps,
                flaw: flaw,
                isStormy: flaw.isOfManagers
            )
            guard let violation = told.violation else { continue }
            let count = seed - seeds.lowerBound + 1
            return "| `\(flaw.rawValue)` | `\(violation.rule.rawValue)` | \(count) |"
        }
        return "| `\(flaw.rawValue)` | none | not in \(seeds.count) |"
    }
}

extension Flaw {
    /// Whether it only shows where managers are lost again and again: it is looked for in storms.
    fileprivate var isOfManagers: Bool {
        switch self {
        case .actsBeforeSync, .votesTwice, .forgetsVotes, .votesForOlderLogs,
            .appendsWithoutCheck:
            true
        default: false
        }
    }
}
