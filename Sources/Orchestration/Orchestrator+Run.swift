package import Basics
import SwarmModel
package import SwarmStore

extension Orchestrator {
    /// Answers what was noted and what has come due: restarts first, then reconciles, then the
    /// updates that may go on. O(1) when there is nothing.
    ///
    /// - Source: REP-1.
    package mutating func run(
        _ store: inout Store,
        now: Moment,
        random: inout SeededGenerator
    ) {
        guard isLeading, !happenings.isEmpty || nextDeadline.map({ $0 <= now }) == true
        else { return }
        var turn = Turn(now: now, random: random)
        defer { random = turn.random }
        let noted = happenings
        happenings.removeAll(keepingCapacity: true)
        for happening in noted { take(happening, in: &store, now: now) }
        work(in: &store, turn: &turn)
    }

    /// Works all queues off.
    mutating func work(in store: inout Store, turn: inout Turn) {
        for id in supervisor.startEnded(in: &store, turn: &turn) {
            guard let task = store.task(id) else { continue }
            updates.noteMove(of: task, in: &store, restarts: supervisor, now: turn.now)
        }
        replicated.restartQueued(in: &store, with: &supervisor, turn: &turn)
        replicated.reconcileQueued(
            in: &store,
            with: supervisor,
            updates: &updates,
            turn: &turn
        )
        updates.advance(in: &store, restarts: &supervisor, turn: &turn)
        reaper.run(&store, now: turn.now)
    }

    private mutating func take(_ happening: Happening, in store: inout Store, now: Moment) {
        switch happening {
        case .taskCreated(let id):
            guard let task = store.task(id) else { return }
            reaper.noteCreation(of: task, in: store, now: now)
            replicated.noteChange(of: task, in: store)
        case .taskMoved(let id):
            if let task = store.task(id) { takeMove(of: task, in: &store, now: now) }
        case .taskRemoved(let id, let service, let wasWanted):
            supervisor.noteRemoval(of: id)
            updates.noteRemoval(of: id, of: service, now: now)
            if wasWanted { replicated.queue(service) }
        case .serviceChanged(let id): replicated.queue(id)
        case .serviceRemoved(let id): removeTasks(of: id, in: &store)
        case .nodeCreated(let id), .nodeUpdated(let id), .nodeRemoved(let id):
            takeChange(ofNode: id, in: &store)
        }
    }

    private mutating func takeMove(of task: SwarmTask, in store: inout Store, now: Moment) {
        if task.isDead { supervisor.noteStop(of: task.id) }
        if task.state >= .running {
            updates.noteMove(of: task, in: &store, restarts: supervisor, now: now)
        }
        reaper.noteChange(of: task, now: now)
        replicated.noteChange(of: task, in: store)
    }

    /// - Source: REP-5, RST-20.
    private mutating func takeChange(ofNode id: NodeID, in store: inout Store) {
        let node = store.node(id)
        if node == nil || node?.status.state == .down {
            for task in store.tasks(on: id) { supervisor.noteStop(of: task.id) }
        }
        if node?.isInvalidForTasks ?? true { replicated.noteLoss(of: id, in: store) }
    }

    /// The service is gone: its tasks go too, the finished ones of its history included.
    ///
    /// - Source: REP-2, GLB-10, JOB-12.
    private mutating func removeTasks(of service: ServiceID, in store: inout Store) {
        for task in store.tasks(of: service) { store.raiseDesired(of: task.id, to: .remove) }
        supervisor.history.forget(service)
        updates.cancel(service)
    }
}
