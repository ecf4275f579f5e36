package import Basics
import HashTreeCollections

/// The addresses of the nodes' load balancers, one per network that a node takes part in.
///
/// Copies share what they have in common.
///
/// - Source: ALC-24.
package struct LoadBalancers: Hashable, Sendable {
    /// A node's part in a network.
    package struct Key: Hashable, Comparable, Codable, Sendable {
        package let node: NodeID
        package let network: NetworkID

        package init(node: NodeID, network: NetworkID) {
            self.node = node
            self.network = network
        }

        package static func < (lhs: Self, rhs: Self) -> Bool {
            lhs.node == rhs.node ? lhs.network < rhs.network : lhs.node < rhs.node
        }
    }

    private var addresses: TreeDictionary<Key, String> = [:]

    package init() {}

    /// The address in CIDR form; `nil` if the node has none there.
    package subscript(key: Key) -> String? {
        get { addresses[key] }
        set { addresses[key] = newValue }
    }

    package subscript(node: NodeID, network: NetworkID) -> String? {
        self[Key(node: node, network: network)]
    }

    /// All addresses in the order of their keys.
    package var all: [(key: Key, address: String)] {
        addresses.keys.sorted().compactMap { key in addresses[key].map { (key, $0) } }
    }

    /// Drops everything on a network that is gone.
    package mutating func drop(_ network: NetworkID) {
        addresses = addresses.filter { $0.key.network != network }
    }
}
