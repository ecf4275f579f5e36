import Basics
import SwarmModel
import SwarmStore

/// What an updater does about tasks it made that end.
///
/// - Source: §7.5.
extension Updater {
    /// A task of the service was seen past running.
    ///
    /// - Source: UPD-30, UPD-31.
    mutating func noteEnd(of task: TaskID) {
        guard plan.failureAction != .continue, progress.made[task] != nil else { return }
        progress.ended.append(task)
    }

    /// Judges the tasks that ended.
    ///
    /// - Returns: whether there was one failure too many, and the update was paused or rolled back.
    mutating func actOnFailures(in store: inout Store, now: Moment) -> Bool {
        let ended = progress.ended
        progress.ended = []
        for (position, task) in ended.enumerated() where isFailure(task, now: now) {
            progress.failed[task] = now
            let missed = store.flaw == .failureRatioOffByOne ? 1 : 0
            guard plan.isExceeded(by: progress.failed.count - missed) else { continue }
            progress.ended = Array(ended[(position + 1)...])
            stop(because: task, in: &store)
            return true
        }
        return false
    }

    /// - Source: UPD-31.
    private func isFailure(_ task: TaskID, now: Moment) -> Bool {
        guard let made = progress.made[task], progress.failed[task] == nil else { return false }
        guard let startedAt = made.startedAt else { return true }
        return now - startedAt <= watchedAge
    }

    /// How long after it came up a task's end counts; as long as the last watch lasts, in the end.
    private var watchedAge: Duration {
        if case .monitoring = progress.phase { return plan.lastWatch }
        return plan.monitor
    }

    /// - Source: UPD-34 to UPD-38.
    private mutating func stop(because task: TaskID, in store: inout Store) {
        progress.isStopped = true
        let reason = "due to failure or early termination of task \(task)"
        switch plan.failureAction {
        case .continue: break
        case .pause: store.pauseUpdate(of: serviceID, message: "update paused \(reason)")
        case .rollback where plan.isRollback:
            store.pauseUpdate(of: serviceID, message: "rollback paused \(reason)")
        case .rollback:
            store.rollBackUpdate(of: serviceID, message: "update rolled back \(reason)")
        }
    }
}
