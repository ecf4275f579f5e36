import Basics
import FoundationEssentials
import SwarmModel
import SwarmStore

/// What an engine's lists say, as a store: the live cluster as the console's screens read it.
///
/// Times count from 1970. Objects of kinds or states that skep does not know are left out rather
/// than guessed at.
struct EngineMirror: Sendable {
    static let epoch = WallTime(nanoseconds: 0)

    private(set) var store: Store
    /// What the last list of tasks was, byte for byte: equal bytes need no reading.
    private var taskBytes: [UInt8] = []
    private var sharedSpecs: [ServiceID: [Shared<TaskSpec>]] = [:]

    init() {
        var generator = SeededGenerator(seed: 0)
        store = Store(cluster: Cluster(id: ClusterID(using: &generator)))
    }

    // MARK: - Taking lists over

    mutating func take(cluster bytes: [UInt8]) throws {
        store.mirror(cluster: try Self.read(EngineCluster.self, bytes).cluster(epoch: Self.epoch))
    }

    mutating func take(nodes bytes: [UInt8]) throws {
        let nodes = try Self.read([EngineNode].self, bytes)
        store.mirror(nodes: nodes.map { $0.node(epoch: Self.epoch) })
    }

    mutating func take(services bytes: [UInt8]) throws {
        let services = try Self.read([EngineService].self, bytes)
        store.mirror(services: services.map { $0.service(epoch: Self.epoch) })
    }

    mutating func take(networks bytes: [UInt8]) throws {
        let networks = try Self.read([EngineNetwork].self, bytes).filter { $0.scope == "swarm" }
        store.mirror(networks: networks.compactMap { $0.network(epoch: Self.epoch) })
    }

    mutating func take(secrets bytes: [UInt8]) throws {
        let secrets = try Self.read([EngineSecret].self, bytes)
        store.mirror(secrets: secrets.map { $0.secret(epoch: Self.epoch) })
    }

    mutating func take(configs bytes: [UInt8]) throws {
        let configs = try Self.read([EngineConfig].self, bytes)
        store.mirror(configs: configs.map { $0.config(epoch: Self.epoch) })
    }

    /// Takes the list of all tasks over.
    ///
    /// - Returns: whether anything differs from the list before.
    mutating func take(tasks bytes: [UInt8]) throws -> Bool {
        guard bytes != taskBytes else { return false }
        let listed = try Self.read([EngineTask].self, bytes)
        let tasks = listed.compactMap { task -> SwarmTask? in
            guard let service = task.serviceID else { return nil }
            let read = task.task(
                epoch: Self.epoch,
                serviceName: name(of: service),
                spec: shared(task.taskSpec, of: service)
            )
            guard var read else { return nil }
            // What was seen of its earlier states is kept: an engine tells the newest only.
            if let known = store.task(read.id) { read.milestones.keep(known.milestones) }
            return read
        }
        let differs = store.mirror(tasks: tasks)
        taskBytes = bytes
        return differs
    }

    private func name(of service: ServiceID) -> String {
        store.service(service)?.name
            ?? store.tasks(of: service).first?.serviceName ?? "\(service.short)"
    }

    private mutating func shared(_ spec: TaskSpec, of service: ServiceID) -> Shared<TaskSpec> {
        if let known = sharedSpecs[service]?.first(where: { $0.value == spec }) { return known }
        let fresh = Shared(spec)
        // The newest few: old tasks of the history keep what they have.
        sharedSpecs[service] = [fresh] + (sharedSpecs[service]?.prefix(7) ?? [])
        return fresh
    }

    private static func read<Value: Decodable>(_ type: Value.Type, _ bytes: [UInt8]) throws -> Value
    {
        try JSONDecoder().decode(type, from: Data(bytes))
    }

    // MARK: - What it tells

    /// Whether something is on its way: then it is worth looking often.
    var isChanging: Bool {
        let tally = store.taskTally
        if tally.live - tally.waiting > tally.running || tally.running > tally.wanted {
            return true
        }
        return store.services.contains {
            $0.updateStatus?.state == .updating || $0.updateStatus?.state == .rollbackStarted
        }
    }
}
