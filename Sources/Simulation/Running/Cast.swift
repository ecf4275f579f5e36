import Basics
import SwarmModel
import SwarmStore

/// Turns the names of a story into the ids of a World.
struct Cast {
    /// Versions that services had, by name; the oldest first.
    private var versions: [String: [UInt64]] = [:]

    /// The request that a step stands for; `nil` if what it names is not there.
    mutating func request(for action: Action, in store: Store) -> ClusterCommand? {
        switch action {
        case .createService(let plan): plan.spec(in: store).map(ClusterCommand.createService)
        case .updateService(let plan):
            update(plan.spec.name, in: store) { _ in plan.spec(in: store) }
        case .updateStale(let plan): updateStale(plan, in: store)
        case .scale(let name, let replicas):
            update(name, in: store) { service in
                guard service.isReplicated else { return nil }
                var spec = service.spec
                spec.mode = .replicated(replicas: replicas)
                return spec
            }
        case .force(let name):
            update(name, in: store) { service in
                var spec = service.spec
                spec.task.forceUpdate += 1
                return spec
            }
        case .rollBack(let name):
            store.service(named: name).map { .rollbackService($0.id, version: $0.meta.version) }
        case .removeService(let name):
            store.service(named: name).map { .removeService($0.id) }
        case .killContainer(let name, let index): kill(index, of: name, in: store)
        case .sendRequests(let name, let count):
            store.service(named: name).map { .sendRequests($0.id, count: count) }
        default:
            nodeRequest(for: action, in: store) ?? objectRequest(for: action, in: store)
                ?? fault(for: action, in: store).map(ClusterCommand.fault)
        }
    }

    private mutating func update(
        _ name: String,
        in store: Store,
        _ change: (Service) -> ServiceSpec?
    ) -> ClusterCommand? {
        guard let service = store.service(named: name), let spec = change(service) else {
            return nil
        }
        versions[name, default: []].append(service.meta.version)
        return .updateService(service.id, version: service.meta.version, spec: spec)
    }

    private func updateStale(_ plan: ServicePlan, in store: Store) -> ClusterCommand? {
        guard let service = store.service(named: plan.spec.name), let spec = plan.spec(in: store)
        else { return nil }
        let old = versions[plan.spec.name]?.first { $0 != service.meta.version }
        return .updateService(service.id, version: old ?? service.meta.version - 1, spec: spec)
    }

    private func kill(_ index: Int, of name: String, in store: Store) -> ClusterCommand? {
        guard let service = store.service(named: name) else { return nil }
        let running = store.tasks(of: service.id).filter { $0.state == .running }
        return running.isEmpty ? nil : .removeContainer(running[index % running.count].id)
    }

    private func nodeRequest(for action: Action, in store: Store) -> ClusterCommand? {
        switch action {
        case .setAvailability(let name, let availability):
            updateNode(name, in: store) { $0.availability = availability }
        case .setRole(let name, let role): updateNode(name, in: store) { $0.role = role }
        case .setLabel(let name, let key, let value):
            updateNode(name, in: store) { $0.labels[key] = value }
        case .join(let machine): .addNode(machine.newNode)
        case .leave(let name, let force):
            Self.node(name, in: store).map { .leaveSwarm($0.id, force: force) }
        case .removeNode(let name, let force):
            Self.node(name, in: store).map { .removeNode($0.id, force: force) }
        default: nil
        }
    }

    private func updateNode(
        _ name: String,
        in store: Store,
        _ change: (inout NodeSpec) -> Void
    ) -> ClusterCommand? {
        guard let node = Self.node(name, in: store) else { return nil }
        var spec = node.spec
        change(&spec)
        return .updateNode(node.id, version: node.meta.version, spec: spec)
    }

    private func objectRequest(for action: Action, in store: Store) -> ClusterCommand? {
        switch action {
        case .createNetwork(let name): .createNetwork(NetworkSpec(name: name))
        case .removeNetwork(let name): store.network(named: name).map { .removeNetwork($0.id) }
        case .createSecret(let name):
            .createSecret(SecretSpec(name: name, data: .sealed([1, 2, 3], size: 3)))
        case .removeSecret(let name): store.secret(named: name).map { .removeSecret($0.id) }
        case .createConfig(let name): .createConfig(ConfigSpec(name: name, data: [1, 2, 3]))
        case .removeConfig(let name): store.config(named: name).map { .removeConfig($0.id) }
        case .setHistoryLimit(let limit): setHistoryLimit(limit, in: store)
        default: nil
        }
    }

    private func fault(for action: Action, in store: Store) -> Fault? {
        switch action {
        case .powerOff(let name): Self.node(name, in: store).map { .powerOff($0.id) }
        case .powerOn(let name): Self.node(name, in: store).map { .powerOn($0.id) }
        case .cut(let name, let other):
            Self.node(name, in: store).flatMap { one in
                Self.node(other, in: store).map { .cut(.node(one.id), .node($0.id)) }
            }
        case .partition(let zone, let other): .cut(.zone(zone), .zone(other))
        case .isolate(let name): Self.node(name, in: store).map { .isolate($0.id) }
        case .disturb(let zone, let other, let latency, let loss, let duplication):
            .link(
                .zone(zone),
                .zone(other),
                LinkQuality(
                    latency: .milliseconds(latency),
                    jitter: .milliseconds(latency / 2),
                    loss: Double(loss) / 100,
                    duplication: Double(duplication) / 100
                )
            )
        case .slowDisk(let name, let delay):
            Self.node(name, in: store).map { .slowDisk($0.id, .milliseconds(delay)) }
        case .skewClock(let name, let permille, let offset):
            Self.node(name, in: store)
                .map { .skewClock($0.id, permille: permille, offset: .milliseconds(offset)) }
        case .mendLinks: .heal
        default: nil
        }
    }

    private func setHistoryLimit(_ limit: Int, in store: Store) -> ClusterCommand {
        var spec = store.cluster.spec
        spec.taskHistoryRetentionLimit = limit
        return .updateCluster(version: store.cluster.meta.version, spec: spec)
    }

    /// The node of that host name.
    static func node(_ name: String, in store: Store) -> Node? {
        store.nodes.first { $0.description.hostname == name }
    }
}

extension MachinePlan {
    var newNode: NewNode {
        NewNode(
            hostname: name,
            role: role,
            nanoCPUs: Int64(cores) * 1_000_000_000,
            memoryBytes: Int64(memoryMegabytes) * 1_048_576,
            labels: labels,
            zone: zone,
            generic: generic
        )
    }
}

extension ServicePlan {
    /// The spec with ids in the place of names; `nil` if one of them is not there.
    func spec(in store: Store) -> ServiceSpec? {
        var spec = self.spec
        for name in networks {
            guard let network = store.network(named: name) else { return nil }
            spec.task.networks.append(NetworkAttachmentSpec(target: network.id))
        }
        for name in secrets {
            guard let secret = store.secret(named: name) else { return nil }
            spec.task.container.secrets.append(
                SecretReference(id: secret.id, name: name, file: FileTarget(name: name))
            )
        }
        for name in configs {
            guard let config = store.config(named: name) else { return nil }
            spec.task.container.configs.append(
                ConfigReference(id: config.id, name: name, file: FileTarget(name: name))
            )
        }
        return spec
    }
}
