import Basics
import SwarmModel

/// Active tasks per service and node; a service without any takes no room.
struct ServiceLoads: Sendable {
    private var positions: [ServiceID: Int32] = [:]
    private var tables: [NodeCounts] = []
    private var free: [Int32] = []

    /// The table of a service; `nil` while it has no active task.
    subscript(service: ServiceID) -> NodeCounts? {
        positions[service].map { tables[Int($0)] }
    }

    /// Where the service's table is, made if there is none; ``release(_:)`` gives it back.
    mutating func position(of service: ServiceID) -> Int32 {
        if let position = positions[service] { return position }
        let position = free.popLast() ?? Int32(tables.count)
        if Int(position) == tables.count { tables.append(NodeCounts()) }
        positions[service] = position
        return position
    }

    /// Forgets the service if it has no active task left.
    mutating func release(_ service: ServiceID) {
        guard let position = positions[service], tables[Int(position)].isEmpty else { return }
        positions[service] = nil
        tables[Int(position)] = NodeCounts()
        free.append(position)
    }

    func count(_ position: Int32, on node: Int32) -> Int32 { tables[Int(position)][node] }

    func nodeCount(_ position: Int32) -> Int { tables[Int(position)].nodeCount }

    func nodes(_ position: Int32) -> [Int32] { tables[Int(position)].nodes }

    mutating func add(_ difference: Int32, to node: Int32, of position: Int32) {
        tables[Int(position)].add(difference, to: node)
    }

    mutating func add(_ difference: Int32, to node: Int32, of service: ServiceID) {
        add(difference, to: node, of: position(of: service))
        if difference < 0 { release(service) }
    }
}
