import Basics

/// A stretch of time between two bounds, both included; what happens takes one drawn from it.
package struct DurationRange: Hashable, Codable, Sendable {
    /// In nanoseconds; never negative.
    package let low: Int64
    /// In nanoseconds; never below ``low``.
    package let high: Int64

    package init(_ low: Duration, _ high: Duration) {
        self.low = max(0, low.nanoseconds)
        self.high = max(self.low, high.nanoseconds)
    }

    /// A range of exactly one duration.
    package init(_ fixed: Duration) { self.init(fixed, fixed) }

    package static let zero = DurationRange(.zero)

    /// Draws a duration evenly, in nanoseconds.
    func draw(using generator: inout SeededGenerator) -> Int64 {
        low + Int64(generator.next() % (UInt64(high - low) + 1))
    }
}
