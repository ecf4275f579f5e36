package import Basics
import SwarmModel

// What users do to a container at its node's engine. No store: the swarm learns of it by reports.
extension Agents {
    /// Removes a task's container by force, as `docker container rm -f` does.
    ///
    /// - Returns: whether there was one.
    @discardableResult
    package mutating func removeContainer(of task: TaskID, now: Moment) -> Bool {
        timePassed(now: now)
        guard let slot = containerSlot(of: task), let container = containers[slot],
            container.phase != .ended, container.readyAt != nil
        else { return false }
        end(slot, code: Self.killed, at: now)
        return true
    }

    /// Stops a task's container by hand, as `docker container stop` does.
    ///
    /// - Parameters:
    ///   - task: whose container.
    ///   - grace: how long the process may take to end; `nil` = what its service grants.
    ///   - now: the moment.
    /// - Returns: whether there was one that ran.
    @discardableResult
    package mutating func stopContainer(
        of task: TaskID,
        grace: Duration? = nil,
        now: Moment
    ) -> Bool {
        timePassed(now: now)
        guard let slot = runningSlot(of: task) else { return false }
        if let grace { containers[slot]?.stopGrace = max(0, grace.nanoseconds) }
        guard let stop = stopping(slot) else { return false }
        end(slot, code: stop.code, at: now + stop.time)
        return true
    }

    /// Sends a task's container a signal by hand, as `docker container kill` does.
    ///
    /// - Returns: whether there was one that ran.
    @discardableResult
    package mutating func sendSignal(
        _ signal: UInt8,
        toContainerOf task: TaskID,
        now: Moment
    ) -> Bool {
        timePassed(now: now)
        guard let slot = runningSlot(of: task), let container = containers[slot] else {
            return false
        }
        if signal == StopSignal.kill {
            end(slot, code: Self.killed, at: now)
            return true
        }
        guard StopSignal.ends(signal) || signal == container.stopSignal,
            let stop = stopping(slot, by: signal), stop.code != Self.killed
        else { return true }
        end(slot, code: stop.code, at: now + stop.time)
        return true
    }

    private func runningSlot(of task: TaskID) -> Int32? {
        guard let slot = containerSlot(of: task), let phase = containers[slot]?.phase,
            phase == .starting || phase == .started
        else { return nil }
        return slot
    }

    /// Sends a container requests, as a client would; they count for its health.
    ///
    /// - Returns: whether there is a process to take them.
    @discardableResult
    package mutating func sendRequests(_ count: Int, to task: TaskID, now: Moment) -> Bool {
        timePassed(now: now)
        guard let slot = containerSlot(of: task), var container = containers[slot],
            container.phase == .started, let age = container.age(at: now)
        else { return false }
        container.extraRequests += Int64(max(0, count))
        if var health = container.health {
            health.note(extraRequests: container.extraRequests, at: age)
            container.health = health
        }
        containers[slot] = container
        awaitNextChange(slot, at: now)
        return true
    }
}
