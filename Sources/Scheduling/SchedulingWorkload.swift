import Basics
import SwarmModel
package import SwarmStore

/// The clusters on which the scheduler's speed is measured: the same as SwarmKit's own benchmarks
/// use, so that the figures can be set side by side.
package struct SchedulingWorkload: Sendable {
    package enum Kind: String, Sendable, CaseIterable {
        /// Tasks that cannot be grouped; nothing is asked of the nodes.
        case oneByOne = "one-by-one"
        /// The same, each task a service of its own.
        case loners
        /// Tasks that cannot be grouped, and a plugin that only a third of the nodes has.
        case oneByOneConstrained = "one-by-one-constrained"
        case grouped
        /// Grouped, with a reservation of 0.01 CPU and 16 MiB each.
        case reserving = "grouped-reserving"
        /// The same, in one of three zones.
        case constrained = "grouped-constrained"
    }

    package let kind: Kind
    package let nodes: Int
    package let tasks: Int
    package let services: Int

    package init(_ kind: Kind, nodes: Int, tasks: Int, services: Int = 1) {
        self.kind = kind
        self.nodes = nodes
        self.tasks = tasks
        self.services = kind == .loners ? tasks : max(1, services)
    }

    /// A store with all nodes, and all tasks pending; its changes are not taken yet.
    package func store(seed: UInt64 = 1) -> Store {
        var random = SeededGenerator(seed: seed)
        var store = Store(cluster: Cluster(id: ClusterID(using: &random)))
        store.beginTransaction()
        for index in 0..<nodes { store.put(node(index, &random)) }
        let network = Network(
            id: NetworkID(using: &random),
            spec: NetworkSpec(name: "net", driver: DriverSpec(name: "network"))
        )
        if kind == .oneByOneConstrained { store.put(network) }
        let services = (0..<services).map { service($0, &random) }
        for service in services { store.put(service) }
        for index in 0..<tasks {
            var task = SwarmTask(
                id: TaskID(using: &random),
                service: services[index % services.count],
                slot: index / services.count + 1,
                now: .zero
            )
            _ = task.observe(TaskStatus(state: .pending, message: "pending task scheduling"))
            if kind == .oneByOneConstrained {
                task.networks = [NetworkAttachment(network: network.id, addresses: [])]
            }
            store.create(task)
        }
        return store
    }

    private func node(_ index: Int, _ random: inout SeededGenerator) -> Node {
        let plugin = EnginePlugin(type: "Network", name: index % 3 == 0 ? "network" : "bridge")
        return Node(
            id: NodeID(using: &random),
            spec: NodeSpec(labels: ["zone": "z\(index % 3)"]),
            status: NodeStatus(state: .ready),
            description: NodeDescription(
                hostname: "name\(index)",
                resources: Resources(nanoCPUs: 64_000_000_000, memoryBytes: 256 << 30),
                plugins: [plugin]
            )
        )
    }

    private func service(_ index: Int, _ random: inout SeededGenerator) -> Service {
        var spec = TaskSpec()
        let isGrouped = kind == .grouped || kind == .reserving || kind == .constrained
        if kind == .reserving || kind == .constrained {
            spec.resources.reservations = Resources(nanoCPUs: 10_000_000, memoryBytes: 16 << 20)
        }
        if kind == .constrained { spec.placement.constraints = ["node.labels.zone==z1"] }
        let replicas = UInt64(tasks / services)
        return Service(
            id: ServiceID(using: &random),
            spec: ServiceSpec(
                name: "svc\(index)",
                task: spec,
                mode: .replicated(replicas: replicas)
            ),
            specVersion: isGrouped ? 1 : nil
        )
    }
}
