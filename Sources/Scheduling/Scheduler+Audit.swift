import SwarmModel
package import SwarmStore

extension Scheduler {
    /// Compares the mirrors with ones that are made anew from the store; O(all objects).
    ///
    /// - Returns: what differs, in words; empty if all is well.
    package func audit(against store: Store) -> [String] {
        var fresh = Scheduler()
        fresh.savedTurns = []
        fresh.restore(from: store)
        let tasks = store.allTasks
        let ids = Set(store.nodes.map(\.id)).union(tasks.compactMap(\.nodeID))
        var found: [String] = []
        for id in ids.sorted() {
            let wanted = fresh.nodes.position(of: id)
            let kept = nodes.position(of: id)
            guard let wanted, let kept else {
                if wanted != nil || kept != nil { found.append("node \(id) is kept or missing") }
                continue
            }
            if !fresh.nodes[wanted].hasSameRoom(as: nodes[kept]) {
                found.append("the room of node \(id) is wrong")
            }
            let ports = Set(tasks.flatMap(HostPorts.keys))
            if ports.contains(where: {
                fresh.nodes.isInUse($0, on: wanted) != nodes.isInUse($0, on: kept)
            }) {
                found.append("the host ports of node \(id) are wrong")
            }
            for service in Set(tasks.map(\.serviceID)).sorted() {
                let count = fresh.nodes.services[service]?[wanted] ?? 0
                if count != nodes.services[service]?[kept] ?? 0 {
                    found.append("the tasks of service \(service) on node \(id) are wrong")
                }
            }
        }
        return found
    }
}

extension NodeInfo {
    fileprivate func hasSameRoom(as other: NodeInfo) -> Bool {
        availableCPU == other.availableCPU && availableMemory == other.availableMemory
            && activeTasks == other.activeTasks && heldTasks == other.heldTasks
            && exists == other.exists && acceptsNewTasks == other.acceptsNewTasks
    }
}
