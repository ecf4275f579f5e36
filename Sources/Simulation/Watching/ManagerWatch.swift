import Basics
import SwarmModel
import SwarmStore

/// Who leads, and whether anything is written without a majority.
///
/// - Source: RFT-1, RFT-22.
struct ManagerWatch {
    /// Longer than any message takes, sent again or not.
    private static let longestWay = Duration.seconds(15)

    private var leaders: [UInt64: NodeID] = [:]
    private var lastMajority = Moment.zero

    mutating func see(_ sight: Sight, _ findings: inout Findings) {
        if let leader = sight.leadership.after.leader {
            let known = leaders.updateValue(leader, forKey: sight.leadership.after.term)
            // A leader that hands over does so within its term here.
            findings.expect(
                known == nil || known == leader,
                .oneLeaderPerTerm,
                "term \(sight.leadership.after.term) has two leaders"
            )
        }
        if sight.leadership.mayHaveCommitted { lastMajority = sight.now }
        // What a majority has agreed on may still be on its way to the leader.
        guard sight.now - lastMajority > Self.longestWay, sight.leadership.before.term > 0 else {
            return
        }
        let wrote =
            !sight.differences.tasks.isEmpty || !sight.differences.services.isEmpty
            || !sight.differences.networks.isEmpty || !sight.differences.secrets.isEmpty
            || !sight.differences.configs.isEmpty
        findings.expect(!wrote, .quorumCommits, "something was written without a majority")
    }
}
