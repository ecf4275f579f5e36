import HashTreeCollections
import SwarmModel

extension Store {
    /// Compares every index with one that is made anew; O(all objects).
    ///
    /// - Returns: what differs, in words; empty if all is well.
    package func audit() -> [String] {
        var fresh = TaskIndexes()
        for (position, task) in taskTable.chunks.joined().enumerated() {
            if let task { fresh.add(task, at: position) }
        }
        var found: [String] = []
        if fresh.tally != tasks.tally { found.append("the tally of all tasks is wrong") }
        for id in Set(fresh.services.ids).union(tasks.services.ids).sorted() {
            let wanted = fresh.services[id]
            let kept = tasks.services[id]
            if wanted?.tally != kept?.tally { found.append("the tally of service \(id) is wrong") }
            if wanted.map(Self.places) != kept.map(Self.places) {
                found.append("the places of service \(id) are wrong")
            }
        }
        for id in Set(fresh.nodes.ids).union(tasks.nodes.ids).sorted() {
            let wanted = fresh.nodes[id]
            let kept = tasks.nodes[id]
            if wanted?.tally != kept?.tally
                || wanted?.positions.sorted() != kept?.positions.sorted()
            {
                found.append("the tasks of node \(id) are wrong")
            }
        }
        return found + auditNames()
    }

    private static func places(_ tasks: ServiceTasks) -> [TaskPlace: [Int32]] {
        var places: [TaskPlace: [Int32]] = [:]
        for slot in 0..<tasks.slotEnd {
            let positions = tasks.positions(inSlot: slot)
            if !positions.isEmpty { places[.slot(slot)] = positions.sorted() }
        }
        for (node, positions) in tasks.places { places[.node(node)] = positions.sorted() }
        return places
    }

    private func auditNames() -> [String] {
        var found: [String] = []
        let services = Dictionary(uniqueKeysWithValues: self.services.map { ($0.id, $0.name) })
        let named = Dictionary(uniqueKeysWithValues: serviceNames.map { ($0.value, $0.key) })
        if services.mapValues({ $0.lowercased() }) != named {
            found.append("the names of services are wrong")
        }
        if Set(networkNames.values) != Set(networks.map(\.id))
            || Set(secretNames.values) != Set(secrets.map(\.id))
            || Set(configNames.values) != Set(configs.map(\.id))
        {
            found.append("the names of networks, secrets or configs are wrong")
        }
        return found
    }
}
