package import Basics
package import SwarmModel
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
    /// Why nothing may be changed now; `nil` when it may.
    ///
    /// Words for the user.
    package var readOnlyReason: String?

    package init(
        store: Store,
        now: Moment,
        epoch: WallTime,
        source: ClusterSource,
        clock: ClockState = ClockState(),
        managers: ManagersSummary,
        readOnlyReason: String? = nil
    ) {
        self.store = store
        self.now = now
        self.epoch = epoch
        self.source = source
        self.clock = clock
        self.managers = managers
        self.readOnlyReason = readOnlyReason
    }

    /// The wall time of a moment of this cluster.
    package func wallTime(of moment: Moment) -> WallTime { epoch + (moment - .zero) }
}

/// Where a cluster lives.
package enum ClusterSource: Hashable, Sendable {
    /// In this process; its containers are simulated.
    case simulated(name: String)
    /// A real engine, by its context's name or address.
    case live(context: String)

    package var isSimulated: Bool {
        if case .simulated = self { return true }
        return false
    }
}

/// How the cluster's time runs against the wall's.
///
/// A live cluster always has 1.
package struct ClockState: Hashable, Sendable {
    package var isPaused: Bool
    /// Cluster seconds per wall second.
    package var speed: Double
    package init(isPaused: Bool = false, speed: Double = 1) {
        self.isPaused = isPaused
        self.speed = speed
    }
}

/// The managers as a whole: who leads, who can be reached, and what they can stand to lose.
///
/// - Source: ROL-3, RFT-22.
package struct ManagersSummary: Hashable, Sendable {
    package var total: Int
    package var reachable: Int
    package var leader: NodeID?

    package init(total: Int, reachable: Int, leader: NodeID?) {
        self.total = total
        self.reachable = reachable
        self.leader = leader
    }

    /// Reads the summary off the nodes' own manager status.
    package init(nodes: [Node]) {
        let managers = nodes.filter { $0.manager != nil }
        total = managers.count
        reachable = managers.count { $0.manager?.reachability == .reachable }
        leader = managers.first { $0.manager?.isLeader == true }?.id
    }

    /// The managers needed for a majority.
    package var quorum: Int { total / 2 + 1 }
    package var hasQuorum: Bool { total > 0 && reachable >= quorum }
    /// How many more reachable managers may be lost before writes stop; 0 also when none may.
    package var tolerance: Int { max(0, reachable - quorum) }
}
