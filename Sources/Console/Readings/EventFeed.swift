import Basics
import Cells
import SwarmModel

/// Something that became different in the cluster, in words.
struct ClusterEvent: Hashable, Sendable {
    let moment: Moment
    /// What it happened to.
    let subject: ObjectReference
    let phrase: Phrase
    let slot: Slot
    /// What happened in one word, as `docker events` has it; of a task, the state it is in.
    var action = "update"
    /// What `docker events` says of the object and of what became different.
    var attributes: [String: String] = [:]

    /// What happened, in the user's language.
    var words: SafeText { phrase.safe }
}

/// The last events, oldest first.
struct EventFeed: Sendable {
    private(set) var events: [ClusterEvent] = []
    /// How many events were forgotten.
    private(set) var dropped = 0

    private static let limit = 1_000

    /// Forgets what has not happened on this time line.
    mutating func forget(after moment: Moment) { events.removeAll { $0.moment > moment } }

    mutating func add(_ new: [ClusterEvent]) {
        events.append(contentsOf: new)
        let surplus = events.count - Self.limit
        guard surplus > 0 else { return }
        events.removeFirst(surplus)
        dropped += surplus
    }
}
