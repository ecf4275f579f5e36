import Basics
import SwarmModel
import SwarmStore

/// Runs every job to its end: so many times in all, or once on each node.
///
/// - Source: §4.7.
struct JobReconciler: Codable, Sendable {
    private var reconciles = UniqueQueue<ServiceID>()
    /// Tasks that ended and count as running until they are restarted or given up (JOB-5).
    private var ended = UniqueQueue<TaskID>()
    /// The replicated jobs that were looked at since they were last changed.
    @SavedInOrder private var progress: [ServiceID: JobProgress] = [:]

    /// A job was created or changed.
    mutating func note(_ service: Service) {
        guard service.spec.mode.isJob else { return }
        progress[service.id] = nil
        reconciles.add(service.id)
    }

    mutating func forget(_ service: ServiceID) { progress[service] = nil }

    /// Looks at a job's task that was made or changed: one that ended lets its job go on.
    ///
    /// - Source: JOB-2, JOB-5.
    mutating func noteChange(of task: SwarmTask) {
        progress[task.serviceID]?.count(task)
        guard task.isDead, task.desiredState <= .complete else { return }
        if task.state != .complete { ended.add(task.id) }
        reconciles.add(task.serviceID)
    }

    mutating func noteRemoval(of task: TaskID, of service: ServiceID) {
        progress[service]?.forget(task)
    }

    mutating func reconcileQueued(
        in store: inout Store,
        with supervisor: inout RestartSupervisor,
        turn: inout Turn
    ) {
        for id in reconciles.takeAll() {
            guard let service = store.service(id) else { continue }
            switch service.spec.mode {
            case .replicatedJob(let concurrent, let total):
                if progress[id] == nil { begin(service, in: &store) }
                let limits = (Int(clamping: concurrent), Int(clamping: total))
                topUp(service, limits: limits, in: &store, turn: &turn)
            case .globalJob:
                reconcileOnNodes(service, in: &store, with: &supervisor, turn: &turn)
            case .replicated, .global: continue
            }
        }
        restartEnded(in: &store, with: &supervisor, turn: &turn)
    }

    // MARK: - Replicated jobs

    /// Looks at all tasks of a job that is new, changed, or new to this leader.
    ///
    /// - Source: JOB-5, JOB-6.
    private mutating func begin(_ service: Service, in store: inout Store) {
        progress[service.id] = JobProgress(of: service, in: store)
        for task in store.tasks(of: service.id) {
            if task.jobIteration == service.jobStatus?.iteration {
                if task.state > .complete, task.desiredState <= .complete { ended.add(task.id) }
            } else if task.isLive {
                store.raiseDesired(of: task.id, to: .remove)
            }
        }
    }

    /// Makes as many tasks as may run.
    ///
    /// - Source: JOB-3, JOB-4.
    private mutating func topUp(
        _ service: Service,
        limits: (concurrent: Int, total: Int),
        in store: inout Store,
        turn: inout Turn
    ) {
        guard var work = progress[service.id] else { return }
        progress[service.id] = nil
        let concurrent = limits.concurrent + (store.flaw == .jobOverruns ? 1 : 0)
        for _ in 0..<work.missing(concurrent: concurrent, total: limits.total) {
            let slot = work.nextFreeSlot()
            let task = turn.makeTask(of: service, in: .slot(slot), desired: .complete)
            store.create(task)
            work.count(task)
        }
        progress[service.id] = work
    }

    /// Hands what ended to the policy, once the slots are filled that are free without it.
    ///
    /// - Source: JOB-5, JOB-8.
    private mutating func restartEnded(
        in store: inout Store,
        with supervisor: inout RestartSupervisor,
        turn: inout Turn
    ) {
        for id in ended.takeAll() {
            guard let task = store.task(id), task.desiredState <= .complete,
                let service = store.service(task.serviceID),
                task.jobIteration == service.jobStatus?.iteration
            else { continue }
            supervisor.restart(task, of: service, in: &store, turn: &turn)
        }
    }

    // MARK: - Global jobs

    /// Gives each suitable node the job's task.
    ///
    /// - Source: JOB-2, JOB-6, JOB-9.
    private mutating func reconcileOnNodes(
        _ service: Service,
        in store: inout Store,
        with supervisor: inout RestartSupervisor,
        turn: inout Turn
    ) {
        var busy: Set<NodeID> = []
        for task in store.tasks(of: service.id) {
            if task.jobIteration != service.jobStatus?.iteration {
                store.raiseDesired(of: task.id, to: .remove)
                continue
            }
            guard task.desiredState <= .complete else { continue }
            if let node = task.nodeID { busy.insert(node) }
            if store.hasInvalidNode(task), task.state != .complete {
                store.raiseDesired(of: task.id, to: .shutdown)
            } else if task.state > .complete {
                ended.add(task.id)
            }
        }
        let constraints = service.parsedConstraints
        for node in store.nodes
        where node.acceptsNewTasks && !busy.contains(node.id) && constraints.allMatch(node) {
            store.create(turn.makeTask(of: service, in: .node(node.id), desired: .complete))
        }
    }
}
