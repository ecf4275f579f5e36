import Basics
import SwarmModel

/// One container as its node's engine has it, from accepting the task to reporting its end.
struct Container: Codable, Sendable {
    enum Phase: UInt8, Codable, Sendable {
        /// Pulled and created.
        case preparing
        /// Created; held there while the task is wanted ready only.
        case ready
        /// Started; the process may not run yet.
        case starting
        /// The process runs; whether it is healthy yet is ``runningAt``'s matter.
        case started
        /// Told to stop; ``ending`` lies ahead.
        case stopping
        /// Over; only its report may be missing.
        case ended
    }

    /// How it ends, or ended.
    struct Ending: Codable, Sendable {
        var state: TaskState
        var moment: Moment
        var error = ""
        var exitCode: Int32 = 0
        /// Whether there was an engine's container at all.
        var hadContainer = true
    }

    let task: TaskID
    /// A number made of the task's id: the seed of everything that is left to chance.
    let seed: UInt64
    let session: Int32
    /// Position of its image's profile; negative = no such image.
    let image: Int32
    /// Its position among its session's containers.
    var place: Int32
    var phase = Phase.preparing
    var desired: TaskState
    /// The wake-up call that counts; others are out of date.
    var wake: UInt32 = 0
    let acceptedAt: Moment
    let preparingAt: Moment
    @CompactMoment var readyAt: Moment?
    @CompactMoment var startingAt: Moment?
    @CompactMoment var startedAt: Moment?
    @CompactMoment var runningAt: Moment?
    @Boxed var ending: Ending?
    /// Why it cannot be started; empty = it can.
    var startFailure = ""
    var stopGrace: Int64
    /// `nil` = the usual one.
    var stopSignal: UInt8?
    /// How the process ends by itself; `nil` = it runs on.
    var exit: PlannedExit?
    @Boxed var health: HealthWatch?
    /// Requests that were sent to it on purpose.
    var extraRequests: Int64 = 0
    var isReportQueued = false
    /// Whether its report waits for its node to be reached again.
    var isReportHeld = false

    struct PlannedExit: Codable, Sendable {
        /// Nanoseconds after the process started.
        var after: Int64
        var code: Int32
    }

    var isOver: Bool { phase == .stopping || phase == .ended }

    /// Nanoseconds since the process started; `nil` before it did.
    func age(at now: Moment) -> Int64? {
        guard let startedAt, startedAt <= now else { return nil }
        return (now - startedAt).nanoseconds
    }
}

/// What a node would report of a container at one moment.
struct ContainerReport {
    var state: TaskState
    var moment: Moment
    var message: String
    var error = ""
    var exitCode: Int32 = 0
    var hasContainer = true
    /// Whether more is already known than may be told yet.
    var isPartial = false
}

extension Container {
    /// The newest thing that has happened to it by `now`.
    ///
    /// - Source: LIF-6, LIF-7: what fails keeps the message of the state it was in.
    func report(at now: Moment) -> ContainerReport? {
        if let ending, ending.moment <= now { return report(of: ending) }
        var report: ContainerReport?
        if let runningAt, runningAt <= now {
            report = ContainerReport(state: .running, moment: runningAt, message: "started")
            if phase == .stopping { report?.exitCode = -1 }
        } else if let startingAt, startingAt <= now {
            report = ContainerReport(state: .starting, moment: startingAt, message: "starting")
        } else if let readyAt, readyAt <= now {
            report = ContainerReport(state: .ready, moment: readyAt, message: "prepared")
        } else if preparingAt <= now {
            report = ContainerReport(state: .preparing, moment: preparingAt, message: "preparing")
            report?.hasContainer = false
        } else if acceptedAt <= now {
            report = ContainerReport(state: .accepted, moment: acceptedAt, message: "accepted")
            report?.hasContainer = false
        }
        report?.isPartial = newestMoment > now
        return report
    }

    /// The newest step that is announced without a wake-up call of its own.
    private var newestMoment: Moment { startingAt ?? readyAt ?? preparingAt }

    private func report(of ending: Ending) -> ContainerReport {
        let message =
            switch ending.state {
            case .complete: "finished"
            case .shutdown: "shutdown"
            default: runningAt != nil ? "started" : startingAt != nil ? "starting" : "preparing"
            }
        return ContainerReport(
            state: ending.state,
            moment: ending.moment,
            message: message,
            error: ending.error,
            exitCode: ending.exitCode,
            hasContainer: ending.hadContainer
        )
    }
}
