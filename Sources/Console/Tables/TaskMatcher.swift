import Basics
import SwarmModel
import SwarmStore

/// Finds the tasks that a filter keeps, without making cells for a hundred thousand of them.
///
/// What tasks have in common is looked at once: service, node, image and state words.
struct TaskMatcher {
    private let filter: RowFilter
    private let cluster: ClusterState
    private var services: [ServiceID: Bool] = [:]
    private var nodes: [NodeID: Bool] = [:]
    private var specs: [ObjectIdentifier: Bool] = [:]
    private var states: [TaskState: Bool] = [:]
    /// Whether the text may be part of an id: small letters and digits only.
    private let mayBeID: Bool
    /// Whether the text may be part of an address: it has a digit, a dot or a colon.
    private let mayBeAddress: Bool

    init(_ filter: RowFilter, in cluster: ClusterState) {
        self.filter = filter
        self.cluster = cluster
        mayBeAddress = filter.isExpression || filter.pattern.utf8.contains { $0 <= 0x3A }
        mayBeID =
            filter.isExpression
            || filter.pattern.utf8.allSatisfy {
                ($0 >= UInt8(ascii: "a") && $0 <= UInt8(ascii: "z"))
                    || ($0 >= UInt8(ascii: "0") && $0 <= UInt8(ascii: "9"))
            }
    }

    /// Whether the task's row stays.
    mutating func keeps(_ task: SwarmTask) -> Bool {
        guard !filter.looksAtLabels else {
            let labels = cluster.store.service(task.serviceID)?.spec.labels ?? [:]
            return filter.keeps(labels: labels)
        }
        return isFound(in: task) != filter.isInverse
    }

    private mutating func isFound(in task: SwarmTask) -> Bool {
        serviceMatches(task) || nodeMatches(task) || imageMatches(task)
            || stateMatches(task.state) || stateMatches(task.desiredState)
            || !task.status.error.isEmpty && filter.isFound(in: task.status.error)
            || filter.isFound(in: TaskLook(task).word)
            || filter.isFound(in: cluster.placeName(of: task).string)
            || mayBeID && filter.isFound(in: task.id.short)
            || task.status.hostPorts.contains { filter.isFound(in: $0.words) }
            || mayBeAddress && filter.isFound(in: task.addressWords(on: nil))
    }

    private mutating func serviceMatches(_ task: SwarmTask) -> Bool {
        if let known = services[task.serviceID] { return known }
        let isFound = filter.isFound(in: task.serviceName)
        services[task.serviceID] = isFound
        return isFound
    }

    private mutating func nodeMatches(_ task: SwarmTask) -> Bool {
        guard let node = task.nodeID else { return false }
        if let known = nodes[node] { return known }
        let isFound = filter.isFound(in: cluster.nodeName(node).string)
        nodes[node] = isFound
        return isFound
    }

    private mutating func imageMatches(_ task: SwarmTask) -> Bool {
        let key = ObjectIdentifier(task.spec)
        if let known = specs[key] { return known }
        let isFound = filter.isFound(in: RowReader.shortImage(task.image))
        specs[key] = isFound
        return isFound
    }

    private mutating func stateMatches(_ state: TaskState) -> Bool {
        if let known = states[state] { return known }
        let isFound = filter.isFound(in: state.word)
        states[state] = isFound
        return isFound
    }
}
