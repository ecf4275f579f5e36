package import Basics
package import SwarmModel

/// What a list of tasks is narrowed to; kinds of wish are ANDed, the wishes of a kind ORed.
///
/// - Source: VAL-3, VAL-80.
package struct TaskFilters: Hashable, Sendable {
    /// Whole task names (LIF-50).
    package var names: [String] = []
    package var namePrefixes: [String] = []
    package var idPrefixes: [String] = []
    /// Labels of the service when the task was made.
    package var labels: [String: String] = [:]
    package var services: [ServiceID] = []
    package var nodes: [NodeID] = []
    package var runtimes: [String] = []
    package var desiredStates: [TaskState] = []
    /// Only tasks that are still what their service wants; none of a service that is gone.
    package var isUpToDate = false

    package init() {}

    /// What an engine makes of a client's filters, once names of services and nodes became ids.
    ///
    /// - Parameters:
    ///   - filters: as the client sent them; `service` and `node` are not read.
    ///   - services: the services wished for.
    ///   - nodes: the nodes wished for.
    /// - Throws: a refusal of an unknown key or state.
    package init(
        engine filters: EngineFilters,
        services: [ServiceID],
        nodes: [NodeID]
    ) throws(EngineError) {
        try filters.check(
            accepted: [
                "name", "id", "label", "service", "node", "desired-state", "_up-to-date", "runtime",
            ]
        )
        namePrefixes = filters["name"]
        idPrefixes = filters["id"]
        labels = FilterRules.labels(filters["label"])
        self.services = services
        self.nodes = nodes
        runtimes = filters["runtime"].isEmpty ? ["container", "plugin"] : filters["runtime"]
        isUpToDate = !filters["_up-to-date"].isEmpty
        for word in filters["desired-state"] where !word.isEmpty {
            guard let state = TaskState(word: word.lowercased()) else {
                throw EngineError(status: 400, message: "Invalid desired-state filter: '\(word)'")
            }
            desiredStates.append(state)
        }
    }

    /// Whether everything but ``isUpToDate`` holds.
    package func keeps(_ task: SwarmTask) -> Bool {
        (services.isEmpty || services.contains(task.serviceID))
            && (nodes.isEmpty || task.nodeID.map { nodes.contains($0) } ?? false)
            && (desiredStates.isEmpty || desiredStates.contains(task.desiredState))
            && FilterRules.isOne(task.spec.value.runtime.word, of: runtimes)
            && (names.isEmpty || FilterRules.isOne(task.name, of: names))
            && (namePrefixes.isEmpty || FilterRules.begins(task.name, withOneOf: namePrefixes))
            && (idPrefixes.isEmpty
                || FilterRules.begins(task.id.description, withOneOf: idPrefixes))
            && (labels.isEmpty || FilterRules.has(task.serviceLabels, all: labels))
    }
}

extension Store {
    /// The tasks that a list shows.
    ///
    /// Only the tasks of the services or nodes wished for are looked at, if any are; else all.
    package func tasks(keptBy filters: TaskFilters) -> [SwarmTask] {
        let kept = candidates(for: filters).filter { filters.keeps($0) }
        guard filters.isUpToDate else { return kept }
        var dirtiness: [ServiceID: TaskDirtiness] = [:]
        return kept.filter { task in
            guard let service = service(task.serviceID) else { return false }
            var judge = dirtiness.removeValue(forKey: service.id) ?? TaskDirtiness(service: service)
            let isDirty = judge.isDirty(task, on: task.nodeID.flatMap { self.node($0) })
            dirtiness[service.id] = judge
            return !isDirty
        }
    }

    private func candidates(for filters: TaskFilters) -> [SwarmTask] {
        var seen: Set<TaskID> = []
        if !filters.services.isEmpty {
            return filters.services.flatMap { tasks(of: $0) }
                .filter { seen.insert($0.id).inserted }
        }
        if !filters.nodes.isEmpty {
            return filters.nodes.flatMap { tasks(on: $0) }
                .filter { seen.insert($0.id).inserted }
        }
        return allTasks
    }
}
