import Basics
import ClusterPorts
import SwarmStore

/// Snapshots that were seen, so that the past can be looked at: a bounded number of cheap copies.
struct PastBook: Sendable {
    /// Snapshots kept at most; when there are more, every second one of the older half is let go.
    static let limit = 256
    private static let fewest = 4
    /// Tasks in all snapshots together, if none were shared: what bounds the memory.
    private static let tasksKept = 400_000
    /// The shortest time between two, by the cluster's own clock.
    private static let spacing = Duration.milliseconds(250)

    private(set) var snapshots: [ClusterSnapshot] = []

    var first: ClusterSnapshot? { snapshots.first }
    var count: Int { snapshots.count }

    /// Keeps a snapshot unless it shows nothing new, or one was kept just now.
    mutating func note(_ snapshot: ClusterSnapshot) {
        if let last = snapshots.last {
            if last.era != snapshot.era { snapshots.removeAll { $0.now >= snapshot.now } }
            if last.era == snapshot.era {
                if last.now > snapshot.now { return }
                // What is asked in the very moment belongs to it: the clock may stand still.
                if last.now == snapshot.now {
                    snapshots[snapshots.count - 1] = snapshot
                    return
                }
            }
            if last.era == snapshot.era, snapshot.now - last.now < Self.spacing { return }
        }
        snapshots.append(snapshot)
        let fitting = Self.tasksKept / max(1, snapshot.store.taskCount)
        guard snapshots.count > min(Self.limit, max(Self.fewest, fitting)) else { return }
        let older = snapshots.count / 2
        snapshots = snapshots.enumerated()
            .filter { $0.offset >= older || $0.offset.isMultiple(of: 2) }
            .map(\.element)
    }

    /// The last snapshot that is not after a moment.
    func index(at moment: Moment) -> Int? { snapshots.lastIndex { $0.now <= moment } }
}

/// The past that is looked at, while the present goes on behind it.
struct PastView: Sendable {
    /// The moment that is shown.
    var moment: Moment
    /// The cluster as it really is.
    var present: ClusterState
}
