package import Basics
import SwarmModel
package import SwarmStore

/// A cluster at one moment, as a reader gets it: a value that nobody changes under it.
package struct ClusterSnapshot: Sendable {
    package var store: Store
    /// The cluster's time when the snapshot was taken.
    package var now: Moment
    /// The wall time of ``Moment/zero``.
    package var epoch: WallTime
    package var source: ClusterSource
    package var clock: ClockState
    package var managers: ManagersSummary
    /// The nodes' load balancers (ALC-24); none where the cluster does not tell.
    package var loadBalancers = LoadBalancers()
    /// Where the machines stand and how they are linked; empty for a real cluster.
    package var topology: NetworkTopology
    /// Why nothing may be changed now; `nil` when it may.
    ///
    /// Words for the user.
    package var readOnlyReason: String?
    /// Which time line it is: another number once an earlier moment has become the present.
    package var era: UInt64 = 0
    /// The earliest moment that can become the present again; `nil` where none can.
    package var earliest: Moment?
    /// How good forecasts of the cluster are; `nil` where there are none.
    package var forecasts: Forecast.Basis?
    /// Since when the cluster does not answer; `nil` while it does.
    package var lostContact: LostContact?
    /// Where in a recording this is; `nil` for a cluster that there is.
    package var replay: ReplayStatus?

    package init(
        store: Store,
        now: Moment,
        epoch: WallTime,
        source: ClusterSource,
        clock: ClockState = ClockState(),
        managers: ManagersSummary,
        topology: NetworkTopology = NetworkTopology(),
        readOnlyReason: String? = nil
    ) {
        self.store = store
        self.now = now
        self.epoch = epoch
        self.source = source
        self.clock = clock
        self.managers = managers
        self.topology = topology
        self.readOnlyReason = readOnlyReason
    }

    /// The wall time of a moment of this cluster.
    package func wallTime(of moment: Moment) -> WallTime { epoch + (moment - .zero) }
}

/// A cluster that does not answer any more.
package struct LostContact: Hashable, Codable, Sendable {
    /// The wall time of the last answer.
    package var since: WallTime
    /// Words for the user.
    package var reason: String

    package init(since: WallTime, reason: String) {
        self.since = since
        self.reason = reason
    }
}

/// Where a cluster lives, and whether its machines are real.
package enum ClusterSource: Hashable, Codable, Sendable {
    /// In this process; its nodes and containers are simulated.
    case simulated(name: String)
    /// Another skep's, which are simulated as well, by its context's name or address.
    case served(context: String)
    /// A real engine, by its context's name or address.
    case live(context: String)

    /// Whether its nodes and containers are simulated, here or by another skep.
    package var isSimulated: Bool {
        switch self {
        case .simulated, .served: true
        case .live: false
        }
    }

    /// Whether it runs in this process, which can then do to it what no engine's API can.
    package var isEmbedded: Bool {
        if case .simulated = self { return true }
        return false
    }

    /// What it is called.
    package var name: String {
        switch self {
        case .simulated(let name), .served(let name), .live(let name): name
        }
    }
}

/// How far a clock goes on that otherwise stands still.
package enum ClockStep: Hashable, Sendable {
    /// Until something is next to be seen in the cluster.
    case event
    case time(Duration)
}

/// How the cluster's time runs against the wall's.
///
/// A live cluster always has 1.
package struct ClockState: Hashable, Codable, Sendable {
    package var isPaused: Bool
    /// Cluster seconds per wall second.
    package var speed: Double
    package init(isPaused: Bool = false, speed: Double = 1) {
        self.isPaused = isPaused
        self.speed = speed
    }
}
