import Agents
package import Basics
package import SwarmModel
import SwarmStore

/// A request that hangs because no leader can commit it.
///
/// - Source: `observed-timelines` (h), (i): such calls hang up to 20 s.
struct WaitingRequest: Codable, Sendable {
    static let patience = Duration.seconds(20)

    let id: RequestID
    let command: ClusterCommand
    let deadline: Moment
}

extension World {
    /// Carries a command out, or keeps it until there is a leader, or refuses it.
    mutating func receive(_ command: ClusterCommand, as id: RequestID, via node: NodeID?) {
        if let node, let refusal = refusal(by: node) { return answer(id, .failure(refusal)) }
        if managers.voters.isEmpty || canCommit || Self.needsNoLeader(command) {
            return answer(id, carryOut(command))
        }
        if let since = managers.leaderlessSince, now - since >= WaitingRequest.patience {
            return answer(id, .failure(.noLeader))
        }
        waiting.append(
            WaitingRequest(id: id, command: command, deadline: now + WaitingRequest.patience)
        )
    }

    /// Why a node's engine does not even pass requests on; `nil` if it does.
    package func refusal(by node: NodeID) -> EngineError? {
        guard agents.isPoweredOn(node) else {
            return .refusedConnection(to: store.node(node)?.status.address ?? "\(node)")
        }
        return managers.isVoter(node) ? nil : .notAManager
    }

    /// Answers the requests whose patience is over.
    mutating func expireWaiting() {
        while let first = waiting.first, first.deadline <= now {
            waiting.removeFirst()
            answer(first.id, .failure(.deadlineExceeded))
        }
    }

    /// Carries out what waited for a leader, in the order of arrival.
    mutating func resumeWaiting() {
        let requests = waiting
        waiting = []
        for request in requests { answer(request.id, carryOut(request.command)) }
    }

    /// Fails what a leader had taken in before it gave up.
    mutating func failWaitingOfLostLeader() {
        let requests = waiting
        waiting = []
        for request in requests { answer(request.id, .failure(.lostLeader)) }
    }

    /// Whether the command acts on one node alone, or on the machines themselves.
    private static func needsNoLeader(_ command: ClusterCommand) -> Bool {
        switch command {
        case .fault, .removeContainer, .sendRequests, .request, .leaveSwarm: true
        default: false
        }
    }
}

extension EngineError {
    fileprivate static let deadlineExceeded = EngineError(
        status: 500,
        message: "rpc error: code = DeadlineExceeded desc = context deadline exceeded"
    )
    fileprivate static let lostLeader = EngineError.rpc(
        .unknown,
        "raft: failed to process the request: node lost leader status"
    )
}
