/// The numbers a peer runs on; all peers of a group have the same.
///
/// - Source: RFT-1, RFT-2.
package struct RaftConfiguration: Hashable, Codable, Sendable {
    /// Ticks without a word of the leader after which a follower may campaign.
    ///
    /// Each waits this long and up to as long again, by lot. A leader gives up when it has not heard
    /// from a quorum for this long.
    package var electionTicks: Int
    /// Ticks between two heartbeats of a leader.
    package var heartbeatTicks: Int
    /// The most entries in one message.
    package var entriesPerMessage: Int
    /// The most entries on their way to one follower without its word.
    package var entriesInFlight: Int
    /// Whether a peer first asks if it could win, so that one that was cut off disturbs nobody.
    package var usesPreVote: Bool
    /// Whether a leader without a quorum gives up, and followers of a live leader give no votes.
    package var checksQuorum: Bool
    /// Faults planted by tests; none otherwise.
    package var flaws: RaftFlaw

    package init(
        electionTicks: Int = 10,
        heartbeatTicks: Int = 1,
        entriesPerMessage: Int = 64,
        entriesInFlight: Int = 256,
        usesPreVote: Bool = true,
        checksQuorum: Bool = true,
        flaws: RaftFlaw = []
    ) {
        self.electionTicks = max(1, electionTicks)
        self.heartbeatTicks = max(1, heartbeatTicks)
        self.entriesPerMessage = max(1, entriesPerMessage)
        self.entriesInFlight = max(1, entriesInFlight)
        self.usesPreVote = usesPreVote
        self.checksQuorum = checksQuorum
        self.flaws = flaws
    }
}
