import Basics
import SwarmModel
import SwarmStore

/// Replaces tasks that ended or must leave, as often and as late as their policy says.
///
/// - Source: §6.
struct RestartSupervisor: Codable, Sendable {
    var history = RestartHistory()
    private(set) var starts = DelayedStarts()

    var nextDeadline: Moment? { starts.nextDeadline }

    /// Shuts a task down and, if the policy allows, makes its replacement.
    ///
    /// Does nothing for a task that was shut down before (RST-1). A task that is still held back
    /// itself is looked at again when its hold is over (RST-2).
    ///
    /// - Source: RST-1 to RST-8.
    mutating func restart(
        _ task: SwarmTask,
        of service: Service,
        in store: inout Store,
        turn: inout Turn
    ) {
        guard task.desiredState <= .complete else { return }
        if starts.isHeld(task.id) { return starts.restartAfterwards(task.id) }
        store.raiseDesired(of: task.id, to: .shutdown)
        guard history.allowsRestart(of: task, of: service) || store.flaw == .ignoresAttempts
        else { return }
        let place = service.spec.mode.runsOnEveryNode ? task.nodeID.map(TaskPlace.node) : nil
        let replacement = turn.makeTask(
            of: service,
            in: place ?? .slot(task.slot),
            desired: .ready
        )
        store.create(replacement)
        history.note(replacement, of: service, at: turn.now)
        let node = task.nodeID.flatMap { store.node($0) }
        let delay = store.flaw == .noRestartDelay ? .zero : Self.delay(after: task, on: node)
        start(replacement.id, delay: delay, after: task, in: &store, now: turn.now)
    }

    /// - Source: RST-5, NOD-1.
    private static func delay(after task: SwarmTask, on node: Node?) -> Duration {
        if node?.spec.availability == .drain { return .zero }
        return task.spec.value.restart?.effectiveDelay ?? RestartPolicy.standardDelay
    }

    /// Raises a task from READY once the delay is over and the predecessor has stopped.
    ///
    /// `predecessor` is waited for if it is alive, for a minute at most; `nil` = nobody.
    ///
    /// - Source: RST-20, RST-23.
    mutating func start(
        _ task: TaskID,
        delay: Duration = .zero,
        after predecessor: SwarmTask?,
        in store: inout Store,
        now: Moment
    ) {
        let awaited = predecessor.flatMap { Self.canStop($0, in: store) ? $0.id : nil }
        if delay <= .zero, awaited == nil, !starts.isHeld(task) {
            return Self.startNow(task, in: &store)
        }
        starts.hold(task, for: delay, after: awaited, now: now)
    }

    /// Whether it makes sense to wait for a task; one on a node that is gone or down will not
    /// report that it stopped.
    ///
    /// - Source: RST-6, RST-20.
    private static func canStop(_ task: SwarmTask, in store: Store) -> Bool {
        guard let task = store.task(task.id), task.isLive else { return false }
        guard let id = task.nodeID else { return true }
        guard let node = store.node(id) else { return false }
        return node.status.state != .down
    }

    /// - Source: RST-21, JOB-7.
    static func startNow(_ id: TaskID, in store: inout Store) {
        guard var task = store.task(id) else { return }
        if store.flaw == .lowersDesiredState {
            task.desiredState = .running
            return store.update(task)
        }
        guard task.desiredState < .running else { return }
        store.raiseDesired(of: id, to: task.jobIteration == nil ? .running : .complete)
    }

    /// Starts the tasks whose hold is over.
    ///
    /// - Returns: those tasks, in order.
    mutating func startEnded(in store: inout Store, turn: inout Turn) -> [TaskID] {
        guard starts.hasEnded(at: turn.now) else { return [] }
        let ended = starts.takeEnded(at: turn.now)
        for hold in ended {
            Self.startNow(hold.task, in: &store)
            if hold.restartsAfterwards { restartLate(hold.task, in: &store, turn: &turn) }
        }
        return ended.map(\.task)
    }

    /// - Source: RST-2.
    private mutating func restartLate(_ id: TaskID, in store: inout Store, turn: inout Turn) {
        guard let task = store.task(id), task.desiredState <= .running,
            let service = store.service(task.serviceID)
        else { return }
        restart(task, of: service, in: &store, turn: &turn)
    }

    func isHeld(_ task: TaskID) -> Bool { starts.isHeld(task) }
    mutating func noteStop(of task: TaskID) { starts.noteStop(of: task) }
    mutating func noteRemoval(of task: TaskID) {
        starts.noteRemoval(of: task)
        starts.noteStop(of: task)
    }
}
