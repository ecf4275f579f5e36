import Basics
import ClusterPorts
import Compose
import StackDeployment
import SwarmModel
import SwarmStore
import Synchronization
import Testing

/// A cluster of objects only: it takes every command, notes it, and refuses what it is told to.
actor StubSession: ClusterSession {
    private(set) var store: Store
    private(set) var commands: [ClusterCommand] = []
    private var random = SeededGenerator(seed: 11)
    private var silent: Set<String> = []
    private var refusals: [String: EngineError] = [:]

    init() {
        var random = SeededGenerator(seed: 5)
        store = Store(cluster: Cluster(id: ClusterID(using: &random)))
    }

    /// From now on, commands whose name begins so fail.
    func refuse(_ command: String, with error: EngineError) { refusals[command] = error }

    /// From now on, commands whose name begins so are never answered.
    func fallSilent(at command: String) { silent.insert(command) }

    func forget() { commands = [] }

    /// Changes the store behind everybody's back.
    func edit(_ change: @Sendable (inout Store) -> Void) {
        store.beginTransaction()
        change(&store)
    }

    func snapshot() -> ClusterSnapshot {
        ClusterSnapshot(
            store: store,
            now: .zero,
            epoch: WallTime(nanoseconds: 0),
            source: .simulated(name: "stub"),
            managers: ManagersSummary(nodes: [])
        )
    }

    func snapshots() -> AsyncStream<ClusterSnapshot> { AsyncStream { $0.finish() } }
    func logs(_ request: LogRequest) -> AsyncStream<[LogLine]> { AsyncStream { $0.finish() } }
    func json(of reference: ObjectReference) -> String? { nil }
    func setClock(_ clock: ClockState) throws(EngineError) {}
    func close() {}

    func perform(_ command: ClusterCommand) async throws(EngineError) -> CommandOutcome {
        let word = String("\(command)".prefix { $0 != "(" })
        if silent.contains(word) {
            for await _ in AsyncStream<Never>.makeStream().stream {}
            throw .calledOff
        }
        if let error = refusals[word] { throw error }
        commands.append(command)
        store.beginTransaction()
        return CommandOutcome(createdID: try carryOut(command))
    }

    private func carryOut(_ command: ClusterCommand) throws(EngineError) -> String? {
        switch command {
        case .createNetwork(let spec):
            return create(Network(id: NetworkID(using: &random), spec: spec))
        case .createSecret(let spec):
            let secret = Secret(id: SecretID(using: &random), spec: spec)
            store.put(secret)
            return "\(secret.id)"
        case .createConfig(let spec):
            let config = Config(id: ConfigID(using: &random), spec: spec)
            store.put(config)
            return "\(config.id)"
        case .createService(let spec):
            let service = Service(id: ServiceID(using: &random), spec: spec)
            store.put(service)
            return "\(service.id)"
        case .updateService(let id, let version, let spec): try update(id, version, spec)
        case .updateConfig(let id, _, let labels): relabel(id, labels)
        case .removeService(let id): store.remove(id)
        case .removeNetwork(let id): store.remove(id)
        case .removeSecret(let id): store.remove(id)
        case .removeConfig(let id): store.remove(id)
        default: break
        }
        return nil
    }

    private func create(_ network: Network) -> String {
        store.put(network)
        return "\(network.id)"
    }

    private func update(
        _ id: ServiceID,
        _ version: UInt64,
        _ spec: ServiceSpec
    ) throws(EngineError) {
        guard var service = store.service(id), service.meta.version == version else {
            throw .outOfSequence
        }
        service.spec = spec
        store.put(service)
    }

    private func relabel(_ id: ConfigID, _ labels: [String: String]) {
        guard var config = store.config(id) else { return }
        config.spec.labels = labels
        store.put(config)
    }
}

/// Collects the lines of a deployment.
final class Lines: Sendable {
    private let collected = Mutex<[String]>([])
    var all: [String] { collected.withLock { $0 } }
    func take(_ event: StackEvent) { collected.withLock { $0.append(event.line) } }
}

/// Reads a file's text, with the files that it names.
func stack(_ text: String, files: [String: String] = [:]) throws(ComposeError) -> ComposeStack {
    let input = ComposeInput(files: [SourceFile(path: "stack.yml", text: text)])
    return try ComposeLoader.load(input) { path throws(UnreadableFile) in
        guard let text = files[path] else { throw UnreadableFile(reason: "no such file") }
        return Array(text.utf8)
    }
}

extension StubSession {
    /// Deploys, and returns the lines.
    func deploy(
        _ stack: ComposeStack,
        as name: String,
        prune: Bool = false
    ) async throws(StackError) -> [String] {
        let lines = Lines()
        try await StackDeployer(session: self).deploy(stack, as: name, prune: prune) {
            lines.take($0)
        }
        return lines.all
    }

    func remove(_ name: String) async throws(StackError) -> [String] {
        let lines = Lines()
        try await StackRemoval(session: self).remove(name) { lines.take($0) }
        return lines.all
    }
}
