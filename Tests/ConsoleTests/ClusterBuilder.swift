import Basics
import Cells
import ClusterPorts
import SwarmModel
import SwarmStore

/// Builds clusters for tests out of real objects, always the same ones.
struct ClusterBuilder {
    static let epoch = WallTime(nanoseconds: 1_769_860_800_000_000_000)
    static let hour = Duration.seconds(3_600)

    var store: Store
    var now = Moment.zero + ClusterBuilder.hour
    var clock = ClockState()
    var source = ClusterSource.simulated(name: "demo")
    var readOnlyReason: String?
    var loadBalancers = LoadBalancers()
    var topology = NetworkTopology()
    var members: [RaftMember] = []
    var forecasts: Forecast.Basis?
    var era: UInt64 = 0
    var earliest: Moment?
    private var random: SeededGenerator

    init(seed: UInt64 = 7) {
        random = SeededGenerator(seed: seed)
        store = Store(cluster: Cluster(id: ClusterID(using: &random)))
        store.beginTransaction()
    }

    var snapshot: ClusterSnapshot {
        var snapshot = ClusterSnapshot(
            store: store,
            now: now,
            epoch: Self.epoch,
            source: source,
            clock: clock,
            managers: managers,
            topology: topology,
            readOnlyReason: readOnlyReason
        )
        snapshot.loadBalancers = loadBalancers
        snapshot.forecasts = forecasts
        snapshot.era = era
        snapshot.earliest = earliest
        return snapshot
    }

    private var managers: ManagersSummary {
        var summary = ManagersSummary(nodes: store.nodes)
        summary.members = members
        summary.term = members.map(\.term).max() ?? 0
        return summary
    }

    var wall: WallTime { Self.epoch + (now - .zero) }

    /// Writes happen `ago` before now, in a transaction of their own.
    private mutating func write(ago: Duration) {
        store.now = now - ago
        _ = store.takeChanges()
        store.beginTransaction()
    }

    @discardableResult
    mutating func node(
        _ name: String,
        role: NodeRole = .worker,
        leader: Bool = false,
        availability: NodeAvailability = .active,
        state: NodeStatus.State = .ready,
        labels: [String: String] = [:],
        cores: Int64 = 4
    ) -> NodeID {
        write(ago: .seconds(7_200))
        let number = store.nodeCount + 1
        let node = Node(
            id: NodeID(using: &random),
            spec: NodeSpec(labels: labels, role: role, availability: availability),
            status: NodeStatus(state: state, address: "10.0.0.\(number)"),
            description: NodeDescription(
                hostname: name,
                resources: Resources(
                    nanoCPUs: cores * 1_000_000_000,
                    memoryBytes: 8_589_934_592
                ),
                engineVersion: "28.2.2"
            ),
            manager: role == .manager
                ? ManagerStatus(
                    isLeader: leader,
                    reachability: state == .ready ? .reachable : .unreachable,
                    address: "10.0.0.\(number):2377"
                ) : nil
        )
        store.put(node)
        return node.id
    }

    @discardableResult
    mutating func service(
        _ name: String,
        replicas: UInt64? = 1,
        image: String = "shop/app:1.0",
        stack: String? = nil,
        _ change: (inout ServiceSpec) -> Void = { _ in }
    ) -> ServiceID {
        write(ago: .seconds(3_000))
        var spec = ServiceSpec(
            name: name,
            task: TaskSpec(container: ContainerSpec(image: image)),
            mode: replicas.map { .replicated(replicas: $0) } ?? .global
        )
        if let stack { spec.labels[StackLabel.namespace] = stack }
        change(&spec)
        let service = Service(id: ServiceID(using: &random), spec: spec, specVersion: store.version)
        store.put(service)
        return service.id
    }

    /// Gives a service another spec, as an update does.
    mutating func update(
        _ id: ServiceID,
        ago: Duration = .zero,
        status: UpdateStatus? = nil,
        _ change: (inout ServiceSpec) -> Void
    ) {
        guard var service = store.service(id) else { return }
        write(ago: ago)
        service.previousSpec = service.spec
        service.previousSpecVersion = service.specVersion
        change(&service.spec)
        service.specVersion = store.version
        service.updateStatus = status
        store.put(service)
    }

    mutating func setStatus(_ id: ServiceID, _ status: UpdateStatus?) {
        guard var service = store.service(id) else { return }
        write(ago: .zero)
        service.updateStatus = status
        store.put(service)
    }

    @discardableResult
    mutating func task(
        _ service: ServiceID,
        slot: Int,
        on node: NodeID?,
        _ state: TaskState = .running,
        ago: Duration = .seconds(900),
        desired: TaskState = .running,
        error: String = "",
        took: Duration = .milliseconds(2_600)
    ) -> TaskID {
        write(ago: ago)
        let id = TaskID(using: &random)
        guard let owner = store.service(service) else { return id }
        var task = SwarmTask(
            id: id,
            service: owner,
            slot: slot,
            nodeID: node,
            desiredState: desired,
            now: store.now
        )
        Self.live(&task, until: state, took: took, now: now, error: error)
        store.create(task)
        return id
    }

    /// Lets a task pass the states up to `state`, in `took` altogether.
    private static func live(
        _ task: inout SwarmTask,
        until state: TaskState,
        took: Duration,
        now: Moment,
        error: String
    ) {
        let start = task.milestones.created
        let steps: [(TaskState, Double, String)] = [
            (.pending, 0, "pending task scheduling"),
            (.assigned, 0.05, "scheduler assigned task to node"), (.accepted, 0.08, "accepted"),
            (.preparing, 0.1, "preparing"), (.ready, 0.45, "prepared"),
            (.starting, 0.5, "starting"), (.running, 1, "started"),
        ]
        for (step, share, message) in steps where step <= min(state, .running) {
            if step == .running, state == .rejected { continue }
            _ = task.observe(
                TaskStatus(state: step, timestamp: start + took * share, message: message)
            )
        }
        if state > .running {
            let message = state == .shutdown ? "shutdown" : "started"
            _ = task.observe(
                TaskStatus(
                    state: state,
                    timestamp: start + took + .seconds(30),
                    message: message,
                    error: error
                )
            )
        } else if !error.isEmpty {
            task.status.error = error
        }
    }

    mutating func change(_ id: TaskID, ago: Duration = .zero, _ change: (inout SwarmTask) -> Void) {
        guard var task = store.task(id) else { return }
        write(ago: ago)
        change(&task)
        store.update(task)
    }

    mutating func change(_ id: NodeID, _ change: (inout Node) -> Void) {
        guard var node = store.node(id) else { return }
        write(ago: .zero)
        change(&node)
        store.put(node)
    }

    mutating func change(_ id: ServiceID, _ change: (inout Service) -> Void) {
        guard var service = store.service(id) else { return }
        write(ago: .zero)
        change(&service)
        store.put(service)
    }

    mutating func remove(_ id: ServiceID) {
        write(ago: .zero)
        store.remove(id)
    }

    mutating func pass(_ time: Duration) { now = now + time }

    @discardableResult
    mutating func network(
        _ name: String,
        stack: String? = nil,
        _ change: (inout NetworkSpec) -> Void = { _ in }
    ) -> NetworkID {
        write(ago: .seconds(3_100))
        var spec = NetworkSpec(name: name)
        change(&spec)
        if let stack { spec.labels[StackLabel.namespace] = stack }
        let network = Network(
            id: NetworkID(using: &random),
            spec: spec,
            subnets: [Subnet(subnet: "10.0.\(store.networks.count + 1).0/24", gateway: "10.0.1.1")],
            vxlanID: 4_096
        )
        store.put(network)
        return network.id
    }

    @discardableResult
    mutating func config(_ name: String, _ text: String, stack: String? = nil) -> ConfigID {
        write(ago: .seconds(3_100))
        var spec = ConfigSpec(name: name, data: Array(text.utf8))
        if let stack { spec.labels[StackLabel.namespace] = stack }
        let config = Config(id: ConfigID(using: &random), spec: spec)
        store.put(config)
        return config.id
    }

    @discardableResult
    mutating func secret(_ name: String, stack: String? = nil) -> SecretID {
        write(ago: .seconds(3_100))
        var spec = SecretSpec(name: name, data: .sealed([1, 2, 3], size: 24))
        if let stack { spec.labels[StackLabel.namespace] = stack }
        let secret = Secret(id: SecretID(using: &random), spec: spec)
        store.put(secret)
        return secret.id
    }

    mutating func volume(_ name: String, on node: NodeID, stack: String? = nil) {
        write(ago: .seconds(2_000))
        var volume = Volume(name: name, node: node, createdAt: store.now)
        if let stack { volume.labels[StackLabel.namespace] = stack }
        store.create(volume)
    }
}
