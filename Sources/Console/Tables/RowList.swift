import Basics
import Cells
import ClusterPorts
import SwarmModel
import SwarmStore

/// One line of a table: which object, and whether it is an old task under its slot.
struct RowEntry: Hashable, Sendable {
    let reference: ObjectReference
    var isHistory = false
}

/// The rows of a table in order, by identity; their cells are made when they are drawn.
struct RowList: Sendable {
    var entries: [RowEntry] = []
    /// How many there are before the filter.
    var total = 0
    /// Finished tasks that are not listed.
    var hidden = 0

    func index(of reference: ObjectReference) -> Int? {
        entries.firstIndex { $0.reference == reference }
    }
}

/// Makes the list of rows of a table.
///
/// O(rows), so it is only done when something asks for it.
struct RowListBuilder {
    let kind: TableKind
    let reader: RowReader
    let filter: RowFilter
    let order: SortOrder?
    let showsFinished: Bool
    let showsOnlyFaulty: Bool

    private var cluster: ClusterState { reader.cluster }

    func list() -> RowList {
        var list = natural()
        list.total = list.entries.count
        let isNarrowed = !filter.isEmpty || showsOnlyFaulty
        if isNarrowed { list.entries = narrowed(list.entries) }
        if let order { list.entries = sorted(list.entries, by: order) }
        return list
    }

    private func narrowed(_ entries: [RowEntry]) -> [RowEntry] {
        var matcher = TaskMatcher(filter, in: cluster)
        return entries.filter { keeps($0, &matcher) }
    }

    private func keeps(_ entry: RowEntry, _ matcher: inout TaskMatcher) -> Bool {
        guard let subject = cluster.subject(entry.reference) else { return false }
        if showsOnlyFaulty, !RowReader.isFaulty(subject, in: cluster.store) { return false }
        if filter.isEmpty { return true }
        if case .task(let task) = subject { return matcher.keeps(task) }
        return filter.keeps(reader.words(of: subject, columns: kind.columns))
    }

    /// Sorted by a column; history no longer stands under its slot then.
    private func sorted(_ entries: [RowEntry], by order: SortOrder) -> [RowEntry] {
        let keyed = entries.enumerated().map { index, entry in
            (
                key: cluster.subject(entry.reference).map { reader.sortKey(order.column, of: $0) }
                    ?? .text(""),
                index: index
            )
        }
        let sorted = keyed.sorted { left, right in
            if SortKey.isLess(left.key, right.key) { return order.isAscending }
            if SortKey.isLess(right.key, left.key) { return !order.isAscending }
            return left.index < right.index
        }
        return sorted.map { RowEntry(reference: entries[$0.index].reference) }
    }

    private func natural() -> RowList {
        let store = cluster.store
        switch kind {
        case .nodes: return list(cluster.nodeOrder.map { .node($0) })
        case .services(let scope): return list(services(scope).map { .service($0) })
        case .tasks(let scope): return tasks(scope)
        case .stacks: return list(cluster.stacks.names.map { .stack($0) })
        case .networks: return list(store.networks.map { .network($0.id) })
        case .configs: return list(store.configs.map { .config($0.id) })
        case .secrets: return list(store.secrets.map { .secret($0.id) })
        case .volumes: return list(store.volumes.map { .volume(name: $0.name, node: $0.node) })
        }
    }

    private func list(_ references: [ObjectReference]) -> RowList {
        RowList(entries: references.map { RowEntry(reference: $0) })
    }

    private func services(_ scope: ServiceScope) -> [ServiceID] {
        switch scope {
        case .all: cluster.serviceOrder
        case .stack(let name):
            cluster.serviceOrder.filter { cluster.store.service($0)?.stack == name }
        case .using(let reference): cluster.usage.users(of: reference)
        }
    }
}

// MARK: - Tasks

extension RowListBuilder {
    private func tasks(_ scope: TaskScope) -> RowList {
        var list = RowList()
        switch scope {
        case .service(let id): add(tasks(of: id), to: &list)
        case .all:
            for id in allServices() { add(tasks(of: id), to: &list) }
        case .node(let id):
            let tasks = cluster.store.tasks(on: id).sorted(by: Self.comesBefore)
            add(tasks, to: &list)
        }
        return list
    }

    /// A service's tasks place by place: slots by number, a global service's nodes by name.
    private func tasks(of id: ServiceID) -> [SwarmTask] {
        guard cluster.store.service(id)?.isReplicated == false else {
            return cluster.store.tasks(of: id)
        }
        let places = cluster.store.places(of: id)
        var names: [TaskPlace: String] = [:]
        for case .node(let node) in places { names[.node(node)] = cluster.nodeName(node).string }
        let ordered = places.sorted { one, other in
            guard let left = names[one], let right = names[other], left != right else {
                return one < other
            }
            return NaturalOrder.isLess(left, right)
        }
        return ordered.flatMap { cluster.store.tasks(of: id, in: $0) }
    }

    /// Services by name, then those that are gone but still have tasks.
    private func allServices() -> [ServiceID] {
        let known = Set(cluster.serviceOrder)
        return cluster.serviceOrder
            + cluster.store.servicesWithTasks.filter { !known.contains($0) }
    }

    /// Adds tasks that come place by place, oldest first; lists them newest first in each (LIF-60).
    private func add(_ tasks: [SwarmTask], to list: inout RowList) {
        var start = 0
        while start < tasks.count {
            let first = tasks[start]
            var end = start + 1
            while end < tasks.count, tasks[end].place == first.place,
                tasks[end].serviceID == first.serviceID
            {
                end += 1
            }
            addPlace(tasks[start..<end], to: &list)
            start = end
        }
    }

    private func addPlace(_ tasks: ArraySlice<SwarmTask>, to list: inout RowList) {
        var isFirst = true
        for task in tasks.reversed() {
            if task.isHistory, !showsFinished {
                list.hidden += 1
                continue
            }
            list.entries.append(RowEntry(reference: .task(task.id), isHistory: !isFirst))
            isFirst = false
        }
    }

    private static func comesBefore(_ one: SwarmTask, _ other: SwarmTask) -> Bool {
        if one.serviceName != other.serviceName {
            return NaturalOrder.isLess(one.serviceName, other.serviceName)
        }
        if one.place != other.place { return one.place < other.place }
        return (one.meta.createdAt, one.id) < (other.meta.createdAt, other.id)
    }
}
