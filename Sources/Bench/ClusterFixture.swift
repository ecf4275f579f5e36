import Agents
import Basics
import SwarmModel
import SwarmStore
import SwarmWorld

/// A World to measure on, driven from deadline to deadline.
struct ClusterFixture {
    private(set) var world: World
    private var requests: RequestID = 0

    /// A cluster of ready nodes, the first of them its only manager.
    init(nodes: Int) throws {
        world = World(
            seed: 1,
            catalog: ImageCatalog(),
            name: "bench",
            preloadsImages: true
        )
        for number in 1...nodes {
            let node = NewNode(
                hostname: "node\(number)",
                role: number == 1 ? .manager : .worker,
                nanoCPUs: 64_000_000_000,
                memoryBytes: 256 << 30
            )
            try perform(.addNode(node))
        }
        try run("all nodes ready") { store in
            store.nodes.allSatisfy { $0.status.state == .ready }
        }
    }

    var store: Store { world.store }

    /// Sends a request and takes its answer.
    mutating func perform(_ command: ClusterCommand) throws {
        requests += 1
        for case .answer(_, let result) in world.apply(.request(requests, command), at: world.now) {
            _ = try result.get()
        }
    }

    /// Runs from deadline to deadline until something is true.
    mutating func run(
        _ what: String,
        within limit: Duration = .seconds(600),
        until isTrue: (Store) -> Bool
    ) throws {
        let end = world.now + limit
        while !isTrue(world.store) {
            guard let next = world.nextDeadline, next < end else {
                throw Unmeasurable(
                    "\(what): not in the cluster's time of \(limit); \(world.store.taskTally)"
                )
            }
            _ = world.apply(.timePassed, at: next)
        }
    }

    /// Runs from deadline to deadline for so long.
    mutating func pass(_ duration: Duration) {
        let end = world.now + duration
        while let next = world.nextDeadline, next <= end {
            _ = world.apply(.timePassed, at: next)
        }
        _ = world.apply(.timePassed, at: end)
    }

    /// The service of the measurements: an image, and nothing asked of the nodes.
    static func service(replicas: Int, update: UpdateConfig? = nil) -> ServiceSpec {
        ServiceSpec(
            name: "web",
            task: TaskSpec(
                container: ContainerSpec(image: "web:1"),
                restart: RestartPolicy(condition: .any, delay: .zero)
            ),
            mode: .replicated(replicas: UInt64(replicas)),
            update: update
        )
    }

    /// Creates the service and runs until all its replicas do.
    mutating func createService(replicas: Int, update: UpdateConfig? = nil) throws {
        try perform(.createService(Self.service(replicas: replicas, update: update)))
        try run("\(replicas) replicas running") { $0.taskTally.running == replicas }
    }

    /// Replaces the service's spec by a changed one.
    mutating func updateService(_ change: (inout ServiceSpec) -> Void) throws {
        guard let service = store.service(named: "web") else { throw Unmeasurable("no service") }
        var spec = service.spec
        change(&spec)
        try perform(.updateService(service.id, version: service.meta.version, spec: spec))
    }
}
