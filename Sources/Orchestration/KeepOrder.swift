import Basics
import SwarmModel

/// Which slots a service keeps longest when it shrinks.
///
/// - Source: REP-25, REP-26.
enum KeepOrder {
    /// Sorts slots so that the first ones are kept: running before not running, low numbers
    /// first, and level over the nodes; what is between nodes goes first.
    static func sort(_ slots: [Slot]) -> [Slot] {
        let byState = slots.enumerated().sorted { one, other in
            (one.element.isRunning ? 0 : 1, one.element.place)
                < (other.element.isRunning ? 0 : 1, other.element.place)
        }
        var onNode: [NodeID: Int] = [:]
        let ranked = byState.enumerated().map { position, entry in
            (
                rank: rank(of: entry.element, counting: &onNode), position: position,
                slot: entry.element
            )
        }
        return ranked.sorted { ($0.rank, $0.position) < ($1.rank, $1.position) }.map(\.slot)
    }

    /// The how-manieth of its node a slot is; last of all if it has no one node.
    private static func rank(of slot: Slot, counting onNode: inout [NodeID: Int]) -> Int {
        guard slot.tasks.count == 1, let node = slot.tasks[0].nodeID else { return .max }
        onNode[node, default: 0] += 1
        return onNode[node, default: 0]
    }
}

extension Slot {
    fileprivate var isRunning: Bool { tasks.contains { $0.state == .running } }
}
