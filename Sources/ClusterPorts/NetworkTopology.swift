package import Basics
package import SwarmModel

/// Where the machines of an embedded cluster stand, and how they are linked.
package struct NetworkTopology: Hashable, Codable, Sendable {
    /// A data centre and its machines, by host name.
    package struct Zone: Hashable, Codable, Sendable {
        package var name: String
        package var nodes: [NodeID]

        package init(name: String, nodes: [NodeID]) {
            self.name = name
            self.nodes = nodes
        }
    }

    /// Two ends and what was done to the link between them.
    package struct Link: Hashable, Codable, Sendable {
        package var one: LinkEnd
        package var other: LinkEnd
        package var quality: LinkQuality

        package init(_ one: LinkEnd, _ other: LinkEnd, _ quality: LinkQuality) {
            self.one = one
            self.other = other
            self.quality = quality
        }
    }

    /// By name.
    package var zones: [Zone]
    /// How links are that nothing was done to.
    package var defaults: LinkDefaults
    /// The links that differ from healthy ones, in a fixed order.
    package var troubled: [Link]
    /// The machines that are cut off from all others.
    package var isolated: [NodeID]
    /// The machines that cannot reach a manager who reaches the leader; powered ones only.
    package var strayed: [NodeID]

    package init(
        zones: [Zone] = [],
        defaults: LinkDefaults = LinkDefaults(),
        troubled: [Link] = [],
        isolated: [NodeID] = [],
        strayed: [NodeID] = []
    ) {
        self.zones = zones
        self.defaults = defaults
        self.troubled = troubled
        self.isolated = isolated
        self.strayed = strayed
    }

    /// The zone of a node; `nil` if it is in none.
    package func zone(of node: NodeID) -> String? {
        zones.first { $0.nodes.contains(node) }?.name
    }
}
