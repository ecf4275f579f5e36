/// The leader's side of replication.
extension PeerCore {
    mutating func broadcastAppend() {
        for position in progress.indices where progress[position].id != id {
            sendAppend(to: position, evenIfEmpty: true)
        }
    }

    mutating func broadcastHeartbeat() {
        let context = pendingReads.isEmpty ? 0 : readSequence
        for position in progress.indices where progress[position].id != id {
            var message = RawMessage(
                .heartbeat,
                from: id,
                to: progress[position].id,
                term: term
            )
            // No more than the follower is known to have: the rest of its log may be another one.
            message.commit = min(progress[position].match, commit)
            message.context = context
            messages.append(message)
        }
    }

    /// Sends a follower what it may be sent now.
    ///
    /// - Returns: whether anything was sent.
    @discardableResult
    mutating func sendAppend(to position: Int, evenIfEmpty: Bool) -> Bool {
        guard !progress[position].isPaused else { return false }
        let next = progress[position].next
        guard let previousTerm = log.term(at: next - 1) else { return sendSnapshot(to: position) }
        let room = progress[position].room(configuration)
        let end = min(log.last.index, next - 1 + UInt64(room))
        let entries = entries(from: next, through: end)
        if entries.isEmpty, !evenIfEmpty { return false }
        var message = RawMessage(.append, from: id, to: progress[position].id, term: term)
        message.index = next - 1
        message.logTerm = previousTerm
        message.commit = commit
        progress[position].sent(entries.count, limit: configuration.entriesInFlight)
        message.entries = entries
        messages.append(message)
        return true
    }

    private mutating func sendSnapshot(to position: Int) -> Bool {
        // One who is silent would not take it; its next word brings us here again.
        guard let snapshot, progress[position].isActive else { return false }
        var message = RawMessage(.installSnapshot, from: id, to: progress[position].id, term: term)
        message.snapshot = snapshot
        messages.append(message)
        progress[position].becomeSnapshot(snapshot.position.index)
        return true
    }

    mutating func handleResponse(_ message: RawMessage) {
        guard let position = progressIndex(of: message.from) else { return }
        progress[position].isActive = true
        if message.kind == .heartbeatResponse {
            handleHeartbeatResponse(message, position)
        } else if message.isRejected {
            handleRefusal(message, position)
        } else {
            handleAcknowledgement(message, position)
        }
    }

    private mutating func handleHeartbeatResponse(_ message: RawMessage, _ position: Int) {
        if progress[position].state != .snapshot { progress[position].isPaused = false }
        if progress[position].match < log.last.index || progress[position].state == .probe {
            // Also when nothing is left to send: if it was lost, the refusal tells.
            sendAppend(to: position, evenIfEmpty: true)
        }
        if message.context > progress[position].confirmedRead {
            progress[position].confirmedRead = message.context
            answerReads()
        }
    }

    private mutating func handleRefusal(_ message: RawMessage, _ position: Int) {
        var hint = message.hint
        if message.logTerm > 0 {
            // Entries of ours above that are of newer terms than any the follower has there.
            hint = log.lastPosition(notAfter: hint, term: message.logTerm).index
        }
        guard progress[position].retreat(refused: message.index, hint: hint) else { return }
        if progress[position].state == .replicate { progress[position].becomeProbe() }
        sendAppend(to: position, evenIfEmpty: true)
    }

    private mutating func handleAcknowledgement(_ message: RawMessage, _ position: Int) {
        // A log cannot be longer than ours up to where it agrees; only a planted flaw says so.
        guard message.index <= log.last.index else { return }
        let wasPaused = progress[position].isPaused
        let isProbed =
            progress[position].state == .probe && message.index == progress[position].match
        guard progress[position].acknowledge(message.index) || isProbed else { return }
        switch progress[position].state {
        case .probe: progress[position].becomeReplicate()
        case .snapshot:
            if progress[position].match >= log.base.index { progress[position].becomeReplicate() }
        case .replicate: break
        }
        if message.index > commit, advanceCommit() {
            guard role == .leader else { return }
            broadcastAppend()
        } else if wasPaused {
            sendAppend(to: position, evenIfEmpty: true)
        }
        // The voters may have changed with what was committed.
        guard let position = progressIndex(of: message.from) else { return }
        while progress[position].next <= log.last.index {
            guard sendAppend(to: position, evenIfEmpty: false) else { break }
        }
        if transferee == message.from, progress[position].match == log.last.index {
            send(.timeoutNow, to: message.from)
        }
    }
}
