import Allocation
package import Basics
import RaftCore
import Scheduling
package import SwarmStore

extension World {
    /// Compares what the machines keep of the store with what is in it; O(all objects).
    ///
    /// - Returns: what differs, in words; empty if all is well.
    package func auditMirrors() -> [String] {
        scheduler.audit(against: store) + allocator.audit(against: store)
    }

    /// How many entries of the log each manager has carried out, and the state they led to.
    package var carriedOut: [CarriedOut] {
        managers.managers.map {
            CarriedOut(manager: $0.node, entries: $0.appliedIndex, state: $0.applied)
        }
    }

    /// The term in which the leader was elected; `nil` while none leads.
    package var leaderTerm: UInt64? { managers.leadership?.term }

    /// Plants a bug; for the tests of the simulator only.
    package mutating func plant(_ flaw: Flaw) {
        store.flaw = flaw
        draft?.store.flaw = flaw
        for ticket in stores.keys { stores[ticket]?.flaw = flaw }
        managers.actsBeforeSync = flaw == .actsBeforeSync ? true : nil
        managers.flaws =
            switch flaw {
            case .commitsWithoutQuorum: [.commitsWithoutQuorum, .keepsLeadingAlone]
            case .votesTwice: .votesTwice
            case .forgetsVotes: .forgetsVote
            case .votesForOlderLogs: .votesWithoutLogCheck
            case .appendsWithoutCheck: .appendsWithoutCheck
            default: nil
            }
    }
}

/// How far a manager has come with the log.
package struct CarriedOut: Sendable {
    package let manager: NodeID
    package let entries: UInt64
    /// Names the state; the same name is the same state.
    package let state: UInt64
}
