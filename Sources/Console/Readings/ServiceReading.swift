import Basics
import Cells
import SwarmModel
import SwarmStore

/// How a service stands, in the words of its row.
struct ServiceReading: Sendable {
    let service: Service
    let tally: TaskTally
    /// Tasks that a lost node was running last: replaced, and counted until it is back or gone.
    let lost: Int

    init(_ service: Service, in store: Store) {
        self.service = service
        tally = store.tally(of: service.id)
        lost = tally.live > tally.wanted ? Self.lost(of: service.id, in: store) : 0
    }

    private static func lost(of service: ServiceID, in store: Store) -> Int {
        store.tasks(of: service).count { task in
            task.state == .running && task.desiredState > .running
                && task.nodeID.flatMap { store.node($0) }?.status.state == .down
        }
    }

    /// How many tasks are wanted (VAL-90).
    var wanted: Int {
        switch service.spec.mode {
        case .replicated(let replicas): Int(clamping: replicas)
        case .replicatedJob(let concurrent, _): Int(clamping: concurrent)
        case .global, .globalJob: tally.wanted
        }
    }

    /// As the engine counts, with those on lost nodes.
    var running: Int { tally.running }
    /// Those that can be reached.
    private var present: Int { running - lost }
    var isMissing: Bool { present < wanted && !service.spec.mode.isJob }

    /// `3/3`, as `service ls` counts (LIF-62).
    var replicas: String { "\(running)/\(wanted)" }

    /// Whether somebody should look at it.
    var isFaulty: Bool {
        isMissing || service.updateStatus?.state == .paused
            || service.updateStatus?.state == .rollbackPaused
    }

    /// What is going on, in a word and a meaning.
    ///
    /// `progress` is `4/10` while an update runs.
    func status(progress: String?) -> (word: String, slot: Slot) {
        let tail = progress.map { " " + $0 } ?? ""
        switch service.updateStatus?.state {
        case .updating: return ("updating" + tail, .progress)
        case .rollbackStarted: return ("rolling back" + tail, .warn)
        case .paused: return ("update paused", .bad)
        case .rollbackPaused: return ("rollback paused", .bad)
        case .completed, .rollbackCompleted, nil: break
        }
        if service.spec.mode.isJob { return ("job", .text) }
        if wanted == 0 { return (present == 0 ? "scaled to 0" : "stopping", .off) }
        if present == 0 { return ("down", .bad) }
        if present < wanted { return ("\(wanted - present) missing", .warn) }
        if present > wanted { return ("\(present - wanted) too many", .progress) }
        if lost > 0 { return ("running, \(lost) lost", .ok) }
        if service.updateStatus?.state == .rollbackCompleted { return ("rolled back", .ok) }
        return ("running", .ok)
    }
}

extension UpdateStatus.State {
    /// Whether the updater is at work.
    var isActive: Bool { self == .updating || self == .rollbackStarted }
    var isRollback: Bool {
        switch self {
        case .rollbackStarted, .rollbackPaused, .rollbackCompleted: true
        case .updating, .paused, .completed: false
        }
    }
    var isPaused: Bool { self == .paused || self == .rollbackPaused }
}

/// How a task's state looks: a sign, a word and a meaning.
struct TaskLook: Sendable {
    let sign: SafeText
    let word: String
    let slot: Slot

    init(_ task: SwarmTask) {
        word = Self.word(of: task)
        (sign, slot) = Self.look(of: task)
    }

    private static func word(of task: SwarmTask) -> String {
        if task.isLive, task.desiredState > .running { return "stopping" }
        if task.state == .ready, task.desiredState == .ready { return "held" }
        return task.state.word
    }

    private static func look(of task: SwarmTask) -> (SafeText, Slot) {
        if task.isLive, task.desiredState > .running { return ("◌", .off) }
        return switch task.state {
        case .new, .pending: ("·", .warn)
        case .assigned, .accepted, .preparing, .ready: ("○", .progress)
        case .starting: ("◐", .progress)
        case .running: ("●", .ok)
        case .complete: ("✓", .off)
        case .shutdown, .remove: ("-", .off)
        case .failed, .rejected: ("✗", .bad)
        case .orphaned: ("?", .unknown)
        }
    }

    /// Whether somebody should look at the task.
    static func isFaulty(_ task: SwarmTask) -> Bool {
        switch task.state {
        case .failed, .rejected, .orphaned: true
        case .new, .pending: !task.status.error.isEmpty
        default: false
        }
    }
}
