import Basics
import SwarmModel
import SwarmStore
import SwarmWorld

/// What one instant of the cluster's time changed, as the watches see it.
struct Sight {
    let before: Store
    let after: Store
    let differences: StoreDifferences
    /// When it was.
    let now: Moment
    /// The request that came at this instant; `nil` if only time passed.
    let request: SentRequest?
    /// Answers that were given at this instant, with what they answer.
    let answers: [Answered]
    let leadership: Leadership
    /// How far each manager has come, after the instant.
    let carriedOut: [CarriedOut]

    /// Whether another manager leads than before the instant, or none does.
    var leaderChanged: Bool { leadership.before != leadership.after }
    var canCommit: Bool { leadership.canCommit }

    /// Whether a task's node, in one of the two states, can keep it.
    func hadValidNode(_ task: SwarmTask) -> Bool {
        guard let id = task.nodeID else { return true }
        guard let before = before.node(id), let after = after.node(id) else { return false }
        return !before.isInvalidForTasks && !after.isInvalidForTasks
    }
}

/// A request that was sent, with what it was made of.
struct SentRequest {
    let id: RequestNumber
    let command: ClusterCommand
}

typealias RequestNumber = UInt64

/// A request and its answer.
struct Answered {
    let request: SentRequest
    let result: Result<CommandOutcome, EngineError>
}

/// Who led before an instant and after it.
struct Leadership {
    struct Reign: Equatable {
        let leader: NodeID?
        let term: UInt64
    }

    let before: Reign
    let after: Reign
    /// Whether a majority of the managers stood behind the leader all the time.
    let canCommit: Bool
    /// Whether one did at the beginning or at the end.
    let mayHaveCommitted: Bool
}
