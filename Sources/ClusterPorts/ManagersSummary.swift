package import Basics
package import SwarmModel

/// The managers as a whole: who leads, who can be reached, and what they can stand to lose.
///
/// - Source: ROL-3, RFT-22.
package struct ManagersSummary: Hashable, Codable, Sendable {
    package var total: Int
    package var reachable: Int
    package var leader: NodeID?
    /// The newest term that any of them knows; 0 where it is not known.
    package var term: UInt64
    /// Each manager as a raft member, in the order of joining; empty where it is not known.
    package var members: [RaftMember]

    package init(
        total: Int,
        reachable: Int,
        leader: NodeID?,
        term: UInt64 = 0,
        members: [RaftMember] = []
    ) {
        self.total = total
        self.reachable = reachable
        self.leader = leader
        self.term = term
        self.members = members
    }

    /// Reads the summary off the nodes' own manager status.
    package init(nodes: [Node]) {
        let managers = nodes.filter { $0.manager != nil }
        self.init(
            total: managers.count,
            reachable: managers.count { $0.manager?.reachability == .reachable },
            leader: managers.first { $0.manager?.isLeader == true }?.id
        )
    }

    /// The managers needed for a majority.
    package var quorum: Int { total / 2 + 1 }
    package var hasQuorum: Bool { total > 0 && reachable >= quorum }
    /// How many more reachable managers may be lost before writes stop; 0 also when none may.
    package var tolerance: Int { max(0, reachable - quorum) }
}

/// One manager as a member of the raft group.
package struct RaftMember: Hashable, Codable, Sendable {
    package enum Standing: String, Hashable, Codable, Sendable, CaseIterable {
        case leader, follower, candidate
        /// Switched off, or gone.
        case down
        /// Started again, and waits for the unlock key (LCK-3).
        case locked
    }

    package var node: NodeID
    /// How it sees itself: two may take themselves for the leader, but only one can commit.
    package var standing: Standing
    package var term: UInt64
    /// The last entry that it knows to be committed.
    package var commitIndex: UInt64
    /// The last entry that it has carried out.
    package var appliedIndex: UInt64
    /// The last entry in its log.
    package var lastIndex: UInt64
    /// Whether the leader reaches it; without a leader, whether it is up.
    package var isReachable: Bool
    package var zone: String

    package init(
        node: NodeID,
        standing: Standing,
        term: UInt64,
        commitIndex: UInt64,
        appliedIndex: UInt64,
        lastIndex: UInt64,
        isReachable: Bool,
        zone: String
    ) {
        self.node = node
        self.standing = standing
        self.term = term
        self.commitIndex = commitIndex
        self.appliedIndex = appliedIndex
        self.lastIndex = lastIndex
        self.isReachable = isReachable
        self.zone = zone
    }
}
