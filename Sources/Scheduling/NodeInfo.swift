import Basics
import SwarmModel

/// What the scheduler keeps of a node for ranking and filtering; small and flat, as it is read in
/// long rows.
struct NodeInfo: Sendable {
    /// What the node has, less what its tasks reserve; negative when it is over-committed (ACC-2).
    var availableCPU: Int64 = 0
    var availableMemory: Int64 = 0
    /// Tasks on the node that are wanted to run (RNK-3).
    var activeTasks: Int32 = 0
    /// Tasks on the node from assigned to running, whatever is wanted of them.
    var heldTasks: Int32 = 0
    /// Which placement was the node's last, counted over all nodes: among equals, the node whose
    /// turn is longest ago comes first.
    var turn: UInt32 = 0
    /// Whether the store has the node; one that is gone is kept while it holds tasks.
    var exists = false
    /// Whether it is ready and active (filter 1).
    var acceptsNewTasks = false
}

/// Host-mode ports in use on one node, with the number of tasks that hold them.
struct HostPorts: Sendable {
    private var holders: [UInt32: Int32] = [:]

    /// A protocol and a published port as one number (SCH-24).
    static func key(of port: PortConfig) -> UInt32? {
        guard port.publishMode == .host, port.publishedPort != 0 else { return nil }
        let transport: UInt32 =
            switch port.transport {
            case .tcp: 0
            case .udp: 1
            case .sctp: 2
            }
        return transport << 16 | port.publishedPort & 0xFFFF
    }

    /// The host-mode ports that a task asks for or holds.
    static func keys(of task: SwarmTask) -> [UInt32] {
        guard let ports = task.endpoint?.ports, !ports.isEmpty else { return [] }
        return ports.compactMap(key)
    }

    func isInUse(_ key: UInt32) -> Bool { holders[key] != nil }

    mutating func add(_ difference: Int32, to keys: [UInt32]) {
        for key in keys {
            let count = (holders[key] ?? 0) + difference
            holders[key] = count == 0 ? nil : count
        }
    }
}

/// User-defined resources: what a node lists, less what its tasks were given.
enum GenericStock {
    /// How much of a kind is left.
    static func available(
        _ kind: String,
        of listed: [GenericResource],
        given: [GenericResource]
    ) -> Int64 {
        let names = free(kind, of: listed, given: given)
        let counted = total(kind, of: listed) - total(kind, of: given)
        return Int64(names.count) + counted
    }

    /// What a task is given: the first free names, else a share of the count (ACC-3).
    static func take(
        _ wanted: [GenericResource],
        of listed: [GenericResource],
        given: [GenericResource]
    ) -> [GenericResource] {
        var taken: [GenericResource] = []
        for want in wanted {
            let names = free(want.kind, of: listed, given: given + taken)
            let amount = amount(of: want)
            let named = names.prefix(Int(clamping: amount))
            taken += named.map { .named(kind: want.kind, value: $0) }
            let rest = amount - Int64(named.count)
            if rest > 0 { taken.append(.discrete(kind: want.kind, value: rest)) }
        }
        return taken
    }

    /// How much one entry of a reservation asks for.
    static func amount(of resource: GenericResource) -> Int64 {
        if case .discrete(_, let value) = resource { return value }
        return 1
    }

    private static func total(_ kind: String, of resources: [GenericResource]) -> Int64 {
        resources.reduce(0) { sum, resource in
            if case .discrete(kind, let value) = resource { return sum &+ value }
            return sum
        }
    }

    /// The names of a kind that nobody has, in the order in which the node lists them.
    private static func free(
        _ kind: String,
        of listed: [GenericResource],
        given: [GenericResource]
    ) -> [String] {
        listed.compactMap { resource in
            guard case .named(kind, let name) = resource, !given.contains(resource) else {
                return nil
            }
            return name
        }
    }
}
