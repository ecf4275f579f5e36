import Basics
import SwarmModel
import SwarmStore

/// Runs every job to its end: so many times in all, or once on each node.
///
/// - Source: §4.7.
struct JobReconciler: Codable, Sendable {
    private var reconciles = UniqueQueue<ServiceID>()

    /// A job was created or changed.
    mutating func note(_ service: Service) {
        if service.spec.mode.isJob { reconciles.add(service.id) }
    }

    /// Looks at a task that changed: one that ended lets its job go on.
    ///
    /// - Source: JOB-2.
    mutating func noteChange(of task: SwarmTask) {
        guard task.jobIteration != nil, task.isDead, task.desiredState <= .complete else { return }
        reconciles.add(task.serviceID)
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
                let limits = (Int(clamping: concurrent), Int(clamping: total))
                reconcile(service, limits: limits, in: &store, with: &supervisor, turn: &turn)
            case .globalJob:
                reconcileOnNodes(service, in: &store, with: &supervisor, turn: &turn)
            case .replicated, .global: continue
            }
        }
    }

    /// Tops a replicated job up.
    ///
    /// - Source: JOB-3 to JOB-6, JOB-11.
    private func reconcile(
        _ service: Service,
        limits: (concurrent: Int, total: Int),
        in store: inout Store,
        with supervisor: inout RestartSupervisor,
        turn: inout Turn
    ) {
        let tasks = store.tasks(of: service.id)
        let current = tasks.filter { $0.jobIteration == service.jobStatus?.iteration }
        let complete = current.filter { $0.state == .complete }
        let running = current.filter { $0.state != .complete && $0.desiredState <= .complete }
        let wanted = min(
            limits.concurrent - running.count,
            limits.total - complete.count - running.count
        )
        let taken = Set((complete + running).map(\.slot))
        let free = (0..<limits.total).lazy.filter { !taken.contains($0) }
        for slot in free.prefix(max(0, wanted)) {
            store.create(turn.makeTask(of: service, in: .slot(slot), desired: .complete))
        }
        for task in running where task.isDead {
            supervisor.restart(task, of: service, in: &store, turn: &turn)
        }
        for task in tasks where task.isLive && task.jobIteration != service.jobStatus?.iteration {
            store.raiseDesired(of: task.id, to: .remove)
        }
    }

    /// Gives each suitable node the job's task.
    ///
    /// - Source: JOB-2, JOB-6, JOB-9.
    private func reconcileOnNodes(
        _ service: Service,
        in store: inout Store,
        with supervisor: inout RestartSupervisor,
        turn: inout Turn
    ) {
        let constraints = service.parsedConstraints
        var busy: Set<NodeID> = []
        for task in store.tasks(of: service.id) {
            if task.jobIteration != service.jobStatus?.iteration {
                store.raiseDesired(of: task.id, to: .remove)
                continue
            }
            guard task.desiredState <= .complete else { continue }
            if let node = task.nodeID { busy.insert(node) }
            if store.hasInvalidNode(task) {
                store.raiseDesired(of: task.id, to: .shutdown)
            } else if task.state > .complete {
                supervisor.restart(task, of: service, in: &store, turn: &turn)
            }
        }
        for node in store.nodes
        where node.acceptsNewTasks && !busy.contains(node.id) && constraints.allMatch(node) {
            store.create(turn.makeTask(of: service, in: .node(node.id), desired: .complete))
        }
    }
}
