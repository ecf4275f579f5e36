import Basics
package import SwarmModel
import SwarmStore

// What a client calls by its id, its name, or the beginning of its id.
extension EngineView {
    package func service(_ reference: String) throws(EngineError) -> Service {
        if let id = ServiceID(reference), let service = store.service(id) { return service }
        return try only("service", reference, \.name, store.findServices)
    }

    /// Nodes are called by host name; a node's own name does not count.
    package func node(_ reference: String) throws(EngineError) -> Node {
        if let id = NodeID(reference), let node = store.node(id) { return node }
        return try only("node", reference, \.description.hostname, store.findNodes)
    }

    package func task(_ reference: String) throws(EngineError) -> SwarmTask {
        if let id = TaskID(reference), let task = store.task(id) { return task }
        // Two walks over all tasks, but only for who does not give a whole id.
        return try only("task", reference, \.name, store.findTasks)
    }

    package func secret(_ reference: String) throws(EngineError) -> Secret {
        if let id = SecretID(reference), let secret = store.secret(id) { return secret }
        return try only("secret", reference, \.name, store.findSecrets)
    }

    package func config(_ reference: String) throws(EngineError) -> Config {
        if let id = ConfigID(reference), let config = store.config(id) { return config }
        return try only("config", reference, \.name, store.findConfigs)
    }

    /// A network of the swarm, predefined ones included.
    package func network(_ reference: String) throws(EngineError) -> Network {
        if let id = NetworkID(reference), let network = store.network(id) { return network }
        return try only("network", reference, \.name, store.findNetworks)
    }

    /// The one object of that name, else the one whose id begins so.
    ///
    /// The store finds names whatever their case; the engine then compares them exactly.
    private func only<Object>(
        _ kind: String,
        _ reference: String,
        _ name: (Object) -> String,
        _ find: (Selection) throws(StoreError) -> [Object]
    ) throws(EngineError) -> Object {
        guard !reference.isEmpty else { throw .notFound(kind, reference) }
        var found: [Object]
        do throws(StoreError) {
            found = try find(.name(reference)).filter { name($0) == reference }
            if found.isEmpty { found = try find(.idPrefix(reference)) }
        } catch {
            throw EngineError(status: 500, message: error.description)
        }
        if found.count > 1 {
            throw EngineError(
                status: 400,
                message: "\(kind) \(reference) is ambiguous (\(found.count) matches found)"
            )
        }
        guard let object = found.first else { throw .notFound(kind, reference) }
        return object
    }
}
