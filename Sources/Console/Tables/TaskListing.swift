import Basics
import SwarmModel
import SwarmStore

/// Lists tasks place by place, the newest of each first, and those before it as its history.
///
/// Filters as it goes, so that a hundred thousand tasks are looked at once.
struct TaskListing {
    private let cluster: ClusterState
    private let showsFinished: Bool
    private let showsOnlyFaulty: Bool
    private var matcher: TaskMatcher?
    private var list = RowList()

    init(_ builder: RowListBuilder) {
        cluster = builder.cluster
        showsFinished = builder.showsFinished
        showsOnlyFaulty = builder.showsOnlyFaulty
        matcher = builder.filter.isEmpty ? nil : TaskMatcher(builder.filter, in: builder.cluster)
    }

    func list(_ scope: TaskScope) -> RowList {
        var listing = self
        switch scope {
        case .service(let id): listing.add(tasks(of: id))
        case .network(let id):
            for service in allServices() {
                listing.add(tasks(of: service).filter { $0.isOn(id) })
            }
        case .all: for id in allServices() { listing.add(tasks(of: id)) }
        case .node(let id):
            listing.add(cluster.store.tasks(on: id).sorted(by: Self.comesBefore))
        }
        return listing.list
    }

    /// A service's tasks place by place: slots by number, a global service's nodes by name.
    private func tasks(of id: ServiceID) -> [SwarmTask] {
        guard cluster.store.service(id)?.isReplicated == false else {
            return cluster.store.tasks(of: id)
        }
        let places = cluster.places(of: id)
        return places.flatMap { cluster.store.tasks(of: id, in: $0) }
    }

    /// Services by name, then those that are gone but still have tasks.
    private func allServices() -> [ServiceID] {
        let known = Set(cluster.serviceOrder)
        return cluster.serviceOrder
            + cluster.store.servicesWithTasks.filter { !known.contains($0) }
    }

    /// Adds tasks that come place by place, oldest first; newest first in each (LIF-60).
    private mutating func add(_ tasks: [SwarmTask]) {
        list.entries.reserveCapacity(list.entries.count + tasks.count)
        var start = 0
        while start < tasks.count {
            let place = tasks[start].place
            let service = tasks[start].serviceID
            var end = start + 1
            while end < tasks.count, tasks[end].place == place, tasks[end].serviceID == service {
                end += 1
            }
            addPlace(tasks[start..<end])
            start = end
        }
    }

    private mutating func addPlace(_ tasks: ArraySlice<SwarmTask>) {
        var isFirst = true
        for task in tasks.reversed() {
            if task.isHistory, !showsFinished {
                list.hidden += 1
                continue
            }
            list.total += 1
            if keeps(task) {
                list.entries.append(RowEntry(reference: .task(task.id), isHistory: !isFirst))
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

extension SwarmTask {
    fileprivate func isOn(_ network: NetworkID) -> Bool {
        networks.contains { $0.network == network }
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
