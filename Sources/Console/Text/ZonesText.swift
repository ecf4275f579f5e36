import Basics
import Cells
import ClusterPorts
import SwarmModel
import SwarmStore

/// Data centres with their machines, and how well they reach each other.
struct ZonesText {
    let cluster: ClusterState
    private static let nodeLimit = 10
    private static let zoneLimit = 12

    private var topology: NetworkTopology { cluster.snapshot.topology }
    private var store: Store { cluster.store }

    func lines() -> [Line] {
        guard !topology.zones.isEmpty else {
            return [Line("This cluster does not tell where its machines stand.", .dim)]
        }
        var text = Description()
        text.line([
            Span("quorum ", .dim),
            Span(
                cluster.snapshot.managers.sentence,
                cluster.snapshot.managers.hasQuorum ? .manager : .bad
            ),
        ])
        text.section("Zones (\(topology.zones.count))")
        let width = nameWidth
        for zone in topology.zones { text.line(line(zone, width)) }
        matrix(width, into: &text)
        troubles(into: &text)
        return text.lines
    }

    private var nameWidth: Int {
        min(16, max(8, topology.zones.map { name(of: $0).width }.max() ?? 0) + 2)
    }

    private func name(of zone: NetworkTopology.Zone) -> SafeText {
        zone.name.isEmpty ? said("(none)").safe : zone.name.safe
    }

    // MARK: - Zones

    private func line(_ zone: NetworkTopology.Zone, _ width: Int) -> Line {
        let nodes = zone.nodes.compactMap { store.node($0) }
            .sorted { NaturalOrder.isLess($0.displayName, $1.displayName) }
        let ready = nodes.count { $0.status.state == .ready }
        let tasks = nodes.reduce(0) { $0 + store.tally(on: $1.id).running }
        let count = Amount.count(tasks, "task").safe
        var line: Line = [
            Span("  " + name(of: zone).padded(toWidth: width), .accent),
            Span("\(ready)/\(nodes.count) ready", ready == nodes.count ? .ok : .bad),
            Span("  " + count.padded(toWidth: max(10, count.width + 1)), .text),
        ]
        for node in nodes.prefix(Self.nodeLimit) {
            line += Span(" ", .text)
            line += Self.span(of: node)
        }
        if nodes.count > Self.nodeLimit {
            line += Span(" and \(nodes.count - Self.nodeLimit) more", .dim)
        }
        return line
    }

    /// A node's name with its sign: a leader is starred, one that is down is crossed out.
    private static func span(of node: Node) -> Span {
        let name = node.displayName.safe
        if node.status.state == .down { return Span("✗" + name, .bad) }
        if node.status.state != .ready { return Span("?" + name, .unknown) }
        if node.manager?.isLeader == true { return Span("★" + name, .leader) }
        return Span("●" + name, node.manager == nil ? .ok : .manager)
    }

    // MARK: - Links

    private func matrix(_ width: Int, into text: inout Description) {
        let zones = Array(topology.zones.prefix(Self.zoneLimit))
        let links = LinkReading(topology)
        let cells = zones.map { one in
            zones.map { other in
                Self.cell(links.quality(between: .zone(one.name), and: .zone(other.name)))
            }
        }
        let cellWidth = cells.joined().reduce(8) { max($0, $1.text.width + 2) }
        text.section("Links, one way")
        var heading: Line = [Span(SafeText.space.repeated(width + 2), .text)]
        for zone in zones { heading += Span(name(of: zone).padded(toWidth: cellWidth), .dim) }
        text.line(heading)
        for (zone, row) in zip(zones, cells) {
            var line: Line = [Span("  " + name(of: zone).padded(toWidth: width), .accent)]
            for cell in row { line += Span(cell.text.padded(toWidth: cellWidth), cell.slot) }
            text.line(line)
        }
        if topology.zones.count > Self.zoneLimit {
            text.line(Line("  … and \(topology.zones.count - Self.zoneLimit) more zones", .dim))
        }
    }

    private static func cell(_ quality: LinkQuality) -> CellText {
        if quality.isCut { return CellText(said("✗ cut"), .bad) }
        let isTroubled = quality.loss > 0 || quality.latency >= .milliseconds(100)
        let loss = quality.loss > 0 ? said(" \(LinkQuality.percent(quality.loss)) lost") : ""
        return CellText(
            Age.milliseconds(quality.latency) + loss,
            isTroubled ? .warn : .text
        )
    }

    private func troubles(into text: inout Description) {
        let count = topology.troubled.count + topology.isolated.count
        text.section("Troubles (\(count))")
        if count == 0 { text.line(Line("  none: all links are as they should be", .ok)) }
        for link in topology.troubled {
            text.line([
                Span("  \(cluster.name(of: link.one)) – \(cluster.name(of: link.other))  ", .text),
                Span(link.quality.words, link.quality.isCut ? .bad : .warn),
            ])
        }
        for node in topology.isolated {
            text.line([
                Span("  " + cluster.nodeName(node), .text),
                Span("  isolated: cut off from all others", .bad),
            ])
        }
        guard !topology.strayed.isEmpty else { return }
        text.section("Out of the leader's reach (\(topology.strayed.count))")
        for node in topology.strayed {
            text.line([
                Span("  " + cluster.nodeName(node).padded(toWidth: 16), .bad),
                Span(" its containers run on, unseen", .dim),
            ])
        }
    }
}
