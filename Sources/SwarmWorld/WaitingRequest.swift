import Agents
package import Basics
package import SwarmModel
package import SwarmStore

/// A request that hangs because no leader can take it.
///
/// - Source: `observed-timelines` (h), (i): such calls hang up to 20 s.
struct WaitingRequest: Codable, Sendable {
    static let patience = Duration.seconds(20)

    let id: RequestID
    let command: ClusterCommand
    let deadline: Moment
    /// Whose engine was asked; `nil` = a manager's that can help.
    var node: NodeID?
    /// When it reaches the leader at the earliest, and its answer the client; `nil` = at once.
    var arrival: Moment?
    /// Whether it is known to write little; not saved, for it only spares work.
    var isSmall = false

    private enum CodingKeys: CodingKey { case id, command, deadline, node, arrival }
}

extension World {
    /// Takes a command in: it is carried out by ``settle()``, or at once if no leader is needed.
    mutating func receive(
        _ command: ClusterCommand,
        as id: RequestID,
        via node: NodeID?,
        isSmall: Bool
    ) {
        if managers.isEmpty {
            let result = carryOut(command)
            if !store.changes.isEmpty { commit(over: nil) }
            return answer(id, result)
        }
        if Self.needsNoLeader(command) { return answer(id, carryOut(command)) }
        if let node, let refusal = refusal(by: node) { return answer(id, .failure(refusal)) }
        if let since = leaderlessSince(at: node), now - since >= WaitingRequest.patience {
            return answer(id, .failure(.noLeader))
        }
        waiting.append(
            WaitingRequest(
                id: id,
                command: command,
                deadline: now + WaitingRequest.patience,
                node: node,
                arrival: detour(of: node).map { now + $0 },
                isSmall: isSmall
            )
        )
    }

    /// Why a node's engine does not even pass requests on; `nil` if it does.
    ///
    /// - Source: `observed-timelines` (i), LCK-3.
    package func refusal(by node: NodeID) -> EngineError? {
        if managers.isLocked(node) { return .locked }
        guard agents.isPoweredOn(node) else {
            return .refusedConnection(to: store.node(node)?.status.address ?? "\(node)")
        }
        return managers.isVoter(node) ? nil : .notAManager
    }

    /// What a node's engine answers to one who wants to look at the swarm now; `nil` = it answers.
    ///
    /// Readers of ``store`` see the last state all the same; an engine that knows of no leader
    /// answers nobody.
    ///
    /// - Parameter node: whose engine is asked; `nil` = a manager's that can help.
    /// - Returns: the refusal, or what a call that hangs ends with.
    /// - Source: RFT-6, `observed-timelines` (i).
    package func readingRefusal(by node: NodeID?) -> EngineError? {
        if let node, let refusal = refusal(by: node) { return refusal }
        guard let since = leaderlessSince(at: node) else { return nil }
        return now - since >= WaitingRequest.patience ? .noLeader : .deadlineExceeded
    }

    /// The swarm as one sees it who asks a node's engine now, or why it does not answer.
    ///
    /// Whoever is asked passes the question on to the leader (RFT-6).
    ///
    /// - Parameter node: whose engine is asked; `nil` = a manager's that can help.
    /// - Returns: what the leader knows.
    package func answeredStore(by node: NodeID?) -> Result<Store, EngineError> {
        if let refusal = readingRefusal(by: node) { return .failure(refusal) }
        if store.flaw == .readsOwnState, let node, let own = self.store(seenBy: node) {
            return .success(own)
        }
        return .success(store)
    }

    private func leaderlessSince(at node: NodeID?) -> Moment? {
        guard let node else { return managers.leaderlessSince }
        return managers.manager(node)?.leaderlessSince
    }

    /// What it costs that another manager than the leader was asked.
    private func detour(of node: NodeID?) -> Duration? {
        guard let node, let leader = managers.leader, node != leader else { return nil }
        return topology.quality(between: node, and: leader).roundTrip
    }

    /// Takes the first request out that can be carried out now.
    mutating func takeRequest() -> WaitingRequest? {
        guard let leader = managers.leader else { return nil }
        let first = waiting.firstIndex { request in
            guard request.arrival.map({ $0 <= now }) ?? true else { return false }
            guard let node = request.node, node != leader else { return true }
            return managers.isUp(node)
                && topology.quality(between: node, and: leader).carriesSessions
        }
        return first.map { waiting.remove(at: $0) }
    }

    /// When a request has to be looked at.
    var nextRequestDeadline: Moment? {
        waiting.flatMap { [$0.deadline, $0.arrival ?? .zero] }.filter { $0 > now }.min()
    }

    /// Answers the requests whose patience is over.
    mutating func expireWaiting() {
        while let first = waiting.first, first.deadline <= now {
            waiting.removeFirst()
            answer(first.id, .failure(.deadlineExceeded))
        }
    }

    /// Fails what a leader had taken in before it gave up.
    mutating func failWaitingOfLostLeader() {
        let requests = waiting
        waiting = []
        for request in requests { answer(request.id, .failure(.lostLeader)) }
    }

    /// Whether the command acts on one node alone, or on the machines themselves.
    static func needsNoLeader(_ command: ClusterCommand) -> Bool {
        switch command {
        case .fault, .removeContainer, .stopContainer, .signalContainer, .sendRequests, .request,
            .leaveSwarm, .unlockSwarm, .forceNewCluster:
            true
        default: false
        }
    }
}
