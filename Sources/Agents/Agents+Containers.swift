import Basics
import SwarmModel

// What a node's engine does with a container, step by step. No store: this goes on without one.
extension Agents {
    private static let laneTime = Duration.milliseconds(40)
    static let killed: Int32 = 137

    /// The next step of a container whose time has come.
    mutating func takeNextStep(_ slot: Int32, at moment: Moment) {
        guard let container = containers[slot] else { return }
        switch container.phase {
        case .preparing: becomeReady(slot, at: moment)
        case .ready: return
        case .starting: processStarts(slot, at: moment)
        case .started: lifeGoesOn(slot, at: moment)
        case .stopping:
            containers[slot]?.phase = .ended
            queueReport(slot, at: moment)
        case .ended: queueReport(slot, at: moment)
        }
    }

    // MARK: Preparing

    /// Pulls the image if it must, and creates the container (AGT-28).
    mutating func prepare(_ slot: Int32, at now: Moment) {
        guard let container = containers[slot] else { return }
        guard container.image >= 0 else { return reject(slot) }
        let profile = images.profiles[Int(container.image)]
        var begin = max(container.preparingAt, imageReadyAt(container, profile))
        // One engine creates one container at a time, more or less.
        begin = max(begin, sessions[container.session]?.laneFreeAt ?? begin)
        sessions[container.session]?.laneFreeAt = begin + Self.laneTime
        wake(slot, at: begin + drawn(profile.create, container, .create))
    }

    /// Reports that there is no container, and why.
    mutating func reject(_ slot: Int32, _ error: String = missingImageMark) {
        guard let container = containers[slot] else { return }
        let time = drawn(DurationRange(.milliseconds(40), .milliseconds(90)), container, .create)
        var ending = Container.Ending(state: .rejected, moment: container.preparingAt + time)
        ending.hadContainer = false
        ending.error = error
        finish(slot, ending)
    }

    /// Stands for the text that names the image, which the report fills in.
    static let missingImageMark = "No such image"

    /// From when on the image is on the node's disk; pulls it if nobody has yet.
    private mutating func imageReadyAt(_ container: Container, _ profile: ImageProfile) -> Moment {
        guard !preloadsImages, let session = sessions[container.session] else {
            return container.preparingAt
        }
        if let stored = session.images.first(where: { $0.image == container.image }) {
            return stored.from
        }
        let time = Chance.duration(
            profile.pull,
            seed ^ session.node.seed,
            UInt64(container.image),
            .hardware
        )
        let from = container.preparingAt + .nanoseconds(time)
        sessions[container.session]?.images.append(.init(image: container.image, from: from))
        return from
    }

    private mutating func becomeReady(_ slot: Int32, at moment: Moment) {
        containers[slot]?.phase = .ready
        containers[slot]?.readyAt = moment
        queueReport(slot, at: moment)
        if let desired = containers[slot]?.desired, desired > .ready { start(slot, at: moment) }
    }

    // MARK: Starting and running

    /// Starts a container that is created; ends before the process runs if a file is missing.
    mutating func start(_ slot: Int32, at now: Moment) {
        guard let container = containers[slot], container.image >= 0 else { return }
        let startingAt =
            now + drawn(DurationRange(.milliseconds(3), .milliseconds(20)), container, .process)
        containers[slot]?.phase = .starting
        containers[slot]?.startingAt = startingAt
        queueReport(slot, at: now)
        if container.startFailure.isEmpty {
            let profile = images.profiles[Int(container.image)]
            wake(slot, at: startingAt + drawn(profile.start, container, .start))
        } else {
            let time = drawn(
                DurationRange(.milliseconds(100), .milliseconds(250)),
                container,
                .start
            )
            var ending = Container.Ending(state: .failed, moment: startingAt + time)
            ending.error = container.startFailure
            ending.exitCode = MissingCommand.exitCode(of: container.startFailure)
            finish(slot, ending)
        }
    }

    private mutating func processStarts(_ slot: Int32, at moment: Moment) {
        containers[slot]?.phase = .started
        containers[slot]?.startedAt = moment
        if containers[slot]?.health == nil {
            containers[slot]?.runningAt = moment
            queueReport(slot, at: moment)
        }
        awaitNextChange(slot, at: moment)
    }

    /// Waits for whatever comes first in the life of a process; for nothing if nothing will.
    mutating func awaitNextChange(_ slot: Int32, at now: Moment) {
        guard let container = containers[slot], container.phase == .started,
            let startedAt = container.startedAt
        else { return }
        var next = HealthWatch.never
        if let exit = container.exit { next = min(next, exit.after) }
        if let health = container.health {
            next = min(next, health.unhealthyAt)
            if container.runningAt == nil { next = min(next, health.healthyAt) }
        }
        if next < HealthWatch.never {
            wake(slot, at: max(now, startedAt + .nanoseconds(next)))
        } else {
            dismissWake(slot)
        }
    }

    private mutating func lifeGoesOn(_ slot: Int32, at moment: Moment) {
        guard let container = containers[slot], let age = container.age(at: moment) else { return }
        if let exit = container.exit, exit.after <= age {
            return end(slot, code: exit.code, at: moment)
        }
        if let health = container.health {
            if health.unhealthyAt <= age { return stopUnhealthy(slot, at: moment) }
            if container.runningAt == nil, health.healthyAt <= age {
                containers[slot]?.runningAt = moment
                queueReport(slot, at: moment)
            }
        }
        awaitNextChange(slot, at: moment)
    }

    // MARK: Ending

    /// The process has ended, not because the swarm wanted it (AGT-27, LIF-7).
    mutating func end(_ slot: Int32, code: Int32, at moment: Moment, suffix: String = "") {
        var ending = Container.Ending(state: code == 0 ? .complete : .failed, moment: moment)
        ending.exitCode = code
        ending.error = code == 0 ? "" : "task: non-zero exit (\(code))\(suffix)"
        finish(slot, ending)
    }

    /// The engine found it unhealthy and stops it; how the process takes it decides (AGT-26).
    private mutating func stopUnhealthy(_ slot: Int32, at moment: Moment) {
        guard let stop = stopping(slot) else { return }
        end(
            slot,
            code: stop.code,
            at: moment + stop.time,
            suffix: ": dockerexec: unhealthy container"
        )
    }

    /// The swarm wants it gone: out of the load balancer first, then the stop signal (AGT-29).
    mutating func shutDown(_ slot: Int32, at now: Moment) {
        guard let container = containers[slot], !container.isOver else { return }
        var ending = Container.Ending(state: .shutdown, moment: now)
        switch container.phase {
        case .preparing:
            ending.hadContainer = false
            ending.moment = max(now, container.preparingAt) + drawn(.briefly, container, .stop)
        case .ready:
            ending.moment = now + drawn(.briefly, container, .stop)
        case .starting, .started, .stopping, .ended:
            guard let stop = stopping(slot) else { return }
            let leaving = DurationRange(.milliseconds(950), .milliseconds(1_080))
            ending.moment = now + drawn(leaving, container, .process) + stop.time
            ending.exitCode = stop.code
        }
        finish(slot, ending)
        queueReport(slot, at: now)
    }

    /// How long the process takes to end after the stop signal, or another one, and with what;
    /// killed in the end.
    func stopping(
        _ slot: Int32,
        by other: UInt8? = nil
    ) -> (time: Duration, code: Int32)? {
        guard let container = containers[slot], container.image >= 0 else { return nil }
        let profile = images.profiles[Int(container.image)]
        let signal = other ?? container.stopSignal ?? StopSignal.terminate
        if signal == StopSignal.kill { return (.zero, Self.killed) }
        let time = Chance.duration(profile.stop, seed, container.seed, .stop)
        if time > container.stopGrace { return (.nanoseconds(container.stopGrace), Self.killed) }
        return (.nanoseconds(time), StopSignal.exitCode(profile.stopExitCode, on: signal))
    }

    /// The node lost power, and the container with it; noticed when it is back.
    mutating func lose(_ slot: Int32, _ task: SwarmTask, at now: Moment) {
        containers[slot]?.startingAt = task.milestones.starting ?? now
        if task.state == .running { containers[slot]?.runningAt = task.milestones.running ?? now }
        end(slot, code: 255, at: now)
    }

    /// Sets the end of a container, now or some time ahead.
    mutating func finish(_ slot: Int32, _ ending: Container.Ending) {
        containers[slot]?.ending = ending
        containers[slot]?.phase = .stopping
        wake(slot, at: ending.moment)
    }

    private func drawn(
        _ range: DurationRange,
        _ container: Container,
        _ purpose: Chance.Purpose
    ) -> Duration {
        .nanoseconds(Chance.duration(range, seed, container.seed, purpose))
    }
}

extension DurationRange {
    /// What an engine needs to give up a container that never ran.
    fileprivate static let briefly = DurationRange(.milliseconds(20), .milliseconds(80))
}
