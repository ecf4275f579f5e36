import Basics
import RaftCore
import SwarmModel

// Managers that come and go. Each of these is to be followed by `settle`.
extension ManagerGroup {
    /// Founds the group: the first manager leads at once.
    mutating func found(_ node: NodeID, now: Moment) {
        let id = nextRaftID()
        var manager = ManagerPeer(
            node: node,
            raftID: id,
            applied: 0,
            lastTick: Self.phase(of: id, now)
        )
        manager.peer = newPeer(id, voters: [id])
        manager.peer?.campaign()
        append(manager)
    }

    /// Each manager's clock ticks at its own moment of a second.
    private static func phase(of id: RaftID, _ now: Moment) -> Moment {
        let offset = Int64(id.rawValue % 1_000) * 1_000_000
        let second: Int64 = 1_000_000_000
        let since = (now.nanoseconds - offset) % second
        return now + .nanoseconds(-(since < 0 ? since + second : since))
    }

    /// Lets the leader propose a node's manager as a voter; the manager begins with nothing.
    ///
    /// - Returns: whether it was proposed, or is a voter already.
    /// - Source: TOK-6.
    mutating func admit(_ node: NodeID, now: Moment) -> Bool {
        if isVoter(node) { return true }
        guard let leadership, let leader = position(of: leadership.node) else { return false }
        let id: RaftID
        if let known = manager(node) {
            id = known.raftID
        } else {
            id = nextRaftID()
            var manager = ManagerPeer(
                node: node,
                raftID: id,
                applied: 0,
                lastTick: Self.phase(of: id, now)
            )
            manager.peer = newPeer(id, voters: [])
            append(manager)
        }
        return (try? managers[leader].peer?.proposeMembership(.add(id))) != nil
    }

    /// Lets the leader propose to go on without a node's vote.
    ///
    /// - Returns: whether it was proposed, or is no voter any more.
    mutating func evict(_ node: NodeID) -> Bool {
        guard let manager = manager(node), isMember(manager) else { return true }
        guard let leadership, let leader = position(of: leadership.node) else { return false }
        return (try? managers[leader].peer?.proposeMembership(.remove(manager.raftID))) != nil
    }

    /// Lets the leader hand over to the other voter that could be reached longest (ROL-4).
    mutating func handOver(_ topology: Topology) {
        guard let leadership, let leader = position(of: leadership.node) else { return }
        let others = managers.filter { isMember($0) && $0.raftID != leadership.raftID }
            .filter { isReachable($0.node, topology) }
        let since = { (manager: ManagerPeer) in manager.reachableSince?.nanoseconds ?? .max }
        guard let longest = others.min(by: { since($0) < since($1) }) else { return }
        try? managers[leader].peer?.transferLeadership(to: longest.raftID)
    }

    // MARK: Power and keys

    /// The node's machine loses its power, or its engine ends.
    ///
    /// - Parameters:
    ///   - node: whose machine it is.
    ///   - key: what its disk is locked with from now on.
    mutating func stop(_ node: NodeID, diskKey key: String?) {
        guard let position = position(of: node), managers[position].isRunning else { return }
        managers[position].diskKey = key
        managers[position].stop(losingWrites: true)
    }

    /// The node's engine starts again; a locked manager waits for its key.
    ///
    /// - Source: LCK-3.
    mutating func start(_ node: NodeID, now: Moment) {
        guard let position = position(of: node), !managers[position].isRunning,
            !managers[position].hasLeft
        else { return }
        if managers[position].diskKey != nil {
            managers[position].isLocked = true
        } else {
            run(position, now: now)
        }
    }

    /// Gives a locked manager its key.
    ///
    /// - Returns: whether the key fits.
    mutating func unlock(_ node: NodeID, key: String, now: Moment) -> Bool {
        guard let position = position(of: node), managers[position].diskKey == key else {
            return false
        }
        managers[position].isLocked = false
        run(position, now: now)
        return true
    }

    /// Powers a locked manager off again.
    mutating func giveUpUnlocking(_ node: NodeID) {
        guard let position = position(of: node) else { return }
        managers[position].isLocked = false
    }

    private mutating func run(_ position: Int, now: Moment) {
        let manager = managers[position]
        managers[position].lastTick = Self.phase(of: manager.raftID, now)
        restart(position, restartedPeer(manager))
        // The only member need not wait for anybody.
        if membership.voters == [manager.raftID] { managers[position].peer?.campaign() }
    }

    private mutating func restart(_ position: Int, _ peer: Peer) {
        let snapshot = managers[position].disk.snapshot
        managers[position].peer = peer
        managers[position].applied = snapshot?.state ?? 0
        managers[position].appliedIndex = snapshot?.position.index ?? 0
        managers[position].leftOver = []
        managers[position].slowDisk?.forget(keeping: Peer.Disk(of: peer))
        managers[position].disk = Peer.Disk()
    }

    /// The node leaves the swarm by force: its vote still counts, and it will not come back.
    mutating func retire(_ node: NodeID) {
        guard let position = position(of: node) else { return }
        managers[position].stop(losingWrites: false)
        managers[position].isLocked = false
        managers[position].hasLeft = true
    }

    /// Makes a group of this manager alone, with all that it has carried out.
    ///
    /// The others are out, also those that run: in a real swarm they would go on by themselves if
    /// they were many enough.
    ///
    /// - Source: RFT-7.
    mutating func forceNewGroup(_ node: NodeID, now: Moment) {
        managers.removeAll { $0.node != node }
        newestTerm = nil
        guard let position = position(of: node) else { return }
        managers[position].stop(losingWrites: false)
        let peer = restartedPeer(managers[position], isForcedNewGroup: true)
        restart(position, peer)
        managers[position].lastTick = Self.phase(of: peer.id, now)
        adoptMembership(ofForced: peer)
        managers[position].peer?.campaign()
    }
}
