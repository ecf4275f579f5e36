import Basics
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
    /// How many objects were looked at to make it.
    var looked = 0
    /// What a list of tasks needs to follow changes; `nil` if it has to be made from scratch.
    var places: ListedPlaces?

    func index(of reference: ObjectReference) -> Int? {
        entries.firstIndex { $0.reference == reference }
    }
}

/// Tasks as they are listed, and the order of their places.
struct ListedPlaces: Sendable {
    let order: PlaceOrder
    let rows: TaskRows
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

    var cluster: ClusterState { reader.cluster }

    /// The list as it is now, by way of the old one where that is shorter.
    func list(from old: RowList, _ upkeep: ListUpkeep) -> RowList {
        if case .tasks(let scope) = kind, case .places(let changes) = upkeep,
            let list = TaskListing(self, scope).list(after: changes, from: old)
        {
            return list
        }
        return list()
    }

    func list() -> RowList {
        var list = natural()
        // Tasks were put in their order as they were listed.
        if case .tasks = kind { return list }
        if let order { list.entries = sorted(list.entries, by: order) }
        return list
    }

    private func keeps(_ entry: RowEntry) -> Bool {
        guard !filter.isEmpty || showsOnlyFaulty else { return true }
        guard let subject = cluster.subject(entry.reference) else { return false }
        if showsOnlyFaulty, !RowReader.isFaulty(subject, in: cluster.store) { return false }
        if filter.looksAtLabels { return filter.keeps(labels: reader.labels(of: subject)) }
        return filter.isEmpty || filter.keeps(reader.words(of: subject, columns: kind.columns))
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
            if order.puts(left.key, before: right.key) { return true }
            if order.puts(right.key, before: left.key) { return false }
            return left.index < right.index
        }
        return sorted.map { RowEntry(reference: entries[$0.index].reference) }
    }

    private func natural() -> RowList {
        let store = cluster.store
        switch kind {
        case .nodes: return list(cluster.nodeOrder.map { .node($0) })
        case .managers:
            return list(
                cluster.nodeOrder.filter { store.node($0)?.manager != nil }.map { .node($0) }
            )
        case .services(let scope): return list(services(scope).map { .service($0) })
        case .tasks(let scope): return TaskListing(self, scope).list()
        case .stacks: return list(cluster.stacks.names.map { .stack($0) })
        case .networks: return list(store.networks.map { .network($0.id) })
        case .configs: return list(store.configs.map { .config($0.id) })
        case .secrets: return list(store.secrets.map { .secret($0.id) })
        case .volumes(let scope): return list(volumes(scope))
        case .images: return list(cluster.usage.images.map { .image($0) })
        }
    }

    private func list(_ references: [ObjectReference]) -> RowList {
        let entries = references.map { RowEntry(reference: $0) }
        return RowList(
            entries: entries.filter(keeps),
            total: entries.count,
            looked: entries.count
        )
    }

    private func volumes(_ scope: VolumeScope) -> [ObjectReference] {
        cluster.store.volumes.filter { scope == .all || scope == .node($0.node) }
            .map { .volume(name: $0.name, node: $0.node) }
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
