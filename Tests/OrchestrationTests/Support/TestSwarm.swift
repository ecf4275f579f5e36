import Basics
import Orchestration
import SwarmModel
import SwarmStore

/// A store, an orchestrator and ``FakeAgents``, in virtual time.
struct TestSwarm: Sendable {
    struct TaskEvent: Sendable {
        let moment: Moment
        let before: SwarmTask?
        let after: SwarmTask?
    }

    var store: Store
    var orchestrator = Orchestrator()
    var agents = FakeAgents()
    var random: SeededGenerator
    private(set) var now = Moment.zero
    /// What happened to tasks, in order; only while ``isRecording``.
    private(set) var taskEvents: [TaskEvent] = []
    /// Every state that a service's update passed through, in order.
    private(set) var updates: [(moment: Moment, status: UpdateStatus?)] = []
    var isRecording = true
    /// Called after every round, so that no state in between escapes.
    var check: (@Sendable (TestSwarm) -> Void)?

    init(nodes: Int = 5, seed: UInt64 = 1) {
        random = SeededGenerator(seed: seed)
        store = Store(cluster: Cluster(id: ClusterID(using: &random)))
        for number in 1...max(1, nodes) where number <= nodes { addNode("node\(number)") }
        settle()
    }

    mutating func settle() {
        store.now = now
        repeat {
            for change in store.takeChanges() {
                orchestrator.observe(change, now: now)
                agents.observe(change)
                record(change)
            }
            store.beginTransaction()
            orchestrator.run(&store, now: now, random: &random)
            check?(self)
            agents.run(&store, now: now)
        } while !store.changes.isEmpty
    }

    /// Lets time pass.
    mutating func advance(by duration: Duration) { advance(to: now + duration) }

    mutating func advance(to end: Moment) {
        while let next = [orchestrator.nextDeadline, agents.nextDeadline].compactMap({ $0 }).min(),
            next <= end
        {
            now = max(now, next)
            orchestrator.timePassed(now: now)
            settle()
        }
        now = end
        store.now = end
    }

    /// Lets time pass until nothing waits any more, or until the limit.
    mutating func advanceToRest(limit: Duration = .seconds(100_000)) {
        let end = now + limit
        while let next = [orchestrator.nextDeadline, agents.nextDeadline].compactMap({ $0 }).min(),
            next <= end
        {
            advance(to: max(now, next))
        }
    }

    private mutating func record(_ change: StoreChange) {
        guard isRecording else { return }
        switch change {
        case .task(let before, let after):
            taskEvents.append(TaskEvent(moment: now, before: before, after: after))
        case .service(let before, let after) where before?.updateStatus != after?.updateStatus:
            updates.append((now, after?.updateStatus))
        default: break
        }
    }

    mutating func forgetEvents() {
        taskEvents = []
        updates = []
    }
}

// MARK: - What clients do

extension TestSwarm {
    @discardableResult
    mutating func addNode(_ name: String, labels: [String: String] = [:]) -> NodeID {
        let node = Node(
            id: NodeID(using: &random),
            spec: NodeSpec(labels: labels),
            status: NodeStatus(state: .ready),
            description: NodeDescription(
                hostname: name,
                resources: Resources(nanoCPUs: 4_000_000_000, memoryBytes: 8 << 30)
            )
        )
        store.put(node)
        return node.id
    }

    func node(_ name: String) -> Node {
        store.nodes.first { $0.description.hostname == name } ?? store.nodes[0]
    }

    mutating func change(_ name: String, _ body: (inout Node) -> Void) {
        var node = node(name)
        body(&node)
        store.put(node)
        settle()
    }

    mutating func set(_ availability: NodeAvailability, on name: String) {
        change(name) { $0.spec.availability = availability }
    }

    /// The node stops answering and is marked down, at the same moment.
    mutating func lose(_ name: String) {
        agents.kill(node(name).id)
        change(name) { $0.status = NodeStatus(state: .down, message: "heartbeat failure") }
    }

    mutating func bringBack(_ name: String) {
        agents.revive(node(name).id, &store)
        change(name) { $0.status = NodeStatus(state: .ready) }
    }

    mutating func removeNode(_ name: String) {
        let id = node(name).id
        for var task in store.tasks(on: id) where task.isLive {
            var status = task.status
            status.state = .orphaned
            if task.observe(status) { store.update(task) }
        }
        store.remove(id)
        settle()
    }

    @discardableResult
    mutating func create(_ spec: ServiceSpec) -> ServiceID {
        var service = Service(id: ServiceID(using: &random), spec: spec)
        if spec.mode.isJob { service.jobStatus = JobStatus(iteration: 0, lastExecution: now) }
        store.beginTransaction()
        store.put(service)
        settle()
        return service.id
    }

    /// - Source: OBJ-13 to OBJ-15.
    mutating func update(_ id: ServiceID, _ body: (inout ServiceSpec) -> Void) {
        guard var service = store.service(id) else { return }
        service.previousSpec = service.spec
        service.previousSpecVersion = service.specVersion
        service.specVersion = service.meta.version
        service.updateStatus = nil
        body(&service.spec)
        service.jobStatus?.iteration += 1
        store.beginTransaction()
        store.put(service)
        settle()
    }

    mutating func scale(_ id: ServiceID, to replicas: UInt64) {
        update(id) { $0.mode = .replicated(replicas: replicas) }
    }

    mutating func setImage(_ image: String, of id: ServiceID) {
        update(id) { $0.task.container.image = image }
    }

    /// - Source: UPD-60.
    mutating func rollBack(_ id: ServiceID) {
        guard var service = store.service(id), let previous = service.previousSpec else { return }
        let version = service.previousSpecVersion
        service.previousSpec = service.spec
        service.previousSpecVersion = service.specVersion
        service.spec = previous
        service.specVersion = version
        service.updateStatus = UpdateStatus(
            state: .rollbackStarted,
            startedAt: now,
            message: "manually requested rollback"
        )
        store.beginTransaction()
        store.put(service)
        settle()
    }

    mutating func remove(_ id: ServiceID) {
        store.remove(id)
        settle()
    }

    /// Reports a state of a task by hand.
    mutating func report(
        _ state: TaskState,
        of task: SwarmTask,
        on node: String? = nil,
        settling: Bool = true
    ) {
        guard var moved = store.task(task.id) else { return }
        if let node { moved.nodeID = self.node(node).id }
        let status = TaskStatus(state: state, timestamp: now, message: state.word, appliedAt: now)
        if moved.observe(status) { store.update(moved) }
        if settling { settle() }
    }

    /// Adds a task that someone made before.
    @discardableResult
    mutating func addTask(
        of service: Service,
        slot: Int = 1,
        on node: String? = nil,
        state: TaskState = .running,
        desired: TaskState = .running,
        appliedAt: Moment? = nil
    ) -> SwarmTask {
        var task = SwarmTask(
            id: TaskID(using: &random),
            service: service,
            slot: slot,
            nodeID: node.map { self.node($0).id },
            desiredState: desired,
            now: now
        )
        task.status.state = state
        task.status.appliedAt = appliedAt
        store.create(task)
        return task
    }

    /// A new leader takes over.
    mutating func changeLeader() {
        _ = store.takeChanges()
        orchestrator.loseLeadership()
        orchestrator.becomeLeader(&store, now: now, random: &random)
        settle()
    }

    mutating func fail(_ task: SwarmTask, as state: TaskState = .failed, _ error: String = "boom") {
        agents.fail(task.id, as: state, error, &store)
        settle()
    }
}

// MARK: - What there is to see

extension TestSwarm {
    func service(_ id: ServiceID) -> Service {
        store.service(id) ?? Service(id: id, spec: ServiceSpec(name: "gone"))
    }

    func status(_ id: ServiceID) -> UpdateStatus? { service(id).updateStatus }

    func tasks(_ id: ServiceID) -> [SwarmTask] { store.tasks(of: id) }

    func tasks(_ id: ServiceID, slot: Int) -> [SwarmTask] {
        store.tasks(of: id, in: .slot(slot))
    }

    /// The tasks that are wanted to run, or to be ready to.
    func wanted(_ id: ServiceID) -> [SwarmTask] { tasks(id).filter { $0.desiredState <= .running } }

    func running(_ id: ServiceID) -> [SwarmTask] {
        tasks(id).filter { $0.state == .running && $0.desiredState == .running }
    }

    /// When tasks entered a state, in order.
    func moments(of state: TaskState, image: String? = nil) -> [Moment] {
        taskEvents.filter { event in
            guard let after = event.after, after.state == state else { return false }
            return event.before?.state != state && (image == nil || after.image == image)
        }.map(\.moment)
    }

    /// When tasks were first wanted in a state, in order.
    func moments(ofDesired state: TaskState, image: String? = nil) -> [Moment] {
        taskEvents.filter { event in
            guard let after = event.after, after.desiredState == state else { return false }
            return event.before?.desiredState != state && (image == nil || after.image == image)
        }.map(\.moment)
    }
}

/// Seconds on the test's time line.
func seconds(_ value: Double) -> Moment { Moment(nanoseconds: Int64((value * 1e9).rounded())) }

extension Moment {
    var seconds: Double { Double(nanoseconds) / 1e9 }
}

/// A replicated service in few words.
func spec(
    _ name: String = "web",
    image: String = "v1",
    replicas: UInt64 = 3,
    update: UpdateConfig? = nil,
    rollback: UpdateConfig? = nil,
    restart: RestartPolicy? = nil
) -> ServiceSpec {
    var task = TaskSpec(container: ContainerSpec(image: image))
    task.restart = restart
    return ServiceSpec(
        name: name,
        task: task,
        mode: .replicated(replicas: replicas),
        update: update,
        rollback: rollback
    )
}
