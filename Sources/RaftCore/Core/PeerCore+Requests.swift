/// What the host asks a peer for.
extension PeerCore {
    /// Adds an entry to the leader's log and sends it out.
    mutating func propose(_ kind: RawEntry.Kind, body: SharedBody?) throws(RaftRefusal)
        -> RaftPosition
    {
        guard role == .leader else { throw .notLeader(leader: leader) }
        guard transferee == nil else { throw .transferring }
        let position = RaftPosition(index: log.last.index + 1, term: term)
        append(
            RawEntry(index: position.index, term: position.term, body: body, kind: kind)
        )
        if isSoleVoter { advanceCommit() }
        if role == .leader, progress.count > 1 { broadcastAppend() }
        return position
    }

    mutating func propose(_ change: RaftMembershipChange) throws(RaftRefusal) -> RaftPosition {
        guard role == .leader else { throw .notLeader(leader: leader) }
        guard commit >= pendingMembershipIndex else { throw .membershipPending }
        if let refusal = membership.refusal(of: change) { throw refusal }
        let pending = pendingMembershipIndex
        // Before the proposal: a sole voter commits within it.
        pendingMembershipIndex = log.last.index + 1
        do throws(RaftRefusal) {
            return try propose(.membership, body: MembershipBox(change))
        } catch {
            pendingMembershipIndex = pending
            throw error
        }
    }

    /// Lets a change that is committed take effect.
    mutating func makeChange(_ change: RaftMembershipChange) {
        if role == .leader, case .remove(let peer) = change {
            sayGoodbye(to: peer)
        }
        guard membership.apply(change) else { return }
        matchProgress()
        guard role == .leader else {
            if change == .remove(id) { becomeFollower(term: term, leader: nil) }
            return
        }
        switch change {
        case .add(let peer):
            if let position = progressIndex(of: peer) {
                sendAppend(to: position, evenIfEmpty: true)
            }
        case .remove(id): becomeFollower(term: term, leader: nil)
        case .remove(let peer): if transferee == peer { transferee = nil }
        }
    }

    /// Tells a peer that it is removed, or all others when the leader itself goes.
    private mutating func sayGoodbye(to peer: RaftID) {
        if peer == id {
            broadcastAppend()
        } else if let position = progressIndex(of: peer) {
            progress[position].isPaused = false
            sendAppend(to: position, evenIfEmpty: true)
        }
    }

    /// Takes over a membership as a whole.
    mutating func adopt(_ newMembership: RaftMembership) {
        membership = newMembership
        matchProgress()
    }

    /// Keeps one progress for each voter, in the order of the voters.
    private mutating func matchProgress() {
        let known = progress
        progress = membership.voters.map { voter in
            // A new voter counts as heard of, or the next check of the quorum might fail for it.
            known.first { $0.id == voter }
                ?? Progress(voter, next: max(log.last.index, 1), isActive: true)
        }
    }

    /// Begins to hand leadership over; after an election timeout without success it goes on leading.
    mutating func transferLeadership(to peer: RaftID) throws(RaftRefusal) {
        guard role == .leader else { throw .notLeader(leader: leader) }
        guard let position = progressIndex(of: peer) else { throw .notMember }
        guard peer != id, transferee != peer else { return }
        transferee = peer
        transferElapsed = 0
        if progress[position].match == log.last.index {
            send(.timeoutNow, to: peer)
        } else {
            progress[position].isPaused = progress[position].state == .snapshot
            sendAppend(to: position, evenIfEmpty: true)
        }
    }

    // MARK: Reads

    mutating func readIndex(token: UInt64) throws(RaftRefusal) {
        if role == .leader {
            admitRead(token: token, asker: id)
        } else if let leader {
            send(.readIndex, to: leader, context: token)
        } else {
            throw .notLeader(leader: nil)
        }
    }

    private var hasCommittedInTerm: Bool { log.term(at: commit) == term }

    /// Notes a read, and asks a quorum whether this peer still leads.
    mutating func admitRead(token: UInt64, asker: RaftID) {
        readSequence += 1
        let index = hasCommittedInTerm ? commit : 0
        pendingReads.append(
            PendingRead(sequence: readSequence, token: token, asker: asker, index: index)
        )
        if isSoleVoter { answerReads() } else { broadcastHeartbeat() }
    }

    /// Answers the reads that a quorum has confirmed.
    ///
    /// A leader that has committed nothing in its term does not know yet what is committed.
    mutating func answerReads() {
        guard role == .leader, hasCommittedInTerm else { return }
        let own = id
        let confirmed = quorumValue { $0.id == own ? .max : $0.confirmedRead }
        while let read = pendingReads.first, read.sequence <= confirmed {
            pendingReads.removeFirst()
            let index = read.index == 0 ? commit : read.index
            if read.asker == id {
                answeredReads.append(RaftRead(token: read.token, index: index))
            } else {
                send(.readIndexResponse, to: read.asker, index: index, context: read.token)
            }
        }
    }

    /// Tells this peer's own askers that leadership is lost.
    mutating func dropReads() {
        for read in pendingReads where read.asker == id {
            answeredReads.append(RaftRead(token: read.token, index: nil))
        }
        pendingReads = []
    }

    // MARK: Reports of the host

    /// Notes that a message to a peer could not be sent: no more are sent ahead.
    mutating func reportUnreachable(_ peer: RaftID) {
        guard role == .leader, let position = progressIndex(of: peer),
            progress[position].state == .replicate
        else { return }
        progress[position].becomeProbe()
    }

    /// Notes what became of a snapshot; without a report a lost one is found out in time.
    mutating func reportSnapshot(to peer: RaftID, isDelivered: Bool) {
        guard role == .leader, let position = progressIndex(of: peer),
            progress[position].state == .snapshot
        else { return }
        if !isDelivered { progress[position].pendingSnapshot = 0 }
        progress[position].becomeProbe()
        // The follower's word, or the next heartbeat's answer, goes on from here.
        progress[position].isPaused = true
    }

    /// Puts a state in the place of all entries handed out so far.
    ///
    /// - Returns: the snapshot; `nil` if there is nothing new, or not all committed entries have
    ///   been handed out.
    mutating func compact(body: SharedBody, keeping kept: UInt64) -> RawSnapshot? {
        guard applied == commit, applied > snapshot?.position.index ?? 0,
            let term = log.term(at: applied)
        else { return nil }
        let taken = RawSnapshot(
            position: RaftPosition(index: applied, term: term),
            membership: membership,
            body: body
        )
        snapshot = taken
        if applied > kept { log.compact(through: min(applied - kept, stable)) }
        return taken
    }
}
