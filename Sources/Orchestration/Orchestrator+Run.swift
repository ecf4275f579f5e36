package import Basics
import SwarmModel
package import SwarmStore

extension Orchestrator {
    /// Answers what was noted and what has come due.
    ///
    /// Restarts come first, then reconciles, then the updates that may go on. O(1) when there is
    /// nothing.
    ///
    /// - Source: REP-1.
    package mutating func run(
        _ store: inout Store,
        now: Moment,
        random: inout SeededGenerator
    ) {
        guard isLeading, !happenings.isEmpty || nextDeadline.map({ $0 <= now }) == true
        else { return }
        var turn = Turn(now: now, random: random, store)
        defer { random = turn.random }
        let noted = happenings
        happenings = []
        for happening in noted { take(happening, in: &store, now: now) }
        work(in: &store, turn: &turn)
    }

    /// Works all queues off.
    mutating func work(in store: inout Store, turn: inout Turn) {
        for id in supervisor.startEnded(in: &store, turn: &turn) {
            guard let task = store.task(id) else { continue }
            updates.noteMove(of: task, in: &store, restarts: supervisor, now: turn.now)
        }
        global.reconcileNodes(in: &store, with: supervisor.history, turn: &turn)
        replicated.restartQueued(in: &store, with: &supervisor, turn: &turn)
        global.restartQueued(in: &store, with: &supervisor, turn: &turn)
        replicated.reconcileQueued(
            in: &store,
            with: supervisor,
            updates: &updates,
            turn: &turn
        )
        global.reconcileQueued(in: &store, with: supervisor, updates: &updates, turn: &turn)
        jobs.reconcileQueued(in: &store, with: &supervisor, turn: &turn)
        updates.advance(in: &store, restarts: &supervisor, turn: &turn)
        reaper.run(&store, now: turn.now)
    }

    private mutating func take(_ happening: Happening, in store: inout Store, now: Moment) {
        switch happening {
        case .taskCreated(let id):
            guard let task = store.task(id) else { return }
            reaper.noteCreation(of: task, in: store, now: now)
            if task.jobIteration != nil { jobs.noteChange(of: task) }
            replicated.noteChange(of: task, in: store)
        case .taskMoved(let id):
            if let task = store.task(id) { takeMove(of: task, in: &store, now: now) }
        case .taskRemoved(let id, let service, let wasWanted):
            supervisor.noteRemoval(of: id)
            updates.noteRemoval(of: id, of: service, now: now)
            jobs.noteRemoval(of: id, of: service)
            if wasWanted, let service = store.service(service) { replicated.note(service) }
        case .serviceChanged(let id):
            if let service = store.service(id) { queue(service) }
        case .serviceRemoved(let id): removeTasks(of: id, in: &store)
        case .nodeCreated(let id): takeChange(ofNode: id, in: &store)
        case .nodeUpdated(let id):
            takeChange(ofNode: id, in: &store)
            if let node = store.node(id) { ConstraintEnforcer.enforce(on: node, in: &store) }
        case .nodeRemoved(let id):
            takeChange(ofNode: id, in: &store)
            global.removeTasks(on: id, in: &store)
        }
    }

    /// Has a service looked at by the reconciler of its mode.
    mutating func queue(_ service: Service) {
        replicated.note(service)
        global.note(service)
        jobs.note(service)
    }

    private mutating func takeMove(of task: SwarmTask, in store: inout Store, now: Moment) {
        if task.isDead { supervisor.noteStop(of: task.id) }
        if task.state >= .running {
            updates.noteMove(of: task, in: &store, restarts: supervisor, now: now)
        }
        reaper.noteChange(of: task, now: now)
        if global.follows(task.serviceID) {
            global.noteChange(of: task)
        } else if task.jobIteration != nil {
            jobs.noteChange(of: task)
        } else {
            replicated.noteChange(of: task, in: store)
        }
    }

    /// - Source: REP-5, RST-20.
    private mutating func takeChange(ofNode id: NodeID, in store: inout Store) {
        let node = store.node(id)
        if node == nil || node?.status.state == .down {
            for task in store.tasks(on: id) { supervisor.noteStop(of: task.id) }
        }
        let isForgotten = store.flaw == .forgetsDrain && node?.spec.availability == .drain
        if node?.isInvalidForTasks ?? true, !isForgotten { replicated.noteLoss(of: id, in: store) }
        global.note(id)
    }

    /// The service is gone: its tasks go too, the finished ones of its history included.
    ///
    /// - Source: REP-2, GLB-10, JOB-12.
    private mutating func removeTasks(of service: ServiceID, in store: inout Store) {
        let wanted: TaskState = store.flaw == .keepsTasksOfRemoved ? .shutdown : .remove
        for task in store.tasks(of: service) { store.raiseDesired(of: task.id, to: wanted) }
        supervisor.history.forget(service)
        updates.cancel(service)
        global.forget(service)
        jobs.forget(service)
    }
}
