import Basics
import SwarmModel
import SwarmStore

/// Finds the tasks that a filter keeps, without making cells for a hundred thousand of them.
struct TaskMatcher {
    private let filter: RowFilter
    private let cluster: ClusterState
    private var terms: [TermMatcher]

    init(_ filter: RowFilter, in cluster: ClusterState) {
        self.filter = filter
        self.cluster = cluster
        terms = filter.terms.map {
            TermMatcher($0, isExpression: filter.isExpression, in: cluster)
        }
    }

    /// Whether the task's row stays.
    mutating func keeps(_ task: SwarmTask) -> Bool {
        guard !filter.looksAtLabels else {
            let labels = cluster.store.service(task.serviceID)?.spec.labels ?? [:]
            return filter.keeps(labels: labels)
        }
        for index in terms.indices where !terms[index].isFound(in: task) {
            return filter.isInverse
        }
        return !filter.isInverse
    }
}

/// Finds one word, or one pattern, in any column of a task.
///
/// What tasks have in common is looked at once: service, node, image and state words.
private struct TermMatcher {
    private let search: TextSearch
    private let cluster: ClusterState
    private var services: [ServiceID: Bool] = [:]
    private var nodes: [NodeID: Bool] = [:]
    private var specs: [ObjectIdentifier: Bool] = [:]
    private var states: [TaskState: Bool] = [:]
    /// Whether the text may be part of an id: small letters and digits only.
    private let mayBeID: Bool
    /// Whether the text may be part of an address: it has a digit, a dot or a colon.
    private let mayBeAddress: Bool

    init(_ term: RowFilter.Term, isExpression: Bool, in cluster: ClusterState) {
        search = term.search
        self.cluster = cluster
        mayBeAddress = isExpression || term.text.utf8.contains { $0 <= 0x3A }
        mayBeID =
            isExpression
            || term.text.utf8.allSatisfy {
                ($0 >= UInt8(ascii: "a") && $0 <= UInt8(ascii: "z"))
                    || ($0 >= UInt8(ascii: "0") && $0 <= UInt8(ascii: "9"))
            }
    }

    mutating func isFound(in task: SwarmTask) -> Bool {
        serviceMatches(task) || nodeMatches(task) || imageMatches(task)
            || stateMatches(task.state) || stateMatches(task.desiredState)
            || !task.status.error.isEmpty && search.isFound(in: task.status.error)
            || search.isFound(in: TaskLook(task).word)
            || search.isFound(in: cluster.placeName(of: task).string)
            || mayBeID && search.isFound(in: task.id.short)
            || task.status.hostPorts.contains { search.isFound(in: $0.words) }
            || mayBeAddress && search.isFound(in: task.addressWords(on: nil))
    }

    private mutating func serviceMatches(_ task: SwarmTask) -> Bool {
        if let known = services[task.serviceID] { return known }
        let isFound = search.isFound(in: task.serviceName)
        services[task.serviceID] = isFound
        return isFound
    }

    private mutating func nodeMatches(_ task: SwarmTask) -> Bool {
        guard let node = task.nodeID else { return false }
        if let known = nodes[node] { return known }
        let isFound = search.isFound(in: cluster.nodeName(node).string)
        nodes[node] = isFound
        return isFound
    }

    private mutating func imageMatches(_ task: SwarmTask) -> Bool {
        let key = ObjectIdentifier(task.spec)
        if let known = specs[key] { return known }
        let isFound = search.isFound(in: RowReader.shortImage(task.image))
        specs[key] = isFound
        return isFound
    }

    private mutating func stateMatches(_ state: TaskState) -> Bool {
        if let known = states[state] { return known }
        let isFound = search.isFound(in: state.word)
        states[state] = isFound
        return isFound
    }
}
