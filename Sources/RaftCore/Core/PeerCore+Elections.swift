extension PeerCore {
    /// Stands for election, after asking if it could be won.
    mutating func campaign() {
        guard role != .leader, isPromotable else { return }
        if configuration.usesPreVote { askBeforeCampaign() } else { stand(isForced: false) }
    }

    private mutating func askBeforeCampaign() {
        role = .preCandidate
        leader = nil
        electionElapsed = 0
        drawElectionTimeout()
        forgetVotes()
        count(vote: true, of: id)
        guard role == .preCandidate else { return }
        requestVotes(.requestPreVote, term: term + 1, isForced: false)
    }

    /// Stands for election in a new term.
    private mutating func stand(isForced: Bool) {
        reset(term: term + 1)
        role = .candidate
        vote = id
        forgetVotes()
        count(vote: true, of: id)
        guard role == .candidate else { return }
        requestVotes(.requestVote, term: term, isForced: isForced)
    }

    /// Stands at once, because the leader hands over.
    mutating func takeOver() {
        guard role == .follower, isPromotable else { return }
        stand(isForced: true)
    }

    private mutating func requestVotes(_ kind: RaftMessageKind, term: UInt64, isForced: Bool) {
        for voter in progress where voter.id != id {
            var message = RawMessage(kind, from: id, to: voter.id, term: term)
            message.index = log.last.index
            message.logTerm = log.last.term
            message.isForced = isForced
            messages.append(message)
        }
    }

    private mutating func forgetVotes() {
        for position in progress.indices { progress[position].vote = nil }
    }

    /// Counts an answer to this peer's candidacy; the first one of each voter counts.
    mutating func count(vote isGranted: Bool, of voter: RaftID) {
        if let position = progressIndex(of: voter), progress[position].vote == nil {
            progress[position].vote = isGranted
        }
        var granted = 0
        var refused = 0
        for one in progress {
            if let vote = one.vote { if vote { granted += 1 } else { refused += 1 } }
        }
        let quorum = progress.count / 2 + 1
        if granted >= quorum {
            if role == .preCandidate { stand(isForced: false) } else { becomeLeader() }
        } else if progress.count - refused < quorum {
            becomeFollower(term: term, leader: nil)
        }
    }

    /// Whether requests for votes are ignored, because the leader is alive.
    var isInLease: Bool {
        configuration.checksQuorum && leader != nil
            && electionElapsed < configuration.electionTicks
    }

    /// Answers a request for a vote or a pre-vote.
    mutating func handleVoteRequest(_ message: RawMessage) {
        let isPreVote = message.kind == .requestPreVote
        let isFree =
            vote == message.from || (vote == nil && leader == nil)
            || (isPreVote && message.term > term) || configuration.flaws.contains(.votesTwice)
        let end = RaftPosition(index: message.index, term: message.logTerm)
        let isCurrent =
            log.isCovered(byLogEndingAt: end)
            || configuration.flaws.contains(.votesWithoutLogCheck)
        let isGranted = isFree && isCurrent
        let kind = isPreVote ? RaftMessageKind.preVote : .vote
        if isGranted {
            messages.append(RawMessage(kind, from: id, to: message.from, term: message.term))
        } else {
            refuseVote(kind, of: message.from)
        }
        if isGranted, !isPreVote {
            electionElapsed = 0
            vote = message.from
        }
    }

    /// Refuses a vote, and says how much is known to be committed.
    ///
    /// The candidate may count by voters of whom one has gone meanwhile: when a leader removes itself
    /// from two and nobody hears that it is committed, the other needs a vote it will never get.
    mutating func refuseVote(_ kind: RaftMessageKind, of candidate: RaftID) {
        var answer = RawMessage(kind, from: id, to: candidate, term: term)
        answer.isRejected = true
        answer.commit = commit
        answer.logTerm = log.term(at: commit) ?? 0
        messages.append(answer)
    }

    /// Counts a vote or a pre-vote for the candidacy that is going on.
    mutating func handleVote(_ message: RawMessage) {
        switch (role, message.kind) {
        case (.candidate, .vote): break
        case (.preCandidate, .preVote):
            // A grant names the term that was asked for; one for an earlier candidacy is void.
            guard message.isRejected || message.term == term + 1 else { return }
        default: return
        }
        if message.isRejected,
            log.matches(RaftPosition(index: message.commit, term: message.logTerm))
        {
            commit(through: message.commit)
            // The change that is committed may have been this peer's own end.
            guard role == .candidate || role == .preCandidate else { return }
        }
        count(vote: !message.isRejected, of: message.from)
    }
}
