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
    /// The node of the engine that is asked: volumes are that node's.
    var ownNode: NodeID? {
        didSet { if ownNode != oldValue { bytes[.list(.volumes)] = nil } }
    }
    /// What the last lists were, byte for byte: equal bytes need no reading.
    private var bytes: [EngineRead: [UInt8]] = [:]
    private var counts: [ServiceID: EngineServiceCounts] = [:]
    private var sharedSpecs: [ServiceID: [Shared<TaskSpec>]] = [:]

    init() {
        var generator = SeededGenerator(seed: 0)
        store = Store(cluster: Cluster(id: ClusterID(using: &generator)))
    }

    /// What became different by an answer.
    struct Difference: Sendable {
        var isThere = false
        /// Services whose number of tasks, or version, moved.
        var services: [ServiceID] = []
        /// Whether an event should have told it.
        var isAnnounced = false
    }

    /// Takes the answer to a question over.
    ///
    /// - Throws: what the answer's decoding throws; nothing is taken then.
    /// - Returns: what became different.
    mutating func take(_ answer: [UInt8], to read: EngineRead) throws -> Difference {
        if bytes[read] == answer { return Difference() }
        var difference = Difference(isThere: true)
        switch read {
        case .list(.cluster): try take(cluster: answer)
        case .list(.nodes): try take(nodes: answer)
        case .list(.services): difference = try take(services: answer)
        case .list(.networks): try take(networks: answer)
        case .list(.secrets): try take(secrets: answer)
        case .list(.configs): try take(configs: answer)
        case .list(.volumes): try take(volumes: answer)
        case .list(.tasks): difference.isThere = try take(tasks: answer)
        case .tasksOf(let ids):
            let known = ids.flatMap { store.tasks(of: $0) }.map(\.id)
            difference.isThere = try take(tasks: answer, insteadOf: known)
        case .tasksOn(let ids):
            let known = ids.flatMap { store.tasks(on: $0) }.map(\.id)
            difference.isThere = try take(tasks: answer, insteadOf: known)
        case .tasks(let ids): difference.isThere = try take(tasks: answer, insteadOf: ids)
        }
        remember(answer, to: read)
        return difference
    }

    /// Only the newest answer about tasks says how they are.
    private mutating func remember(_ answer: [UInt8], to read: EngineRead) {
        if case .list(let kind) = read, kind != .tasks {
            bytes[read] = answer
            return
        }
        for key in bytes.keys {
            if case .list(let kind) = key, kind != .tasks { continue }
            bytes[key] = nil
        }
        bytes[read] = answer
    }

    // MARK: - Taking lists over

    mutating func take(cluster bytes: [UInt8]) throws {
        var cluster = try Self.read(EngineCluster.self, bytes).cluster(epoch: Self.epoch)
        let tokens = try JSONValue(bytes: bytes)["JoinTokens"]
        if let worker = tokens?["Worker"]?.text, let manager = tokens?["Manager"]?.text {
            cluster.joinTokens = JoinTokens(worker: worker, manager: manager)
        }
        cluster.unlockKey = store.cluster.unlockKey
        store.mirror(cluster: cluster)
    }

    mutating func take(nodes bytes: [UInt8]) throws {
        let nodes = try Self.read([EngineNode].self, bytes)
        store.mirror(nodes: nodes.map { $0.node(epoch: Self.epoch) })
    }

    @discardableResult
    mutating func take(services bytes: [UInt8]) throws -> Difference {
        let listed = try Self.read([EngineService].self, bytes)
        var difference = Difference(isThere: true)
        var numbers: [ServiceID: EngineServiceCounts] = [:]
        let services = listed.map { entry in
            let service = entry.service(epoch: Self.epoch)
            numbers[service.id] = entry.counts
            let isNewer = store.service(service.id)?.meta.version != service.meta.version
            if isNewer { difference.isAnnounced = true }
            if isNewer || counts[service.id] != entry.counts {
                difference.services.append(service.id)
            }
            return service
        }
        store.mirror(services: services)
        counts = numbers
        return difference
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

    mutating func take(volumes bytes: [UInt8]) throws {
        let listed = try JSONValue(bytes: bytes)["Volumes"]?.elements ?? []
        let volumes = ownNode.map { node in listed.compactMap { Self.volume($0, on: node) } } ?? []
        for gone in Set(store.volumes).subtracting(volumes) {
            store.removeVolume(named: gone.name, on: gone.node)
        }
        for volume in volumes { store.create(volume) }
        // Nobody follows a mirror's changes.
        _ = store.takeChanges()
    }

    private static func volume(_ value: JSONValue, on node: NodeID) -> Volume? {
        guard let name = value["Name"]?.text else { return nil }
        func words(_ member: String) -> [String: String] {
            guard case .object(let members)? = value[member] else { return [:] }
            return Dictionary(members.map { ($0.key, $0.value.text ?? "") }) { first, _ in first }
        }
        let time = value["CreatedAt"]?.text.flatMap { WallTime(rfc3339: $0) } ?? epoch
        return Volume(
            name: name,
            node: node,
            driver: value["Driver"]?.text ?? "",
            labels: words("Labels"),
            options: words("Options"),
            createdAt: Moment(nanoseconds: time.nanoseconds)
        )
    }

    /// Takes the list of all tasks over.
    ///
    /// - Returns: whether anything differs from the list before.
    mutating func take(tasks bytes: [UInt8]) throws -> Bool {
        store.mirror(tasks: try tasks(in: bytes))
    }

    /// Takes a list of some tasks over, which replaces those that were known of them.
    mutating func take(tasks bytes: [UInt8], insteadOf known: [TaskID]) throws -> Bool {
        store.mirror(tasks: try tasks(in: bytes), insteadOf: known)
    }

    private mutating func tasks(in bytes: [UInt8]) throws -> [SwarmTask] {
        try Self.read([EngineTask].self, bytes).compactMap { task -> SwarmTask? in
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

    /// Services with tasks on their way somewhere, or an update under way.
    var restless: Set<ServiceID> {
        var found = Set(
            store.services.filter {
                $0.updateStatus?.state == .updating || $0.updateStatus?.state == .rollbackStarted
            }.map(\.id)
        )
        for id in store.servicesWithTasks where store.service(id) != nil {
            let tally = store.tally(of: id)
            if tally.live - tally.waiting > tally.running || tally.running > tally.wanted {
                found.insert(id)
            }
        }
        return found
    }

    /// Services that replace a task so soon that their numbers need not move, and their tasks.
    var quick: [ServiceID: Int] {
        var found: [ServiceID: Int] = [:]
        for service in store.services where !service.spec.mode.isJob {
            let restart = service.spec.task.restart
            guard restart?.condition ?? .any != .none,
                restart?.effectiveDelay ?? RestartPolicy.standardDelay < QuickServices.delay
            else { continue }
            found[service.id] = store.tally(of: service.id).total
        }
        return found
    }

    /// Tasks whose service is gone: they end, and are forgotten.
    var orphans: Set<TaskID> {
        Set(
            store.servicesWithTasks.filter { store.service($0) == nil }
                .flatMap { store.tasks(of: $0).map(\.id) }
        )
    }

    /// Where the other managers say that they can be found, without ports; sorted.
    var managerHosts: [String] {
        let hosts = store.nodes.compactMap { node -> String? in
            guard let manager = node.manager else { return nil }
            let host = EngineAddress.hostAndPort(manager.address)?.host ?? node.status.address
            return ["", "0.0.0.0", "127.0.0.1", "[::]"].contains(host) ? nil : host
        }
        return Set(hosts).sorted()
    }

    mutating func takeUnlockKey(_ key: String?) {
        var cluster = store.cluster
        cluster.unlockKey = key
        store.mirror(cluster: cluster)
    }
}
