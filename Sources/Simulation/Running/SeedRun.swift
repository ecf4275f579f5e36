import Basics
package import SwarmStore
import SwarmWorld

/// One story told and watched, with what came of it.
package struct SeedRun: Sendable {
    /// Every story of so many is told twice.
    private static let repeatInterval: UInt64 = 8

    package let scenario: Scenario
    package let violation: Violation?
    /// How much of the cluster's time it took, the second telling included.
    package let virtualTime: Duration
    /// Moments at which something happened.
    package let instants: Int

    /// Tells the story of a seed.
    package init(seed: UInt64, steps: Int, flaw: Flaw? = nil, isStormy: Bool = false) {
        self.init(
            Scenario(seed: seed, steps: steps, isStormy: isStormy),
            flaw: flaw,
            isRepeated: seed.isMultiple(of: Self.repeatInterval)
        )
    }

    /// Tells a story; if it `isRepeated`, once more with a World that is saved and restored half
    /// way, which must end as the first one did, byte for byte.
    package init(_ scenario: Scenario, flaw: Flaw? = nil, isRepeated: Bool = true) {
        self.scenario = scenario
        var first = Simulator(scenario, flaw: flaw)
        let found = first.run()
        let time = first.world.now - Moment.zero
        guard found == nil, isRepeated else {
            violation = found
            virtualTime = time
            instants = first.instants
            return
        }
        var second = Simulator(scenario, flaw: flaw)
        let again = second.run(restoredAfter: scenario.steps.count / 2)
        virtualTime = time + (second.world.now - Moment.zero)
        instants = first.instants + second.instants
        let isSame = again == nil && first.bytes == second.bytes
        violation = isSame ? nil : again ?? Self.otherwise(second, scenario)
    }

    private static func otherwise(_ second: Simulator, _ scenario: Scenario) -> Violation {
        Violation(
            rule: .sameSeedSameStory,
            moment: second.world.now,
            step: scenario.steps.count,
            text: "the World that was saved half way ended otherwise"
        )
    }
}
