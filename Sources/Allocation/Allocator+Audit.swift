package import SwarmStore

extension Allocator {
    /// Compares the mirrors with ones that are made anew from the store; O(all objects).
    ///
    /// - Returns: what differs, in words; empty if all is well.
    package func audit(against store: Store) -> [String] {
        var fresh = Allocator()
        fresh.saved = positions
        fresh.restore(from: store)
        var found: [String] = []
        for id in Set(fresh.networks.keys).union(networks.keys).sorted()
        where fresh.networks[id]?.pools.map(\.taken) != networks[id]?.pools.map(\.taken) {
            found.append("the addresses of network \(id) are wrong")
        }
        if fresh.ports.taken != ports.taken { found.append("the published ports are wrong") }
        if fresh.subnets.all != subnets.all { found.append("the subnets are wrong") }
        if fresh.vxlanIDs.taken != vxlanIDs.taken { found.append("the VXLAN ids are wrong") }
        if fresh.nodes != nodes { found.append("the nodes are wrong") }
        if fresh.attachments.userCounts != attachments.userCounts {
            found.append("the attachments of nodes are wrong")
        }
        return found
    }
}
