/// How far a task has come, or how far it is wanted to come.
///
/// The numbers are compared: past ``running`` means finished.
///
/// - Source: §2.1, LIF-1.
package enum TaskState: Int16, Hashable, Comparable, Codable, Sendable, CaseIterable {
    case new = 0
    case pending = 64
    case assigned = 192
    case accepted = 256
    case preparing = 320
    case ready = 384
    case starting = 448
    case running = 512
    case complete = 576
    case shutdown = 640
    case failed = 704
    case rejected = 768
    case remove = 800
    case orphaned = 832

    // All four, because the other three would else be found at run time, for every task.
    package static func < (lhs: Self, rhs: Self) -> Bool { lhs.rawValue < rhs.rawValue }
    package static func <= (lhs: Self, rhs: Self) -> Bool { lhs.rawValue <= rhs.rawValue }
    package static func > (lhs: Self, rhs: Self) -> Bool { lhs.rawValue > rhs.rawValue }
    package static func >= (lhs: Self, rhs: Self) -> Bool { lhs.rawValue >= rhs.rawValue }

    /// The word of the Engine API.
    package var word: String {
        switch self {
        case .new: "new"
        case .pending: "pending"
        case .assigned: "assigned"
        case .accepted: "accepted"
        case .preparing: "preparing"
        case .ready: "ready"
        case .starting: "starting"
        case .running: "running"
        case .complete: "complete"
        case .shutdown: "shutdown"
        case .failed: "failed"
        case .rejected: "rejected"
        case .remove: "remove"
        case .orphaned: "orphaned"
        }
    }

    /// The state of that word; `nil` for an unknown word.
    package init?(word: String) {
        guard let state = Self.allCases.first(where: { $0.word == word }) else { return nil }
        self = state
    }
}
