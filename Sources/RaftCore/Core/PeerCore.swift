import Basics

/// One peer of a raft group: the protocol itself, without the users' types.
///
/// Follows the raft paper and, where the paper leaves it open, etcd's implementation, which SwarmKit
/// uses: pre-vote, a checked quorum with leases, progress for each follower, one membership change at
/// a time.
///
/// A change of the membership takes effect when a peer learns that it is committed, and a leader
/// proposes the next one only after that. So any entry of a second change travels with a commit index
/// that covers the first: no peer that holds the second in its log still counts by the voters before
/// the first. Two peers that count by different voters are at most one change apart, and then their
/// quorums meet; or one of them lacks a committed entry, and the log check keeps it from winning.
struct PeerCore: Codable, Sendable {
    let id: RaftID
    var configuration: RaftConfiguration
    var random: SeededGenerator

    // On disk.
    var term: UInt64 = 0
    var vote: RaftID?
    var commit: UInt64 = 0
    var log = EntryLog()
    /// The newest snapshot, for followers that need what the log no longer has.
    var snapshot: RawSnapshot?

    // In memory.
    var role = RaftRole.follower
    var leader: RaftID?
    /// The members as of the commit index.
    var membership = RaftMembership()
    /// One for each voter, in the order of the voters.
    var progress: [Progress] = []
    /// The newest entry with a membership change; one that was cut off may still be noted.
    var lastMembershipIndex: UInt64 = 0
    /// A leader proposes no membership change before this is committed.
    var pendingMembershipIndex: UInt64 = 0
    /// To whom leadership is being handed over.
    var transferee: RaftID?
    /// Ticks since that began.
    var transferElapsed = 0

    // Time.
    /// Ticks since the leader was heard of; a leader's: since it last checked its quorum.
    var electionElapsed = 0
    var heartbeatElapsed = 0
    /// How long this peer waits this time.
    var electionTimeout = 0

    // Reads.
    var readSequence: UInt64 = 0
    var pendingReads: [PendingRead] = []
    /// Reads with an index that is perhaps not handed out yet.
    var answeredReads: [RaftRead] = []

    // What waits to be handed out.
    var messages: [RawMessage] = []
    /// The end of what was handed out to be written to disk.
    var stable: UInt64 = 0
    /// The end of what was handed out to be applied.
    var applied: UInt64 = 0
    /// Whether the snapshot came from a leader and was not handed out yet.
    var isInstalling = false
    var reportedHardState = RaftHardState()
    var reportedSoftState = RaftSoftState(role: .follower, leader: nil)
    /// The entries that were copied last: the same few go to the disk, to each follower and to be
    /// applied.
    var recentEntries: [RawEntry] = []

    /// All but what needs the users' types: log, snapshot, messages.
    enum CodingKeys: String, CodingKey {
        case id, configuration, random, term, vote, commit, role, leader, membership, progress
        case lastMembershipIndex, pendingMembershipIndex, transferee, transferElapsed
        case electionElapsed, heartbeatElapsed, electionTimeout
        case readSequence, pendingReads, answeredReads
        case stable, applied, isInstalling, reportedHardState, reportedSoftState
    }

    init(id: RaftID, configuration: RaftConfiguration, random: SeededGenerator) {
        self.id = id
        self.configuration = configuration
        self.random = random
        drawElectionTimeout()
    }

    // MARK: Roles

    /// Whether this peer may be elected, as far as it knows.
    var isPromotable: Bool { membership.isVoter(id) }

    /// Whether the leader alone decides.
    var isSoleVoter: Bool { progress.count == 1 && progress[0].id == id }

    mutating func drawElectionTimeout() {
        let span = UInt64(configuration.electionTicks)
        electionTimeout = configuration.electionTicks + Int(random.next() % span)
    }

    /// Forgets what belongs to the term and the role before.
    mutating func reset(term newTerm: UInt64) {
        if newTerm != term {
            term = newTerm
            vote = nil
        }
        leader = nil
        transferee = nil
        electionElapsed = 0
        heartbeatElapsed = 0
        drawElectionTimeout()
        if !pendingReads.isEmpty { dropReads() }
    }

    mutating func becomeFollower(term newTerm: UInt64, leader newLeader: RaftID?) {
        reset(term: newTerm)
        role = .follower
        leader = newLeader
    }

    mutating func becomeLeader() {
        reset(term: term)
        role = .leader
        leader = id
        let next = log.last.index + 1
        for position in progress.indices {
            progress[position] = Progress(progress[position].id, next: next)
        }
        // There may be a change in the part of the log that is not known to be committed.
        pendingMembershipIndex = log.last.index
        append(.empty(index: next, term: term))
        advanceCommit()
        if role == .leader { broadcastAppend() }
    }

    // MARK: The log

    func progressIndex(of peer: RaftID) -> Int? {
        for position in progress.indices where progress[position].id == peer { return position }
        return nil
    }

    /// Adds an entry to a leader's own log.
    mutating func append(_ entry: RawEntry) {
        log.append(entry)
        recentEntries = [entry]
        if entry.kind == .membership { lastMembershipIndex = entry.index }
        if let own = progressIndex(of: id) { _ = progress[own].acknowledge(entry.index) }
        if configuration.flaws.contains(.commitsWithoutQuorum) { commit(through: entry.index) }
    }

    /// Entries of a range of indexes, as the array that was made last if it is the same.
    mutating func entries(from first: UInt64, through end: UInt64) -> [RawEntry] {
        guard first <= end else { return [] }
        if let known = recentEntries.first, known.index == first,
            recentEntries.count == Int(end - first) + 1
        {
            return recentEntries
        }
        let copy = log.entries(from: first, through: end)
        if copy.count <= configuration.entriesPerMessage { recentEntries = copy }
        return copy
    }

    /// Takes entries for committed up to an index, and lets membership changes among them take effect.
    mutating func commit(through index: UInt64) {
        let end = min(index, log.last.index)
        guard end > commit else { return }
        let start = commit
        commit = end
        guard lastMembershipIndex > start else { return }
        for index in max(start, log.base.index) + 1..<end + 1 {
            if let change = log[index].membershipChange { makeChange(change) }
        }
    }

    /// The highest value that a quorum of the voters has reached.
    func quorumValue(_ value: (Progress) -> UInt64) -> UInt64 {
        let quorum = progress.count / 2 + 1
        var best: UInt64 = 0
        for one in progress {
            let candidate = value(one)
            if candidate > best, progress.count(where: { value($0) >= candidate }) >= quorum {
                best = candidate
            }
        }
        return best
    }

    /// Commits what a quorum has, if the newest of it is of this leader's own term.
    ///
    /// Entries of earlier terms are committed by what follows them only (the paper's figure 8).
    ///
    /// - Returns: whether anything new is committed.
    @discardableResult mutating func advanceCommit() -> Bool {
        var hasAdvanced = false
        while role == .leader {
            let index = quorumValue(\.match)
            guard index > commit else { break }
            guard
                log.term(at: index) == term || configuration.flaws.contains(.commitsOlderTerms)
            else { break }
            commit(through: index)
            hasAdvanced = true
        }
        if hasAdvanced, !pendingReads.isEmpty { answerReads() }
        return hasAdvanced
    }
}

/// A read for which the leader makes sure that it still leads.
struct PendingRead: Codable, Sendable {
    var sequence: UInt64
    var token: UInt64
    /// Who asked.
    var asker: RaftID
    /// What was committed when it was asked; 0 if that was not known yet.
    var index: UInt64
}
