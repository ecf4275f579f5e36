import Basics
import SwarmModel
import SwarmStore

/// The store alone, on 10,000 nodes and 10,000 services, as SwarmKit measures its own.
///
/// "in one" is one transaction for all, "each" a transaction of its own with its changes taken.
extension Measurement {
    static let store: [Measurement] = [
        Measurement("store", runs: 5) { _ in StoreBench().figures() }
    ]
}

private struct StoreBench {
    private static let count = 10_000

    private let nodes: [Node]
    private let services: [Service]
    private var store: Store

    init() {
        var random = SeededGenerator(seed: 1)
        store = Store(cluster: Cluster(id: ClusterID(using: &random)))
        nodes = (0..<Self.count).map { index in
            Node(
                id: NodeID(using: &random),
                spec: NodeSpec(name: "name\(index)"),
                status: NodeStatus(state: .ready),
                description: NodeDescription(hostname: "name\(index)")
            )
        }
        services = (0..<Self.count).map { index in
            Service(id: ServiceID(using: &random), spec: ServiceSpec(name: "svc\(index)"))
        }
    }

    func figures() -> [Figure] {
        var bench = self
        return bench.writes() + bench.reads() + bench.removals()
    }

    private mutating func writes() -> [Figure] {
        store.beginTransaction()
        var figures = [
            each("create-node-in-one") { store, bench, index in store.put(bench.nodes[index]) }
        ]
        _ = store.takeChanges()
        store.beginTransaction()
        figures.append(
            each("update-node-in-one") { store, bench, index in
                Self.label(bench.nodes[index].id, "a", in: &store)
            }
        )
        _ = store.takeChanges()
        figures.append(
            each("update-node-each") { store, bench, index in
                store.beginTransaction()
                Self.label(bench.nodes[index].id, "b", in: &store)
                _ = store.takeChanges()
            }
        )
        store.beginTransaction()
        figures.append(
            each("create-service-in-one") { store, bench, index in
                store.put(bench.services[index])
            }
        )
        _ = store.takeChanges()
        return figures
    }

    private mutating func reads() -> [Figure] {
        var found = 0
        let gets = each("find-node-by-id") { store, bench, index in
            if store.node(bench.nodes[index].id) != nil { found += 1 }
        }
        let hits = each("find-service-by-name") { store, _, index in
            if store.service(named: "svc\(index)") != nil { found += 1 }
        }
        let misses = each("find-service-by-name-miss") { store, _, index in
            if store.service(named: "nobody\(index)") == nil { found += 1 }
        }
        let listing = Cost { found += store.nodes.count }
        precondition(found == 4 * Self.count, "what was written is not found")
        return [gets, hits, misses, Figure("store-list-nodes-by-name", listing.cpu * 1e3, "ms")]
    }

    /// Removed and put back: the transaction that fails leaves the copy from before.
    private mutating func removals() -> [Figure] {
        let rolledBack = each("delete-node-and-roll-back-each") { store, bench, index in
            let before = store
            store.beginTransaction()
            store.remove(bench.nodes[index].id)
            store = before
        }
        store.beginTransaction()
        let removed = each("delete-node-in-one") { store, bench, index in
            store.remove(bench.nodes[index].id)
        }
        precondition(store.nodeCount == 0, "what was removed is still there")
        return [rolledBack, removed]
    }

    /// CPU nanoseconds an operation.
    private mutating func each(
        _ name: String,
        _ body: (inout Store, StoreBench, Int) -> Void
    ) -> Figure {
        let bench = self
        var worked = store
        store = Store(cluster: worked.cluster)
        let cost = Cost { for index in 0..<Self.count { body(&worked, bench, index) } }
        store = worked
        return Figure("store-\(name)", cost.cpu / Double(Self.count) * 1e9, "ns")
    }

    private static func label(_ id: NodeID, _ value: String, in store: inout Store) {
        guard var node = store.node(id) else { return }
        node.spec.labels["bench"] = value
        store.put(node)
    }
}
