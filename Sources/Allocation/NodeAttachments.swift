import Basics
import SwarmModel

/// The load balancers of the nodes: one address per network that a node takes part in.
///
/// - Source: ALC-24.
struct NodeAttachments: Sendable {
    struct Key: Hashable, Comparable, Codable, Sendable {
        let node: NodeID
        let network: NetworkID

        static func < (lhs: Self, rhs: Self) -> Bool {
            lhs.node == rhs.node ? lhs.network < rhs.network : lhs.node < rhs.node
        }
    }

    /// What keeps each attachment: live tasks, and the node itself on the ingress network.
    private var users: [Key: Int] = [:]
    private var addresses: [Key: String] = [:]
    private var withoutAddress: Set<Key> = []

    subscript(key: Key) -> String? { addresses[key] }

    /// All addresses in the order of their keys.
    var all: [(key: Key, address: String)] {
        addresses.keys.sorted().compactMap { key in addresses[key].map { (key, $0) } }
    }

    /// Attachments that found no address free.
    var missing: [Key] { withoutAddress.sorted() }

    var hasMissing: Bool { !withoutAddress.isEmpty }

    /// Adds a user.
    ///
    /// - Returns: whether it is the first, and an address is needed.
    mutating func add(_ key: Key) -> Bool {
        users[key, default: 0] += 1
        return users[key] == 1
    }

    /// Removes a user.
    ///
    /// - Returns: the address, if it was the last one.
    mutating func remove(_ key: Key) -> String? {
        guard let count = users[key] else { return nil }
        users[key] = count == 1 ? nil : count - 1
        if count == 1 { withoutAddress.remove(key) }
        return count == 1 ? addresses.removeValue(forKey: key) : nil
    }

    mutating func set(_ address: String?, for key: Key) {
        addresses[key] = address
        if address == nil { withoutAddress.insert(key) } else { withoutAddress.remove(key) }
    }

    /// Drops everything on a network that is gone.
    mutating func drop(_ network: NetworkID) {
        users = users.filter { $0.key.network != network }
        addresses = addresses.filter { $0.key.network != network }
        withoutAddress = withoutAddress.filter { $0.network != network }
    }
}
