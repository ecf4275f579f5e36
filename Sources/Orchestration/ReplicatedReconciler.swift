import Basics
import SwarmModel
import SwarmStore

/// Gives every replicated service as many filled slots as it wants.
///
/// - Source: §4.1 to §4.4.
struct ReplicatedReconciler: Codable, Sendable {
    private var restarts = UniqueQueue<TaskID>()
    private var reconciles = UniqueQueue<ServiceID>()

    /// A service was created or changed, or a place of it lost its task (REP-2, REP-3).
    mutating func note(_ service: Service) {
        if service.isReplicated { reconciles.add(service.id) }
    }

    /// Looks at a task that changed: one that ended or cannot stay is to be restarted.
    ///
    /// - Source: REP-4.
    mutating func noteChange(of task: SwarmTask, in store: Store) {
        guard task.desiredState <= .running else { return }
        if task.isDead || store.hasInvalidNode(task) { restarts.add(task.id) }
    }

    /// The node cannot have tasks any more: those on it are to be restarted.
    ///
    /// - Source: REP-5.
    mutating func noteLoss(of node: NodeID, in store: Store) {
        for task in store.tasks(on: node)
        where task.desiredState <= .running && store.service(task.serviceID)?.isReplicated == true {
            restarts.add(task.id)
        }
    }

    /// Works both queues off: restarts first (REP-1).
    mutating func restartQueued(
        in store: inout Store,
        with supervisor: inout RestartSupervisor,
        turn: inout Turn
    ) {
        for id in restarts.takeAll() {
            guard let task = store.task(id), task.desiredState <= .running,
                let service = store.service(task.serviceID), service.isReplicated
            else { continue }
            supervisor.restart(task, of: service, in: &store, turn: &turn)
        }
    }

    mutating func reconcileQueued(
        in store: inout Store,
        with supervisor: RestartSupervisor,
        updates: inout UpdateSupervisor,
        turn: inout Turn
    ) {
        for id in reconciles.takeAll() {
            guard let service = store.service(id), let replicas = service.spec.mode.replicas
            else { continue }
            let survey = SlotSurvey(of: service, in: store, history: supervisor.history)
            let wanted = Int(clamping: replicas)
            if wanted < survey.updatable.count {
                shrink(service, to: wanted, survey, in: &store, updates: &updates, turn: &turn)
            } else {
                updates.update(service, slots: survey.updatable, in: &store, turn: &turn)
                fill(service, to: wanted, survey, in: &store, turn: &turn)
            }
        }
    }

    /// - Source: REP-20 to REP-22, REP-24.
    private func fill(
        _ service: Service,
        to wanted: Int,
        _ survey: SlotSurvey,
        in store: inout Store,
        turn: inout Turn
    ) {
        let filled = Set(survey.updatable.map(\.place))
        var reused: Set<TaskPlace> = []
        var number = 0
        for _ in filled.count..<wanted {
            repeat {
                number += 1
            } while filled.contains(.slot(number)) && store.flaw != .reusesSlots
            reused.insert(.slot(number))
            store.create(turn.makeTask(of: service, in: .slot(number), desired: .running))
        }
        removeTasks(of: survey.dead.filter { !reused.contains($0.place) }, in: &store)
    }

    /// - Source: REP-23.
    private func shrink(
        _ service: Service,
        to wanted: Int,
        _ survey: SlotSurvey,
        in store: inout Store,
        updates: inout UpdateSupervisor,
        turn: inout Turn
    ) {
        let slots = KeepOrder.sort(survey.updatable)
        updates.update(
            service,
            slots: Array(slots.prefix(wanted)),
            keepingOrder: true,
            in: &store,
            turn: &turn
        )
        removeTasks(of: survey.dead, in: &store)
        for task in slots.dropFirst(wanted).flatMap(\.tasks) {
            store.raiseDesired(of: task.id, to: .remove)
        }
    }

    private func removeTasks(of slots: [Slot], in store: inout Store) {
        for task in slots.flatMap(\.tasks) { store.remove(task.id) }
    }
}

extension Store {
    /// Whether a task is on a node that is gone, down or drained.
    ///
    /// - Source: REP-6.
    func hasInvalidNode(_ task: SwarmTask) -> Bool {
        guard let id = task.nodeID else { return false }
        return node(id)?.isInvalidForTasks ?? true
    }
}
