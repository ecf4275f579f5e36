/// What can be asked of a peer at any time.
extension RaftPeer {
    package var id: RaftID { core.id }
    package var configuration: RaftConfiguration { core.configuration }
    package var role: RaftRole { core.role }
    package var isLeader: Bool { core.role == .leader }
    /// Who leads, as far as this peer knows.
    package var leader: RaftID? { core.leader }
    package var term: UInt64 { core.term }
    /// The members, as far as this peer knows what is committed.
    package var membership: RaftMembership { core.membership }
    /// The end of what this peer knows to be committed.
    package var commitIndex: UInt64 { core.commit }
    /// The end of what was handed out to be applied.
    package var appliedIndex: UInt64 { core.applied }
    /// The end of the log.
    package var lastPosition: RaftPosition { core.log.last }
    /// What stands before the first entry that the log still has.
    package var basePosition: RaftPosition { core.log.base }
    /// To whom leadership is being handed over.
    package var transferee: RaftID? { core.transferee }

    /// Whether this leader has committed an entry of its own term, so that its state is current.
    ///
    /// A leader's other parts start only then, and after it is applied.
    ///
    /// - Source: RFT-4.
    package var isEstablished: Bool {
        core.role == .leader && core.log.term(at: core.commit) == core.term
            && core.applied == core.commit
    }

    /// Whether a membership change is on its way and no other may be proposed.
    package var hasPendingMembershipChange: Bool { core.commit < core.pendingMembershipIndex }

    /// The newest snapshot.
    package var snapshot: Snapshot? { core.snapshot.map(Snapshot.init(raw:)) }

    /// After how many ticks the next one does something; `nil` if no number of them does.
    ///
    /// A host may sleep until then and catch up with ``advance(ticks:)`` before any other call.
    package var ticksUntilWork: Int? { core.ticksUntilWork }

    /// Whether time means anything to this peer: not to a leader that is the only voter.
    package var needsTicks: Bool { ticksUntilWork != nil }

    /// An entry that the log still has.
    package func entry(at index: UInt64) -> Entry? {
        guard index > core.log.base.index, index <= core.log.last.index else { return nil }
        return Entry(raw: core.log[index])
    }

    /// What a leader knows of a voter; `nil` from any other peer or of none.
    package func follower(_ peer: RaftID) -> RaftFollower? {
        guard core.role == .leader, let position = core.progressIndex(of: peer) else { return nil }
        let progress = core.progress[position]
        return RaftFollower(
            match: progress.match,
            isActive: peer == id || progress.isActive,
            isReplicating: peer == id || progress.state == .replicate
        )
    }
}

/// What a leader knows of a voter.
package struct RaftFollower: Hashable, Sendable {
    /// The highest index known to be the same in both logs.
    package var match: UInt64
    /// Whether it was heard of since the leader last checked its quorum.
    package var isActive: Bool
    /// Whether entries are sent ahead; not while the leader searches where the logs agree.
    package var isReplicating: Bool
}
