import Basics
import SwarmModel
import SwarmStore

/// The load balancers of the nodes: one address per network that a node takes part in.
///
/// - Source: ALC-24.
struct NodeAttachments: Sendable {
    typealias Key = LoadBalancers.Key

    /// What keeps each attachment: live tasks, and the node itself on the ingress network.
    private var users: [Key: Int] = [:]
    private(set) var addresses = LoadBalancers()
    private var withoutAddress: Set<Key> = []

    /// What keeps each attachment, counted.
    var userCounts: [Key: Int] { users }

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
        guard count == 1 else { return nil }
        withoutAddress.remove(key)
        defer { addresses[key] = nil }
        return addresses[key]
    }

    mutating func set(_ address: String?, for key: Key) {
        addresses[key] = address
        if address == nil { withoutAddress.insert(key) } else { withoutAddress.remove(key) }
    }

    /// Drops everything on a network that is gone.
    mutating func drop(_ network: NetworkID) {
        users = users.filter { $0.key.network != network }
        addresses.drop(network)
        withoutAddress = withoutAddress.filter { $0.network != network }
    }
}
