import Basics
import SwarmModel

/// What the orchestrator has to look at, noted when it happens and worked off at the next run.
enum Happening: Codable, Sendable {
    case taskCreated(TaskID)
    /// A task came up, ended, got a node, or is to go.
    case taskMoved(TaskID)
    case taskRemoved(TaskID, of: ServiceID, wasWanted: Bool)
    case serviceChanged(ServiceID)
    case serviceRemoved(ServiceID)
    case nodeCreated(NodeID)
    case nodeUpdated(NodeID)
    case nodeRemoved(NodeID)
}

extension SwarmTask {
    /// Whether the orchestrator must look at a task that is now like this.
    ///
    /// That it merely came up is of interest only if it `isFollowed`.
    func isOfInterest(since before: SwarmTask, isFollowed: Bool) -> Bool {
        if isDead {
            let hasMoved = state != before.state || desiredState != before.desiredState
            return hasMoved || desiredState <= .complete
        }
        if state == .running, before.state != .running, isFollowed { return true }
        return nodeID != before.nodeID || isDoomed(since: before)
    }

    /// Whether it is wanted gone now, and was not before.
    private func isDoomed(since before: SwarmTask) -> Bool {
        guard desiredState != before.desiredState else { return false }
        return desiredState == .remove || (desiredState > .running && state < .assigned)
    }
}
