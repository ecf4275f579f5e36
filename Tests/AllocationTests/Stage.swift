import Allocation
import Basics
import SwarmModel
import SwarmStore

/// A store with an allocator that follows it, in virtual time.
struct Stage {
    var store: Store
    var allocator = Allocator()
    var random: SeededGenerator
    var now = Moment.zero

    init(seed: UInt64 = 1, withIngress: Bool = false) {
        random = SeededGenerator(seed: seed)
        store = Store(cluster: Cluster(id: ClusterID(using: &random)))
        store.beginTransaction()
        if withIngress { addNetwork("ingress") { $0.ingress = true } }
    }

    /// Lets store and allocator follow each other until both rest.
    mutating func settle() {
        store.now = now
        repeat {
            for change in store.takeChanges() { allocator.observe(change, now: now) }
            store.beginTransaction()
            allocator.run(&store, now: now)
        } while !store.changes.isEmpty
    }

    /// Lets time pass up to the allocator's next deadline, and settles.
    mutating func passDeadline() {
        guard let deadline = allocator.nextDeadline else { return }
        now = deadline
        allocator.timePassed(now: now)
        settle()
    }
}

// MARK: - Building

extension Stage {
    @discardableResult
    mutating func addNetwork(
        _ name: String,
        _ change: (inout NetworkSpec) -> Void = { _ in }
    ) -> NetworkID {
        var spec = NetworkSpec(name: name)
        change(&spec)
        let network = Network(id: NetworkID(using: &random), spec: spec)
        store.put(network)
        return network.id
    }

    @discardableResult
    mutating func addService(
        _ name: String = "web",
        ports: [PortConfig]? = nil,
        mode: EndpointSpec.Mode = .vip,
        networks: [NetworkID] = []
    ) -> ServiceID {
        var spec = TaskSpec()
        spec.networks = networks.map { NetworkAttachmentSpec(target: $0) }
        let endpoint = ports.map { EndpointSpec(mode: mode, ports: $0) }
        let service = Service(
            id: ServiceID(using: &random),
            spec: ServiceSpec(name: name, task: spec, endpoint: endpoint)
        )
        store.put(service)
        return service.id
    }

    mutating func change(_ id: ServiceID, _ change: (inout ServiceSpec) -> Void) {
        guard var service = store.service(id) else { return }
        change(&service.spec)
        store.put(service)
    }

    mutating func publish(_ ports: [PortConfig], on id: ServiceID) {
        change(id) { $0.endpoint = EndpointSpec(ports: ports) }
    }

    @discardableResult
    mutating func addTask(of service: ServiceID, slot: Int = 1, on node: NodeID? = nil) -> TaskID {
        let service = store.service(service) ?? Service(id: service, spec: ServiceSpec(name: ""))
        let task = SwarmTask(
            id: TaskID(using: &random),
            service: service,
            slot: slot,
            nodeID: node,
            now: now
        )
        store.create(task)
        return task.id
    }

    mutating func addTasks(_ count: Int, of service: ServiceID) -> [TaskID] {
        (1...count).map { addTask(of: service, slot: $0) }
    }

    mutating func addNode() -> NodeID {
        let node = Node(id: NodeID(using: &random), spec: NodeSpec())
        store.put(node)
        return node.id
    }

    mutating func assign(_ id: TaskID, to node: NodeID) {
        guard var task = store.task(id) else { return }
        task.nodeID = node
        if task.observe(TaskStatus(state: .assigned)) { store.update(task) }
    }

    mutating func end(_ id: TaskID) {
        guard var task = store.task(id) else { return }
        if task.observe(TaskStatus(state: .failed)) { store.update(task) }
    }
}

// MARK: - Looking

extension Stage {
    func state(of task: TaskID) -> TaskState? { store.task(task)?.state }

    func ports(of service: ServiceID) -> [UInt32]? {
        store.service(service)?.endpoint?.ports.map(\.publishedPort)
    }

    func virtualIPs(of service: ServiceID) -> [String]? {
        store.service(service)?.endpoint?.virtualIPs.map(\.address)
    }

    func addresses(of task: TaskID) -> [String] {
        (store.task(task)?.networks ?? []).flatMap(\.addresses)
    }
}

extension PortConfig {
    /// An ingress port; 0 = any.
    static func tcp(_ published: UInt32 = 0, to target: UInt32 = 80, name: String = "")
        -> PortConfig
    {
        PortConfig(name: name, targetPort: target, publishedPort: published)
    }

    static func udp(_ published: UInt32 = 0, to target: UInt32 = 80) -> PortConfig {
        PortConfig(transport: .udp, targetPort: target, publishedPort: published)
    }

    static func host(_ published: UInt32 = 0, to target: UInt32 = 80) -> PortConfig {
        PortConfig(targetPort: target, publishedPort: published, publishMode: .host)
    }
}
