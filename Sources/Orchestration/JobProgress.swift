import Basics
import SwarmModel
import SwarmStore

/// How far the current run of a replicated job has come; kept, so that the end of one task costs
/// no look at all others.
///
/// - Source: JOB-3, JOB-4.
struct JobProgress: Codable, Sendable {
    private struct Counted: Codable, Sendable {
        let slot: Int
        let isComplete: Bool
    }

    private let iteration: UInt64?
    private(set) var complete = 0
    private(set) var running = 0
    /// The tasks that count, each complete or running.
    @SavedInOrder private var counted: [TaskID: Counted] = [:]
    /// How many of them each slot has.
    @SavedInOrder private var taken: [Int: Int] = [:]
    /// No slot below it is free.
    private var lowestFree = 0

    /// Counts all tasks of a job; O(tasks of the job).
    init(of service: Service, in store: Store) {
        iteration = service.jobStatus?.iteration
        for task in store.tasks(of: service.id) { count(task) }
    }

    /// Takes over what became of a task; counts it once, however often it is told.
    mutating func count(_ task: SwarmTask) {
        forget(task.id)
        let isComplete = task.state == .complete
        guard task.jobIteration == iteration, isComplete || task.desiredState <= .complete
        else { return }
        counted[task.id] = Counted(slot: task.slot, isComplete: isComplete)
        taken[task.slot, default: 0] += 1
        if isComplete { complete += 1 } else { running += 1 }
    }

    /// A task is gone, or does not count any more.
    mutating func forget(_ task: TaskID) {
        guard let old = counted.removeValue(forKey: task) else { return }
        if old.isComplete { complete -= 1 } else { running -= 1 }
        let left = taken[old.slot, default: 1] - 1
        taken[old.slot] = left == 0 ? nil : left
        if left == 0 { lowestFree = min(lowestFree, old.slot) }
    }

    /// How many tasks are to be made now.
    ///
    /// - Source: JOB-3, JOB-11.
    func missing(concurrent: Int, total: Int) -> Int {
        max(0, min(concurrent - running, total - complete - running))
    }

    /// The lowest slot that no task has (JOB-4).
    mutating func nextFreeSlot() -> Int {
        while taken[lowestFree] != nil { lowestFree += 1 }
        return lowestFree
    }
}
