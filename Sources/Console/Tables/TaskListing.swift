import Basics
import SwarmModel
import SwarmStore

/// Lists tasks place by place, the newest of each first, and those before it as its history.
///
/// Filters as it goes, so that a hundred thousand tasks are looked at once; after that a list
/// follows the places that changed.
struct TaskListing {
    private let scope: TaskScope
    private let reader: RowReader
    private let order: SortOrder?
    private let showsFinished: Bool
    private let showsOnlyFaulty: Bool
    private var matcher: TaskMatcher?
    private var rows = TaskRows()
    private var total = 0
    private var hidden = 0
    /// Whether the order of all places is known.
    private var knowsPlaces = true

    private var cluster: ClusterState { reader.cluster }

    init(_ builder: RowListBuilder, _ scope: TaskScope) {
        self.scope = scope
        reader = builder.reader
        order = builder.order
        showsFinished = builder.showsFinished
        showsOnlyFaulty = builder.showsOnlyFaulty
        matcher = builder.filter.isEmpty ? nil : TaskMatcher(builder.filter, in: builder.cluster)
    }

    /// The whole list, from scratch; O(tasks), sorted O(tasks log tasks).
    func list() -> RowList {
        var listing = self
        let services = services
        let places = PlaceOrder(services, in: cluster)
        if case .node(let id) = scope {
            listing.add(cluster.store.tasks(on: id).sorted(by: Self.comesBefore), places)
        } else {
            for id in services { listing.add(tasks(of: id), places) }
        }
        let rows = order.map { listing.rows.sorted(by: $0) } ?? listing.rows
        var list = RowList(entries: rows.entries, total: listing.total, hidden: listing.hidden)
        if listing.knowsPlaces { list.places = ListedPlaces(order: places, rows: rows) }
        list.looked = listing.total + listing.hidden
        return list
    }

    /// The list after changes in some places; `nil` if it has to be made from scratch.
    ///
    /// O(changes log rows), but for a copy of the rows.
    func list(after changes: PlaceChanges, from old: RowList) -> RowList? {
        guard let listed = old.places else { return nil }
        var changed: [(rank: UInt64, place: ServicePlace)] = []
        for place in changes.places {
            guard let rank = listed.order.rank(of: place) else { return nil }
            changed.append((rank, place))
        }
        changed.sort { $0.rank < $1.rank }
        var listing = self
        for (rank, place) in changed {
            let tasks = cluster.store.tasks(of: place.service, in: place.place)
            listing.addPlace(tasks.filter(scope.contains)[...], rank: rank)
        }
        let fresh = order.map { listing.rows.sorted(by: $0) } ?? listing.rows
        let rows = listed.rows.replacing(changed.map(\.rank), by: fresh, order)
        let shown = showsFinished ? changes.tasks : changes.tasks - changes.finished
        var list = RowList(
            entries: rows.entries,
            total: old.total + shown,
            hidden: old.hidden + (showsFinished ? 0 : changes.finished)
        )
        list.places = ListedPlaces(order: listed.order, rows: rows)
        list.looked = listing.total + listing.hidden
        return list
    }

    /// The services that the list goes through, in order.
    private var services: [ServiceID] {
        switch scope {
        case .service(let id): return [id]
        case .node: return []
        case .all, .network: break
        }
        // By name, then those that are gone but still have tasks.
        let known = Set(cluster.serviceOrder)
        return cluster.serviceOrder
            + cluster.store.servicesWithTasks.filter { !known.contains($0) }
    }

    /// A service's tasks place by place: slots by number, a global service's nodes by name.
    private func tasks(of id: ServiceID) -> [SwarmTask] {
        let store = cluster.store
        guard store.service(id)?.isReplicated == false else {
            let tasks = store.tasks(of: id)
            if case .network = scope { return tasks.filter(scope.contains) }
            return tasks
        }
        return cluster.places(of: id)
            .flatMap { store.tasks(of: id, in: $0).filter(scope.contains) }
    }

    /// Adds tasks that come place by place, oldest first; newest first in each (LIF-60).
    private mutating func add(_ tasks: [SwarmTask], _ order: PlaceOrder) {
        rows.reserve(rows.count + tasks.count, isSorted: self.order != nil)
        var start = 0
        while start < tasks.count {
            let place = ServicePlace(tasks[start])
            var end = start + 1
            while end < tasks.count, ServicePlace(tasks[end]) == place { end += 1 }
            // Where there is no order of places, that of the rows is what they are added in.
            let rank = order.rank(of: place)
            knowsPlaces = knowsPlaces && rank != nil
            addPlace(tasks[start..<end], rank: rank ?? UInt64(start))
            start = end
        }
    }

    private mutating func addPlace(_ tasks: ArraySlice<SwarmTask>, rank: UInt64) {
        var isFirst = true
        for task in tasks.reversed() {
            if task.isHistory, !showsFinished {
                hidden += 1
                continue
            }
            total += 1
            if keeps(task) {
                rows.append(
                    // Sorted rows stand alone: what came before is not under its place then.
                    RowEntry(reference: .task(task.id), isHistory: !isFirst && order == nil),
                    rank: TaskRows.Rank(place: rank, created: task.meta.createdAt),
                    key: order.map { reader.sortKey($0.column, of: task) }
                )
            }
            isFirst = false
        }
    }

    private mutating func keeps(_ task: SwarmTask) -> Bool {
        if showsOnlyFaulty, !TaskLook.isFaulty(task) { return false }
        return matcher?.keeps(task) ?? true
    }

    private static func comesBefore(_ one: SwarmTask, _ other: SwarmTask) -> Bool {
        if one.serviceName != other.serviceName {
            return NaturalOrder.isLess(one.serviceName, other.serviceName)
        }
        if one.place != other.place { return one.place < other.place }
        return (one.meta.createdAt, one.id) < (other.meta.createdAt, other.id)
    }
}

extension ClusterState {
    /// The places of a service: slots by number, nodes by name.
    ///
    /// O(places log places).
    func places(of id: ServiceID) -> [TaskPlace] {
        let places = store.places(of: id)
        guard case .node? = places.last else { return places }
        let names = Dictionary(
            uniqueKeysWithValues: places.map { place in
                if case .node(let node) = place { return (place, nodeName(node).string) }
                return (place, "")
            }
        )
        return places.sorted { one, other in
            let left = names[one] ?? ""
            let right = names[other] ?? ""
            return left == right ? one < other : NaturalOrder.isLess(left, right)
        }
    }
}
