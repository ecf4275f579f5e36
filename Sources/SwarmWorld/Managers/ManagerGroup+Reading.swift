import ClusterPorts
import RaftCore

extension ManagerGroup {
    /// Every voter as a raft member, in the order of joining.
    func members(_ topology: Topology) -> [RaftMember] {
        managers.filter { isMember($0) }.map { manager in
            RaftMember(
                node: manager.node,
                standing: manager.standing,
                term: manager.peer?.term ?? manager.disk.hardState.term,
                commitIndex: manager.peer?.commitIndex ?? manager.disk.hardState.commit,
                appliedIndex: manager.appliedIndex,
                lastIndex: (manager.peer?.lastPosition ?? manager.disk.lastPosition).index,
                isReachable: isReachable(manager.node, topology),
                zone: topology.zone(of: manager.node) ?? ""
            )
        }
    }
}

extension ManagerPeer {
    fileprivate var standing: RaftMember.Standing {
        guard let peer else { return isLocked ? .locked : .down }
        return switch peer.role {
        case .leader: .leader
        case .follower: .follower
        case .candidate, .preCandidate: .candidate
        }
    }
}
