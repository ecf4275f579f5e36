import Agents
import Basics
import SwarmModel
import SwarmStore

// The role manager: makes roles and raft members what nodes' specs want them to be.
//
// - Source: ROL-1, ROL-4 to ROL-8.
extension World {
    /// A promoted node renews its certificate before it can join: a second, more or less.
    ///
    /// - Source: ROL-5, `observed-timelines` (k).
    private static let renewalTime: ClosedRange<Duration> =
        .milliseconds(600)...Duration.milliseconds(1_200)
    private static let demotionTime = Duration.milliseconds(200)
    /// When what could not be done is tried again.
    private static let retryTime = Duration.seconds(5)
    /// When a change of members is looked at again that is under way.
    private static let checkTime = Duration.milliseconds(200)

    mutating func observeRole(_ before: Node?, _ after: Node) {
        let isNews = before?.role != after.role || before?.spec.role != after.spec.role
        guard isNews else { return }
        if after.spec.role != after.role {
            roleChanges.add(
                after.id,
                at: now + (after.spec.role == .manager ? .zero : Self.demotionTime)
            )
        } else if after.role == .manager {
            // A machine that joins as a manager brings the right certificate along.
            let wait = before == nil ? .zero : random.duration(in: Self.renewalTime)
            roleChanges.add(after.id, at: now + wait)
        } else {
            outcasts.remove(after.id)
        }
    }

    /// A new leader's role manager looks at every node once.
    mutating func reviewRoles() {
        for node in store.nodes {
            let isManager = node.role == .manager
            if node.role != node.spec.role || isManager != managers.isVoter(node.id) {
                roleChanges.add(node.id, at: now)
            }
        }
        for id in managers.voters where store.node(id) == nil { roleChanges.add(id, at: now) }
    }

    /// Lets members come and go as is due; that comes before roles are written (ROL-1).
    ///
    /// - Returns: the roles to write.
    mutating func changeMembers() -> [(NodeID, NodeRole)] {
        var roles: [(NodeID, NodeRole)] = []
        while let (_, id) = roleChanges.popDue(at: now) {
            if let role = settleRole(of: id) { roles.append((id, role)) }
        }
        if !canWrite { for (id, _) in roles { roleChanges.add(id, at: now + Self.checkTime) } }
        return roles
    }

    mutating func write(_ roles: [(NodeID, NodeRole)]) {
        if roles.isEmpty { return }
        store.beginTransaction()
        for (id, role) in roles {
            guard var node = store.node(id) else { continue }
            node.role = role
            store.put(node)
        }
    }

    /// Lets a node join the managers or leave them, as far as that is wanted.
    ///
    /// - Returns: the role to write; `nil` for none.
    private mutating func settleRole(of id: NodeID) -> NodeRole? {
        guard canWrite else {
            roleChanges.add(id, at: now + Self.checkTime)
            return nil
        }
        guard let node = store.node(id) else {
            removeMember(id)
            return nil
        }
        if node.spec.role == .manager {
            if node.role == .worker { return .manager }
            addMember(id)
            return nil
        }
        guard node.role == .manager else { return nil }
        removeMember(id)
        return managers.isVoter(id) ? nil : .worker
    }

    private mutating func addMember(_ id: NodeID) {
        guard !managers.isVoter(id), !outcasts.contains(id) else { return }
        // The leader calls the new one before it lets it in (TOK-6).
        let canCall =
            agents.isPoweredOn(id)
            && managers.leader.map { topology.quality(between: $0, and: id).carriesRaft } ?? false
        let isAsked = canCall && managers.admit(id, now: now)
        follow(managers.settle(topology, now: now))
        if !managers.isVoter(id) {
            roleChanges.add(id, at: now + (isAsked ? Self.checkTime : Self.retryTime))
        }
    }

    private mutating func removeMember(_ id: NodeID) {
        guard managers.isVoter(id) else { return }
        var isAsked = false
        if managers.canRemove(id, topology) {
            if managers.leader == id {
                managers.handOver(topology)
            } else {
                isAsked = managers.evict(id)
            }
            follow(managers.settle(topology, now: now))
        }
        if managers.isVoter(id) {
            roleChanges.add(id, at: now + (isAsked ? Self.checkTime : Self.retryTime))
        }
    }

    /// Refuses what would leave the swarm without managers or without a majority.
    ///
    /// - Source: ROL-2, ROL-3.
    func checkDemotion(of node: Node) throws(EngineError) {
        if store.nodes.filter({ $0.role == .manager }).map(\.id) == [node.id] {
            throw .rpc(
                .failedPrecondition,
                "attempting to demote the last manager of the swarm"
            )
        }
        guard managers.isVoter(node.id) else {
            throw .rpc(.notFound, "can't find manager in raft memberlist")
        }
        guard managers.canRemove(node.id, topology) else {
            throw .rpc(
                .failedPrecondition,
                "can't remove member from the raft: this would result in a loss of quorum"
            )
        }
    }
}
