import Basics

/// Whether tasks are still what their service wants.
///
/// - Source: UPD-1 to UPD-6. Registry authentication (UPD-3) is not part of the model.
package struct TaskDirtiness: Sendable {
    private let service: Shared<Service>
    private let constraints: [Constraint]
    /// The verdict on the task spec that was compared last; most tasks share one.
    private var lastCompared: (spec: Shared<TaskSpec>, difference: SpecDifference)?

    private enum SpecDifference {
        case none, placementOnly, other
    }

    package init(service: Service) {
        self.service = Shared(service)
        constraints = service.parsedConstraints
    }

    /// Whether a task must be replaced by one of the service's current spec.
    ///
    /// `node` is the task's; `nil` if it has none or the node is gone.
    package mutating func isDirty(_ task: SwarmTask, on node: @autoclosure () -> Node?) -> Bool {
        if let version = task.specVersion, version == service.value.specVersion { return false }
        switch difference(to: task.spec) {
        case .other: return true
        case .placementOnly:
            guard let node = node() else { return true }
            return !constraints.allMatch(node)
        case .none:
            guard let endpoint = task.endpoint else { return false }
            return endpoint.spec != service.value.spec.endpoint ?? EndpointSpec()
        }
    }

    private mutating func difference(to spec: Shared<TaskSpec>) -> SpecDifference {
        if let lastCompared, lastCompared.spec === spec { return lastCompared.difference }
        let difference = compare(spec.value)
        lastCompared = (spec, difference)
        return difference
    }

    private func compare(_ old: TaskSpec) -> SpecDifference {
        let new = service.value.spec.task
        if old == new { return .none }
        guard old.placement != new.placement else { return .other }
        var moved = old
        moved.placement = new.placement
        return moved == new ? .placementOnly : .other
    }
}

extension Service {
    /// The placement constraints; none if they cannot be read (SCH-22, ENF-3).
    package var parsedConstraints: [Constraint] { spec.task.placement.parsedConstraints }
}

extension Placement {
    /// The constraints; none if they cannot be read (SCH-22, ENF-3).
    package var parsedConstraints: [Constraint] { (try? Constraint.parse(constraints)) ?? [] }
}
