package import SwarmModel

/// One object before and after; `nil` where it was not there yet, or is gone.
package struct Difference<Object: Sendable>: Sendable {
    package let before: Object?
    package let after: Object?
}

/// What differs between two states of one cluster.
package struct StoreDifferences: Sendable {
    package internal(set) var nodes: [Difference<Node>] = []
    package internal(set) var services: [Difference<Service>] = []
    package internal(set) var tasks: [Difference<SwarmTask>] = []
    package internal(set) var networks: [Difference<Network>] = []
    package internal(set) var secrets: [Difference<Secret>] = []
    package internal(set) var configs: [Difference<Config>] = []
    package internal(set) var volumesDiffer = false

    package init() {}

    package var isEmpty: Bool {
        nodes.isEmpty && services.isEmpty && tasks.isEmpty && networks.isEmpty
            && secrets.isEmpty && configs.isEmpty && !volumesDiffer
    }
}

extension Store {
    /// What became different since `older`, a copy that this store was made from.
    ///
    /// Chunks that both still share are skipped, so that this costs a pointer for every chunk
    /// plus the chunks that were written. The order is that of the tables.
    package func differences(from older: Store) -> StoreDifferences {
        var all = StoreDifferences()
        all.nodes = nodeTable.differences(
            from: older.nodeTable,
            version: \.shownVersion
        )
        all.services = serviceTable.table.differences(
            from: older.serviceTable.table,
            version: \.meta.version
        )
        all.tasks = taskTable.differences(
            from: older.taskTable,
            version: \.meta.version
        )
        all.networks = networkTable.table.differences(
            from: older.networkTable.table,
            version: \.meta.version
        )
        all.secrets = secretTable.table.differences(
            from: older.secretTable.table,
            version: \.meta.version
        )
        all.configs = configTable.table.differences(
            from: older.configTable.table,
            version: \.meta.version
        )
        all.volumesDiffer = volumeList != older.volumeList
        return all
    }
}

extension Node {
    /// Another one also when only its standing as a manager is another, which has no version.
    fileprivate var shownVersion: UInt64 {
        guard let manager else { return meta.version << 3 }
        let reachability: UInt64 =
            switch manager.reachability {
            case .unknown: 1
            case .unreachable: 2
            case .reachable: 3
            }
        return meta.version << 3 | reachability | (manager.isLeader ? 4 : 0)
    }
}
