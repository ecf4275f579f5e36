import Basics
package import SwarmModel
import SwarmStore

// What a client calls by its id, its name, or the beginning of its id.
extension EngineView {
    package func service(_ reference: String) throws(EngineError) -> Service {
        if let id = ServiceID(reference), let service = store.service(id) { return service }
        if let service = store.service(named: reference), service.name == reference {
            return service
        }
        return try only(
            store.services.filter { $0.id.description.hasPrefix(reference) },
            "service",
            reference
        )
    }

    /// Nodes are called by host name; a node's own name does not count.
    package func node(_ reference: String) throws(EngineError) -> Node {
        if let id = NodeID(reference), let node = store.node(id) { return node }
        let nodes = store.nodes
        let named = nodes.filter { $0.description.hostname == reference }
        if !named.isEmpty { return try only(named, "node", reference) }
        return try only(
            nodes.filter { $0.id.description.hasPrefix(reference) },
            "node",
            reference
        )
    }

    package func task(_ reference: String) throws(EngineError) -> SwarmTask {
        if let id = TaskID(reference), let task = store.task(id) { return task }
        // Two walks over all tasks, but only for who does not give a whole id.
        let tasks = store.allTasks
        let named = tasks.filter { $0.name == reference }
        if !named.isEmpty { return try only(named, "task", reference) }
        return try only(
            tasks.filter { $0.id.description.hasPrefix(reference) },
            "task",
            reference
        )
    }

    package func secret(_ reference: String) throws(EngineError) -> Secret {
        if let id = SecretID(reference), let secret = store.secret(id) { return secret }
        if let secret = store.secret(named: reference), secret.name == reference { return secret }
        return try only(
            store.secrets.filter { $0.id.description.hasPrefix(reference) },
            "secret",
            reference
        )
    }

    package func config(_ reference: String) throws(EngineError) -> Config {
        if let id = ConfigID(reference), let config = store.config(id) { return config }
        if let config = store.config(named: reference), config.name == reference { return config }
        return try only(
            store.configs.filter { $0.id.description.hasPrefix(reference) },
            "config",
            reference
        )
    }

    /// A network of the swarm, predefined ones included.
    package func network(_ reference: String) throws(EngineError) -> Network {
        if let id = NetworkID(reference), let network = store.network(id) { return network }
        if let network = store.network(named: reference), network.name == reference {
            return network
        }
        return try only(
            store.networks.filter { $0.id.description.hasPrefix(reference) },
            "network",
            reference
        )
    }

    private func only<Object>(
        _ found: [Object],
        _ kind: String,
        _ reference: String
    ) throws(EngineError) -> Object {
        if found.count > 1 {
            throw EngineError(
                status: 400,
                message: "\(kind) \(reference) is ambiguous (\(found.count) matches found)"
            )
        }
        guard let object = found.first, !reference.isEmpty else {
            throw .notFound(kind, reference)
        }
        return object
    }
}
