import Basics
import SwarmModel
import SwarmStore

/// What a worker does with one slot.
///
/// - Source: §7.4.
extension Updater {
    /// Starts on a slot.
    ///
    /// - Returns: whether there is something to wait for.
    /// - Source: UPD-21.
    mutating func take(
        _ slot: PlannedSlot,
        in store: inout Store,
        restarts: inout RestartSupervisor,
        turn: inout Turn
    ) -> Bool {
        if let kept = cleanTask(of: slot, in: store) {
            return keep(kept, of: slot, in: &store, restarts: &restarts, now: turn.now)
        }
        return replace(slot, in: &store, restarts: &restarts, turn: &turn)
    }

    /// The task of the slot that already is what the service wants: one that runs rather than one
    /// that shall, one that shall rather than one that is held back.
    private mutating func cleanTask(of slot: PlannedSlot, in store: Store) -> PlannedSlot.Member? {
        var best: (member: PlannedSlot.Member, rank: Int)?
        for member in slot.members where member.desired <= .running {
            guard let task = store.task(member.id),
                !dirtiness.isDirty(task, on: task.nodeID.flatMap { store.node($0) })
            else { continue }
            let rank = member.desired < .running ? 1 : (task.state == .running ? 3 : 2)
            if rank > best?.rank ?? 0 { best = (member, rank) }
        }
        return best?.member
    }

    /// Shuts the slot's other tasks down, and starts the kept one if it is held back.
    private mutating func keep(
        _ kept: PlannedSlot.Member,
        of slot: PlannedSlot,
        in store: inout Store,
        restarts: inout RestartSupervisor,
        now: Moment
    ) -> Bool {
        let others = slot.members.filter { $0.id != kept.id }
        let last = shutDown(wanted(of: others, in: store), in: &store)
        guard kept.desired < .running else { return false }
        restarts.start(kept.id, after: last, in: &store, now: now)
        guard restarts.isHeld(kept.id) else { return false }
        progress.working[kept.id] = .promoting
        return true
    }

    /// Makes a new task for the slot.
    ///
    /// Nothing is done if the service is gone, or if someone else has shut down meanwhile what
    /// stop-first would shut down: then the slot has a replacement already.
    ///
    /// - Source: UPD-22 to UPD-24, UPD-28, UPD-29.
    private mutating func replace(
        _ slot: PlannedSlot,
        in store: inout Store,
        restarts: inout RestartSupervisor,
        turn: inout Turn
    ) -> Bool {
        let outgoing = wanted(of: slot.members, in: store)
        let hadWanted = slot.members.contains { $0.desired <= .running }
        let isOvertaken = plan.order == .stopFirst && hadWanted && outgoing.isEmpty
        guard store.service(serviceID) != nil, !isOvertaken else { return false }
        let task = turn.makeTask(of: service, in: slot.place, desired: .ready)
        progress.made[task.id] = Made()
        store.create(task)
        switch plan.order {
        case .startFirst:
            progress.working[task.id] = .replacing(outgoing: outgoing.map(\.id))
            if store.flaw == .stopsOldTaskEarly { _ = shutDown(outgoing, in: &store) }
            restarts.start(task.id, after: nil, in: &store, now: turn.now)
        case .stopFirst:
            progress.working[task.id] = .replacing(outgoing: [])
            let last = shutDown(outgoing, in: &store)
            restarts.start(task.id, after: last, in: &store, now: turn.now)
        }
        return true
    }

    /// Those of the slot's tasks that counted at the start and still are to run.
    private func wanted(of members: [PlannedSlot.Member], in store: Store) -> [SwarmTask] {
        members.filter { $0.desired <= .running }
            .compactMap { store.task($0.id) }
            .filter { $0.desiredState <= .running }
    }

    /// - Returns: the last of them, the one to wait for.
    private func shutDown(_ tasks: [SwarmTask], in store: inout Store) -> SwarmTask? {
        for task in tasks { store.raiseDesired(of: task.id, to: .shutdown) }
        return tasks.last
    }

    /// A task moved, or its hold ended: a worker may be done with its slot.
    ///
    /// - Source: UPD-23, UPD-25, UPD-26.
    mutating func touch(
        _ task: SwarmTask,
        in store: inout Store,
        restarts: RestartSupervisor,
        now: Moment
    ) {
        guard let step = progress.working[task.id], !restarts.isHeld(task.id) else { return }
        if case .replacing(let outgoing) = step {
            guard task.state >= .running else { return }
            progress.made[task.id]?.startedAt = now
            if task.state == .running {
                for id in outgoing { store.raiseDesired(of: id, to: .shutdown) }
            }
        }
        progress.working[task.id] = nil
        rest(from: now)
    }

    /// A task is gone from the store: nobody can wait for it any more.
    mutating func noteRemoval(of task: TaskID, now: Moment) {
        if progress.working.removeValue(forKey: task) != nil { rest(from: now) }
    }
}
