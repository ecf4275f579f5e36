package import Basics

/// A rule that was broken, and where.
package struct Violation: Hashable, Sendable {
    package let rule: Invariant
    package let moment: Moment
    /// How many steps of the story had been taken.
    package let step: Int
    package let text: String

    /// One line for a reader.
    package var line: String {
        "\(rule.rawValue) after step \(step) at \(moment.nanoseconds / 1_000_000) ms: \(text)"
    }
}

/// Collects what the watches find.
struct Findings {
    private(set) var list: [(rule: Invariant, text: String)] = []

    mutating func note(_ rule: Invariant, _ text: @autoclosure () -> String) {
        list.append((rule, text()))
    }

    /// Notes the finding unless the rule holds.
    mutating func expect(
        _ holds: Bool,
        _ rule: Invariant,
        _ text: @autoclosure () -> String
    ) {
        if !holds { note(rule, text()) }
    }
}
