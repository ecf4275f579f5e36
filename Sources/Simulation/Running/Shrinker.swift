import SwarmModel
package import SwarmStore

/// Finds a short story that goes wrong as a long one does.
package struct Shrinker {
    /// Stories told at most.
    private static let attemptsMaximum = 600

    private let goesWrong: (Scenario) -> Bool
    private var attempts = 0

    /// Looks for a story that breaks the same rule.
    package init(rule: Invariant, flaw: Flaw? = nil) {
        self.init { scenario in
            let isRepeated = rule == .sameSeedSameStory
            return SeedRun(scenario, flaw: flaw, isRepeated: isRepeated).violation?.rule == rule
        }
    }

    /// Looks for a story of which somebody else says that it goes wrong in the same way.
    package init(_ goesWrong: @escaping (Scenario) -> Bool) { self.goesWrong = goesWrong }

    /// Takes steps and machines away, and waits out, as long as it still goes wrong.
    package mutating func shrink(_ scenario: Scenario) -> Scenario {
        var best = scenario
        var length = max(1, best.steps.count / 2)
        while length >= 1 {
            let before = best.steps.count
            dropSteps(&best, length)
            if length == 1, best.steps.count == before { break }
            length = max(1, length / 2)
        }
        dropMachines(&best)
        dropWaits(&best)
        return best
    }

    private mutating func dropSteps(_ best: inout Scenario, _ length: Int) {
        var start = 0
        while start < best.steps.count {
            let range = start..<min(start + length, best.steps.count)
            var shorter = best
            // The time that a step took is kept: what follows may depend on it.
            let time = best.steps[range].reduce(0) { $0 + $1.after }
            shorter.steps.removeSubrange(range)
            if range.lowerBound < shorter.steps.count {
                shorter.steps[range.lowerBound].after += time
            }
            if isStillWrong(shorter) { best = shorter } else { start += length }
        }
    }

    private mutating func dropMachines(_ best: inout Scenario) {
        for index in best.nodes.indices.reversed() where best.nodes.count > 1 {
            var smaller = best
            smaller.nodes.remove(at: index)
            if isStillWrong(smaller) { best = smaller }
        }
    }

    private mutating func dropWaits(_ best: inout Scenario) {
        for index in best.steps.indices where best.steps[index].after > 0 {
            var quicker = best
            quicker.steps[index].after = 0
            if isStillWrong(quicker) { best = quicker }
        }
    }

    private mutating func isStillWrong(_ scenario: Scenario) -> Bool {
        guard attempts < Self.attemptsMaximum, scenario.nodes.first?.role == .manager else {
            return false
        }
        attempts += 1
        return goesWrong(scenario)
    }
}
