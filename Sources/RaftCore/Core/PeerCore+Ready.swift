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
    var hardState: RaftHardState {
        // The planted flaw: a vote that never reaches the disk.
        let saved = configuration.flaws.contains(.forgetsVote) ? nil : vote
        return RaftHardState(term: term, vote: saved, commit: commit)
    }

    var softState: RaftSoftState { RaftSoftState(role: role, leader: leader) }

    var hasReady: Bool {
        !messages.isEmpty || log.last.index > stable || commit > applied || isInstalling
            || softState != reportedSoftState || hardState != reportedHardState
            || answeredReads.contains(where: isDue)
    }

    /// Whether everything a read's answer rests on is handed out with the next Ready.
    private func isDue(_ read: RaftRead) -> Bool { read.index ?? 0 <= commit }

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
            ready.reads = answeredReads.filter(isDue)
            answeredReads.removeAll(where: isDue)
        }
    }
}
