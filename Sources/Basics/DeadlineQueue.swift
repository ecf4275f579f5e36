/// What is to happen when, earliest first; equal moments in the order they were added.
///
/// A binary heap over plain values. Cancelling is lazy: the owner ignores a key that no longer
/// means anything when it comes up.
package struct DeadlineQueue<Key: Sendable>: Sendable {
    @usableFromInline
    struct Entry: Sendable {
        @usableFromInline let moment: Moment
        @usableFromInline let order: UInt64
        @usableFromInline let key: Key

        @usableFromInline
        init(moment: Moment, order: UInt64, key: Key) {
            self.moment = moment
            self.order = order
            self.key = key
        }

        @inlinable
        func comesBefore(_ other: Entry) -> Bool {
            moment == other.moment ? order < other.order : moment < other.moment
        }
    }

    @usableFromInline var heap: [Entry] = []
    @usableFromInline var added: UInt64 = 0

    @inlinable package init() {}

    @inlinable package var isEmpty: Bool { heap.isEmpty }
    @inlinable package var count: Int { heap.count }

    /// The earliest moment in the queue; `nil` when nothing waits.
    @inlinable package var next: Moment? { heap.first?.moment }

    /// Everything that waits, in the order in which it will come up.
    ///
    /// O(n log n).
    package var pending: [(moment: Moment, key: Key)] {
        heap.sorted { $0.comesBefore($1) }.map { ($0.moment, $0.key) }
    }

    /// Adds a key that comes up at `moment`.
    ///
    /// O(log n).
    @inlinable package mutating func add(_ key: Key, at moment: Moment) {
        heap.append(Entry(moment: moment, order: added, key: key))
        added += 1
        var child = heap.count - 1
        while child > 0 {
            let parent = (child - 1) / 2
            guard heap[child].comesBefore(heap[parent]) else { break }
            heap.swapAt(child, parent)
            child = parent
        }
    }

    /// Takes the earliest key if its moment is not after `now`.
    @inlinable package mutating func popDue(at now: Moment) -> (moment: Moment, key: Key)? {
        guard let first = heap.first, first.moment <= now else { return nil }
        let last = heap.removeLast()
        if !heap.isEmpty {
            heap[0] = last
            siftDown()
        }
        return (first.moment, first.key)
    }

    @inlinable mutating func siftDown() {
        var parent = 0
        while true {
            var least = 2 * parent + 1
            guard least < heap.count else { return }
            if least + 1 < heap.count, heap[least + 1].comesBefore(heap[least]) { least += 1 }
            guard heap[least].comesBefore(heap[parent]) else { return }
            heap.swapAt(least, parent)
            parent = least
        }
    }
}

extension DeadlineQueue: Codable where Key: Codable {
    private struct Saved: Codable {
        let moment: Moment
        let key: Key
    }

    package init(from decoder: any Decoder) throws {
        self.init()
        for saved in try [Saved](from: decoder) { add(saved.key, at: saved.moment) }
    }

    package func encode(to encoder: any Encoder) throws {
        try pending.map { Saved(moment: $0.moment, key: $0.key) }.encode(to: encoder)
    }
}
