extension DeadlineQueue {
    /// What comes up next, without taking it; `nil` when nothing waits.
    @inlinable package var first: (moment: Moment, key: Key)? {
        heap.first.map { ($0.moment, $0.key) }
    }

    /// Drops what comes up next.
    @inlinable package mutating func dropFirst() {
        if let moment = next { _ = popDue(at: moment) }
    }
}
