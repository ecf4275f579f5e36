import Basics
import SwarmModel
import SwarmStore

/// One place of one service.
struct ServicePlace: Hashable, Sendable {
    let service: ServiceID
    let place: TaskPlace

    init(_ task: SwarmTask) {
        service = task.serviceID
        place = task.place
    }

    init(_ service: ServiceID, _ place: TaskPlace) {
        self.service = service
        self.place = place
    }
}

/// The natural order of places as numbers, so that no names need be compared to find one.
///
/// It holds until a service or a node comes, goes or is called otherwise.
struct PlaceOrder: Sendable {
    private struct Service {
        let rank: UInt64
        /// Whether its nodes come by name; those of a service that is gone come by id.
        let hasNamedNodes: Bool
    }

    private static let nodeBit: UInt64 = 1 << 39
    private static let serviceShift: UInt64 = 40

    private var services: [ServiceID: Service] = [:]
    private var namedNodes: [NodeID: UInt64] = [:]
    private var nodes: [NodeID: UInt64] = [:]

    /// O(services), and O(nodes log nodes) where a service is not a replicated one.
    ///
    /// - Parameters:
    ///   - services: in their order.
    ///   - cluster: whose they are.
    init(_ services: [ServiceID], in cluster: ClusterState) {
        var all: Set<NodeID> = []
        for (rank, id) in services.enumerated() {
            let service = cluster.store.service(id)
            let isGlobal = service?.isReplicated == false
            self.services[id] = Service(rank: UInt64(rank), hasNamedNodes: isGlobal)
            guard service == nil || isGlobal else { continue }
            if all.isEmpty { all = Set(cluster.nodeOrder) }
            for case .node(let node) in cluster.store.places(of: id) { all.insert(node) }
        }
        let byID = all.sorted()
        for (rank, node) in byID.enumerated() { nodes[node] = UInt64(rank) }
        let named = byID.map { (name: cluster.nodeName($0).string, node: $0) }.sorted {
            $0.name == $1.name ? $0.node < $1.node : NaturalOrder.isLess($0.name, $1.name)
        }
        for (rank, entry) in named.enumerated() { namedNodes[entry.node] = UInt64(rank) }
    }

    /// Where a place comes; `nil` if the order does not know its service or its node.
    func rank(of place: ServicePlace) -> UInt64? {
        guard let service = services[place.service] else { return nil }
        let start = service.rank << Self.serviceShift
        switch place.place {
        case .slot(let slot): return start | UInt64(max(0, slot))
        case .node(let node):
            guard let rank = service.hasNamedNodes ? namedNodes[node] : nodes[node] else {
                return nil
            }
            return start | Self.nodeBit | rank
        }
    }
}
