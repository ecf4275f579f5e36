import Basics
import SwarmModel
import SwarmStore

/// What a table lists.
enum TableKind: Hashable, Sendable {
    case nodes
    /// The nodes that vote, as raft members.
    case managers
    case services(ServiceScope)
    case tasks(TaskScope)
    case stacks
    case networks
    case configs
    case secrets
    case volumes(VolumeScope)
    /// The images that services name.
    case images
}

/// Which volumes a table lists.
enum VolumeScope: Hashable, Sendable {
    case all
    case node(NodeID)
}

/// Which services a table lists.
enum ServiceScope: Hashable, Sendable {
    case all
    case stack(String)
    /// Those that refer to a network, config, secret, volume or image.
    case using(ObjectReference)
}

/// Which tasks a table lists.
enum TaskScope: Hashable, Sendable {
    case all
    case service(ServiceID)
    case node(NodeID)
    /// Those that have an address on it.
    case network(NetworkID)
}

extension TableKind {
    /// The plural of what is listed.
    var noun: String {
        switch self {
        case .nodes: "nodes"
        case .managers: "managers"
        case .services: "services"
        case .tasks: "tasks"
        case .stacks: "stacks"
        case .networks: "networks"
        case .configs: "configs"
        case .secrets: "secrets"
        case .volumes: "volumes"
        case .images: "images"
        }
    }

    /// What the list is narrowed to, as crumbs and titles say it; `nil` for all.
    func scopeName(in cluster: ClusterState?) -> SafeText? {
        switch self {
        case .services(.stack(let name)): name.safe
        case .services(.using(let reference)): cluster?.name(of: reference)
        case .tasks(.service(let id)): cluster?.name(of: .service(id))
        case .tasks(.node(let id)): cluster?.name(of: .node(id))
        case .tasks(.network(let id)): cluster?.name(of: .network(id))
        case .volumes(.node(let id)): cluster?.name(of: .node(id))
        default: nil
        }
    }

    /// The object without which the list makes no sense.
    var owner: ObjectReference? {
        switch self {
        case .tasks(.service(let id)): .service(id)
        case .tasks(.node(let id)): .node(id)
        case .tasks(.network(let id)): .network(id)
        case .volumes(.node(let id)): .node(id)
        case .services(.using(let reference)): reference
        default: nil
        }
    }

    /// Whether finished tasks are listed unless the user hides them.
    var showsFinishedAtFirst: Bool {
        if case .tasks(.service) = self { return true }
        return false
    }
}

extension ClusterState {
    /// What an object is called; its short id, if it is gone.
    func name(of reference: ObjectReference) -> SafeText {
        switch reference {
        case .node(let id): nodeName(id)
        case .service(let id): (store.service(id)?.name ?? id.short).safe
        case .task(let id): store.task(id).map { placeName(of: $0) } ?? id.short.safe
        case .network(let id): (store.network(id)?.name ?? id.short).safe
        case .secret(let id): (store.secret(id)?.name ?? id.short).safe
        case .config(let id): (store.config(id)?.name ?? id.short).safe
        case .volume(let name, _): name.safe
        case .stack(let name), .image(let name): name.safe
        }
    }

    /// The kind of an object in a word: `service`.
    static func kindWord(of reference: ObjectReference) -> String {
        switch reference {
        case .node: "node"
        case .service: "service"
        case .task: "task"
        case .network: "network"
        case .secret: "secret"
        case .config: "config"
        case .volume: "volume"
        case .stack: "stack"
        case .image: "image"
        }
    }
}
