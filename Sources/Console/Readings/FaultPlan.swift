import Basics
import ClusterPorts
import SwarmModel

/// What is to be done to machines and links on purpose, or taken back.
enum FaultPlan: Hashable, Sendable {
    /// What becomes of a link.
    enum Trouble: Hashable, Sendable {
        case cut
        case latency(Duration, jitter: Duration)
        case loss(Double)
    }

    case kill([NodeID])
    case start([NodeID])
    case isolate([NodeID])
    /// Every link between the one side and the other.
    case links([LinkEnd], [LinkEnd], Trouble)
    /// Takes back what was done to those very links; without an other side, an isolation.
    case mend([LinkEnd], [LinkEnd])
    case heal

    /// The faults one by one, as the links are now.
    func faults(over links: LinkReading) -> [Fault] {
        switch self {
        case .kill(let nodes): return nodes.map { .powerOff($0) }
        case .start(let nodes): return nodes.map { .powerOn($0) }
        case .isolate(let nodes): return nodes.map { .isolate($0) }
        case .links(let left, let right, let trouble):
            return Self.pairs(left, right).map { one, other in
                Self.fault(one, other, trouble, now: links.quality(between: one, and: other))
            }
        case .mend(let left, let right):
            if right.isEmpty { return left.map { .mend($0, $0) } }
            return Self.pairs(left, right).map { .mend($0, $1) }
        case .heal: return [.heal]
        }
    }

    private static func pairs(_ left: [LinkEnd], _ right: [LinkEnd]) -> [(LinkEnd, LinkEnd)] {
        left.flatMap { one in right.map { (one, $0) } }
    }

    /// One trouble does not take another back: a slow link may lose packets, too.
    private static func fault(
        _ one: LinkEnd,
        _ other: LinkEnd,
        _ trouble: Trouble,
        now: LinkQuality
    ) -> Fault {
        var quality = now
        quality.isCut = false
        switch trouble {
        case .cut: return .cut(one, other)
        case .latency(let latency, let jitter):
            quality.latency = latency
            quality.jitter = jitter
        case .loss(let loss): quality.loss = loss
        }
        return .link(one, other, quality)
    }
}

extension FaultPlan {
    /// Whether it is about ways between machines, and not about machines as wholes.
    var isAboutLinks: Bool {
        switch self {
        case .kill, .start, .isolate: false
        case .links, .mend, .heal: true
        }
    }
}
