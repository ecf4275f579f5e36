import Basics
import Scheduling
import SwarmModel
import SwarmStore

/// A store with a scheduler that follows it, in virtual time.
struct Stage {
    var store: Store
    var scheduler = Scheduler()
    var random: SeededGenerator
    var now = Moment.zero

    init(seed: UInt64 = 1) {
        random = SeededGenerator(seed: seed)
        store = Store(cluster: Cluster(id: ClusterID(using: &random)))
        store.beginTransaction()
    }

    /// Lets the scheduler see what was written, without letting time pass.
    mutating func tell() {
        store.now = now
        for change in store.takeChanges() { scheduler.observe(change, now: now) }
    }

    /// Lets the scheduler see what was written and run until it is content.
    mutating func schedule() {
        tell()
        runOnce()
        while let deadline = scheduler.nextDeadline {
            now = deadline
            scheduler.timePassed(now: now)
            runOnce()
        }
    }

    /// One run at this moment, and its writes seen.
    mutating func runOnce() {
        store.now = now
        store.beginTransaction()
        scheduler.run(&store, now: now, random: &random)
        tell()
    }

    mutating func advance(_ duration: Duration) { now = now + duration }
}

// MARK: - Building

extension Stage {
    /// Adds a ready node.
    @discardableResult
    mutating func addNode(
        _ hostname: String = "",
        labels: [String: String] = [:],
        resources: Resources = Resources(),
        _ change: (inout Node) -> Void = { _ in }
    ) -> NodeID {
        var node = Node(
            id: NodeID(using: &random),
            spec: NodeSpec(labels: labels),
            status: NodeStatus(state: .ready),
            description: NodeDescription(hostname: hostname, resources: resources)
        )
        change(&node)
        store.put(node)
        return node.id
    }

    mutating func addNodes(_ count: Int) -> [NodeID] {
        (1...count).map { addNode("node\($0)") }
    }

    mutating func change(_ id: NodeID, _ change: (inout Node) -> Void) {
        guard var node = store.node(id) else { return }
        change(&node)
        store.put(node)
    }

    mutating func addService(
        _ name: String = "web",
        mode: ServiceMode = .replicated(replicas: 1),
        version: UInt64? = 1,
        _ change: (inout TaskSpec) -> Void = { _ in }
    ) -> Service {
        var spec = TaskSpec()
        change(&spec)
        let service = Service(
            id: ServiceID(using: &random),
            spec: ServiceSpec(name: name, task: spec, mode: mode),
            specVersion: version
        )
        store.put(service)
        return service
    }

    /// Adds pending tasks to a service.
    @discardableResult
    mutating func addTasks(
        _ count: Int,
        of service: Service,
        from slot: Int = 1,
        _ change: (inout SwarmTask) -> Void = { _ in }
    ) -> [TaskID] {
        (0..<count).map { addTask(of: service, slot: slot + $0, change) }
    }

    @discardableResult
    mutating func addTask(
        of service: Service,
        slot: Int = 1,
        on node: NodeID? = nil,
        state: TaskState = .pending,
        _ change: (inout SwarmTask) -> Void = { _ in }
    ) -> TaskID {
        var task = SwarmTask(
            id: TaskID(using: &random),
            service: service,
            slot: slot,
            nodeID: node,
            now: now
        )
        if state >= .pending {
            _ = task.observe(
                TaskStatus(state: .pending, timestamp: now, message: "pending task scheduling")
            )
        }
        if state > .pending { _ = task.observe(TaskStatus(state: state, timestamp: now)) }
        change(&task)
        store.create(task)
        return task.id
    }

    mutating func report(_ id: TaskID, _ state: TaskState) {
        guard var task = store.task(id) else { return }
        if task.observe(TaskStatus(state: state, timestamp: now)) { store.update(task) }
    }
}

// MARK: - Looking

extension Stage {
    func node(of task: TaskID) -> NodeID? { store.task(task)?.nodeID }

    func error(of task: TaskID) -> String? { store.task(task)?.status.error }

    /// How many live tasks of a service each node has, in the order of the nodes given.
    func counts(of service: Service, on nodes: [NodeID]) -> [Int] {
        nodes.map { node in
            store.tasks(on: node).count { $0.serviceID == service.id && $0.isLive }
        }
    }
}

extension Resources {
    static func memory(_ bytes: Int64) -> Resources { Resources(memoryBytes: bytes) }
    static func cpu(_ nanoCPUs: Int64) -> Resources { Resources(nanoCPUs: nanoCPUs) }
}
