/// What a peer hands out, without the users' types.
struct RawReady: Sendable {
    var hardState: RaftHardState?
    var softState: RaftSoftState?
    var snapshot: RawSnapshot?
    var entries: [RawEntry] = []
    var messages: [RawMessage] = []
    var committed: [RawEntry] = []
    var reads: [RaftRead] = []
}

extension PeerCore {
    @inline(__always) var hardState: RaftHardState {
        // The planted flaw: a vote that never reaches the disk.
        let saved = configuration.flaws.contains(.forgetsVote) ? nil : vote
        return RaftHardState(term: term, vote: saved, commit: commit)
    }

    var softState: RaftSoftState { RaftSoftState(role: role, leader: leader) }

    // Inlined, as otherwise the whole peer would be copied to be asked.
    @inline(__always) var hasReady: Bool {
        if !messages.isEmpty || log.last.index > stable || commit > applied || isInstalling {
            return true
        }
        if role != reportedSoftState.role || leader != reportedSoftState.leader { return true }
        if term != reportedHardState.term || commit != reportedHardState.commit { return true }
        if vote != reportedHardState.vote, !configuration.flaws.contains(.forgetsVote) {
            return true
        }
        return answeredReads.isEmpty ? false : Self.hasDue(answeredReads, at: commit)
    }

    private static func hasDue(_ reads: [RaftRead], at commit: UInt64) -> Bool {
        reads.contains { $0.isDue(at: commit) }
    }

    /// Hands out what has come up since the last time; the arrays of `ready` are used again.
    mutating func collect(into ready: inout RawReady) {
        if !ready.messages.isEmpty { ready.messages.removeAll(keepingCapacity: true) }
        swap(&ready.messages, &messages)

        ready.hardState = hardState == reportedHardState ? nil : hardState
        if ready.hardState != nil { reportedHardState = hardState }
        ready.softState = softState == reportedSoftState ? nil : softState
        if ready.softState != nil { reportedSoftState = softState }

        ready.snapshot = isInstalling ? snapshot : nil
        isInstalling = false

        ready.entries = entries(from: stable + 1, through: log.last.index)
        stable = log.last.index
        ready.committed = entries(from: applied + 1, through: commit)
        applied = commit

        ready.reads = []
        if !answeredReads.isEmpty {
            let commit = commit
            ready.reads = answeredReads.filter { $0.isDue(at: commit) }
            answeredReads.removeAll { $0.isDue(at: commit) }
        }
    }
}

extension RaftRead {
    /// Whether everything that the answer rests on is handed out with the next Ready.
    fileprivate func isDue(at commit: UInt64) -> Bool { index ?? 0 <= commit }
}
