package import Basics

/// A trouble that is brought about on purpose, or ended.
package enum Fault: Hashable, Codable, Sendable {
    /// The machine loses its power: engine and containers are gone at once.
    case powerOff(NodeID)
    /// The machine starts again, with an engine and no containers.
    case powerOn(NodeID)
    /// Nothing passes between the two ends any more.
    case cut(LinkEnd, LinkEnd)
    /// Whatever passes between the two ends is as slow and as lossy as that.
    case link(LinkEnd, LinkEnd, LinkQuality)
    /// The machine is cut off from all others.
    case isolate(NodeID)
    /// Takes back what was done to this very pair; a node with itself: to its isolation.
    case mend(LinkEnd, LinkEnd)
    /// Takes back everything that was done to links.
    case heal
    /// What the machine's disk is told to write is safe only after so long; zero = at once.
    case slowDisk(NodeID, Duration)
    /// The machine's clock runs so many thousandths too fast and is off by so much; zeros = right.
    case skewClock(NodeID, permille: Int, offset: Duration)
}

/// What a link leads to: one machine, or all machines of a zone.
package enum LinkEnd: Hashable, Comparable, Codable, Sendable {
    case node(NodeID)
    case zone(String)
}

/// How well messages pass over a link, in either direction.
package struct LinkQuality: Hashable, Codable, Sendable {
    /// One way.
    package var latency: Duration
    /// Up to so much more, drawn anew for each message; messages may overtake each other by it.
    package var jitter: Duration
    /// The share of packets that are lost, 0 to 1; what is sent over TCP is sent again.
    package var loss: Double
    /// The share of messages that arrive twice, 0 to 1.
    package var duplication: Double
    package var isCut: Bool

    package init(
        latency: Duration = .zero,
        jitter: Duration = .zero,
        loss: Double = 0,
        duplication: Double = 0,
        isCut: Bool = false
    ) {
        self.latency = latency
        self.jitter = jitter
        self.loss = loss
        self.duplication = duplication
        self.isCut = isCut
    }

    /// Everything arrives in the moment in which it is sent.
    package static let immediate = LinkQuality()
    package static let cut = LinkQuality(isCut: true)
}

/// How healthy links are: what holds where no ``Fault`` says otherwise.
package struct LinkDefaults: Hashable, Codable, Sendable {
    package var withinZone: LinkQuality
    package var betweenZones: LinkQuality

    package init(
        withinZone: LinkQuality = .immediate,
        betweenZones: LinkQuality = .immediate
    ) {
        self.withinZone = withinZone
        self.betweenZones = betweenZones
    }

    /// Half a millisecond within a data centre, ten between two.
    package static let ordinary = LinkDefaults(
        withinZone: LinkQuality(latency: .microseconds(500)),
        betweenZones: LinkQuality(latency: .milliseconds(10), jitter: .milliseconds(1))
    )
}
