import Agents
import Basics
package import ClusterPorts
import SwarmModel
import SwarmStore

extension World {
    /// Where the machines stand and how they are linked, for readers; O(n log n).
    ///
    /// It is the same as long as ``topologyEdition`` is.
    package var networkTopology: NetworkTopology {
        let nodes = store.nodes.map(\.id)
        return topology.reading(
            nodes: nodes,
            strayed: nodes.filter { agents.isPoweredOn($0) && !agents.isLinked($0) }
        )
    }

    /// Brings a trouble of links about, or ends it.
    mutating func alterLinks(by fault: Fault) throws(EngineError) {
        switch fault {
        case .powerOff, .powerOn, .slowDisk, .skewClock: return
        case .cut(let one, let other):
            try check(one, other)
            topology.alter(one, other, .cut)
        case .link(let one, let other, let quality):
            try check(one, other)
            try check(quality)
            topology.alter(one, other, quality)
        case .isolate(let node):
            try check(.node(node), .node(node))
            topology.isolate(node)
        case .mend(let one, let other): topology.mend(one, other)
        case .heal: topology.heal()
        }
    }

    private func check(_ ends: LinkEnd...) throws(EngineError) {
        for case .node(let id) in ends where store.node(id) == nil {
            throw .notFound("node", "\(id)")
        }
    }

    private func check(_ quality: LinkQuality) throws(EngineError) {
        guard (0...1).contains(quality.loss), (0...1).contains(quality.duplication),
            quality.latency >= .zero, quality.jitter >= .zero
        else {
            throw EngineError(
                status: 400,
                message: "a link's loss and duplication are shares from 0 to 1, and its times are "
                    + "not negative"
            )
        }
    }

    /// Lets every agent notice whether it still finds its way to the leader.
    ///
    /// While none leads, nobody can tell. O(nodes x managers), whenever links or managers change.
    mutating func refreshSessions() {
        topologyEdition += 1
        guard let leader = managers.leader else { return }
        let everybody = topology.isSound && managers.voters.contains { managers.isUp($0) }
        for node in store.nodes {
            follow(node.id, canReach: everybody || reachesLeader(node.id, leader))
        }
    }

    /// The same for one node.
    mutating func refreshSession(of node: NodeID) {
        topologyEdition += 1
        guard let leader = managers.leader else { return }
        follow(node, canReach: reachesLeader(node, leader))
    }

    private mutating func follow(_ node: NodeID, canReach: Bool) {
        if canReach { agents.reconnect(node, now: now) } else { agents.disconnect(node, now: now) }
    }

    /// Whether some manager that the node can call can call the leader.
    private func reachesLeader(_ node: NodeID, _ leader: NodeID) -> Bool {
        managers.voters.contains { manager in
            managers.isUp(manager)
                && topology.quality(between: node, and: manager).carriesSessions
                && topology.quality(between: manager, and: leader).carriesSessions
        }
    }
}
