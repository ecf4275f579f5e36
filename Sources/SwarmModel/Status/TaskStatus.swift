package import Basics

/// What was last observed of a task.
package struct TaskStatus: Hashable, Codable, Sendable {
    package var state: TaskState
    /// When the state was entered, by the reporter's clock.
    package var timestamp: Moment
    package var message: String
    package var error: String
    package var container: ContainerStatus?
    /// Host-mode ports that are really bound (AGT-31).
    package var hostPorts: [PortConfig]
    /// When a manager took the report over; `nil` before the first report.
    package var appliedAt: Moment?

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

/// Sixty-four hexadecimal digits that name a container.
package struct ContainerID: Hashable, Codable, Sendable, LosslessStringConvertible {
    private var words: [UInt64]

    package init(using generator: inout SeededGenerator) {
        words = (0..<4).map { _ in generator.next() }
    }

    package init?(_ description: String) {
        guard description.utf8.count == 64 else { return nil }
        var rest = Substring(description)
        words = []
        while !rest.isEmpty {
            guard let word = UInt64(rest.prefix(16), radix: 16) else { return nil }
            words.append(word)
            rest = rest.dropFirst(16)
        }
    }

    package var description: String {
        words.map { word in
            let digits = String(word, radix: 16)
            return String(repeating: "0", count: 16 - digits.count) + digits
        }.joined()
    }

    /// The first twelve digits, as lists show them.
    package var short: String { String(description.prefix(12)) }
}

/// When a task entered the states that an operator watches; absent until it does.
///
/// The bars of the rollout screen are cut from these.
package struct TaskMilestones: Hashable, Codable, Sendable {
    package var created: Moment
    package var assigned: Moment?
    package var preparing: Moment?
    package var starting: Moment?
    package var running: Moment?
    /// The first state past running.
    package var ended: Moment?

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
