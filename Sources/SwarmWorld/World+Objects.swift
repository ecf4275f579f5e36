import Basics
import SwarmModel
import SwarmStore

// MARK: - Secrets and configs

extension World {
    /// - Source: SEC-1, SEC-2, SEC-3.
    mutating func createSecret(_ spec: SecretSpec) throws(EngineError) -> CommandOutcome {
        if let refusal = DataValidation.refusal(of: spec) { throw refusal }
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
        if let refusal = DataValidation.refusal(of: spec) { throw refusal }
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
    /// Makes a named volume on a node; one that is there already is left as it is.
    mutating func createVolume(_ wish: NewVolume) throws(EngineError) -> CommandOutcome {
        guard store.node(wish.node) != nil else { throw .notFound("node", "\(wish.node)") }
        store.create(
            Volume(
                name: wish.name,
                node: wish.node,
                labels: wish.labels,
                options: wish.options,
                createdAt: now
            )
        )
        return CommandOutcome(createdID: wish.name)
    }

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
                message: "remove \(name): volume is in use - ["
                    + (user.status.container.map { "\($0.id)" } ?? "\(user.id)") + "]"
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
        if let refusal = ClusterValidation.refusal(of: spec) { throw refusal }
        guard cluster.meta.version == version else { throw .outOfSequence }
        cluster.spec = spec
        fitUnlockKey(to: &cluster)
        store.update(cluster)
        return CommandOutcome()
    }
}
