import Basics
import ClusterPorts
import SwarmModel
import SwarmStore

/// The newest snapshot, with what every screen asks of it kept ready.
///
/// Orders and counts are kept from one snapshot to the next and follow the differences only.
struct ClusterState: Sendable {
    private(set) var snapshot: ClusterSnapshot
    /// The wall time when the snapshot came.
    private(set) var receivedAt: WallTime
    /// By name, as people order names.
    private(set) var nodeOrder: [NodeID] = []
    private(set) var serviceOrder: [ServiceID] = []
    private(set) var nodeNames: [NodeID: SafeText] = [:]
    private(set) var readyNodes = 0
    /// How the nodes stand, in their order: for maps of a thousand of them.
    private(set) var nodeSigns: [NodeSign] = []
    private var zones: [NodeID: String] = [:]
    private var nodePlaces: [NodeID: Int] = [:]
    private(set) var usage = UsageIndex()
    private(set) var stacks = StackIndex()
    private(set) var hues = VersionHues()

    init(_ snapshot: ClusterSnapshot, receivedAt: WallTime) {
        self.snapshot = snapshot
        self.receivedAt = receivedAt
        orderNodes()
        orderServices()
        stacks = StackIndex(store: snapshot.store)
        for id in serviceOrder { snapshot.store.service(id).map { hues.note($0) } }
        noteZones()
    }

    var store: Store { snapshot.store }

    /// Takes the next snapshot over; returns what became different.
    mutating func advance(to next: ClusterSnapshot, receivedAt: WallTime) -> StoreDifferences {
        let differences = next.store.differences(from: snapshot.store)
        let before = snapshot.topology
        snapshot = next
        if before.zones != next.topology.zones { noteZones() }
        self.receivedAt = receivedAt
        if differences.nodes.contains(where: { $0.changesNames }) {
            orderNodes()
        } else {
            for change in differences.nodes { note(change) }
        }
        if differences.services.contains(where: { $0.changesNames }) { orderServices() }
        if differences.services.contains(where: { $0.changesUsage }) { rebuildUsage() }
        if differences.changesStacks { stacks = StackIndex(store: next.store) }
        for change in differences.services { change.after.map { hues.note($0) } }
        return differences
    }

    /// Takes what a recording shows as a cluster that could be changed, to see what a command asks.
    mutating func takeAsChangeable() {
        guard snapshot.replay != nil else { return }
        snapshot.readOnlyReason = nil
        snapshot.replay = nil
    }

    /// The cluster's own time at a wall time: it may run faster than the wall's, or stand still.
    func now(at wall: WallTime) -> Moment {
        guard !snapshot.clock.isPaused else { return snapshot.now }
        let passed = max(.zero, wall - receivedAt)
        return snapshot.now + passed * snapshot.clock.speed
    }

    /// Tasks that run; those that a lost node was running last are not known to.
    var runningTasks: Int {
        let running = store.taskTally.running
        guard readyNodes < nodeOrder.count else { return running }
        return nodeOrder.reduce(running) { count, id in
            store.node(id)?.status.state == .down ? count - store.tally(on: id).running : count
        }
    }

    /// What a node is called on the screen; the id of a node that is gone.
    func nodeName(_ id: NodeID) -> SafeText { nodeNames[id] ?? id.short.safe }

    /// The zone that a node stands in; empty where it is not known.
    func zone(of id: NodeID) -> String { zones[id] ?? "" }

    private mutating func noteZones() {
        zones = [:]
        for zone in snapshot.topology.zones {
            for node in zone.nodes { zones[node] = zone.name }
        }
    }

    private mutating func note(_ change: Difference<Node>) {
        readyNodes += change.readyDelta
        guard let node = change.after, let place = nodePlaces[node.id] else { return }
        nodeSigns[place] = NodeSign(node)
    }

    private mutating func orderNodes() {
        let nodes = snapshot.store.nodes
            .sorted { NaturalOrder.isLess($0.displayName, $1.displayName) }
        nodeOrder = nodes.map(\.id)
        nodeSigns = nodes.map { NodeSign($0) }
        nodePlaces = Dictionary(uniqueKeysWithValues: zip(nodeOrder, 0...))
        nodeNames = [:]
        for node in nodes { nodeNames[node.id] = node.displayName.safe }
        readyNodes = nodes.count { $0.status.state == .ready }
    }

    private mutating func orderServices() {
        serviceOrder =
            snapshot.store.services.sorted { NaturalOrder.isLess($0.name, $1.name) }.map(\.id)
        rebuildUsage()
    }

    private mutating func rebuildUsage() {
        usage = UsageIndex(
            services: serviceOrder.compactMap { snapshot.store.service($0) },
            ingress: snapshot.store.ingressNetwork?.id
        )
    }
}

/// How a node stands, in one glance.
enum NodeSign: UInt8, Hashable, Sendable {
    case ready, inactive, down, unknown

    init(_ node: Node) {
        switch node.status.state {
        case .down: self = .down
        case .unknown, .disconnected: self = .unknown
        case .ready: self = node.spec.availability == .active ? .ready : .inactive
        }
    }
}

extension Difference<Node> {
    fileprivate var changesNames: Bool { before?.displayName != after?.displayName }

    fileprivate var readyDelta: Int {
        (after?.status.state == .ready ? 1 : 0) - (before?.status.state == .ready ? 1 : 0)
    }
}

extension Difference<Service> {
    fileprivate var changesNames: Bool { before?.name != after?.name }
    fileprivate var changesUsage: Bool {
        before?.taskSpec != after?.taskSpec || before?.spec.endpoint != after?.spec.endpoint
    }
}

extension StoreDifferences {
    fileprivate var changesStacks: Bool {
        services.contains {
            $0.before?.stack != $0.after?.stack || $0.before?.name != $0.after?.name
        }
            || !networks.isEmpty || !configs.isEmpty || !secrets.isEmpty
    }
}

/// Which services use a network, config, secret, named volume or image.
struct UsageIndex: Sendable {
    private var networks: [NetworkID: [ServiceID]] = [:]
    private var configs: [ConfigID: [ServiceID]] = [:]
    private var secrets: [SecretID: [ServiceID]] = [:]
    private var volumes: [String: [ServiceID]] = [:]
    private var imageUsers: [String: [ServiceID]] = [:]
    /// The images that services name, as people order names.
    private(set) var images: [String] = []

    init() {}

    /// - Parameters:
    ///   - services: by name.
    ///   - ingress: the network of the routing mesh, which is used by publishing a port.
    init(services: [Service], ingress: NetworkID?) {
        for service in services {
            if let ingress, service.spec.endpoint?.usesIngress == true {
                networks[ingress, default: []].append(service.id)
            }
            let task = service.spec.task
            for network in task.networks {
                networks[network.target, default: []].append(service.id)
            }
            for config in task.container.configs {
                configs[config.id, default: []].append(service.id)
            }
            for secret in task.container.secrets {
                secrets[secret.id, default: []].append(service.id)
            }
            imageUsers[task.container.image, default: []].append(service.id)
            for mount in task.container.mounts where mount.kind == .volume {
                volumes[mount.source, default: []].append(service.id)
            }
        }
        images = imageUsers.keys.sorted { NaturalOrder.isLess($0, $1) }
    }

    /// The services that refer to an object, by name; empty for kinds that services do not use.
    func users(of reference: ObjectReference) -> [ServiceID] {
        switch reference {
        case .network(let id): networks[id] ?? []
        case .config(let id): configs[id] ?? []
        case .secret(let id): secrets[id] ?? []
        case .volume(let name, _): volumes[name] ?? []
        case .image(let name): imageUsers[name] ?? []
        case .node, .service, .task, .stack: []
        }
    }
}
