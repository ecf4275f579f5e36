extension PeerCore {
    /// Takes in a message.
    mutating func step(_ message: RawMessage) {
        guard message.to == id, !membership.isRemoved(message.from) else { return }
        if message.term > term {
            guard takeNewerTerm(message) else { return }
        } else if message.term < term {
            answerOlderTerm(message)
            return
        }
        switch message.kind {
        case .requestVote, .requestPreVote: handleVoteRequest(message)
        case .vote, .preVote: handleVote(message)
        case .append, .heartbeat, .installSnapshot: handleLeader(message)
        case .appendResponse, .heartbeatResponse:
            if role == .leader { handleResponse(message) }
        case .timeoutNow: takeOver()
        case .readIndex:
            if role == .leader { admitRead(token: message.context, asker: message.from) }
        case .readIndexResponse:
            answeredReads.append(RaftRead(token: message.context, index: message.index))
        }
    }

    /// Follows into a newer term, where the message asks for that.
    ///
    /// - Returns: whether the message is to be looked at.
    private mutating func takeNewerTerm(_ message: RawMessage) -> Bool {
        switch message.kind {
        case .requestVote, .requestPreVote:
            // A peer that was cut off must not unseat a leader that the others hear.
            if !message.isForced, isInLease { return false }
            if message.kind == .requestVote { becomeFollower(term: message.term, leader: nil) }
        case .preVote where !message.isRejected: break
        default:
            becomeFollower(
                term: message.term,
                leader: message.kind.isLeaders ? message.from : nil
            )
        }
        return true
    }

    /// Tells the sender of a message of an older term that it is outdated, where that matters.
    private mutating func answerOlderTerm(_ message: RawMessage) {
        switch message.kind {
        case .append, .heartbeat, .installSnapshot:
            // The leader of an older term would never hear of the newer one: with pre-votes and
            // leases, requests for votes are not answered. The answer's term makes it step down.
            send(.appendResponse, to: message.from)
        case .requestPreVote: refuseVote(.preVote, of: message.from)
        default: break
        }
    }

    private mutating func handleLeader(_ message: RawMessage) {
        // There are no two leaders of one term; only a planted flaw brings us here as one.
        if role == .leader { return }
        if role == .follower {
            leader = message.from
            electionElapsed = 0
        } else {
            becomeFollower(term: term, leader: message.from)
        }
        switch message.kind {
        case .append: handleAppend(message)
        case .heartbeat: handleHeartbeat(message)
        default: handleSnapshot(message)
        }
    }

    mutating func send(
        _ kind: RaftMessageKind,
        to peer: RaftID,
        index: UInt64 = 0,
        context: UInt64 = 0
    ) {
        var message = RawMessage(kind, from: id, to: peer, term: term)
        message.index = index
        message.context = context
        messages.append(message)
    }
}
