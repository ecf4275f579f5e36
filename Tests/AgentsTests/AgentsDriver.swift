import Agents
import Basics
import SwarmModel
import SwarmStore

/// A store and the agents, with the test in the place of everybody else.
struct AgentsDriver {
    struct Step: Hashable {
        var moment: Moment
        var task: TaskID
        var status: TaskStatus
    }

    var store = Store(
        cluster: {
            var generator = SeededGenerator(seed: 99)
            return Cluster(id: ClusterID(using: &generator))
        }()
    )
    var agents: Agents
    var now = Moment.zero
    var random = SeededGenerator(seed: 7)
    /// Every report that was written, in order.
    private(set) var steps: [Step] = []
    /// Every state a node was seen in.
    private(set) var nodeStates: [(moment: Moment, node: NodeID, status: NodeStatus)] = []

    init(_ catalog: ImageCatalog = .testing, seed: UInt64 = 1, preloadsImages: Bool = true) {
        agents = Agents(catalog: catalog, seed: seed)
        agents.preloadsImages = preloadsImages
    }

    // MARK: Time

    /// Lets the machine and the store settle at this instant.
    mutating func settle() {
        store.now = now
        repeat {
            for change in store.takeChanges() {
                record(change)
                agents.observe(change, now: now)
            }
            store.beginTransaction()
            agents.run(&store, now: now)
        } while !store.changes.isEmpty
    }

    /// Goes from deadline to deadline until `duration` has passed.
    mutating func advance(_ duration: Duration) {
        settle()
        let end = now + duration
        while let due = agents.nextDeadline, due <= end {
            now = max(now, due)
            agents.timePassed(now: now)
            settle()
        }
        now = end
        settle()
    }

    private mutating func record(_ change: StoreChange) {
        if case .task(let before, let after?) = change, before?.status != after.status {
            steps.append(Step(moment: now, task: after.id, status: after.status))
        }
        if case .node(let before, let after?) = change, before?.status != after.status {
            nodeStates.append((now, after.id, after.status))
        }
    }

    // MARK: Objects

    /// Adds a node that is ready; with `state` unknown it registers by itself.
    mutating func addNode(
        _ name: String = "node1",
        role: NodeRole = .worker,
        state: NodeStatus.State = .ready
    ) -> NodeID {
        let id = NodeID(using: &random)
        store.put(
            Node(
                id: id,
                spec: NodeSpec(role: role),
                status: NodeStatus(state: state),
                description: NodeDescription(hostname: name)
            )
        )
        settle()
        return id
    }

    /// A service of one container; `change` may say more about it.
    mutating func service(
        _ image: String,
        change: (inout ContainerSpec) -> Void = { _ in },
        ports: [PortConfig] = []
    ) -> Service {
        var container = ContainerSpec(image: image)
        change(&container)
        let endpoint = ports.isEmpty ? nil : EndpointSpec(ports: ports)
        return Service(
            id: ServiceID(using: &random),
            spec: ServiceSpec(name: "web", task: TaskSpec(container: container), endpoint: endpoint)
        )
    }

    /// Assigns a task of the service to the node, as a scheduler would.
    mutating func assign(
        _ service: Service,
        to node: NodeID,
        slot: Int = 1,
        desired: TaskState = .running
    ) -> TaskID {
        let id = TaskID(using: &random)
        var task = SwarmTask(id: id, service: service, slot: slot, desiredState: desired, now: now)
        task.nodeID = node
        let status = TaskStatus(
            state: .assigned,
            timestamp: now,
            message: "scheduler assigned task to node"
        )
        _ = task.observe(status)
        store.beginTransaction()
        store.create(task)
        return id
    }

    /// Assigns one task of an image; the shortest way to a container.
    mutating func run(_ image: String, on node: NodeID) -> TaskID {
        let service = service(image)
        return assign(service, to: node)
    }

    mutating func desire(_ state: TaskState, of task: TaskID) {
        store.beginTransaction()
        store.raiseDesired(of: task, to: state)
    }

    // MARK: What came of it

    func task(_ id: TaskID) -> SwarmTask? { store.task(id) }
    func state(_ id: TaskID) -> TaskState? { store.task(id)?.state }

    /// The states a task was reported in, in order, its creation included.
    func states(of id: TaskID) -> [TaskState] {
        var states: [TaskState] = []
        for step in steps where step.task == id && states.last != step.status.state {
            states.append(step.status.state)
        }
        return states
    }

    /// Seconds from one moment to the first report of a state.
    func seconds(from start: Moment, to state: TaskState, of id: TaskID) -> Double? {
        steps.first { $0.task == id && $0.status.state == state && $0.moment >= start }
            .map { Double(($0.moment - start).nanoseconds) / 1e9 }
    }
}

extension ImageCatalog {
    /// Images that do one thing each.
    static let testing = ImageCatalog(entries: [
        entry("plain") { _ in },
        entry("polite") { $0.stopExitCode = 0 },
        entry("stubborn") { $0.stop = DurationRange(.seconds(60)) },
        entry("checked") {
            $0.healthCheck = ImageHealthCheck(test: ["CMD", "check"])
        },
        entry("breaking") {
            $0.health.failure = .afterRequests(2)
            $0.health.failsUnless = [EnvironmentCondition(name: "Broken", value: "false")]
        },
        entry("sick") { $0.health.isNeverHealthy = true },
        entry("crashing") { $0.exits = [ExitRule(after: DurationRange(.seconds(1)), code: 3)] },
        entry("finishing") { $0.exits = [ExitRule(after: DurationRange(.seconds(2)), code: 0)] },
    ])

    private static func entry(_ name: String, _ change: (inout ImageProfile) -> Void) -> ImageEntry
    {
        var profile = ImageProfile()
        change(&profile)
        return ImageEntry(
            repository: name,
            tags: [TaggedImage(pattern: "latest", profile: profile)]
        )
    }
}
