/// What peers say to each other.
package enum RaftMessageKind: String, Hashable, Codable, Sendable {
    case requestPreVote
    case preVote
    case requestVote
    case vote
    case append
    case appendResponse
    case heartbeat
    case heartbeatResponse
    case installSnapshot
    /// The leader hands over: campaign at once.
    case timeoutNow
    /// A follower passes a linearizable read on to the leader.
    case readIndex
    case readIndexResponse

    /// Whether only a leader says this.
    var isLeaders: Bool { self == .append || self == .heartbeat || self == .installSnapshot }
}

/// A message as the protocol sees it; one flat form for all kinds.
struct RawMessage: Sendable {
    var from: RaftID
    var to: RaftID
    /// The sender's term; in a pre-vote the term that is asked for.
    var term: UInt64
    /// What the entries follow on, what is acknowledged or refused, or the end of a candidate's log.
    var index: UInt64 = 0
    /// The term of the entry at `index`, or at `hint` in a refusal.
    var logTerm: UInt64 = 0
    var commit: UInt64 = 0
    /// In a refusal: the highest index at which the logs may agree.
    var hint: UInt64 = 0
    /// The read that is asked for, or the newest one that a heartbeat confirms.
    var context: UInt64 = 0
    private var cargo: Cargo?
    var kind: RaftMessageKind
    var isRejected = false
    /// In a request for votes: the leader itself asked for the election, so its lease is no reason.
    var isForced = false

    init(_ kind: RaftMessageKind, from: RaftID, to: RaftID, term: UInt64) {
        self.kind = kind
        self.from = from
        self.to = to
        self.term = term
    }

    /// What few messages carry; most are passed around without it.
    private final class Cargo: Sendable {
        let entries: [RawEntry]
        let snapshot: RawSnapshot?

        init(entries: [RawEntry], snapshot: RawSnapshot?) {
            self.entries = entries
            self.snapshot = snapshot
        }
    }

    var entries: [RawEntry] {
        get { cargo?.entries ?? [] }
        set { load(newValue, cargo?.snapshot) }
    }

    var snapshot: RawSnapshot? {
        get { cargo?.snapshot }
        set { load(entries, newValue) }
    }

    private mutating func load(_ entries: [RawEntry], _ snapshot: RawSnapshot?) {
        let isEmpty = entries.isEmpty && snapshot == nil
        cargo = isEmpty ? nil : Cargo(entries: entries, snapshot: snapshot)
    }
}

/// All but the entries and the snapshot, which need the users' types.
extension RawMessage: Codable {
    enum CodingKeys: String, CodingKey {
        case from, to, term, index, logTerm, commit, hint, context, kind, isRejected, isForced
    }
}
