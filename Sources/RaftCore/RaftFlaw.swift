/// Faults to plant into a peer, so that a test can show that it would find them.
///
/// For tests only: empty in every configuration that is not a test's. Each breaks one rule of the
/// protocol that looks as if one could do without it.
package struct RaftFlaw: OptionSet, Hashable, Codable, Sendable {
    package let rawValue: UInt8
    package init(rawValue: UInt8) { self.rawValue = rawValue }

    /// The leader takes an entry for committed as soon as it is in its own log.
    package static let commitsWithoutQuorum = RaftFlaw(rawValue: 1 << 0)
    /// The leader counts copies of entries of earlier terms, too (the paper's figure 8).
    package static let commitsOlderTerms = RaftFlaw(rawValue: 1 << 1)
    /// A vote already given does not count.
    package static let votesTwice = RaftFlaw(rawValue: 1 << 2)
    /// Candidates with older logs get votes as well.
    package static let votesWithoutLogCheck = RaftFlaw(rawValue: 1 << 3)
    /// The vote does not reach the disk.
    package static let forgetsVote = RaftFlaw(rawValue: 1 << 4)
    /// Entries are taken whatever stands before them.
    package static let appendsWithoutCheck = RaftFlaw(rawValue: 1 << 5)
    /// A leader goes on without a quorum.
    package static let keepsLeadingAlone = RaftFlaw(rawValue: 1 << 6)
}
