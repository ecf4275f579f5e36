import Basics
import ClusterPorts
import SwarmStore

/// A snapshot that was seen, and how far the rollouts were then.
struct PastMoment: Sendable {
    var snapshot: ClusterSnapshot
    var rollouts: RolloutBook
}

/// Snapshots that were seen, so that the past can be looked at: a bounded number of cheap copies.
struct PastBook: Sendable {
    /// Snapshots kept at most; when there are more, the one that is missed least is let go.
    static let limit = 96
    private static let fewest = 4
    /// Tasks in all snapshots together, if none were shared: what bounds the memory.
    private static let tasksKept = 400_000
    /// The shortest time between two, by the cluster's own clock.
    private static let spacing = Duration.milliseconds(250)
    /// The same where there are more tasks than ``hugeCount``: of these, few are kept anyway, and
    /// letting go of one costs as much as has changed since.
    private static let hugeSpacing = Duration.seconds(1)
    private static let hugeCount = 20_000

    private(set) var moments: [PastMoment] = []

    var first: ClusterSnapshot? { moments.first?.snapshot }
    var count: Int { moments.count }

    /// Keeps a snapshot unless it shows nothing new, or one was kept just now.
    mutating func note(_ snapshot: ClusterSnapshot, rollouts: RolloutBook) {
        let moment = PastMoment(snapshot: snapshot, rollouts: rollouts)
        if let last = moments.last?.snapshot {
            if last.era != snapshot.era {
                moments.removeAll { $0.snapshot.now >= snapshot.now }
            }
            if last.era == snapshot.era {
                if last.now > snapshot.now { return }
                // What is asked in the very moment belongs to it: the clock may stand still.
                if last.now == snapshot.now {
                    moments[moments.count - 1] = moment
                    return
                }
            }
            let isHuge = snapshot.store.taskCount > Self.hugeCount
            let spacing = isHuge ? Self.hugeSpacing : Self.spacing
            if last.era == snapshot.era, snapshot.now - last.now < spacing { return }
        }
        moments.append(moment)
        let fitting = Self.tasksKept / max(1, snapshot.store.taskCount)
        let limit = min(Self.limit, max(Self.fewest, fitting))
        while moments.count > limit,
            let least = Thinning.leastMissed(of: moments.map(\.snapshot.now))
        {
            moments.remove(at: least)
        }
    }

    /// The last snapshot that is not after a moment.
    func index(at moment: Moment) -> Int? { moments.lastIndex { $0.snapshot.now <= moment } }
}

/// The past that is looked at, while the present goes on behind it.
struct PastView: Sendable {
    /// The moment that is shown.
    var moment: Moment
    /// The rollouts as they were then.
    var rollouts: RolloutBook
    /// The cluster as it really is.
    var present: ClusterState
}
