import Basics
import ClusterPorts
import SwarmModel

/// How well machines and zones reach each other, as the cluster's reading says.
struct LinkReading: Sendable {
    private(set) var topology: NetworkTopology
    private let zones: [NodeID: String]

    init(_ topology: NetworkTopology) {
        self.topology = topology
        var zones: [NodeID: String] = [:]
        for zone in topology.zones {
            for node in zone.nodes { zones[node] = zone.name }
        }
        self.zones = zones
    }

    /// The same once those faults have been brought about.
    func after(_ faults: [Fault]) -> LinkReading {
        var reading = self
        for fault in faults {
            switch fault {
            case .cut(let one, let other): reading.alter(one, other, .cut)
            case .link(let one, let other, let quality): reading.alter(one, other, quality)
            case .isolate(let node): reading.topology.isolated.append(node)
            case .mend(let one, let other): reading.mend(one, other)
            case .heal:
                reading.topology.troubled = []
                reading.topology.isolated = []
            default: break
            }
        }
        return reading
    }

    private mutating func alter(_ one: LinkEnd, _ other: LinkEnd, _ quality: LinkQuality) {
        topology.troubled.removeAll { $0.joins(one, other) }
        topology.troubled.append(.init(one, other, quality))
    }

    private mutating func mend(_ one: LinkEnd, _ other: LinkEnd) {
        topology.troubled.removeAll { $0.joins(one, other) }
        if one == other, case .node(let node) = one {
            topology.isolated.removeAll { $0 == node }
        }
    }

    /// What was done to the link between exactly these ends; `nil` if nothing was.
    func trouble(between one: LinkEnd, and other: LinkEnd) -> LinkQuality? {
        topology.troubled.first { $0.joins(one, other) }?.quality
    }

    /// How messages pass between two machines; a cut anywhere counts before all else.
    func quality(between one: NodeID, and other: NodeID) -> LinkQuality {
        if one == other { return .immediate }
        if topology.isolated.contains(one) || topology.isolated.contains(other) { return .cut }
        let zone = zones[one] ?? ""
        let otherZone = zones[other] ?? ""
        let healthy =
            zone == otherZone ? topology.defaults.withinZone : topology.defaults.betweenZones
        guard !topology.troubled.isEmpty else { return healthy }
        let known = [
            trouble(between: .node(one), and: .node(other)),
            trouble(between: .node(one), and: .zone(otherZone)),
            trouble(between: .node(other), and: .zone(zone)),
            trouble(between: .zone(zone), and: .zone(otherZone)),
        ].compactMap(\.self)
        return known.first(where: \.isCut) ?? known.first ?? healthy
    }

    /// How messages pass between two ends as a whole, exceptions for single machines aside.
    func quality(between one: LinkEnd, and other: LinkEnd) -> LinkQuality {
        if let known = trouble(between: one, and: other) { return known }
        switch (one, other) {
        case (.node(let one), .node(let other)): return quality(between: one, and: other)
        case (.zone(let one), .zone(let other)):
            return one == other ? topology.defaults.withinZone : topology.defaults.betweenZones
        case (.node(let node), .zone(let zone)), (.zone(let zone), .node(let node)):
            return quality(between: .zone(zones[node] ?? ""), and: .zone(zone))
        }
    }

    /// The machines that an end stands for.
    func nodes(of end: LinkEnd) -> [NodeID] {
        switch end {
        case .node(let node): [node]
        case .zone(let name): topology.zones.first { $0.name == name }?.nodes ?? []
        }
    }
}

extension NetworkTopology.Link {
    func joins(_ one: LinkEnd, _ other: LinkEnd) -> Bool {
        self.one == one && self.other == other || self.one == other && self.other == one
    }
}

extension LinkQuality {
    /// `cut`, `400ms ±50ms, 20% lost`, `0ms`.
    var words: String {
        if isCut { return said("cut") }
        var words = Age.milliseconds(latency)
        if jitter > .zero { words += " ±\(Age.milliseconds(jitter))" }
        if loss > 0 { words += said(", \(Self.percent(loss)) lost") }
        if duplication > 0 { words += said(", \(Self.percent(duplication)) twice") }
        return words
    }

    static func percent(_ share: Double) -> String {
        let tenths = Int((share * 1_000).rounded())
        return tenths % 10 == 0 ? "\(tenths / 10)%" : "\(tenths / 10).\(tenths % 10)%"
    }
}

extension ClusterState {
    /// What an end of a link is called.
    func name(of end: LinkEnd) -> String {
        switch end {
        case .node(let node): nodeName(node).string
        case .zone(let name): name
        }
    }
}
