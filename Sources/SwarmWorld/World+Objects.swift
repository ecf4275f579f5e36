import Basics
import SwarmModel
import SwarmStore

// MARK: - Networks

extension World {
    /// - Source: VAL-60, VAL-61.
    mutating func createNetwork(_ spec: NetworkSpec) throws(EngineError) -> CommandOutcome {
        if let refusal = NameRules.refusal(ofObjectName: spec.name) { throw refusal }
        if spec.attachable, spec.ingress {
            throw .rpc(.invalidArgument, "ingress network cannot be attachable")
        }
        if spec.labels[predefinedLabel] != nil {
            throw .rpc(
                .permissionDenied,
                "label \(predefinedLabel) is for internally created predefined networks and cannot "
                    + "be applied by users"
            )
        }
        if spec.ingress, store.ingressNetwork != nil {
            throw .rpc(.alreadyExists, "ingress network (\(ingressID)) is already present")
        }
        if store.network(named: spec.name) != nil {
            throw EngineError(
                status: 409,
                message: "network with name \(spec.name) already exists"
            )
        }
        return CommandOutcome(createdID: insertNetwork(spec).description)
    }

    /// - Source: VAL-62.
    mutating func removeNetwork(_ id: NetworkID) throws(EngineError) -> CommandOutcome {
        guard let network = store.network(id) else { throw .notFound("network", "\(id)") }
        if network.spec.labels[predefinedLabel] == "true" {
            throw .rpc(
                .failedPrecondition,
                "\(network.name) (\(id)) is a pre-defined network and cannot be removed"
            )
        }
        if network.spec.ingress {
            if let user = store.services.first(where: { $0.spec.endpoint?.usesIngress == true }) {
                throw .rpc(
                    .failedPrecondition,
                    "ingress network cannot be removed because service \(user.id) depends on it"
                )
            }
        } else if let user = store.services.first(where: { uses(id, $0.spec.task) }) {
            throw .rpc(.failedPrecondition, "network \(id) is in use by service \(user.id)")
        }
        try checkTasks(leave: id)
        store.remove(id)
        return CommandOutcome()
    }

    @discardableResult
    mutating func insertNetwork(_ spec: NetworkSpec) -> NetworkID {
        let network = Network(id: NetworkID(using: &random), spec: spec)
        store.put(network)
        return network.id
    }

    private var ingressID: String { store.ingressNetwork?.id.description ?? "" }

    private func uses(_ network: NetworkID, _ task: TaskSpec) -> Bool {
        task.networks.contains { $0.target == network }
    }

    /// Tasks of services that are gone may still be on the network.
    private func checkTasks(leave network: NetworkID) throws(EngineError) {
        for service in store.servicesWithTasks where store.service(service) == nil {
            let user = store.tasks(of: service).first {
                $0.desiredState <= .running && $0.isLive && uses(network, $0.spec.value)
            }
            if let user {
                throw .rpc(.failedPrecondition, "network \(network) is in use by task \(user.id)")
            }
        }
    }
}

/// Marks the networks that the swarm makes itself (LDR-2).
let predefinedLabel = "com.docker.swarm.predefined"

// MARK: - Secrets and configs

extension World {
    /// - Source: SEC-1, SEC-2.
    mutating func createSecret(_ spec: SecretSpec) throws(EngineError) -> CommandOutcome {
        if let refusal = NameRules.refusal(ofDataName: spec.name) { throw refusal }
        guard case .sealed(_, let size) = spec.data, (1..<512_000).contains(size) else {
            throw .rpc(
                .invalidArgument,
                "secret data must be larger than 0 and less than 512000 bytes"
            )
        }
        if store.secret(named: spec.name) != nil {
            throw .rpc(.alreadyExists, "secret \(spec.name) already exists")
        }
        let secret = Secret(id: SecretID(using: &random), spec: spec)
        store.put(secret)
        return CommandOutcome(createdID: secret.id.description)
    }

    /// Only labels can change.
    ///
    /// - Source: SEC-4.
    mutating func updateSecret(
        _ id: SecretID,
        version: UInt64,
        labels: [String: String]
    ) throws(EngineError) -> CommandOutcome {
        guard var secret = store.secret(id) else { throw .notFound("secret", "\(id)") }
        guard secret.meta.version == version else { throw .outOfSequence }
        secret.spec.labels = labels
        store.put(secret)
        return CommandOutcome()
    }

    /// - Source: SEC-5.
    mutating func removeSecret(_ id: SecretID) throws(EngineError) -> CommandOutcome {
        guard let secret = store.secret(id) else { throw .notFound("secret", "\(id)") }
        let users = store.services.filter { service in
            service.spec.task.container.secrets.contains { $0.id == id }
        }
        try refuse(kind: "secret", name: secret.name, usedBy: users)
        store.remove(id)
        return CommandOutcome()
    }

    /// - Source: SEC-1, SEC-2.
    mutating func createConfig(_ spec: ConfigSpec) throws(EngineError) -> CommandOutcome {
        if let refusal = NameRules.refusal(ofDataName: spec.name) { throw refusal }
        guard (1..<1_024_000).contains(spec.data.count) else {
            throw .rpc(
                .invalidArgument,
                "config data must be larger than 0 and less than 1024000 bytes"
            )
        }
        if store.config(named: spec.name) != nil {
            throw .rpc(.alreadyExists, "config \(spec.name) already exists")
        }
        let config = Config(id: ConfigID(using: &random), spec: spec)
        store.put(config)
        return CommandOutcome(createdID: config.id.description)
    }

    /// Only labels can change.
    ///
    /// - Source: SEC-4.
    mutating func updateConfig(
        _ id: ConfigID,
        version: UInt64,
        labels: [String: String]
    ) throws(EngineError) -> CommandOutcome {
        guard var config = store.config(id) else { throw .notFound("config", "\(id)") }
        guard config.meta.version == version else { throw .outOfSequence }
        config.spec.labels = labels
        store.put(config)
        return CommandOutcome()
    }

    /// - Source: SEC-5.
    mutating func removeConfig(_ id: ConfigID) throws(EngineError) -> CommandOutcome {
        guard let config = store.config(id) else { throw .notFound("config", "\(id)") }
        let users = store.services.filter { service in
            service.spec.task.container.configs.contains { $0.id == id }
        }
        try refuse(kind: "config", name: config.name, usedBy: users)
        store.remove(id)
        return CommandOutcome()
    }

    private func refuse(
        kind: String,
        name: String,
        usedBy users: [Service]
    ) throws(EngineError) {
        if users.isEmpty { return }
        let noun = users.count == 1 ? "service" : "services"
        let names = users.map(\.name).joined(separator: ", ")
        throw .rpc(
            .invalidArgument,
            "\(kind) '\(name)' is in use by the following \(noun): \(names)"
        )
    }
}

// MARK: - Volumes, cluster

extension World {
    /// Removes a named volume from a node that no live task mounts.
    mutating func removeVolume(
        _ name: String,
        on node: NodeID,
        force: Bool
    ) throws(EngineError) -> CommandOutcome {
        guard store.volume(named: name, on: node) != nil else {
            if force { return CommandOutcome() }
            throw EngineError(status: 404, message: "get \(name): no such volume")
        }
        let user = store.tasks(on: node).first { task in
            task.isLive
                && task.spec.value.container.mounts.contains {
                    $0.kind == .volume && $0.source == name
                }
        }
        if let user {
            throw EngineError(
                status: 409,
                message: "remove \(name): volume is in use - [\(user.id)]"
            )
        }
        store.removeVolume(named: name, on: node)
        return CommandOutcome()
    }

    /// - Source: VAL-70.
    mutating func updateCluster(
        version: UInt64,
        spec: ClusterSpec
    ) throws(EngineError) -> CommandOutcome {
        var cluster = store.cluster
        guard cluster.meta.version == version else { throw .outOfSequence }
        if spec.name != "default" {
            throw .rpc(.invalidArgument, "modification of cluster name is not allowed")
        }
        if spec.heartbeatPeriod < .zero {
            throw .rpc(.invalidArgument, "heartbeat time period cannot be a negative duration")
        }
        cluster.spec = spec
        fitUnlockKey(to: &cluster)
        store.update(cluster)
        return CommandOutcome()
    }
}
