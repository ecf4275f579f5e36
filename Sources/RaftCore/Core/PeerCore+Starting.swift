import Basics

/// How a peer begins: new, or from what a disk kept.
extension PeerCore {
    /// The first peers of a group: their membership is the beginning of everybody's log.
    mutating func bootstrap(voters: [RaftID]) {
        guard !voters.isEmpty else { return }
        term = 1
        for voter in voters.sorted() {
            let index = log.last.index + 1
            log.append(.membership(.add(voter), index: index, term: 1))
            lastMembershipIndex = index
        }
        commit(through: log.last.index)
    }

    /// Takes over what was on disk; everything else begins anew.
    mutating func restore(
        _ state: RaftHardState,
        snapshot kept: RawSnapshot?,
        log keptLog: EntryLog
    ) {
        term = state.term
        vote = state.vote
        log = keptLog
        snapshot = kept
        stable = log.last.index
        if let kept {
            commit = kept.position.index
            adopt(kept.membership)
        }
        applied = commit
        lastMembershipIndex = log.last.index
        commit(through: state.commit)
        if state.commit > 0 || state.term > 0 { reportedHardState = hardState }
    }

    /// Goes on as the only voter with all that is committed, after the others are lost for good.
    ///
    /// The removals become part of the log, so that peers that join later agree on it.
    ///
    /// - Source: RFT-7.
    mutating func forceNewGroup() {
        log.truncate(from: commit + 1)
        stable = min(stable, log.last.index)
        recentEntries = []
        term += 1
        vote = nil
        if !membership.isVoter(id) { appendForced(.add(id)) }
        for voter in membership.voters where voter != id { appendForced(.remove(voter)) }
    }

    private mutating func appendForced(_ change: RaftMembershipChange) {
        let index = log.last.index + 1
        log.append(.membership(change, index: index, term: term))
        lastMembershipIndex = index
        commit(through: index)
    }
}
