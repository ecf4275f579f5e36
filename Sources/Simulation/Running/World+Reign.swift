import SwarmModel
import SwarmWorld

extension World {
    /// Who leads, and since which election.
    var reign: Leadership.Reign { Leadership.Reign(leader: managers.leader, term: leaderTerm ?? 0) }

    /// Whether a leader has a majority of the managers with it, counted here and not asked.
    var canCommitByCount: Bool {
        guard let leader = managers.leader else { return false }
        let voters = managers.voters
        let reached = voters.count { voter in
            managers.isUp(voter) && !topology.quality(between: leader, and: voter).isCut
        }
        return reached > voters.count / 2
    }
}
