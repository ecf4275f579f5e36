package import Basics
package import SwarmModel

/// One wish of a watch about the objects it is told of.
///
/// - Source: WAT-6; custom indexes and resources of other kinds are not part of the model.
package enum WatchFilter: Hashable, Sendable {
    case id(String), idPrefix(String), name(String), namePrefix(String)
    /// An empty value asks for the key only.
    case label(String, String)
    case service(ServiceID), node(NodeID), slot(ServiceID, Int), desiredState(TaskState)
    case role(NodeRole), membership(NodeMembership)

    /// Filters of one type may not meet in one entry; id and its prefix are two types.
    enum Category: Hashable, Sendable {
        case id, idPrefix, name, namePrefix, label(String), service, node, slot, desiredState
        case role, membership
    }

    var category: Category {
        switch self {
        case .id: .id
        case .idPrefix: .idPrefix
        case .name: .name
        case .namePrefix: .namePrefix
        case .label(let key, _): .label(key)
        case .service: .service
        case .node: .node
        case .slot: .slot
        case .desiredState: .desiredState
        case .role: .role
        case .membership: .membership
        }
    }

    /// Whether objects of the kind can be asked for it.
    func isSupported(for kind: WatchedObject.Kind) -> Bool {
        switch self {
        case .id, .idPrefix, .name, .namePrefix, .label: true
        case .service, .node, .slot, .desiredState: kind == .task
        case .role, .membership: kind == .node
        }
    }

    func keeps(_ object: WatchedObject) -> Bool {
        switch self {
        case .id(let id): object.id == id
        case .idPrefix(let prefix): object.id.hasPrefix(prefix)
        case .name(let name): object.name.lowercased() == name.lowercased()
        case .namePrefix(let prefix): object.name.lowercased().hasPrefix(prefix.lowercased())
        case .label(let key, let value): FilterRules.has(object.labels, all: [key: value])
        case .service, .node, .slot, .desiredState:
            if case .task(let task) = object { keeps(task) } else { false }
        case .role(let role):
            if case .node(let node) = object { node.role == role } else { false }
        case .membership(let membership):
            if case .node(let node) = object { node.membership == membership } else { false }
        }
    }

    private func keeps(_ task: SwarmTask) -> Bool {
        switch self {
        case .service(let service): task.serviceID == service
        case .node(let node): task.nodeID == node
        case .slot(let service, let slot): task.serviceID == service && task.slot == slot
        case .desiredState(let state): task.desiredState == state
        default: false
        }
    }
}
