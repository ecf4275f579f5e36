package import Basics
import HashTreeCollections
package import SwarmModel

/// All objects of a cluster as one value.
///
/// Copies share their structure, so that a snapshot for a reader, a dry run or a rewind costs
/// microseconds. Writers set ``now``, call ``beginTransaction()`` and then create, update and
/// remove; each write is noted in ``changes`` for the machines that follow the store.
///
/// - Source: §14, WAT-1.
package struct Store: Sendable {
    /// The cluster's time: stamps what is written.
    package var now: Moment = .zero
    /// Grows with every transaction; all objects written in one share it (OBJ-3).
    package internal(set) var version: UInt64
    /// What was written since the last ``takeChanges()``.
    package internal(set) var changes: [StoreChange] = []
    package private(set) var cluster: Cluster
    /// A bug planted by the simulator's tests; `nil` in the program.
    package var flaw: Flaw?

    var nodeTable = Table<Node>()
    var serviceTable = NamedTable<Service>()
    var taskTable = Table<SwarmTask>()
    var networkTable = NamedTable<Network>()
    var secretTable = NamedTable<Secret>()
    var configTable = NamedTable<Config>()
    var volumeList: [Volume] = []
    var tasks = TaskIndexes()

    package init(cluster: Cluster, version: UInt64 = 0) {
        self.cluster = cluster
        self.version = version
    }

    /// Starts a transaction: what is written from now on gets the next version.
    package mutating func beginTransaction() { version += 1 }

    /// Hands out what was written since the last call, in order.
    package mutating func takeChanges() -> [StoreChange] {
        let taken = changes
        changes = []
        return taken
    }

    package mutating func update(_ cluster: Cluster) {
        var stamped = cluster
        stamp.mark(&stamped.meta, created: self.cluster.meta.createdAt)
        changes.append(.cluster(before: self.cluster, after: stamped))
        self.cluster = stamped
    }

    /// Replaces the cluster's object as it is, for ``mirror(cluster:)``.
    mutating func replaceCluster(by cluster: Cluster) { self.cluster = cluster }

    private var stamp: Stamp { Stamp(version: version, now: now) }
}

// MARK: - Nodes

extension Store {
    /// All nodes, by host name, then id; O(n log n).
    package var nodes: [Node] {
        nodeTable.all.sorted {
            ($0.description.hostname, $0.id) < ($1.description.hostname, $1.id)
        }
    }

    package var nodeCount: Int { nodeTable.count }

    package func node(_ id: NodeID) -> Node? { nodeTable[id] }

    /// Adds the node, or replaces the one with its id.
    ///
    /// If nothing differs, nothing is done, unless a client asked for it (`isAsked`): that makes a
    /// new version always, so that another update from the same version is refused.
    package mutating func put(_ node: Node, isAsked: Bool = false) {
        var stamped = node
        guard let position = nodeTable.position(of: node.id),
            let before = nodeTable[position: position]
        else {
            stamp.mark(&stamped.meta, created: nil)
            _ = nodeTable.insert(stamped)
            return changes.append(.node(before: nil, after: stamped))
        }
        stamped.meta = before.meta
        guard isAsked || stamped != before else { return }
        stamp.mark(&stamped.meta, created: before.meta.createdAt)
        nodeTable.replace(stamped, at: position)
        changes.append(.node(before: before, after: stamped))
    }

    package mutating func remove(_ id: NodeID) {
        guard let (node, _) = nodeTable.remove(id) else { return }
        changes.append(.node(before: node, after: nil))
    }
}

// MARK: - Services

extension Store {
    /// All services, by name; O(n log n).
    package var services: [Service] { serviceTable.sorted }

    package var serviceCount: Int { serviceTable.count }

    package func service(_ id: ServiceID) -> Service? { serviceTable[id] }

    /// The service of that name; names are compared without regard to case (OBJ-6).
    package func service(named name: String) -> Service? { serviceTable[named: name] }

    /// Adds the service, or replaces the one with its id; does nothing if nothing differs.
    package mutating func put(_ service: Service) {
        if let before = serviceTable[service.id] {
            var unmarked = service
            unmarked.meta = before.meta
            guard unmarked != before else { return }
        }
        let (before, after) = serviceTable.put(service, stamp)
        changes.append(.service(before: before, after: after))
    }

    package mutating func remove(_ id: ServiceID) {
        guard let service = serviceTable.remove(id) else { return }
        changes.append(.service(before: service, after: nil))
    }
}

// MARK: - Tasks

extension Store {
    package var taskCount: Int { taskTable.count }

    /// All tasks, in an order that depends on the store's history only; O(n).
    package var allTasks: [SwarmTask] { taskTable.all }

    /// How many tasks the cluster has, by state.
    package var taskTally: TaskTally { tasks.tally }

    package func task(_ id: TaskID) -> SwarmTask? { taskTable[id] }

    /// How many tasks a service has, by state; O(1).
    package func tally(of service: ServiceID) -> TaskTally {
        tasks.services[service]?.tally ?? TaskTally()
    }

    /// How many tasks a node has, by state; O(1).
    package func tally(on node: NodeID) -> TaskTally { tasks.nodes[node]?.tally ?? TaskTally() }

    /// The tasks in one place of a service, oldest first.
    package func tasks(of service: ServiceID, in place: TaskPlace) -> [SwarmTask] {
        guard let entry = tasks.services[service] else { return [] }
        switch place {
        case .slot(let slot): return resolve(entry.positions(inSlot: slot)).sorted(by: Self.isOlder)
        case .node(let node): return resolve(entry.places[node] ?? []).sorted(by: Self.isOlder)
        }
    }

    /// All places of a service that have tasks: slots ascending, then nodes; O(places).
    package func places(of service: ServiceID) -> [TaskPlace] {
        guard let entry = tasks.services[service] else { return [] }
        let slots = (0..<entry.slotEnd).filter { entry.count(inSlot: $0) > 0 }
        return slots.map { .slot($0) } + entry.places.keys.sorted().map { .node($0) }
    }

    /// All tasks of a service: by place, oldest first within it; O(tasks of the service).
    package func tasks(of service: ServiceID) -> [SwarmTask] {
        guard let entry = tasks.services[service] else { return [] }
        var all: [SwarmTask] = []
        all.reserveCapacity(entry.tally.total)
        for slot in 0..<entry.slotEnd {
            // Nearly every slot has one task, which needs no list and no order of its own.
            if let only = entry.onlyPosition(inSlot: slot) {
                if let task = taskTable[position: Int(only)] { all.append(task) }
            } else if entry.count(inSlot: slot) > 0 {
                all += resolve(entry.positions(inSlot: slot)).sorted(by: Self.isOlder)
            }
        }
        for node in entry.places.keys.sorted() { all += tasks(of: service, in: .node(node)) }
        return all
    }

    /// All tasks on a node, by id; O(tasks of the node).
    package func tasks(on node: NodeID) -> [SwarmTask] {
        resolve(tasks.nodes[node]?.positions ?? []).sorted { $0.id < $1.id }
    }

    /// Whether all tasks on a node are as asked for; O(tasks of the node), and no order among them.
    package func allTasks(on node: NodeID, are fit: (SwarmTask) -> Bool) -> Bool {
        (tasks.nodes[node]?.positions ?? []).allSatisfy { position in
            taskTable[position: Int(position)].map(fit) ?? true
        }
    }

    /// Services that have tasks but may themselves be gone, by id.
    package var servicesWithTasks: [ServiceID] { tasks.services.ids }

    /// Adds a task; does nothing if there is one with its id.
    package mutating func create(_ task: consuming SwarmTask) {
        guard taskTable.position(of: task.id) == nil else { return }
        task.meta = ObjectMeta(version: version, createdAt: now, updatedAt: now)
        task.notePosition(taskTable.nextPosition)
        let position = taskTable.insert(task)
        tasks.add(task, at: position)
        changes.append(.task(before: nil, after: task))
    }

    /// Replaces the task with this id; does nothing if it is gone or nothing differs.
    package mutating func update(_ task: consuming SwarmTask) {
        guard let position = taskTable.position(of: task.id),
            let before = taskTable[position: position]
        else { return }
        if task.meta != before.meta { task.meta = before.meta }
        guard task != before else { return }
        stamp.mark(&task.meta, created: before.meta.createdAt)
        replace(before, by: task, at: position)
    }

    /// Changes the task with this id in one go; does nothing if it is gone.
    ///
    /// `change` returns whether it changed anything.
    ///
    /// - Returns: whether the task was written.
    @discardableResult
    package mutating func update(_ id: TaskID, _ change: (inout SwarmTask) -> Bool) -> Bool {
        guard let position = taskTable.position(of: id),
            let before = taskTable[position: position]
        else { return false }
        var task = before
        guard change(&task) else { return false }
        stamp.mark(&task.meta, created: before.meta.createdAt)
        replace(before, by: task, at: position)
        return true
    }

    private mutating func replace(
        _ before: SwarmTask,
        by after: consuming SwarmTask,
        at position: Int
    ) {
        taskTable.replace(after, at: position)
        if flaw != .staleIndex || before.nodeID == after.nodeID {
            tasks.move(from: before, to: after, at: position)
        }
        changes.append(.task(before: before, after: after))
    }

    /// Raises a task's desired state; does nothing if it is gone or already there (LIF-3).
    package mutating func raiseDesired(of id: TaskID, to state: TaskState) {
        update(id) { $0.raiseDesired(to: state) }
    }

    package mutating func remove(_ id: TaskID) {
        guard let (task, position) = taskTable.remove(id) else { return }
        tasks.remove(task, at: position)
        changes.append(.task(before: task, after: nil))
    }

    private func resolve(_ positions: [Int32]) -> [SwarmTask] {
        positions.compactMap { taskTable[position: Int($0)] }
    }

    private static func isOlder(_ one: SwarmTask, than other: SwarmTask) -> Bool {
        (one.meta.createdAt, one.id) < (other.meta.createdAt, other.id)
    }
}

// MARK: - Networks, secrets, configs

extension Store {
    /// All networks, by name.
    package var networks: [Network] { networkTable.sorted }
    /// All secrets, by name.
    package var secrets: [Secret] { secretTable.sorted }
    /// All configs, by name.
    package var configs: [Config] { configTable.sorted }

    package func network(_ id: NetworkID) -> Network? { networkTable[id] }
    package func secret(_ id: SecretID) -> Secret? { secretTable[id] }
    package func config(_ id: ConfigID) -> Config? { configTable[id] }

    package func network(named name: String) -> Network? { networkTable[named: name] }
    package func secret(named name: String) -> Secret? { secretTable[named: name] }
    package func config(named name: String) -> Config? { configTable[named: name] }

    /// The network of the routing mesh; `nil` if it was removed.
    package var ingressNetwork: Network? { networkTable.table.all.first { $0.spec.ingress } }

    package mutating func put(_ network: Network) {
        let (before, after) = networkTable.put(network, stamp)
        changes.append(.network(before: before, after: after))
    }

    package mutating func remove(_ id: NetworkID) {
        guard let network = networkTable.remove(id) else { return }
        changes.append(.network(before: network, after: nil))
    }

    package mutating func put(_ secret: Secret) {
        let (before, after) = secretTable.put(secret, stamp)
        changes.append(.secret(before: before, after: after))
    }

    package mutating func remove(_ id: SecretID) {
        guard let secret = secretTable.remove(id) else { return }
        changes.append(.secret(before: secret, after: nil))
    }

    package mutating func put(_ config: Config) {
        let (before, after) = configTable.put(config, stamp)
        changes.append(.config(before: before, after: after))
    }

    package mutating func remove(_ id: ConfigID) {
        guard let config = configTable.remove(id) else { return }
        changes.append(.config(before: config, after: nil))
    }
}
