import Basics
import SwarmModel

/// Holds new tasks in desired state READY until their delay is over and their predecessor is gone.
///
/// - Source: RST-20, RST-21, RST-23.
struct DelayedStarts: Codable, Sendable {
    private struct Hold: Codable, Sendable {
        let delayEnd: Moment
        /// When the predecessor is no longer waited for; counts from the start of the hold.
        let patienceEnd: Moment
        /// The task that must stop first; `nil` once nothing but the delay is waited for.
        var predecessor: TaskID?
        /// Whether the task itself died meanwhile and is to be restarted afterwards (RST-2).
        var restartsAfterwards = false

        var end: Moment { predecessor == nil ? delayEnd : max(delayEnd, patienceEnd) }
    }

    /// A hold that is over.
    struct Ended: Codable, Sendable {
        let task: TaskID
        let restartsAfterwards: Bool
    }

    /// How long a predecessor that does not stop is waited for.
    static let patience = Duration.seconds(60)

    @SavedInOrder private var holds: [TaskID: Hold] = [:]
    /// The held tasks by the task that must stop first; nearly always one.
    @SavedInOrder private var successors: [TaskID: [TaskID]] = [:]
    private var deadlines = DeadlineQueue<TaskID>()
    private var ended: [Ended] = []

    /// When ``takeEnded(at:)`` next has something to give; `nil` while nothing is held.
    var nextDeadline: Moment? { deadlines.next }

    /// Whether ``takeEnded(at:)`` may have something to give.
    func hasEnded(at now: Moment) -> Bool {
        !ended.isEmpty || deadlines.next.map { $0 <= now } == true
    }

    func isHeld(_ task: TaskID) -> Bool { holds[task] != nil }

    /// Starts to hold a task; a hold it already has is replaced.
    ///
    /// `predecessor` is a task that is still alive and must stop first, if any.
    mutating func hold(
        _ task: TaskID,
        for delay: Duration,
        after predecessor: TaskID?,
        now: Moment
    ) {
        let earlier = remove(task)
        let hold = Hold(
            delayEnd: now + delay,
            patienceEnd: now + Self.patience,
            predecessor: predecessor,
            restartsAfterwards: earlier?.restartsAfterwards ?? false
        )
        holds[task] = hold
        if let predecessor { successors[predecessor, default: []].append(task) }
        deadlines.add(task, at: hold.end)
    }

    /// Has a held task restarted when its hold is over; it died before it was started.
    ///
    /// - Source: RST-2.
    mutating func restartAfterwards(_ task: TaskID) { holds[task]?.restartsAfterwards = true }

    /// A task stopped, or its node did: whoever waits for it need not any more.
    mutating func noteStop(of predecessor: TaskID) {
        guard let tasks = successors.removeValue(forKey: predecessor) else { return }
        for task in tasks {
            holds[task]?.predecessor = nil
            if let end = holds[task]?.end { deadlines.add(task, at: end) }
        }
    }

    /// The held task is gone from the store; its hold ends without effect.
    mutating func noteRemoval(of task: TaskID) {
        if remove(task) != nil { ended.append(Ended(task: task, restartsAfterwards: false)) }
    }

    /// Takes the holds that are over at `now`, in the order of their ends.
    mutating func takeEnded(at now: Moment) -> [Ended] {
        while let (moment, task) = deadlines.popDue(at: now) {
            guard let hold = holds[task], hold.end == moment else { continue }
            _ = remove(task)
            ended.append(Ended(task: task, restartsAfterwards: hold.restartsAfterwards))
        }
        while let next = deadlines.first, holds[next.key]?.end != next.moment {
            deadlines.dropFirst()
        }
        let taken = ended
        ended = []
        return taken
    }

    private mutating func remove(_ task: TaskID) -> Hold? {
        guard let hold = holds.removeValue(forKey: task) else { return nil }
        if let predecessor = hold.predecessor {
            successors[predecessor]?.removeAll { $0 == task }
            if successors[predecessor]?.isEmpty == true { successors[predecessor] = nil }
        }
        return hold
    }
}
