/// What a leader knows of one voter's log, and how it sends to it; any peer's tally of votes.
struct Progress: Codable, Sendable {
    enum State: UInt8, Codable, Sendable {
        /// Where the logs agree is unknown: one message at a time.
        case probe
        /// Entries are sent ahead of the acknowledgements.
        case replicate
        /// A snapshot is on its way.
        case snapshot
    }

    let id: RaftID
    /// The highest index known to be the same in both logs.
    var match: UInt64 = 0
    /// The next index to send.
    var next: UInt64
    /// The index of the snapshot on its way.
    var pendingSnapshot: UInt64 = 0
    /// The newest read that this voter has confirmed the leader for.
    var confirmedRead: UInt64 = 0
    var state = State.probe
    /// Whether nothing more may be sent until the voter is heard of.
    var isPaused = false
    /// Whether the voter was heard of since the quorum was last checked.
    var isActive = false
    /// How often the quorum was checked since the snapshot was sent.
    var snapshotAge: UInt8 = 0
    /// What the voter answered to this peer's candidacy.
    var vote: Bool?

    init(_ id: RaftID, next: UInt64, isActive: Bool = false) {
        self.id = id
        self.next = next
        self.isActive = isActive
    }

    var inFlight: UInt64 { next - 1 - match }

    /// How many entries the next message may carry.
    func room(_ configuration: RaftConfiguration) -> Int {
        guard state == .replicate else { return configuration.entriesPerMessage }
        let left = configuration.entriesInFlight - Int(inFlight)
        return min(configuration.entriesPerMessage, max(0, left))
    }

    mutating func becomeProbe() {
        next = state == .snapshot ? max(match, pendingSnapshot) + 1 : match + 1
        state = .probe
        pendingSnapshot = 0
        isPaused = false
    }

    mutating func becomeReplicate() {
        state = .replicate
        pendingSnapshot = 0
        isPaused = false
        next = match + 1
    }

    mutating func becomeSnapshot(_ index: UInt64) {
        state = .snapshot
        pendingSnapshot = index
        snapshotAge = 0
        isPaused = true
    }

    /// Takes an acknowledgement; `false` if it says nothing new.
    mutating func acknowledge(_ index: UInt64) -> Bool {
        next = max(next, index + 1)
        guard index > match else { return false }
        match = index
        if state != .snapshot { isPaused = false }
        return true
    }

    /// Goes back after a refusal; `false` if the refusal is an old one.
    mutating func retreat(refused: UInt64, hint: UInt64) -> Bool {
        if state == .replicate {
            guard refused > match else { return false }
            next = match + 1
            return true
        }
        guard state == .probe, next - 1 == refused else { return false }
        next = max(min(refused, hint + 1), match + 1)
        isPaused = false
        return true
    }

    /// Notes that entries were sent.
    mutating func sent(_ count: Int, limit: Int) {
        if state == .replicate {
            next += UInt64(count)
            isPaused = inFlight >= UInt64(limit)
        } else if count > 0 {
            isPaused = true
        }
    }
}
