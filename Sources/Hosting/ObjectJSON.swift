import Basics
package import ClusterPorts
package import SwarmModel
import SwarmStore

/// Objects of a snapshot as JSON in the Engine API's own form.
package struct ObjectJSON {
    private let store: Store
    private let epoch: WallTime

    package init(_ snapshot: ClusterSnapshot) {
        store = snapshot.store
        epoch = snapshot.epoch
    }

    /// Indented as `docker inspect` prints it; `nil` for an object that is gone.
    package func text(of reference: ObjectReference) -> String? {
        guard let object = object(reference) else { return nil }
        return try? JSONText.indented(AnyEncodable(object))
    }

    private func object(_ reference: ObjectReference) -> (any Encodable)? {
        switch reference {
        case .node(let id): store.node(id).map { EngineNode($0, epoch: epoch) }
        case .service(let id): store.service(id).map { EngineService($0, epoch: epoch) }
        case .task(let id):
            store.task(id).map { EngineTask($0, epoch: epoch, network: store.network) }
        case .network(let id): store.network(id).map { EngineNetwork($0, epoch: epoch) }
        case .secret(let id): store.secret(id).map { EngineSecret($0, epoch: epoch) }
        case .config(let id): store.config(id).map { EngineConfig($0, epoch: epoch) }
        case .volume(let name, let node):
            store.volume(named: name, on: node).map { EngineVolume($0, epoch: epoch) }
        case .stack(let name): stack(name)
        case .image: nil
        }
    }

    /// A stack is a label only: what bears it.
    private func stack(_ name: String) -> EngineStack? {
        let stack = EngineStack(
            name: name,
            services: store.services.filter { $0.stack == name }
                .map { EngineService($0, epoch: epoch) },
            networks: store.networks.filter { $0.stack == name }
                .map { EngineNetwork($0, epoch: epoch) },
            secrets: store.secrets.filter { $0.stack == name }
                .map { EngineSecret($0, epoch: epoch) },
            configs: store.configs.filter { $0.stack == name }
                .map { EngineConfig($0, epoch: epoch) }
        )
        return stack.isEmpty ? nil : stack
    }
}

/// Lets a value of any kind be handed to a function that wants one kind.
private struct AnyEncodable: Encodable {
    let value: any Encodable
    init(_ value: any Encodable) { self.value = value }
    func encode(to encoder: any Encoder) throws { try value.encode(to: encoder) }
}

/// What makes up a stack.
private struct EngineStack: Encodable {
    let name: String
    let services: [EngineService]
    let networks: [EngineNetwork]
    let secrets: [EngineSecret]
    let configs: [EngineConfig]

    var isEmpty: Bool {
        services.isEmpty && networks.isEmpty && secrets.isEmpty && configs.isEmpty
    }

    private enum CodingKeys: String, CodingKey {
        case name = "Name"
        case services = "Services"
        case networks = "Networks"
        case secrets = "Secrets"
        case configs = "Configs"
    }
}
