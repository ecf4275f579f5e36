/// What a peer is in its present term.
package enum RaftRole: String, Hashable, Codable, Sendable {
    case follower
    /// Asks whether an election could be won, without disturbing the present term.
    case preCandidate
    case candidate
    case leader
}

/// What must be on disk before any message that rests on it is sent.
package struct RaftHardState: Hashable, Codable, Sendable {
    /// The latest term this peer has seen; grows only.
    package var term: UInt64
    /// Who got this peer's vote in that term.
    package var vote: RaftID?
    /// The highest index known to be committed; 0 for none.
    package var commit: UInt64

    package init(term: UInt64 = 0, vote: RaftID? = nil, commit: UInt64 = 0) {
        self.term = term
        self.vote = vote
        self.commit = commit
    }
}

/// What a peer believes about the present, and forgets when it stops.
package struct RaftSoftState: Hashable, Codable, Sendable {
    package var role: RaftRole
    package var leader: RaftID?
}

/// Where an entry stands: its index and the term of the leader that made it.
package struct RaftPosition: Hashable, Codable, Sendable {
    package var index: UInt64
    package var term: UInt64

    package init(index: UInt64, term: UInt64) {
        self.index = index
        self.term = term
    }
}

/// The answer to a linearizable read.
package struct RaftRead: Hashable, Codable, Sendable {
    /// What the asker gave to tell its reads apart.
    package var token: UInt64
    /// The state as of this index answers the read; `nil` if leadership was lost, so ask again.
    ///
    /// By the time a Ready hands it out, all entries up to it have been handed out for applying.
    package var index: UInt64?
}

/// Why a peer does not take a request.
package enum RaftRefusal: Error, Hashable, Codable, Sendable {
    /// Only the leader does this; requests are never passed on (RFT-3).
    case notLeader(leader: RaftID?)
    /// Leadership is being handed over; nothing is taken meanwhile.
    case transferring
    /// A change of the membership is in the log and not yet committed.
    case membershipPending
    /// The id belonged to a peer that was removed and is never accepted again (ROL-8).
    case idWasRemoved
    case alreadyMember
    case notMember
    /// A group without voters could never decide anything again.
    case lastVoter
}
