package import Basics
import ClusterPorts
package import SwarmModel

/// Where the machines stand, how healthy links are, and what was done to links on purpose.
///
/// Links are the same in both directions.
package struct Topology: Codable, Sendable {
    /// Two ends, the smaller one first.
    struct Pair: Hashable, Comparable, Codable, Sendable {
        let one: LinkEnd
        let other: LinkEnd

        init(_ one: LinkEnd, _ other: LinkEnd) {
            (self.one, self.other) = one < other ? (one, other) : (other, one)
        }

        static func < (lhs: Pair, rhs: Pair) -> Bool {
            (lhs.one, lhs.other) < (rhs.one, rhs.other)
        }
    }

    package private(set) var defaults: LinkDefaults
    private var zones: [NodeID: String] = [:]
    private var altered: [Pair: LinkQuality] = [:]
    private var isolated: Set<NodeID> = []

    init(defaults: LinkDefaults) { self.defaults = defaults }

    // MARK: Machines

    /// The zone of a machine; `nil` if it is not known.
    package func zone(of node: NodeID) -> String? { zones[node] }

    mutating func place(_ node: NodeID, in zone: String) { zones[node] = zone }

    /// Forgets a machine and everything that was done to its links.
    mutating func forget(_ node: NodeID) {
        zones[node] = nil
        isolated.remove(node)
        for pair in altered.keys where pair.one == .node(node) || pair.other == .node(node) {
            altered[pair] = nil
        }
    }

    // MARK: Troubles

    mutating func alter(_ one: LinkEnd, _ other: LinkEnd, _ quality: LinkQuality) {
        altered[Pair(one, other)] = quality
    }

    mutating func isolate(_ node: NodeID) { isolated.insert(node) }

    mutating func mend(_ one: LinkEnd, _ other: LinkEnd) {
        if one == other, case .node(let node) = one { isolated.remove(node) }
        altered[Pair(one, other)] = nil
    }

    mutating func heal() {
        altered = [:]
        isolated = []
    }

    /// Whether every machine can call every other one.
    var isSound: Bool {
        isHealthy && defaults.withinZone.carriesSessions && defaults.betweenZones.carriesSessions
    }

    /// Whether all links are as healthy ones are.
    package var isHealthy: Bool { altered.isEmpty && isolated.isEmpty }

    // MARK: Links

    /// How well messages pass between two machines.
    ///
    /// A cut anywhere is a cut; else what was said of the two machines themselves counts before
    /// what was said of a machine and a zone, and that before what was said of two zones.
    package func quality(between one: NodeID, and other: NodeID) -> LinkQuality {
        if one == other { return .immediate }
        let (zone, otherZone) = (zones[one] ?? "", zones[other] ?? "")
        let healthy = zone == otherZone ? defaults.withinZone : defaults.betweenZones
        if isHealthy { return healthy }
        if isolated.contains(one) || isolated.contains(other) { return .cut }
        let known = [
            Pair(.node(one), .node(other)),
            Pair(.node(one), .zone(otherZone)),
            Pair(.node(other), .zone(zone)),
            Pair(.zone(zone), .zone(otherZone)),
        ].compactMap { altered[$0] }
        return known.first(where: \.isCut) ?? known.first ?? healthy
    }

    /// What readers see of it.
    ///
    /// - Parameters:
    ///   - nodes: the machines, in the order in which they are to be listed.
    ///   - strayed: those that cannot reach the managers.
    /// - Returns: zones, links and machines in a fixed order.
    func reading(nodes: [NodeID], strayed: [NodeID]) -> NetworkTopology {
        var members: [String: [NodeID]] = [:]
        for node in nodes { members[zones[node] ?? "", default: []].append(node) }
        return NetworkTopology(
            zones: members.keys.sorted().map { .init(name: $0, nodes: members[$0] ?? []) },
            defaults: defaults,
            troubled: altered.sorted { $0.key < $1.key }
                .map { .init($0.key.one, $0.key.other, $0.value) },
            isolated: isolated.sorted(),
            strayed: strayed
        )
    }
}
