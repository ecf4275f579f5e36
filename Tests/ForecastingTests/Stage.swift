import Agents
import Basics
import ClusterPorts
import Forecasting
import ImageCatalogFile
import SwarmModel
import SwarmStore
import SwarmWorld
import Testing

/// A World that is brought into a state and then looked ahead of.
struct Stage {
    private(set) var world: World
    private var requests: RequestID = 0

    init(
        managers: Int = 3,
        workers: Int = 2,
        seed: UInt64 = 11,
        links: LinkDefaults = LinkDefaults()
    ) throws {
        world = World(
            seed: seed,
            catalog: .standard,
            name: "test",
            preloadsImages: true,
            links: links
        )
        for number in 1...(managers + workers) {
            let role: NodeRole = number <= managers ? .manager : .worker
            try perform(.addNode(NewNode(hostname: "node\(number)", role: role)))
        }
        run(.seconds(60))
    }

    var store: Store { world.store }

    mutating func run(_ time: Duration) { _ = world.apply(.timePassed, at: world.now + time) }

    mutating func run(until moment: Moment) { _ = world.apply(.timePassed, at: moment) }

    mutating func perform(_ command: ClusterCommand) throws {
        requests += 1
        var answer = Self.answer(in: world.apply(.request(requests, command), at: world.now))
        while answer == nil, let due = world.nextDeadline {
            answer = Self.answer(in: world.apply(.timePassed, at: due))
        }
        _ = try #require(answer, "the request hangs").get()
    }

    /// Gives commands at once, as a forecast does, without waiting for answers.
    mutating func give(_ commands: [ClusterCommand]) {
        for command in commands {
            requests += 1
            _ = world.apply(.request(requests, command), at: world.now)
        }
    }

    private static func answer(in effects: [Effect]) -> Result<CommandOutcome, EngineError>? {
        for case .answer(_, let result) in effects { return result }
        return nil
    }

    @discardableResult
    mutating func create(
        _ name: String,
        replicas: UInt64? = 3,
        image: String = "plain:1.0",
        change: (inout ServiceSpec) -> Void = { _ in }
    ) throws -> ServiceID {
        var spec = ServiceSpec(
            name: name,
            task: TaskSpec(container: ContainerSpec(image: image)),
            mode: replicas.map { .replicated(replicas: $0) } ?? .global
        )
        change(&spec)
        try perform(.createService(spec))
        run(.seconds(30))
        return try service(name).id
    }

    func node(_ name: String) throws -> Node {
        try #require(store.nodes.first { $0.description.hostname == name })
    }

    func service(_ name: String) throws -> Service { try #require(store.service(named: name)) }

    // MARK: Commands

    func drain(_ name: String) throws -> ClusterCommand {
        let node = try node(name)
        var spec = node.spec
        spec.availability = .drain
        return .updateNode(node.id, version: node.meta.version, spec: spec)
    }

    func update(
        _ name: String,
        _ change: (inout ServiceSpec) -> Void
    ) throws -> ClusterCommand {
        let service = try service(name)
        var spec = service.spec
        change(&spec)
        return .updateService(service.id, version: service.meta.version, spec: spec)
    }

    func forecast(_ commands: ClusterCommand...) -> Forecast {
        Forecaster.forecast(
            ForecastRequest(commands),
            in: world,
            at: world.now,
            basis: .exact
        )
    }

    /// The tasks of the forecast's services as they are, to compare.
    func tasks(of forecast: Forecast) -> [Forecast.TaskEnd] {
        forecast.services.flatMap { store.tasks(of: $0.service) }.map { Forecast.TaskEnd($0) }
            .sorted { $0.id < $1.id }
    }
}
