package import Basics
import SwarmModel

/// Whose turn it is at each load balancer: round robin, as the kernel keeps it for every node.
package struct BalancerTurns: Hashable, Sendable {
    /// A service's balancer on one network of one node.
    struct Key: Hashable, Comparable, Codable, Sendable {
        let node: NodeID
        let network: NetworkID
        let service: ServiceID

        static func < (lhs: Self, rhs: Self) -> Bool {
            if lhs.service != rhs.service { return lhs.service < rhs.service }
            return lhs.network == rhs.network ? lhs.node < rhs.node : lhs.network < rhs.network
        }
    }

    /// A task's place in the round.
    struct Turn: Hashable, Comparable, Codable, Sendable {
        let place: TaskPlace
        let task: TaskID

        init(_ task: SwarmTask) {
            place = task.place
            self.task = task.id
        }

        static func < (lhs: Self, rhs: Self) -> Bool {
            lhs.place == rhs.place ? lhs.task < rhs.task : lhs.place < rhs.place
        }
    }

    private var last: [Key: Turn] = [:]

    package init() {}

    /// The position of the one after the last in the round; the round begins with the first.
    ///
    /// `backends` are those who take part now, in the order of their turns.
    ///
    /// - Complexity: O(log n).
    func next(_ backends: [Backend], at key: Key) -> Int? {
        guard !backends.isEmpty else { return nil }
        guard let last = last[key] else { return 0 }
        var low = 0
        var high = backends.count
        while low < high {
            let middle = (low + high) / 2
            if last < Turn(backends[middle].task) { high = middle } else { low = middle + 1 }
        }
        return low == backends.count ? 0 : low
    }

    mutating func note(_ backend: Backend, at key: Key) { last[key] = Turn(backend.task) }

    /// Forgets a service that is gone.
    package mutating func forget(_ service: ServiceID) {
        guard last.keys.contains(where: { $0.service == service }) else { return }
        last = last.filter { $0.key.service != service }
    }
}

/// Saved in the order of the keys, so that equal states give equal bytes.
extension BalancerTurns: Codable {
    private struct Entry: Codable {
        let key: Key
        let turn: Turn
    }

    package init(from decoder: any Decoder) throws {
        let entries = try [Entry](from: decoder)
        last = Dictionary(entries.map { ($0.key, $0.turn) }) { $1 }
    }

    package func encode(to encoder: any Encoder) throws {
        let entries = last.sorted { $0.key < $1.key }.map { Entry(key: $0.key, turn: $0.value) }
        try entries.encode(to: encoder)
    }
}
