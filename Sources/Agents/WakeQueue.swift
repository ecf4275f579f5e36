import Basics

/// What the agents wait for, earliest first; equal moments in the order they were added.
///
/// A heap, as `DeadlineQueue` is, but with four children each, and of one type: the compiler makes a generic one of
/// another target three times as slow, and every step of every container goes through here.
/// Nothing is taken out early; what is out of date is ignored when it comes up.
struct WakeQueue: Sendable {
    private struct Entry: Sendable {
        let moment: Moment
        let order: UInt64
        let wake: Wake

        func comesBefore(_ other: Entry) -> Bool {
            moment == other.moment ? order < other.order : moment < other.moment
        }
    }

    /// Children of an entry: with four, half as many entries are looked at in half as many places.
    private static let width = 4

    private var heap: [Entry] = []
    private var added: UInt64 = 0

    init() {}

    /// The earliest moment; `nil` when nothing waits.
    var next: Moment? { heap.first?.moment }

    mutating func add(_ wake: Wake, at moment: Moment) {
        let entry = Entry(moment: moment, order: added, wake: wake)
        added += 1
        heap.append(entry)
        var child = heap.count - 1
        while child > 0 {
            let parent = (child - 1) / Self.width
            guard entry.comesBefore(heap[parent]) else { break }
            heap[child] = heap[parent]
            child = parent
        }
        heap[child] = entry
    }

    /// Takes the earliest one if its moment is not after `now`.
    mutating func popDue(at now: Moment) -> (moment: Moment, wake: Wake)? {
        guard let first = heap.first, first.moment <= now else { return nil }
        let last = heap.removeLast()
        if !heap.isEmpty { sink(last) }
        return (first.moment, first.wake)
    }

    /// Puts an entry in the place of the first one and lets it sink to where it belongs.
    private mutating func sink(_ entry: Entry) {
        var parent = 0
        while case let first = parent * Self.width + 1, first < heap.count {
            var least = first
            for child in first + 1..<max(first + 1, min(first + Self.width, heap.count))
            where heap[child].comesBefore(heap[least]) {
                least = child
            }
            guard heap[least].comesBefore(entry) else { break }
            heap[parent] = heap[least]
            parent = least
        }
        heap[parent] = entry
    }
}

extension WakeQueue: Codable {
    /// Saved in the order in which it comes up, so that equal queues are equal bytes.
    init(from decoder: any Decoder) throws {
        for saved in try [DueWake](from: decoder) { add(saved.wake, at: saved.moment) }
    }

    func encode(to encoder: any Encoder) throws {
        try heap.sorted { $0.comesBefore($1) }
            .map { DueWake(moment: $0.moment, wake: $0.wake) }
            .encode(to: encoder)
    }
}
