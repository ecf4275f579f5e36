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
        serviceTable.auditNames("services") + networkTable.auditNames("networks")
            + secretTable.auditNames("secrets") + configTable.auditNames("configs")
    }
}

extension NamedTable {
    fileprivate func auditNames(_ kind: String) -> [String] {
        let wanted = Dictionary(uniqueKeysWithValues: table.all.map { ($0.id, $0.name) })
        let kept = Dictionary(names.map { ($0.value, $0.key) }, uniquingKeysWith: { $1 })
        let isRight = names.count == kept.count && wanted.mapValues { $0.lowercased() } == kept
        return isRight ? [] : ["the names of \(kind) are wrong"]
    }
}
