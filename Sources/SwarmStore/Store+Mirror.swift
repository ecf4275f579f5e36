package import Basics
package import SwarmModel

/// Following another cluster's managers: objects keep the versions and times that those gave.
///
/// Nothing is noted in ``Store/changes``; readers compare copies with ``differences(from:)``.
extension Store {
    /// Makes the store's nodes those of the list.
    package mutating func mirror(nodes: [Node]) {
        var gone = Set(nodeTable.ids)
        for node in nodes {
            gone.remove(node.id)
            if let position = nodeTable.position(of: node.id) {
                guard nodeTable[position: position] != node else { continue }
                nodeTable.replace(node, at: position)
            } else {
                _ = nodeTable.insert(node)
            }
        }
        for id in gone.sorted() { _ = nodeTable.remove(id) }
    }

    /// Makes the store's services those of the list.
    package mutating func mirror(services: [Service]) { serviceTable.mirror(services) }

    /// Makes the store's tasks those of the list; O(tasks), and writes only what differs.
    ///
    /// - Returns: whether anything differed.
    @discardableResult
    package mutating func mirror(tasks listed: [SwarmTask]) -> Bool {
        let (kept, differs) = take(tasks: listed)
        guard taskTable.count > kept.count else { return differs }
        for id in taskTable.ids where !kept.contains(id) { forget(id) }
        return true
    }

    /// Makes some of the store's tasks those of the list; O(those tasks).
    ///
    /// - Parameters:
    ///   - listed: the tasks as they are.
    ///   - known: the tasks that are gone if they are not listed.
    /// - Returns: whether anything differed.
    @discardableResult
    package mutating func mirror(tasks listed: [SwarmTask], insteadOf known: [TaskID]) -> Bool {
        let (kept, differs) = take(tasks: listed)
        let gone = known.filter { !kept.contains($0) && taskTable.position(of: $0) != nil }
        for id in gone { forget(id) }
        return differs || !gone.isEmpty
    }

    private mutating func take(tasks listed: [SwarmTask]) -> (kept: Set<TaskID>, differs: Bool) {
        var differs = false
        var kept = Set<TaskID>(minimumCapacity: listed.count)
        for task in listed {
            kept.insert(task.id)
            if let position = taskTable.position(of: task.id),
                let before = taskTable[position: position]
            {
                guard before != task else { continue }
                taskTable.replace(task, at: position)
                tasks.move(from: before, to: task, at: position)
            } else {
                tasks.add(task, at: taskTable.insert(task))
            }
            differs = true
        }
        return (kept, differs)
    }

    private mutating func forget(_ id: TaskID) {
        guard let (task, position) = taskTable.remove(id) else { return }
        tasks.remove(task, at: position)
    }

    /// Makes the store's networks those of the list.
    package mutating func mirror(networks: [Network]) { networkTable.mirror(networks) }

    /// Makes the store's secrets those of the list.
    package mutating func mirror(secrets: [Secret]) { secretTable.mirror(secrets) }

    /// Makes the store's configs those of the list.
    package mutating func mirror(configs: [Config]) { configTable.mirror(configs) }

    /// Takes the swarm's own object over.
    package mutating func mirror(cluster: Cluster) { replaceCluster(by: cluster) }
}
