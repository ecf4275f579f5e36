/// A point on the cluster's own time line, in nanoseconds since the cluster's epoch.
///
/// The core never reads a clock: time is an argument. The host maps moments to wall time.
package struct Moment: Hashable, Comparable, Codable, Sendable {
    /// Nanoseconds since the cluster's epoch; may be negative for times before it.
    package let nanoseconds: Int64

    @inlinable package init(nanoseconds: Int64) { self.nanoseconds = nanoseconds }

    /// The cluster's epoch.
    package static let zero = Moment(nanoseconds: 0)

    package init(from decoder: any Decoder) throws {
        nanoseconds = try decoder.singleValueContainer().decode(Int64.self)
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(nanoseconds)
    }

    @inlinable package static func < (lhs: Self, rhs: Self) -> Bool {
        lhs.nanoseconds < rhs.nanoseconds
    }

    @inlinable package static func + (lhs: Self, rhs: Duration) -> Self {
        Moment(nanoseconds: lhs.nanoseconds &+ rhs.nanoseconds)
    }

    @inlinable package static func - (lhs: Self, rhs: Duration) -> Self {
        Moment(nanoseconds: lhs.nanoseconds &- rhs.nanoseconds)
    }

    /// The time that passed from `rhs` to `lhs`; negative if `rhs` is later.
    @inlinable package static func - (lhs: Self, rhs: Self) -> Duration {
        .nanoseconds(lhs.nanoseconds &- rhs.nanoseconds)
    }
}

extension Duration {
    /// The whole duration in nanoseconds, as the Engine API has it; saturates at the ends.
    @inlinable package var nanoseconds: Int64 {
        let (seconds, attoseconds) = components
        let (product, overflow) = seconds.multipliedReportingOverflow(by: 1_000_000_000)
        if overflow { return seconds < 0 ? .min : .max }
        let (sum, carried) = product.addingReportingOverflow(attoseconds / 1_000_000_000)
        return carried ? (seconds < 0 ? .min : .max) : sum
    }
}
