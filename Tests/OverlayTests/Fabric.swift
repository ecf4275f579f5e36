import Basics
import Overlay
import SwarmModel
import SwarmStore

/// Machines, networks and tasks with addresses, put together by hand.
struct Fabric: NetworkGround {
    var store: Store
    private var random = SeededGenerator(seed: 5)
    private(set) var nodes: [NodeID] = []
    private(set) var ingress: NetworkID
    var down: Set<NodeID> = []
    /// Pairs of machines that do not hear of each other.
    var cut: [(NodeID, NodeID)] = []
    /// Tasks that are out of the load balancers though they run.
    var out: Set<TaskID> = []
    private var hosts = 10

    init(nodes count: Int = 3) {
        var random = SeededGenerator(seed: 5)
        store = Store(cluster: Cluster(id: ClusterID(using: &random)))
        ingress = NetworkID(using: &random)
        self.random = random
        store.beginTransaction()
        store.put(
            Network(
                id: ingress,
                spec: NetworkSpec(name: "ingress", ingress: true),
                subnets: [Subnet(subnet: "10.0.0.0/24", gateway: "10.0.0.1")]
            )
        )
        for number in 1...count {
            let node = Node(
                id: NodeID(using: &self.random),
                spec: NodeSpec(),
                status: NodeStatus(state: .ready, address: "192.168.0.\(number)"),
                description: NodeDescription(hostname: "node\(number)")
            )
            nodes.append(node.id)
            store.put(node)
        }
    }

    func isUp(_ node: NodeID) -> Bool { !down.contains(node) }

    func reaches(_ node: NodeID, from other: NodeID) -> Bool {
        isUp(node) && isUp(other)
            && !cut.contains { ($0, $1) == (node, other) || ($1, $0) == (node, other) }
    }

    func serves(_ task: TaskID) -> Bool {
        guard let task = store.task(task), let node = task.nodeID else { return false }
        return task.state == .running && isUp(node) && !out.contains(task.id)
    }

    func loadBalancer(of node: NodeID, on network: NetworkID) -> String? {
        nodes.firstIndex(of: node).map { "10.0.0.\($0 + 2)/24" }
    }
}

// MARK: - Building

extension Fabric {
    mutating func network(_ name: String, driver: String = "overlay") -> NetworkID {
        let spec = NetworkSpec(name: name, driver: DriverSpec(name: driver))
        let network = Network(id: NetworkID(using: &random), spec: spec)
        store.put(network)
        return network.id
    }

    /// A service with a virtual address on each network, unless it is to have none.
    mutating func service(
        _ name: String,
        on networks: [NetworkID],
        aliases: [String] = [],
        mode: EndpointSpec.Mode = .vip,
        ports: [PortConfig] = [],
        _ change: (inout ServiceSpec) -> Void = { _ in }
    ) -> ServiceID {
        var spec = ServiceSpec(name: name, endpoint: EndpointSpec(mode: mode, ports: ports))
        spec.task.networks = networks.map { NetworkAttachmentSpec(target: $0, aliases: aliases) }
        change(&spec)
        var service = Service(id: ServiceID(using: &random), spec: spec)
        let targets = spec.endpoint?.usesIngress == true ? [ingress] + networks : networks
        let addresses =
            mode == .vip
            ? targets.map { Endpoint.VirtualIP(network: $0, address: address()) } : []
        service.endpoint = Endpoint(
            spec: spec.endpoint ?? EndpointSpec(),
            ports: ports,
            virtualIPs: addresses
        )
        store.put(service)
        return service.id
    }

    private mutating func address() -> String {
        hosts += 1
        return "10.0.1.\(hosts)/24"
    }

    /// A task in a slot on the node of that number (from 1), with an address on each network.
    @discardableResult
    mutating func task(
        of id: ServiceID,
        _ slot: Int,
        on node: Int,
        _ state: TaskState = .running
    ) throws -> TaskID {
        let service = try store.service(id).orThrow()
        var task = SwarmTask(
            id: TaskID(using: &random),
            service: service,
            slot: slot,
            nodeID: nodes[node - 1],
            now: .zero
        )
        let targets =
            (service.spec.endpoint?.usesIngress == true ? [ingress] : [])
            + service.spec.task.networks.map(\.target)
        task.networks = targets.map { NetworkAttachment(network: $0, addresses: [address()]) }
        task.endpoint = service.endpoint
        _ = task.observe(
            TaskStatus(
                state: state,
                timestamp: .zero,
                message: "",
                container: ContainerStatus(id: ContainerID(using: &random))
            )
        )
        store.create(task)
        return task.id
    }

    mutating func change(_ id: TaskID, _ change: (inout SwarmTask) -> Void) {
        _ = store.update(id) {
            change(&$0)
            return true
        }
    }

    mutating func remove(_ service: ServiceID) { store.remove(service) }
}

// MARK: - Looking

extension Fabric {
    func answer(_ name: String, from task: TaskID) throws -> NameAnswer {
        try EmbeddedDNS(self).answer(NameQuery(name, from: task))
    }

    func addresses(_ name: String, from task: TaskID) throws -> [String] {
        try answer(name, from: task).records.map(\.address)
    }

    func address(of task: TaskID, on network: NetworkID) throws -> String {
        try store.task(task).orThrow().address(on: network).orThrow()
    }

    func virtualIP(of service: ServiceID, on network: NetworkID) throws -> String {
        try store.service(service).orThrow().endpoint.orThrow().virtualIPs
            .first { $0.network == network }.orThrow().address.withoutPrefix
    }

    /// The tasks that so many connections in a row reach.
    func reached(
        _ target: RequestTarget,
        _ count: Int,
        _ turns: inout BalancerTurns
    ) throws -> [TaskID] {
        let route = try Connections(self).entry(to: target).route.get()
        return (0..<count).compactMap { _ in route.next(&turns)?.task.id }
    }

    func failure(of target: RequestTarget) throws -> RequestFailure? {
        if case .failure(let failure) = try Connections(self).entry(to: target).route {
            return failure
        }
        return nil
    }
}

struct Missing: Error {}

extension Optional {
    func orThrow() throws -> Wrapped {
        guard let self else { throw Missing() }
        return self
    }
}
