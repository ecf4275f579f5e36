/// The follower's side of replication.
extension PeerCore {
    mutating func handleAppend(_ message: RawMessage) {
        let previous = RaftPosition(index: message.index, term: message.logTerm)
        if previous.index < commit {
            // An old message, or the leader does not know yet how far we are.
            send(.appendResponse, to: message.from, index: commit)
            return
        }
        let isUnchecked =
            configuration.flaws.contains(.appendsWithoutCheck)
            && previous.index <= log.last.index
        guard log.matches(previous) || isUnchecked else {
            refuse(previous, from: message.from)
            return
        }
        take(message.entries, after: previous.index)
        let end = previous.index + UInt64(message.entries.count)
        commit(through: min(message.commit, end))
        send(.appendResponse, to: message.from, index: end)
    }

    /// Refuses entries that do not fit, and says where the logs may agree.
    private mutating func refuse(_ previous: RaftPosition, from sender: RaftID) {
        let hint = log.lastPosition(notAfter: previous.index, term: previous.term)
        var answer = RawMessage(.appendResponse, from: id, to: sender, term: term)
        answer.isRejected = true
        answer.index = previous.index
        answer.hint = hint.index
        answer.logTerm = hint.term
        messages.append(answer)
    }

    /// Takes over entries that follow on `index`; those already there are left, others give way.
    private mutating func take(_ entries: [RawEntry], after index: UInt64) {
        var fresh = 0
        while fresh < entries.count, log.term(at: entries[fresh].index) == entries[fresh].term {
            fresh += 1
        }
        guard fresh < entries.count else { return }
        let first = entries[fresh].index
        if first <= log.last.index {
            log.truncate(from: first)
            stable = min(stable, first - 1)
        }
        for entry in entries[fresh...] {
            log.append(entry)
            if entry.kind == .membership { lastMembershipIndex = entry.index }
        }
        recentEntries = fresh == 0 ? entries : []
    }

    mutating func handleHeartbeat(_ message: RawMessage) {
        commit(through: message.commit)
        send(.heartbeatResponse, to: message.from, context: message.context)
    }

    mutating func handleSnapshot(_ message: RawMessage) {
        guard let offered = message.snapshot else { return }
        if offered.position.index > commit {
            if log.matches(offered.position) {
                commit(through: offered.position.index)
            } else {
                install(offered)
            }
        }
        send(.appendResponse, to: message.from, index: commit)
    }

    /// Puts a snapshot in the place of the whole log.
    private mutating func install(_ offered: RawSnapshot) {
        log = EntryLog(after: offered.position)
        recentEntries = []
        snapshot = offered
        isInstalling = true
        commit = offered.position.index
        stable = commit
        applied = commit
        lastMembershipIndex = commit
        adopt(offered.membership)
    }
}
