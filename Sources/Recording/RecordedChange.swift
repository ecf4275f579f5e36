import Basics
import ClusterPorts
import SwarmModel
import SwarmStore

/// What became different between two snapshots.
struct RecordedChange: Codable {
    var frame: RecordedFrame
    var nodes: [Node] = []
    var goneNodes: [NodeID] = []
    var services: [Service] = []
    var goneServices: [ServiceID] = []
    var tasks: [SwarmTask] = []
    var goneTasks: [TaskID] = []
    /// Kinds that seldom change are written whole.
    var networks: [Network]?
    var secrets: [Secret]?
    var configs: [Config]?
    var volumes: [Volume]?

    /// - Parameters:
    ///   - before: the store of the snapshot that was written last.
    ///   - snapshot: the one that is written now.
    init(from before: Store, to snapshot: ClusterSnapshot) {
        frame = RecordedFrame(snapshot)
        let store = snapshot.store
        let differences = store.differences(from: before)
        for change in differences.nodes {
            if let node = change.after {
                nodes.append(node)
            } else {
                change.before.map { goneNodes.append($0.id) }
            }
        }
        for change in differences.services {
            if let service = change.after {
                services.append(service)
            } else {
                change.before.map { goneServices.append($0.id) }
            }
        }
        for change in differences.tasks {
            if let task = change.after {
                tasks.append(task)
            } else {
                change.before.map { goneTasks.append($0.id) }
            }
        }
        if !differences.networks.isEmpty { networks = store.networks }
        if !differences.secrets.isEmpty { secrets = store.secrets.map(\.withoutValue) }
        if !differences.configs.isEmpty { configs = store.configs }
        if differences.volumesDiffer { volumes = store.volumes }
    }

    /// Brings a store to what it was after the change.
    func apply(to store: inout Store) {
        if !nodes.isEmpty || !goneNodes.isEmpty {
            let replaced = Set(nodes.map(\.id)).union(goneNodes)
            store.mirror(nodes: store.nodes.filter { !replaced.contains($0.id) } + nodes)
        }
        if !services.isEmpty || !goneServices.isEmpty {
            let replaced = Set(services.map(\.id)).union(goneServices)
            store.mirror(services: store.services.filter { !replaced.contains($0.id) } + services)
        }
        if !tasks.isEmpty || !goneTasks.isEmpty {
            store.mirror(tasks: tasks, insteadOf: goneTasks)
        }
        if let networks { store.mirror(networks: networks) }
        if let secrets { store.mirror(secrets: secrets) }
        if let configs { store.mirror(configs: configs) }
        if let volumes {
            for volume in store.volumes { store.removeVolume(named: volume.name, on: volume.node) }
            for volume in volumes { store.create(volume) }
            _ = store.takeChanges()
        }
    }
}

extension RecordedChange {
    /// Whether no object is different.
    var isEmpty: Bool {
        nodes.isEmpty && goneNodes.isEmpty && services.isEmpty && goneServices.isEmpty
            && tasks.isEmpty && goneTasks.isEmpty && networks == nil && secrets == nil
            && configs == nil && volumes == nil
    }
}

/// A whole snapshot.
struct RecordedKey: Codable {
    var frame: RecordedFrame
    var store: Store

    init(_ snapshot: ClusterSnapshot) {
        frame = RecordedFrame(snapshot)
        store = snapshot.store.withoutSecrets
        _ = store.takeChanges()
    }
}
