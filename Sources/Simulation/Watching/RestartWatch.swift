import Basics
import SwarmModel
import SwarmStore

/// When and how often an ended task is replaced.
///
/// - Source: RST-5, RST-10 to RST-16, NOD-1.
struct RestartWatch {
    private struct Held {
        let service: ServiceID
        let earliest: Moment
    }

    private struct Place: Hashable {
        let service: ServiceID
        let place: TaskPlace
    }

    /// Replacements that may not be started yet.
    private var held: [TaskID: Held] = [:]
    /// When the replacements of each place were made since the service's spec last changed.
    private var made: [Place: [Moment]] = [:]

    mutating func see(_ sight: Sight, _ findings: inout Findings) {
        if sight.leaderChanged || !sight.canCommit {
            held = [:]
            made = [:]
            return
        }
        var changed: Set<ServiceID> = []
        for change in sight.differences.services
        where change.before?.specVersion != change.after?.specVersion
            || change.before?.updateStatus != change.after?.updateStatus
        {
            if let id = (change.after ?? change.before)?.id { changed.insert(id) }
        }
        if !changed.isEmpty {
            held = held.filter { !changed.contains($0.value.service) }
            made = made.filter { !changed.contains($0.key.service) }
        }
        for change in sight.differences.tasks {
            guard let after = change.after else {
                if let before = change.before { held[before.id] = nil }
                continue
            }
            if change.before == nil {
                if !changed.contains(after.serviceID) { seeCreation(of: after, sight, &findings) }
            } else if after.desiredState != .ready, let hold = held.removeValue(forKey: after.id) {
                findings.expect(
                    after.desiredState > .complete || sight.now >= hold.earliest,
                    .restartDelay,
                    "\(after.words) starts \(hold.earliest - sight.now) early"
                )
            }
        }
    }

    private mutating func seeCreation(
        of task: SwarmTask,
        _ sight: Sight,
        _ findings: inout Findings
    ) {
        if !held.isEmpty {
            for other in sight.after.tasks(of: task.serviceID, in: task.place) {
                held[other.id] = nil
            }
        }
        guard let service = sight.after.service(task.serviceID),
            let ended = Self.replaced(by: task, sight)
        else { return }
        count(task, after: ended, of: service, sight, &findings)
        let delay = Self.delay(before: task, sight)
        let host = ended.nodeID.flatMap { sight.before.node($0) }
        let isLeaving =
            host == nil || host?.spec.availability == .drain
            || ended.nodeID.flatMap { sight.after.node($0) }?.spec.availability == .drain
        if !isLeaving, delay > .zero, task.isWanted {
            let place = sight.after.tasks(of: task.serviceID, in: task.place)
            if Self.fillsAnew(task, after: ended, in: place, of: service, sight) { return }
            // An update may have made another one for the same place.
            let isHeld = place.contains {
                $0.desiredState == .ready && sight.before.task($0.id) == nil
            }
            findings.expect(
                isHeld,
                .restartDelay,
                "\(task.words) replaces \(ended.words) at once, not after \(delay)"
            )
            guard task.desiredState == .ready else { return }
            // An update keeps the clean one of two and starts it at once.
            let isAlone = !place.contains { other in
                other.id != task.id && other.id != ended.id
                    && (other.isWanted
                        || sight.before.task(other.id)?.desiredState ?? .remove <= .complete)
            }
            guard isAlone else { return }
            held[task.id] = Held(service: service.id, earliest: task.meta.createdAt + delay)
        }
    }

    /// Whether an update or the reconciler had to fill the place whose task was given up for good.
    ///
    /// That takes a policy by which the task is not restarted, and something else by which the place
    /// counts: a task of another spec that is still wanted, or, if none is wanted, that was seen
    /// last, as it may be after an update that started the new task first. A new leader looks at
    /// both at one instant. A rollback fills what was given up in any case.
    ///
    /// - Source: REP-10, REP-11, REP-13, UPD-4, UPD-7, INI-2.
    private static func fillsAnew(
        _ task: SwarmTask,
        after ended: SwarmTask,
        in place: [SwarmTask],
        of service: Service,
        _ sight: Sight
    ) -> Bool {
        let others = place.filter { sight.before.task($0.id) != nil }
        let policy = ended.spec.value.restart
        let attempts = others.count { $0.specVersion == ended.specVersion } - 1
        let isExhausted = policy.map { $0.maxAttempts > 0 && attempts >= $0.maxAttempts } ?? false
        let isGivenUp =
            switch policy?.condition ?? .any {
            case .none: true
            case .onFailure: isExhausted || ended.state == .complete
            case .any: isExhausted
            }
        guard isGivenUp else { return false }
        let wanted = others.filter { sight.before.task($0.id)?.desiredState ?? .remove <= .running }
            .filter { $0.id != ended.id }
        if !wanted.isEmpty { return wanted.contains { $0.specVersion != task.specVersion } }
        if service.updateStatus?.state == .rollbackStarted { return true }
        let last = others.max { ($0.orderingMoment, $0.id) < ($1.orderingMoment, $1.id) }
        return last?.specVersion != task.specVersion
    }

    /// The shortest delay of those in its place that were given up at this instant.
    private static func delay(before task: SwarmTask, _ sight: Sight) -> Duration {
        sight.after.tasks(of: task.serviceID, in: task.place)
            .filter { $0.desiredState > .complete }
            .filter { sight.before.task($0.id)?.desiredState ?? .remove <= .complete }
            .map { $0.spec.value.restart?.effectiveDelay ?? RestartPolicy.standardDelay }
            .min() ?? .zero
    }

    private mutating func count(
        _ task: SwarmTask,
        after ended: SwarmTask,
        of service: Service,
        _ sight: Sight,
        _ findings: inout Findings
    ) {
        guard let policy = task.spec.value.restart, policy.maxAttempts > 0,
            service.spec.mode != .globalJob
        else { return }
        // With two tasks in a place, whose replacement this is cannot be told.
        let isAlone = sight.after.tasks(of: service.id, in: task.place)
            .count { $0.id != task.id && sight.before.task($0.id)?.desiredState != $0.desiredState }
        guard isAlone == 1 else { return }
        let place = Place(service: service.id, place: task.place)
        var moments = made[place, default: []]
        // Of those before, the ones count that the window reaches back to from the end (RST-15).
        let end = ended.status.appliedAt ?? (ended.isDead ? sight.now : ended.status.timestamp)
        let counting = moments.filter { moment in
            guard let window = policy.window, window > .zero else { return true }
            return moment > end - window && moment < end
        }
        moments.append(task.meta.createdAt)
        made[place] = moments
        findings.expect(
            counting.count < policy.maxAttempts,
            .restartAttempts,
            "\(task.words) is restart \(counting.count + 1) of \(policy.maxAttempts)"
        )
    }

    /// The task of the same place and spec that was wanted until now and has been given up for this
    /// one; `nil` if the task fills an empty place, or an update made it.
    private static func replaced(by task: SwarmTask, _ sight: Sight) -> SwarmTask? {
        guard sight.after.service(task.serviceID)?.spec.mode != .globalJob else { return nil }
        return sight.after.tasks(of: task.serviceID, in: task.place).last { other in
            guard other.id != task.id, other.specVersion == task.specVersion,
                other.jobIteration == task.jobIteration, other.desiredState > .complete,
                let before = sight.before.task(other.id)
            else { return false }
            return before.desiredState <= .complete
        }
    }
}
