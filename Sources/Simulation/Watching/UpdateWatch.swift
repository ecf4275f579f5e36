import Basics
import SwarmModel
import SwarmStore

/// How many slots an update has in work, and whether it stops when too many failed.
///
/// - Source: UPD-20, UPD-30 to UPD-38, UPD-50.
struct UpdateWatch {
    /// Clocks are compared with this much tolerance: reports are written on a beat.
    private static let tolerance = Duration.milliseconds(400)

    private struct Made {
        let isReplacement: Bool
        var startedAt: Moment?
        var endedAt: Moment?
        /// Deleted: that may have been its end, or not.
        var isGone = false
    }

    private struct Run {
        let specVersion: UInt64?
        let config: UpdateConfig
        /// Whether updates and rollbacks both start the new task first.
        let startsFirst: Bool
        /// Places that certainly are to be replaced, and those that may be.
        let dirtyPlaces: ClosedRange<Int>
        var working: Set<TaskID> = []
        var made: [TaskID: Made] = [:]

        /// How long failures are watched for after the last slot.
        var lastWatch: Duration {
            let monitor = config.effectiveMonitor
            return config.delay >= monitor ? config.delay + .seconds(1) : monitor
        }
    }

    private var runs: [ServiceID: Run] = [:]
    /// When a node last changed: a global service is made right there at once, update or not.
    private var nodeChanges: [NodeID: Moment] = [:]
    /// Longer than the managers take to agree on what follows from a node's change.
    private static let agreeing = Duration.seconds(10)

    mutating func see(_ sight: Sight, _ findings: inout Findings) {
        for node in sight.differences.nodes.compactMap(\.after?.id) {
            nodeChanges[node] = sight.now
        }
        if sight.leaderChanged || !sight.canCommit {
            runs = [:]
            return
        }
        for change in sight.differences.services { seeVerdict(change, sight, &findings) }
        for change in sight.differences.services { follow(change, sight) }
        // Slots that are done with come first: others may be taken in their stead at once.
        for change in sight.differences.tasks where change.before != nil {
            follow(change, sight, &findings)
        }
        for change in sight.differences.tasks where change.before == nil {
            follow(change, sight, &findings)
        }
    }

    // MARK: - Runs

    private mutating func follow(_ change: Difference<Service>, _ sight: Sight) {
        guard let after = change.after else {
            if let before = change.before { runs[before.id] = nil }
            return
        }
        guard change.before?.specVersion != after.specVersion else { return }
        let isRollback = after.updateStatus?.state == .rollbackStarted
        // If the spec is the same, the updater goes on with its own copy of the service (UPD-12), or
        // a new one begins if it was through: that cannot be told from outside.
        if change.before?.spec == after.spec {
            runs[after.id] = nil
            return
        }
        let config = (isRollback ? after.spec.rollback : after.spec.update) ?? .standard
        let places = sight.before.places(of: after.id)
        var certain = 0
        var clean = 0
        for place in places {
            let wanted = sight.before.tasks(of: after.id, in: place).filter(\.isWanted)
            let isDirty = wanted.contains { task in
                after.isGlobal
                    && task.nodeID.flatMap { sight.before.node($0) }?.acceptsNewTasks != true
                    ? false
                    : task.spec.value.placement == after.spec.task.placement
                        && task.spec.value != after.spec.task
            }
            if isDirty { certain += 1 } else { clean += 1 }
        }
        // Fewer replicas: of the places that stay, few may be dirty.
        if let replicas = after.spec.mode.replicas {
            certain = max(0, min(certain, Int(replicas) - clean))
        }
        runs[after.id] = Run(
            specVersion: after.specVersion,
            config: config,
            startsFirst: after.spec.update?.order == .startFirst
                && after.spec.rollback?.order == .startFirst,
            dirtyPlaces: certain...max(certain, places.count)
        )
    }

    private mutating func follow(
        _ change: Difference<SwarmTask>,
        _ sight: Sight,
        _ findings: inout Findings
    ) {
        guard let task = change.after ?? change.before, var run = runs[task.serviceID],
            task.specVersion == run.specVersion, task.jobIteration == nil
        else { return }
        runs[task.serviceID] = nil
        defer { runs[task.serviceID] = run }
        guard let after = change.after else {
            run.working.remove(task.id)
            run.made[task.id]?.isGone = true
            return
        }
        if change.before == nil { seeCreation(of: after, &run, sight, &findings) }
        if after.state >= .running || after.desiredState > .running {
            run.working.remove(after.id)
        }
        guard var made = run.made[after.id] else { return }
        if after.state >= .running, after.desiredState != .ready, made.startedAt == nil {
            made.startedAt = sight.now
        }
        if after.isDead, made.endedAt == nil { made.endedAt = sight.now }
        run.made[after.id] = made
    }

    private func hasChanged(_ node: NodeID?, _ sight: Sight) -> Bool {
        guard let changed = node.flatMap({ nodeChanges[$0] }) else { return false }
        return sight.now - changed < Self.agreeing
    }

    private func seeCreation(
        of task: SwarmTask,
        _ run: inout Run,
        _ sight: Sight,
        _ findings: inout Findings
    ) {
        let place = sight.after.tasks(of: task.serviceID, in: task.place)
            .filter { $0.id != task.id }
        // Only an update replaces what lives on a node that can keep it.
        let others = place.filter { sight.before.task($0.id)?.desiredState ?? .remove <= .running }
        let isReplacement =
            others.contains { $0.specVersion != task.specVersion }
            && others.allSatisfy { other in
                other.isLive && sight.hadValidNode(other) && !hasChanged(other.nodeID, sight)
            }
        run.made[task.id] = Made(isReplacement: isReplacement)
        guard isReplacement else { return }
        run.working.insert(task.id)
        findings.expect(
            !run.startsFirst || !task.isWanted || others.contains(where: \.isWanted),
            .startFirstKeepsOld,
            "\(task.words) is made, and its place has no other any more"
        )
        findings.expect(
            run.config.parallelism == 0 || run.working.count <= run.config.parallelism,
            .updateParallelism,
            "\(task.serviceName) has \(run.working.count) slots in work, not "
                + "\(run.config.parallelism)"
        )
    }

    // MARK: - Verdicts

    private func seeVerdict(
        _ change: Difference<Service>,
        _ sight: Sight,
        _ findings: inout Findings
    ) {
        guard let before = change.before, let after = change.after, let run = runs[before.id],
            let was = before.updateStatus?.state,
            let state = after.updateStatus?.state, was != state
        else { return }
        switch (was, state) {
        case (.updating, .paused), (.updating, .rollbackStarted),
            (.rollbackStarted, .rollbackPaused):
            guard after.updateStatus?.message.contains("due to failure") == true else { return }
            seeStop(run, of: after, sight, &findings)
        case (.updating, .completed), (.rollbackStarted, .rollbackCompleted):
            seeCompletion(run, of: after, at: sight.now, &findings)
        default: return
        }
    }

    /// It stopped: at least one task too many must have failed.
    private func seeStop(
        _ run: Run,
        of service: Service,
        _ sight: Sight,
        _ findings: inout Findings
    ) {
        let ended = sight.differences.tasks
            .filter { $0.after?.isDead ?? true }.compactMap { $0.before?.id }
        let failures = run.made.count { id, made in
            if made.isGone { return true }
            guard let end = made.endedAt ?? (ended.contains(id) ? sight.now : nil) else {
                return false
            }
            guard let start = made.startedAt else { return true }
            return end - start <= run.lastWatch + Self.tolerance
        }
        guard run.dirtyPlaces.lowerBound > 0 else { return }
        let ratio = Float(failures) / Float(run.dirtyPlaces.lowerBound)
        findings.expect(
            ratio > run.config.maxFailureRatio,
            .updateFailures,
            "\(service.name) was stopped after \(failures) failures of "
                + "\(run.dirtyPlaces.lowerBound), ratio \(run.config.maxFailureRatio)"
        )
    }

    /// It went through: not too many can have failed while somebody looked.
    ///
    /// What fails while the last slots are in work is looked at, and its age measured, only when
    /// they are through (UPD-31).
    private func seeCompletion(
        _ run: Run,
        of service: Service,
        at now: Moment,
        _ findings: inout Findings
    ) {
        let config = run.config
        guard config.failureAction != .continue, run.dirtyPlaces.upperBound > 0 else { return }
        let failures = run.made.values.count { made in
            guard made.isReplacement, let end = made.endedAt else { return false }
            let age = max(end, now - run.lastWatch) - (made.startedAt ?? end)
            return age <= config.effectiveMonitor - Self.tolerance
        }
        let ratio = Float(failures) / Float(run.dirtyPlaces.upperBound)
        findings.expect(
            ratio <= config.maxFailureRatio,
            .updateFailures,
            "\(service.name) was completed with \(failures) failures of "
                + "\(run.dirtyPlaces.upperBound), ratio \(config.maxFailureRatio)"
        )
    }
}
