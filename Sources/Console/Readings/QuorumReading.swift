import ClusterPorts
import SwarmModel

/// What becomes of the managers' quorum when a node's role or availability changes.
struct QuorumReading: Sendable {
    let before: ManagersSummary
    let after: ManagersSummary
    /// Why the engine, or good sense, refuses; `nil` if it may be done.
    let refusal: Phrase?
    let warnings: [Phrase]

    /// Demotion of a manager, or the removal of a node that still is one (ROL-2, ROL-3).
    static func losing(_ node: Node, from managers: ManagersSummary) -> QuorumReading {
        let isReachable = node.manager?.reachability == .reachable
        let after = ManagersSummary(
            total: max(0, managers.total - 1),
            reachable: max(0, managers.reachable - (isReachable ? 1 : 0)),
            leader: managers.leader == node.id ? nil : managers.leader
        )
        var refusal: Phrase?
        if managers.total <= 1 {
            refusal = "it is the last manager of the swarm"
        } else if after.reachable < after.quorum {
            refusal =
                "it would lose the quorum: \(after.total) managers need \(after.quorum) "
                + "reachable, \(after.reachable) would be"
        }
        var warnings = after.warnings(comparedWith: managers)
        if managers.leader == node.id {
            warnings.append("it is the leader: another manager takes over first, for a few seconds")
        }
        return QuorumReading(before: managers, after: after, refusal: refusal, warnings: warnings)
    }

    /// Promotion of a worker.
    static func gaining(from managers: ManagersSummary) -> QuorumReading {
        let after = ManagersSummary(
            total: managers.total + 1,
            reachable: managers.reachable + 1,
            leader: managers.leader
        )
        return QuorumReading(
            before: managers,
            after: after,
            refusal: nil,
            warnings: after.warnings(comparedWith: managers)
        )
    }

    /// A manager that dies: it still counts among the members, and nobody asks first.
    static func dying(_ node: Node, of managers: ManagersSummary) -> QuorumReading {
        let isReachable = node.manager?.reachability == .reachable
        let after = ManagersSummary(
            total: managers.total,
            reachable: max(0, managers.reachable - (isReachable ? 1 : 0)),
            leader: managers.leader == node.id ? nil : managers.leader
        )
        var warnings: [Phrase] = []
        if !after.hasQuorum {
            warnings.append(
                "the quorum is lost: until it is back, nothing can be changed or replaced"
            )
        } else if managers.leader == node.id {
            warnings.append("it is the leader: changes wait until the others have elected another")
        }
        return QuorumReading(before: managers, after: after, refusal: nil, warnings: warnings)
    }

    var words: String { "\(before.words) → \(after.words)" }
}

extension ManagersSummary {
    /// `3 managers · survives 1 loss`.
    var words: String {
        let count = Amount.count(total, "manager")
        guard hasQuorum else { return said("\(count) · NO QUORUM") }
        let loss = tolerance == 0 ? said("no loss") : Amount.count(tolerance, "loss", "losses")
        return said("\(count) · survives \(loss)")
    }

    fileprivate func warnings(comparedWith before: ManagersSummary) -> [Phrase] {
        var warnings: [Phrase] = []
        if total > 0, total.isMultiple(of: 2) {
            warnings.append(
                "an even number of managers survives no more than \(total - 1) would"
            )
        }
        if tolerance == 0, before.tolerance > 0 {
            warnings.append("after this, the loss of any one manager stops all changes")
        }
        return warnings
    }
}
