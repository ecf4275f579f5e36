import Basics
import SwarmModel
import SwarmStore

/// Gives every global service one task on each node that may have it.
///
/// - Source: §5.
struct GlobalReconciler: Codable, Sendable {
    /// All global services there are.
    @SavedSorted private var services: Set<ServiceID> = []
    private var reconciles = UniqueQueue<ServiceID>()
    private var restarts = UniqueQueue<TaskID>()
    private var nodes = UniqueQueue<NodeID>()

    func follows(_ service: ServiceID) -> Bool { services.contains(service) }

    /// A service was created or changed.
    mutating func note(_ service: Service) {
        guard service.isGlobal else { return }
        services.insert(service.id)
        reconciles.add(service.id)
    }

    mutating func forget(_ service: ServiceID) { services.remove(service) }

    /// Looks at a task that changed.
    ///
    /// - Source: GLB-6.
    mutating func noteChange(of task: SwarmTask) {
        if task.isDead, task.desiredState <= .running { restarts.add(task.id) }
    }

    /// A node was created or changed.
    mutating func note(_ node: NodeID) { nodes.add(node) }

    /// A node is gone, and the global tasks on it with it.
    ///
    /// - Source: GLB-7.
    func removeTasks(on node: NodeID, in store: inout Store) {
        for task in store.tasks(on: node) where follows(task.serviceID) { store.remove(task.id) }
    }

    /// Looks at every global service on the nodes that changed.
    ///
    /// - Source: GLB-4.
    mutating func reconcileNodes(
        in store: inout Store,
        with history: RestartHistory,
        turn: inout Turn
    ) {
        let followed = nodes.isEmpty ? [] : services.sorted()
        for id in nodes.takeAll() {
            guard let node = store.node(id) else { continue }
            if node.isInvalidForTasks {
                let tasks = store.tasks(on: id).filter { follows($0.serviceID) }
                shutDown(tasks, in: &store)
            } else if node.spec.availability == .active, store.flaw != .forgetsNewNodes {
                for service in followed {
                    reconcile(service, on: node, in: &store, with: history, turn: &turn)
                }
            }
        }
    }

    /// Makes one service right on one node at once, without the care of a rolling update.
    ///
    /// - Source: GLB-4, GLB-5.
    private func reconcile(
        _ id: ServiceID,
        on node: Node,
        in store: inout Store,
        with history: RestartHistory,
        turn: inout Turn
    ) {
        guard let service = store.service(id), service.parsedConstraints.allMatch(node) else {
            return
        }
        let tasks = SlotSurvey.updatable(
            store.tasks(of: id, in: .node(node.id)),
            of: service,
            history: history
        )
        var dirtiness = TaskDirtiness(service: service)
        var outgoing: [SwarmTask] = []
        var clean: [SwarmTask] = []
        for task in tasks {
            if dirtiness.isDirty(task, on: node) {
                outgoing.append(task)
            } else {
                clean.append(task)
            }
        }
        if clean.isEmpty { addTask(of: service, on: node.id, in: &store, turn: &turn) }
        shutDown(outgoing + clean.dropFirst(), in: &store)
    }

    /// - Source: GLB-6.
    mutating func restartQueued(
        in store: inout Store,
        with supervisor: inout RestartSupervisor,
        turn: inout Turn
    ) {
        for id in restarts.takeAll() {
            guard let task = store.task(id), task.desiredState <= .running,
                let service = store.service(task.serviceID), service.isGlobal,
                let node = task.nodeID.flatMap({ store.node($0) }), !node.isInvalidForTasks
            else { continue }
            if node.spec.availability == .pause || !service.parsedConstraints.allMatch(node) {
                store.raiseDesired(of: id, to: .shutdown)
            } else {
                supervisor.restart(task, of: service, in: &store, turn: &turn)
            }
        }
    }

    mutating func reconcileQueued(
        in store: inout Store,
        with supervisor: RestartSupervisor,
        updates: inout UpdateSupervisor,
        turn: inout Turn
    ) {
        guard !reconciles.isEmpty else { return }
        let nodes = store.nodes.filter { !$0.isInvalidForTasks }
        for id in reconciles.takeAll() {
            guard let service = store.service(id) else { continue }
            let slots = reconcile(
                service,
                on: nodes,
                in: &store,
                with: supervisor.history,
                turn: &turn
            )
            if !slots.isEmpty { updates.update(service, slots: slots, in: &store, turn: &turn) }
        }
    }

    /// Adds and stops tasks of a service on all nodes.
    ///
    /// - Returns: what the updater is to look at.
    /// - Source: GLB-1 to GLB-3.
    private func reconcile(
        _ service: Service,
        on nodes: [Node],
        in store: inout Store,
        with history: RestartHistory,
        turn: inout Turn
    ) -> [Slot] {
        let constraints = service.parsedConstraints
        let survey = SlotSurvey(of: service, in: store, history: history)
        var filled = Dictionary(survey.updatable.map { ($0.place, $0) }) { first, _ in first }
        var slots: [Slot] = []
        for node in nodes {
            let slot = filled.removeValue(forKey: .node(node.id))
            if !constraints.allMatch(node) {
                shutDown(slot?.tasks ?? [], in: &store)
            } else if node.spec.availability == .active {
                if let slot { slots.append(slot) }
                if slot == nil { addTask(of: service, on: node.id, in: &store, turn: &turn) }
            }
        }
        for slot in survey.updatable where filled[slot.place] != nil {
            shutDown(slot.tasks, in: &store)
        }
        return slots
    }

    private func addTask(
        of service: Service,
        on node: NodeID,
        in store: inout Store,
        turn: inout Turn
    ) {
        store.create(turn.makeTask(of: service, in: .node(node), desired: .running))
    }

    private func shutDown(_ tasks: [SwarmTask], in store: inout Store) {
        for task in tasks { store.raiseDesired(of: task.id, to: .shutdown) }
    }
}
