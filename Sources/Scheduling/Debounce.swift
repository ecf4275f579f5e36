import Basics

/// Puts a run off until writes pause for 50 ms, but not for more than a second.
///
/// - Source: SCH-10, SCH-11.
struct Debounce: Codable, Sendable {
    private static let gap = Duration.milliseconds(50)
    private static let latencyMaximum = Duration.seconds(1)

    private var started: Moment?
    private(set) var deadline: Moment?
    /// Whether a run is to be made now.
    private(set) var isDue = false

    /// A commit was seen.
    mutating func commit(at now: Moment) {
        guard let started, deadline != nil else {
            started = now
            deadline = now + Self.gap
            return
        }
        if now - started > Self.latencyMaximum {
            makeDue()
        } else {
            deadline = now + Self.gap
        }
    }

    mutating func timePassed(_ now: Moment) {
        if let deadline, deadline <= now { makeDue() }
    }

    /// Asks for a run without waiting.
    mutating func makeDue() {
        isDue = true
        deadline = nil
        started = nil
    }

    /// Whether a run is due; it is not any more afterwards.
    mutating func takeDue() -> Bool {
        defer { isDue = false }
        return isDue
    }
}
