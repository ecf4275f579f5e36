import Basics
import SwarmModel
import SwarmStore

/// The object that a row shows.
enum RowSubject: Sendable {
    case node(Node)
    case service(Service)
    case task(SwarmTask)
    case stack(StackSummary)
    case network(Network)
    case config(Config)
    case secret(Secret)
    case volume(Volume)
    case image(ImageSummary)
}

extension ClusterState {
    /// The object as it is now; `nil` if it is gone.
    func subject(_ reference: ObjectReference) -> RowSubject? {
        switch reference {
        case .node(let id): store.node(id).map(RowSubject.node)
        case .service(let id): store.service(id).map(RowSubject.service)
        case .task(let id): store.task(id).map(RowSubject.task)
        case .network(let id): store.network(id).map(RowSubject.network)
        case .config(let id): store.config(id).map(RowSubject.config)
        case .secret(let id): store.secret(id).map(RowSubject.secret)
        case .volume(let name, let node): store.volume(named: name, on: node).map(RowSubject.volume)
        case .stack(let name): stack(named: name).map(RowSubject.stack)
        case .image(let name): image(named: name).map(RowSubject.image)
        }
    }

    /// The object's version; 0 for what has none, `nil` if it is gone.
    func version(of reference: ObjectReference) -> UInt64? {
        switch reference {
        case .node(let id): store.node(id)?.meta.version
        case .service(let id): store.service(id)?.meta.version
        case .task(let id): store.task(id)?.meta.version
        case .network(let id): store.network(id)?.meta.version
        case .config(let id): store.config(id)?.meta.version
        case .secret(let id): store.secret(id)?.meta.version
        case .volume(let name, let node): store.volume(named: name, on: node).map { _ in 0 }
        case .stack(let name): stacks.members[name].map { _ in 0 }
        case .image(let name): usage.users(of: .image(name)).isEmpty ? nil : 0
        }
    }

    func exists(_ reference: ObjectReference) -> Bool { version(of: reference) != nil }
}

extension ObjectReference {
    /// The id as lists show it; the name for what has no id.
    var shortID: String {
        switch self {
        case .node(let id): id.short
        case .service(let id): id.short
        case .task(let id): id.short
        case .network(let id): id.short
        case .config(let id): id.short
        case .secret(let id): id.short
        case .volume(let name, _): name
        case .stack(let name), .image(let name): name
        }
    }

    /// The whole id; the name for what has no id.
    var fullID: String {
        switch self {
        case .node(let id): id.description
        case .service(let id): id.description
        case .task(let id): id.description
        case .network(let id): id.description
        case .config(let id): id.description
        case .secret(let id): id.description
        case .volume(let name, _): name
        case .stack(let name), .image(let name): name
        }
    }
}

extension ObjectReference {
    var node: NodeID? { if case .node(let id) = self { id } else { nil } }
    var service: ServiceID? { if case .service(let id) = self { id } else { nil } }
    var task: TaskID? { if case .task(let id) = self { id } else { nil } }
}
