import Basics
package import SwarmModel

/// An object of any kind that can be watched.
///
/// Named volumes belong to their nodes and are not among them.
///
/// - Source: WAT-4.
package enum WatchedObject: Hashable, Sendable {
    case node(Node)
    case service(Service)
    case task(SwarmTask)
    case network(Network)
    case secret(Secret)
    case config(Config)
    case cluster(Cluster)

    package enum Kind: String, Hashable, Codable, Sendable, CaseIterable {
        case node, service, task, network, secret, config, cluster
    }

    package var kind: Kind {
        switch self {
        case .node: .node
        case .service: .service
        case .task: .task
        case .network: .network
        case .secret: .secret
        case .config: .config
        case .cluster: .cluster
        }
    }

    package var id: String {
        switch self {
        case .node(let node): node.id.description
        case .service(let service): service.id.description
        case .task(let task): task.id.description
        case .network(let network): network.id.description
        case .secret(let secret): secret.id.description
        case .config(let config): config.id.description
        case .cluster(let cluster): cluster.id.description
        }
    }

    /// What it is called; a node by its host name, a task by its whole name.
    package var name: String {
        switch self {
        case .node(let node): node.description.hostname
        case .service(let service): service.name
        case .task(let task): task.name
        case .network(let network): network.name
        case .secret(let secret): secret.name
        case .config(let config): config.name
        case .cluster(let cluster): cluster.spec.name
        }
    }

    /// The labels in its spec; a task has its service's.
    package var labels: [String: String] {
        switch self {
        case .node(let node): node.spec.labels
        case .service(let service): service.spec.labels
        case .task(let task): task.serviceLabels
        case .network(let network): network.spec.labels
        case .secret(let secret): secret.spec.labels
        case .config(let config): config.spec.labels
        case .cluster(let cluster): cluster.spec.labels
        }
    }
}

/// What happened to an object.
///
/// - Source: WAT-5.
package struct WatchActions: OptionSet, Hashable, Sendable {
    package let rawValue: UInt8
    package init(rawValue: UInt8) { self.rawValue = rawValue }

    package static let create = WatchActions(rawValue: 1)
    package static let update = WatchActions(rawValue: 2)
    package static let remove = WatchActions(rawValue: 4)
    package static let all: WatchActions = [.create, .update, .remove]
}

/// One object's change as a watcher is told of it.
package struct WatchEvent: Hashable, Sendable {
    /// Exactly one.
    package let action: WatchActions
    /// The object as it is now; as it was, if it is gone.
    package let object: WatchedObject
    /// The object before an update.
    package var old: WatchedObject?

    /// The event of a change; `nil` for objects that cannot be watched.
    ///
    /// - Source: WAT-1.
    package init?(_ change: StoreChange) {
        let before: WatchedObject?
        let after: WatchedObject?
        switch change {
        case .node(let old, let new):
            (before, after) = (old.map { .node($0) }, new.map { .node($0) })
        case .service(let old, let new):
            (before, after) = (old.map { .service($0) }, new.map { .service($0) })
        case .task(let old, let new):
            (before, after) = (old.map { .task($0) }, new.map { .task($0) })
        case .network(let old, let new):
            (before, after) = (old.map { .network($0) }, new.map { .network($0) })
        case .secret(let old, let new):
            (before, after) = (
                old.map { .secret($0.redacted) }, new.map { .secret($0.redacted) }
            )
        case .config(let old, let new):
            (before, after) = (old.map { .config($0) }, new.map { .config($0) })
        case .cluster(let old, let new): (before, after) = (.cluster(old), .cluster(new))
        case .volume: return nil
        }
        guard let object = after ?? before else { return nil }
        action = after == nil ? .remove : before == nil ? .create : .update
        self.object = object
        old = action == .update ? before : nil
    }
}
