import Basics
import ClusterPorts
import SwarmModel
import SwarmStore

/// Who finds whom: which managers make a majority, and which machines they still see.
struct ContactReading: Sendable {
    /// A raft call that takes longer there and back has failed (RFT-2).
    static let raftPatience = Duration.seconds(2)
    /// The same of an agent's (AGT-1).
    static let agentPatience = Duration.seconds(5)

    /// All managers, those that are down included.
    let managers: [NodeID]
    /// Those whose machine runs, and that are not locked.
    let up: [NodeID]
    /// The leader that the cluster has now.
    let leader: NodeID?
    let links: LinkReading
    /// Machines that run, as far as the managers know.
    private let machines: [NodeID]

    init(
        _ cluster: ClusterState,
        links: LinkReading,
        without lost: Set<NodeID> = [],
        with: Set<NodeID> = []
    ) {
        self.links = links
        let summary = cluster.snapshot.managers
        leader = summary.leader
        let nodes = cluster.nodeOrder.compactMap { cluster.store.node($0) }
        managers =
            summary.members.isEmpty
            ? nodes.filter { $0.manager != nil }.map(\.id) : summary.members.map(\.node)
        var running: Set<NodeID> = []
        for node in nodes where node.manager?.reachability != .unreachable {
            running.insert(node.id)
        }
        for member in summary.members {
            switch member.standing {
            case .leader, .follower, .candidate: running.insert(member.node)
            case .down, .locked: running.remove(member.node)
            }
        }
        running.subtract(lost)
        running.formUnion(with)
        up = managers.filter { running.contains($0) }
        machines = nodes.filter { node in
            with.contains(node.id)
                || !lost.contains(node.id)
                    && (running.contains(node.id) && node.manager != nil
                        || node.status.state == .ready || node.status.state == .unknown
                        || cluster.snapshot.topology.strayed.contains(node.id))
        }.map(\.id)
    }

    var quorum: Int { managers.count / 2 + 1 }

    /// The managers that one finds, itself included.
    func found(by manager: NodeID) -> [NodeID] {
        up.filter { $0 == manager || carries(manager, $0, Self.raftPatience) }
    }

    /// The managers around the one who leads, or can; the largest group if none can.
    var majority: [NodeID] {
        if let leader, up.contains(leader) {
            let group = found(by: leader)
            if group.count >= quorum { return group }
        }
        return up.map { found(by: $0) }.max { $0.count < $1.count } ?? []
    }

    var hasQuorum: Bool { !managers.isEmpty && majority.count >= quorum }

    /// Whether the present leader goes on.
    var leaderStays: Bool {
        leader.map { up.contains($0) && found(by: $0).count >= quorum } ?? false
    }

    /// Machines that run but find no manager of the majority.
    var strays: [NodeID] {
        let group = majority
        return machines.filter { node in
            !group.contains { $0 == node || carries(node, $0, Self.agentPatience) }
        }
    }

    private func carries(_ one: NodeID, _ other: NodeID, _ patience: Duration) -> Bool {
        let quality = links.quality(between: one, and: other)
        guard !quality.isCut, quality.loss < 0.5 else { return false }
        return quality.latency * 2 + quality.jitter <= patience
    }

    /// `3 managers, 2 find each other, survives no loss`.
    var words: String {
        let count = Amount.count(managers.count, "manager")
        guard hasQuorum else { return said("\(count), \(majority.count) reachable, NO QUORUM") }
        let spare = majority.count - quorum
        let loss = spare == 0 ? said("no loss") : Amount.count(spare, "loss", "losses")
        return said("\(count), \(majority.count) reachable, survives \(loss)")
    }
}

extension ManagersSummary {
    /// `3 managers, 3 reachable, survives 1 loss`.
    var sentence: String {
        let count = Amount.count(total, "manager")
        guard hasQuorum else { return said("\(count), \(reachable) reachable, NO QUORUM") }
        let loss = tolerance == 0 ? said("no loss") : Amount.count(tolerance, "loss", "losses")
        return said("\(count), \(reachable) reachable, survives \(loss)")
    }
}
