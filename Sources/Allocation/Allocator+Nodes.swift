import Basics
import SwarmModel
import SwarmStore

extension Allocator {
    /// Follows which nodes have live tasks on which networks (ALC-24).
    mutating func follow(_ before: SwarmTask?, _ after: SwarmTask?) {
        let old = before.flatMap(Self.attachedNetworks)
        let new = after.flatMap(Self.attachedNetworks)
        if let old, let new, old == new { return }
        for network in new?.networks ?? [] { attach(new?.node, to: network) }
        for network in old?.networks ?? [] { detach(old?.node, from: network) }
    }

    private struct Attached: Equatable {
        let node: NodeID
        let networks: [NetworkID]
    }

    private static func attachedNetworks(of task: SwarmTask) -> Attached? {
        guard let node = task.nodeID, task.isLive, !task.networks.isEmpty else { return nil }
        return Attached(node: node, networks: task.networks.map(\.network))
    }

    /// A node takes part in the routing mesh from the start.
    mutating func join(_ node: NodeID) {
        nodes.insert(node)
        if let ingress { attach(node, to: ingress) }
    }

    mutating func leave(_ node: NodeID) {
        nodes.remove(node)
        if let ingress { detach(node, from: ingress) }
    }

    /// The routing mesh has its subnet: every node gets an address there.
    mutating func open(ingress network: NetworkID) {
        ingress = network
        for node in nodes.sorted() { attach(node, to: network) }
    }

    /// Looks again for addresses that were not to be had.
    mutating func attachMissing() {
        for key in attachments.missing {
            attachments.set(networks[key.network]?.takeNext(), for: key)
        }
    }

    private mutating func attach(_ node: NodeID?, to network: NetworkID) {
        guard let node, networks[network]?.isNodeLocal == false else { return }
        let key = NodeAttachments.Key(node: node, network: network)
        if attachments.add(key) { attachments.set(networks[network]?.takeNext(), for: key) }
    }

    private mutating func detach(_ node: NodeID?, from network: NetworkID) {
        guard let node else { return }
        let key = NodeAttachments.Key(node: node, network: network)
        guard let address = attachments.remove(key) else { return }
        networks[network]?.release(address)
        wasFreed = true
    }
}
