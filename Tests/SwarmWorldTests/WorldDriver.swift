import Agents
import Basics
import ClusterPorts
import ImageCatalogFile
import SwarmModel
import SwarmStore
import SwarmWorld
import Testing

/// Drives a World through a story: requests, time, and waiting for a condition in virtual time.
struct WorldDriver {
    private(set) var world: World
    private var requests: RequestID = 0
    private var answers: [RequestID: Result<CommandOutcome, EngineError>] = [:]

    /// A swarm of that many machines, node1 and so on, settled for a minute.
    ///
    /// - Parameters:
    ///   - managers: how many of them are managers.
    ///   - workers: how many are not.
    ///   - seed: decides every matter of chance.
    ///   - links: how healthy links are.
    ///   - zones: where the machines stand, in turn; empty = all in one.
    /// - Throws: the refusal of a machine.
    init(
        managers: Int = 3,
        workers: Int = 2,
        seed: UInt64 = 1,
        links: LinkDefaults = LinkDefaults(),
        zones: [String] = []
    ) throws {
        world = World(
            seed: seed,
            catalog: .standard,
            name: "test",
            preloadsImages: true,
            links: links
        )
        for number in 0..<(managers + workers) {
            try perform(
                .addNode(
                    NewNode(
                        hostname: "node\(number + 1)",
                        role: number < managers ? .manager : .worker,
                        zone: zones.isEmpty ? NewNode.standardZone : zones[number % zones.count]
                    )
                )
            )
        }
        run(.seconds(60))
    }

    var store: Store { world.store }
    var now: Moment { world.now }

    /// Sends a request; the answer may be outstanding for a while.
    mutating func send(_ command: ClusterCommand, via node: NodeID? = nil) -> RequestID {
        requests += 1
        take(world.apply(.request(requests, command, via: node), at: world.now))
        return requests
    }

    func answer(to request: RequestID) -> Result<CommandOutcome, EngineError>? { answers[request] }

    /// Sends a request that is answered at once, or as soon as the managers agree.
    @discardableResult
    mutating func perform(_ command: ClusterCommand) throws -> CommandOutcome {
        try #require(soonAnswer(to: command), "the request hangs").get()
    }

    /// The refusal of a request; `nil` if it was accepted.
    mutating func refusal(of command: ClusterCommand) -> String? {
        guard case .failure(let error)? = soonAnswer(to: command) else { return nil }
        return error.message
    }

    private mutating func soonAnswer(
        to command: ClusterCommand
    ) -> Result<CommandOutcome, EngineError>? {
        let request = send(command)
        run(atMost: .seconds(5)) { $0.answers[request] != nil }
        return answers[request]
    }

    /// Goes on with what a snapshot keeps of the World.
    mutating func restart() throws {
        world = try Packed.decode(World.self, from: Packed.encode(world))
    }

    mutating func run(_ duration: Duration) {
        take(world.apply(.timePassed, at: world.now + duration))
    }

    /// Runs from deadline to deadline until a condition holds.
    ///
    /// - Returns: how long it took; `nil` if it did not come true within `limit`.
    @discardableResult
    mutating func run(
        atMost limit: Duration,
        until condition: (WorldDriver) -> Bool
    ) -> Duration? {
        let start = world.now
        while !condition(self) {
            guard let next = world.nextDeadline, next - start <= limit else { return nil }
            take(world.apply(.timePassed, at: next))
        }
        return world.now - start
    }

    private mutating func take(_ effects: [Effect]) {
        for case .answer(let id, let result) in effects { answers[id] = result }
    }

    // MARK: - Looking

    func service(_ name: String) throws -> Service { try #require(store.service(named: name)) }

    func node(_ name: String) throws -> Node {
        try #require(store.nodes.first { $0.description.hostname == name })
    }

    func leader() throws -> NodeID { try #require(world.managers.leader) }

    /// The voters that do not lead, in the order of joining.
    var followers: [NodeID] { world.managers.voters.filter { $0 != world.managers.leader } }

    func member(_ node: NodeID) -> RaftMember? {
        world.managersSummary.members.first { $0.node == node }
    }

    /// Whether a task's process runs, whatever the managers think.
    func isContainerRunning(of task: TaskID) -> Bool {
        world.agents.container(of: task, now: now)?.startedAt != nil
    }

    func tasks(_ name: String) -> [SwarmTask] {
        store.service(named: name).map { store.tasks(of: $0.id) } ?? []
    }

    func running(_ name: String) -> [SwarmTask] {
        tasks(name).filter { $0.state == .running && $0.desiredState == .running }
    }

    func updateState(_ name: String) -> UpdateStatus.State? {
        store.service(named: name)?.updateStatus?.state
    }

    func hostname(of task: SwarmTask) -> String {
        task.nodeID.flatMap { store.node($0)?.description.hostname } ?? "-"
    }

    // MARK: - Acting

    /// Creates a service and waits until all its replicas run.
    mutating func create(_ spec: ServiceSpec) throws {
        try perform(.createService(spec))
        let wanted = Int(spec.mode.replicas ?? UInt64(store.nodeCount))
        #expect(run(atMost: .seconds(60)) { $0.running(spec.name).count == wanted } != nil)
    }

    mutating func update(_ name: String, _ change: (inout ServiceSpec) -> Void) throws {
        let service = try service(name)
        var spec = service.spec
        change(&spec)
        try perform(.updateService(service.id, version: service.meta.version, spec: spec))
    }

    mutating func lockManagers(_ isLocked: Bool) throws {
        var spec = store.cluster.spec
        spec.locksManagers = isLocked
        try perform(.updateCluster(version: store.cluster.meta.version, spec: spec))
    }

    mutating func update(node name: String, _ change: (inout NodeSpec) -> Void) throws {
        let node = try node(name)
        var spec = node.spec
        change(&spec)
        try perform(.updateNode(node.id, version: node.meta.version, spec: spec))
    }
}

/// A replicated service of a plain image that the catalogue does not know.
func plain(
    _ name: String,
    replicas: UInt64 = 1,
    image: String = "plain:1.0",
    change: (inout ServiceSpec) -> Void = { _ in }
) -> ServiceSpec {
    var spec = ServiceSpec(
        name: name,
        task: TaskSpec(container: ContainerSpec(image: image)),
        mode: .replicated(replicas: replicas)
    )
    change(&spec)
    return spec
}
