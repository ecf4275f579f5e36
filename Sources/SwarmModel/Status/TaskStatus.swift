package import Basics

/// What was last observed of a task.
package struct TaskStatus: Hashable, Codable, Sendable {
    // In an order that leaves few gaps in memory; the state first, as it is asked for most.

    package var state: TaskState
    /// When the state was entered, by the reporter's clock.
    package var timestamp: Moment
    /// When a manager took the report over; `nil` before the first report.
    @CompactMoment package var appliedAt: Moment?
    package var message: String
    package var error: String
    /// Host-mode ports that are really bound (AGT-31).
    package var hostPorts: [PortConfig]
    package var container: ContainerStatus?

    package init(
        state: TaskState = .new,
        timestamp: Moment = .zero,
        message: String = "",
        error: String = "",
        container: ContainerStatus? = nil,
        hostPorts: [PortConfig] = [],
        appliedAt: Moment? = nil
    ) {
        self.state = state
        self.timestamp = timestamp
        self.message = message
        self.error = error
        self.container = container
        self.hostPorts = hostPorts
        self.appliedAt = appliedAt
    }
}

/// The container of a task, as its node reports it.
package struct ContainerStatus: Hashable, Codable, Sendable {
    package var id: ContainerID
    package var pid: Int32
    package var exitCode: Int32

    package init(id: ContainerID, pid: Int32 = 0, exitCode: Int32 = 0) {
        self.id = id
        self.pid = pid
        self.exitCode = exitCode
    }
}

/// When a task entered the states that an operator watches; absent until it does.
///
/// The bars of the rollout screen are cut from these.
package struct TaskMilestones: Hashable, Codable, Sendable {
    package var created: Moment
    @CompactMoment package var assigned: Moment?
    @CompactMoment package var preparing: Moment?
    @CompactMoment package var starting: Moment?
    @CompactMoment package var running: Moment?
    /// The first state past running.
    @CompactMoment package var ended: Moment?

    package init(created: Moment) { self.created = created }

    /// Notes that `state` was entered; states that are skipped stay absent.
    package mutating func note(_ state: TaskState, at moment: Moment) {
        switch state {
        case .new, .pending, .accepted, .ready: break
        case .assigned: assigned = assigned ?? moment
        case .preparing: preparing = preparing ?? moment
        case .starting: starting = starting ?? moment
        case .running: running = running ?? moment
        case .complete, .shutdown, .failed, .rejected, .remove, .orphaned: ended = ended ?? moment
        }
    }

    /// Keeps what an earlier look at the same task saw: an engine tells the newest state only.
    package mutating func keep(_ earlier: TaskMilestones) {
        assigned = earlier.assigned ?? assigned
        preparing = earlier.preparing ?? preparing
        starting = earlier.starting ?? starting
        running = earlier.running ?? running
        ended = earlier.ended ?? ended
    }
}
