import Basics
import SwarmModel
import SwarmStore
import SwarmWorld

/// What was seen of one service's tasks and update, change by change, as a recording has it.
struct Timeline {
    /// A task as it was at some time after the start.
    struct Row {
        let at: Duration
        let task: SwarmTask
        /// Whether it was deleted then.
        var isGone = false

        var slot: Int { task.slot }
    }

    private(set) var rows: [Row] = []
    private(set) var updates: [(at: Duration, status: UpdateStatus?)] = []

    fileprivate mutating func note(_ row: Row) { rows.append(row) }

    fileprivate mutating func note(_ status: UpdateStatus?, at moment: Duration) {
        if updates.last?.status != status || updates.isEmpty { updates.append((moment, status)) }
    }

    /// When a task was first seen like that.
    func first(_ isLike: (SwarmTask) -> Bool) -> Duration? {
        rows.first { isLike($0.task) }?.at
    }

    func first(_ id: TaskID, _ state: TaskState) -> Duration? {
        first { $0.id == id && $0.state == state }
    }

    func first(_ id: TaskID, desired state: TaskState) -> Duration? {
        first { $0.id == id && $0.desiredState == state }
    }

    /// When a task was deleted.
    func gone(_ id: TaskID) -> Duration? { rows.first { $0.isGone && $0.task.id == id }?.at }

    /// The tasks in the order in which they were first seen.
    var tasks: [TaskID] {
        var seen: Set<TaskID> = []
        return rows.map(\.task.id).filter { seen.insert($0).inserted }
    }

    /// The states of the update in order.
    var updateStates: [UpdateStatus.State?] { updates.map(\.status?.state) }

    func update(_ state: UpdateStatus.State) -> Duration? {
        updates.first { $0.status?.state == state }?.at
    }
}

extension WorldDriver {
    /// Lets time pass and notes each change of a service's tasks.
    mutating func record(_ name: String, for duration: Duration) throws -> Timeline {
        let service = try service(name).id
        let start = now
        let end = now + duration
        var timeline = Timeline()
        var known: [TaskID: SwarmTask] = [:]
        look(at: service, since: start, &known, &timeline)
        while let next = world.nextDeadline, next <= end {
            run(max(next, now) - now)
            look(at: service, since: start, &known, &timeline)
        }
        run(end - now)
        return timeline
    }

    private func look(
        at service: ServiceID,
        since start: Moment,
        _ known: inout [TaskID: SwarmTask],
        _ timeline: inout Timeline
    ) {
        let at = now - start
        var gone = known
        for task in store.tasks(of: service) {
            gone[task.id] = nil
            guard known[task.id] != task else { continue }
            known[task.id] = task
            timeline.note(Timeline.Row(at: at, task: task))
        }
        for task in gone.values.sorted(by: { $0.id < $1.id }) {
            known[task.id] = nil
            timeline.note(Timeline.Row(at: at, task: task, isGone: true))
        }
        timeline.note(store.service(service)?.updateStatus, at: at)
    }

    /// Asks for a rollback of a service as it is now.
    mutating func rollBack(_ name: String) throws {
        let service = try service(name)
        try perform(.rollbackService(service.id, version: service.meta.version))
    }
}

extension Duration {
    /// Whether it is as long as in a recording, give or take.
    func isAbout(_ seconds: Double, within tolerance: Double = 0.2) -> Bool {
        (.seconds(seconds - tolerance)...Duration.seconds(seconds + tolerance)).contains(self)
    }
}
