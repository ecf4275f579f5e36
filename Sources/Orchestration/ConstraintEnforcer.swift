import Basics
import SwarmModel
import SwarmStore

/// Rejects the tasks of a node that the node no longer suits.
///
/// Only what was observed is written; the restart policy says what follows from it.
///
/// - Source: §4.5.
enum ConstraintEnforcer {
    /// Looks at all tasks of a node, by id; O(tasks of the node).
    static func enforce(on node: Node, in store: inout Store) {
        guard node.spec.availability == .active, store.flaw != .enforcerSleeps,
            !allTasksFit(on: node, in: store)
        else { return }
        for id in noncompliantTasks(on: node, in: store) {
            guard var task = store.task(id) else { continue }
            var status = task.status
            status.state = .rejected
            status.timestamp = store.now
            status.message = "task rejected by constraint enforcer"
            status.error = "assigned node no longer meets constraints"
            if task.observe(status) { store.update(task) }
        }
    }

    /// Whether it is plain that no task has to go, in whatever order they are looked at.
    ///
    /// Nearly always it is, and then tasks need not be put in order.
    private static func allTasksFit(on node: Node, in store: Store) -> Bool {
        var memory = node.description.resources.memoryBytes
        var cpus = node.description.resources.nanoCPUs
        var last: ServiceID?
        var matching: Set<ServiceID> = []
        return store.allTasks(on: node.id) { task in
            guard task.isBound else { return true }
            let reserved = task.spec.value.resources.reservations
            memory -= reserved.memoryBytes
            cpus -= reserved.nanoCPUs
            guard memory >= 0, cpus >= 0, task.assignedGenericResources.isEmpty else {
                return false
            }
            let id = task.serviceID
            if id == last || matching.contains(id) { return true }
            guard store.service(id)?.parsedConstraints.allMatch(node) == true else { return false }
            last = id
            matching.insert(id)
            return true
        }
    }

    /// - Source: ENF-2 to ENF-4, ENF-6.
    private static func noncompliantTasks(on node: Node, in store: Store) -> [TaskID] {
        var available = node.description.resources
        var constraints: [ServiceID: [Constraint]] = [:]
        var leaving: [TaskID] = []
        for task in store.tasks(on: node.id) where task.isBound {
            let required = constraints[task.serviceID] ?? Self.constraints(of: task, in: store)
            constraints[task.serviceID] = required
            let reserved = task.spec.value.resources.reservations
            if !required.allMatch(node) || reserved.memoryBytes > available.memoryBytes
                || reserved.nanoCPUs > available.nanoCPUs
            {
                leaving.append(task.id)
                continue
            }
            available.memoryBytes -= reserved.memoryBytes
            available.nanoCPUs -= reserved.nanoCPUs
            guard available.claim(task.assignedGenericResources) else { return leaving + [task.id] }
        }
        return leaving
    }

    /// The current service's constraints; the task's own if the service is gone (ENF-3).
    private static func constraints(of task: SwarmTask, in store: Store) -> [Constraint] {
        let placement = store.service(task.serviceID)?.spec.task.placement
        return (placement ?? task.spec.value.placement).parsedConstraints
    }
}

extension SwarmTask {
    /// Whether it is to be on its node and has not ended there (ENF-2).
    fileprivate var isBound: Bool {
        desiredState >= .assigned && desiredState <= .complete && state < .complete
    }
}

extension Resources {
    /// Takes named and counted resources out.
    ///
    /// - Returns: whether all of them were still there.
    fileprivate mutating func claim(_ wanted: [GenericResource]) -> Bool {
        for resource in wanted where !claim(resource) { return false }
        return true
    }

    private mutating func claim(_ wanted: GenericResource) -> Bool {
        switch wanted {
        case .named:
            guard let index = generic.firstIndex(of: wanted) else { return false }
            generic.remove(at: index)
            return true
        case .discrete(let kind, let value):
            for (index, offer) in generic.enumerated() {
                guard case .discrete(kind, let count) = offer, count >= value else { continue }
                generic[index] = .discrete(kind: kind, value: count - value)
                return true
            }
            return false
        }
    }
}
