import RaftCore

/// Something that raft rules out.
struct Violation: Error, CustomStringConvertible {
    var description: String
    init(_ description: String) { self.description = description }
}

/// Sees all peers at once and remembers what none of them may contradict later.
struct Witness {
    /// An entry that was applied somewhere.
    private struct Decision {
        var term: UInt64
        var payload: Int
        /// The state after it.
        var digest: UInt64
        /// The term of the peer that applied it first.
        var decidedIn: UInt64
    }

    private var decisions: [Decision] = []
    private var leaders: [UInt64: RaftID] = [:]
    /// Of each index, the entries that were ever seen there.
    private var entries: [[(term: UInt64, before: UInt64, payload: Int)]] = []
    /// What was decided when a read was asked.
    private var reads: [UInt64: UInt64] = [:]

    /// How many entries were applied anywhere.
    var decided: UInt64 { UInt64(decisions.count) }

    /// Election Safety, and Leader Completeness.
    mutating func elected(_ peer: SimulatedPeer) throws(Violation) {
        if let other = leaders[peer.term], other != peer.id {
            throw Violation("Election safety: \(other) and \(peer.id) lead in term \(peer.term)")
        }
        leaders[peer.term] = peer.id
        guard let index = decisions.lastIndex(where: { $0.decidedIn < peer.term }) else { return }
        let position = RaftPosition(index: UInt64(index) + 1, term: decisions[index].term)
        guard position.index > peer.basePosition.index else { return }
        if peer.entry(at: position.index)?.term != position.term {
            throw Violation(
                "Leader completeness: \(peer.id) leads in term \(peer.term) without \(position)"
            )
        }
    }

    /// Log Matching: an index and a term mean the same entry, after the same one, in all logs.
    ///
    /// By induction the logs are the same up to there.
    mutating func saw(_ entry: SimulatedPeer.Entry, after before: UInt64) throws(Violation) {
        while entries.count <= entry.index { entries.append([]) }
        let payload = entry.fingerprint
        if let known = entries[Int(entry.index)].first(where: { $0.term == entry.term }) {
            if known.before != before || known.payload != payload {
                throw Violation("Log matching: two entries at \(entry.position)")
            }
        } else {
            entries[Int(entry.index)].append((entry.term, before, payload))
        }
    }

    /// State Machine Safety: all apply the same entry at an index.
    ///
    /// - Returns: the state after it, and whether it was the first to be applied at that index.
    mutating func applied(
        _ entry: SimulatedPeer.Entry,
        on state: SimulatedState,
        by peer: SimulatedPeer
    ) throws(Violation) -> (state: SimulatedState, isFirst: Bool) {
        guard entry.index == state.index + 1 else {
            throw Violation("\(peer.id) applies \(entry.index) after \(state.index)")
        }
        let after = state.applying(entry)
        guard entry.index <= decided else {
            decisions.append(
                Decision(
                    term: entry.term,
                    payload: entry.fingerprint,
                    digest: after.digest,
                    decidedIn: peer.term
                )
            )
            return (after, true)
        }
        let known = decisions[Int(entry.index) - 1]
        if known.term != entry.term || known.payload != entry.fingerprint {
            throw Violation("State machine safety: two entries applied at \(entry.index)")
        }
        try check(after, of: peer.id)
        return (after, false)
    }

    /// A state is the one that all decisions up to its index make.
    func check(_ state: SimulatedState, of peer: RaftID) throws(Violation) {
        guard state.index > 0, state.index <= decided else { return }
        if decisions[Int(state.index) - 1].digest != state.digest {
            throw Violation("State machine safety: \(peer) has another state at \(state.index)")
        }
    }

    mutating func asked(_ token: UInt64) { reads[token] = decided }

    /// Linearizable reads: nothing is missing that was applied anywhere before the question.
    func answered(_ read: RaftRead) throws(Violation) {
        guard let index = read.index, let known = reads[read.token] else { return }
        if index < known {
            throw Violation("Read \(read.token) sees \(index), but \(known) was decided before")
        }
    }
}

/// What entries build: a digest of all of them.
struct SimulatedState: Hashable, Sendable {
    var index: UInt64 = 0
    var digest: UInt64 = 0

    func applying(_ entry: SimulatedPeer.Entry) -> SimulatedState {
        let mixed = (digest ^ UInt64(bitPattern: Int64(entry.fingerprint)) ^ (entry.term << 40))
        return SimulatedState(index: entry.index, digest: mixed &* 0x9E37_79B9_7F4A_7C15 &+ 1)
    }
}

typealias SimulatedPeer = RaftPeer<Int, SimulatedState>

extension SimulatedPeer.Entry {
    /// What the entry carries, as a number: payloads are positive.
    var fingerprint: Int {
        switch content {
        case .empty: 0
        case .payload(let payload): payload
        case .membership(.add(let id)): -2 * Int(id.rawValue)
        case .membership(.remove(let id)): -2 * Int(id.rawValue) - 1
        }
    }
}

extension RaftMessageKind {
    var isAboutVotes: Bool {
        [.requestPreVote, .preVote, .requestVote, .vote].contains(self)
    }
}
