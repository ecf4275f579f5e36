/// The one source of chance in the core: SplitMix64, so that one seed gives one story.
package struct SeededGenerator: RandomNumberGenerator, Hashable, Codable, Sendable {
    private var state: UInt64

    package init(seed: UInt64) { state = seed }

    package mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    /// A generator of its own for one component, so that its draws do not shift the others'.
    package mutating func split() -> SeededGenerator { SeededGenerator(seed: next()) }

    /// A duration drawn evenly from a closed range.
    package mutating func duration(in range: ClosedRange<Duration>) -> Duration {
        let low = range.lowerBound.nanoseconds
        let span = UInt64(range.upperBound.nanoseconds - low) + 1
        return .nanoseconds(low + Int64(next() % span))
    }
}
