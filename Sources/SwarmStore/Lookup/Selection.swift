package import Basics
package import SwarmModel

/// Which objects of a kind are looked for.
///
/// Not every kind answers every question: see ``Store/findTasks(_:)`` and its like. Custom indexes
/// are not part of the model, as the Engine API cannot set them.
///
/// - Source: STO-8.
package indirect enum Selection: Hashable, Sendable {
    case all
    case idPrefix(String)
    /// The whole name; without regard to case.
    case name(String)
    /// The name's beginning; without regard to case.
    case namePrefix(String)
    case runtime(String)
    case service(ServiceID)
    case node(NodeID)
    case slot(ServiceID, Int)
    case desiredState(TaskState)
    case state(TaskState)
    /// The role a node has, not the one it is wanted to have (OBJ-31).
    case role(NodeRole)
    case membership(NodeMembership)
    case network(NetworkID)
    case secret(SecretID)
    case config(ConfigID)
    /// Objects that any of them finds.
    case any([Selection])
}

/// A kind of object that can be looked up by some of the selections.
protocol Findable {
    /// Its identifier as text.
    var idText: String { get }
    /// What it is indexed by as its name.
    var indexedName: String { get }
    /// Whether the kind has an index for a selection that is not common to all kinds.
    static func hasIndex(for selection: Selection) -> Bool
    /// Whether it is found by a selection that the kind has an index for.
    func isIndexed(by selection: Selection) -> Bool
}

extension Findable {
    static func hasIndex(for selection: Selection) -> Bool { false }
    func isIndexed(by selection: Selection) -> Bool { false }

    /// - Throws: ``StoreError/invalidSelection`` for a question that the kind cannot answer.
    static func check(_ selection: Selection) throws(StoreError) {
        switch selection {
        case .all, .idPrefix, .name, .namePrefix: return
        case .any(let parts): for part in parts { try check(part) }
        default: if !hasIndex(for: selection) { throw .invalidSelection }
        }
    }

    func isFound(by selection: Selection) -> Bool {
        switch selection {
        case .all: true
        case .idPrefix(let prefix): idText.hasPrefix(prefix)
        case .name(let name): indexedName.lowercased() == name.lowercased()
        case .namePrefix(let prefix): indexedName.lowercased().hasPrefix(prefix.lowercased())
        case .any(let parts): parts.contains { isFound(by: $0) }
        default: isIndexed(by: selection)
        }
    }
}

extension Node: Findable {
    var idText: String { id.description }
    /// Nodes are indexed by host name (OBJ-6).
    var indexedName: String { description.hostname }

    static func hasIndex(for selection: Selection) -> Bool {
        switch selection {
        case .role, .membership: true
        default: false
        }
    }

    func isIndexed(by selection: Selection) -> Bool {
        switch selection {
        case .role(let role): self.role == role
        case .membership(let membership): self.membership == membership
        default: false
        }
    }
}

extension Service: Findable {
    var idText: String { id.description }
    var indexedName: String { name }

    static func hasIndex(for selection: Selection) -> Bool {
        switch selection {
        case .runtime, .network, .secret, .config: true
        default: false
        }
    }

    func isIndexed(by selection: Selection) -> Bool { spec.task.isIndexed(by: selection) }
}

extension SwarmTask: Findable {
    var idText: String { id.description }
    var indexedName: String { name }

    static func hasIndex(for selection: Selection) -> Bool {
        switch selection {
        case .runtime, .service, .node, .slot, .desiredState, .state, .network, .secret, .config:
            true
        default: false
        }
    }

    func isIndexed(by selection: Selection) -> Bool {
        switch selection {
        case .service(let service): serviceID == service
        case .node(let node): nodeID == node
        case .slot(let service, let slot): serviceID == service && self.slot == slot
        case .desiredState(let state): desiredState == state
        case .state(let state): self.state == state
        default: spec.value.isIndexed(by: selection)
        }
    }
}

extension TaskSpec {
    fileprivate func isIndexed(by selection: Selection) -> Bool {
        switch selection {
        case .runtime(let word): runtime.word == word
        case .network(let network): networks.contains { $0.target == network }
        case .secret(let secret): container.secrets.contains { $0.id == secret }
        case .config(let config): container.configs.contains { $0.id == config }
        default: false
        }
    }
}

extension Network: Findable {
    var idText: String { id.description }
    var indexedName: String { name }
}

extension Secret: Findable {
    var idText: String { id.description }
    var indexedName: String { name }
}

extension Config: Findable {
    var idText: String { id.description }
    var indexedName: String { name }
}
