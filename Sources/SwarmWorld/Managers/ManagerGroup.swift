package import Basics
import RaftCore
import SwarmModel

/// The managers as raft peers: who votes, who leads, and what passes between them.
///
/// What they agree on are tickets; which store belongs to a ticket is the ``World``'s business. All
/// that happens is worked out by ``settle(_:now:)``, which ends when no peer has anything to say
/// that arrives in the same moment.
///
/// While the managers are at one and nothing can come between them, their heartbeats change nothing
/// and are not played: an idle swarm has no deadline here.
///
/// - Source: RFT-1 to RFT-8, ROL-3, ROL-4, ROL-8.
package struct ManagerGroup: Codable, Sendable {
    typealias Peer = RaftPeer<Ticket, Ticket>

    /// A manager that leads and has caught up with its own term (RFT-4).
    struct Leadership: Hashable, Codable, Sendable {
        let node: NodeID
        let raftID: RaftID
        let term: UInt64
    }

    /// What the World has to react to.
    enum Event: Hashable, Sendable {
        case elected
        /// The one that led does so no more; it may still run.
        case lost(by: NodeID, isRunning: Bool)
        /// Who votes is another matter now.
        case membershipChanged
    }

    /// SwarmKit asks for no pre-votes, so a manager that comes back may cost the leader its lead.
    private var configuration: RaftConfiguration {
        RaftConfiguration(usesPreVote: false, flaws: flaws ?? [])
    }

    /// Faults planted into new peers by the simulator's tests; `nil` in the program.
    var flaws: RaftFlaw?
    /// Another one, into their hosts: what rests on a write is done before the write is safe.
    var actsBeforeSync: Bool?
    /// Whether writing takes time on some disk; `nil` = never did.
    var hasSlowDisks: Bool?
    /// Entries after which a log is cut off; a sole manager keeps hardly any.
    ///
    /// SwarmKit's 10,000 (RFT-1) are for entries that cost something; these are names.
    private static let snapshotInterval: UInt64 = 1_000
    private static let keptEntries = 500

    /// In the order of joining.
    var managers: [ManagerPeer] = []
    var courier: Courier
    private(set) var leadership: Leadership?
    /// The term of the newest leader there was; `nil` before the first one.
    var newestTerm: UInt64?
    /// When the swarm lost its last leader; `nil` while there is one.
    package private(set) var leaderlessSince: Moment?
    /// The members as of the newest change that anybody knows to be committed.
    private(set) var membership = RaftMembership()
    private var membershipIndex: UInt64 = 0
    private var random: SeededGenerator
    private var ticketCount: Ticket = 0
    /// Whether heartbeats change nothing for now.
    private var isAsleep = false

    init(seed: UInt64) {
        random = SeededGenerator(seed: seed ^ 0x7C15_9E37_11EB_BF58)
        courier = Courier(random: random.split())
    }

    // MARK: Reading

    var isEmpty: Bool { managers.isEmpty }

    /// Voters in the order in which they joined; the longest-serving first.
    package var voters: [NodeID] { managers.filter { isMember($0) }.map(\.node) }

    /// Whether the managers may need time to agree: there is more than one voter, or a slow disk.
    var isShared: Bool { membership.voters.count > 1 || hasSlowDisks == true }

    package var quorum: Int { membership.quorum }

    /// Who leads and can commit, or thinks so and could not be told otherwise yet.
    package var leader: NodeID? { leadership?.node }

    /// The newest term that a manager knows.
    package var term: UInt64 {
        managers.map { $0.peer?.term ?? $0.disk.hardState.term }.max() ?? 0
    }

    /// Whether a node is in the raft member list.
    package func isVoter(_ node: NodeID) -> Bool { manager(node).map { isMember($0) } ?? false }

    /// Whether the node's manager runs; it need not be able to talk to others.
    package func isUp(_ node: NodeID) -> Bool { manager(node)?.isRunning ?? false }

    package func isLocked(_ node: NodeID) -> Bool { manager(node)?.isLocked ?? false }

    func manager(_ node: NodeID) -> ManagerPeer? { position(of: node).map { managers[$0] } }

    func position(of node: NodeID) -> Int? { managers.firstIndex { $0.node == node } }

    func position(of id: RaftID) -> Int? { managers.firstIndex { $0.raftID == id } }

    func isMember(_ manager: ManagerPeer) -> Bool { membership.isVoter(manager.raftID) }

    /// Whether the leader can talk to a manager; without one, whether the manager runs.
    package func isReachable(_ node: NodeID, _ topology: Topology) -> Bool {
        guard isUp(node) else { return false }
        guard let leader else { return true }
        return node == leader || topology.quality(between: leader, and: node).carriesRaft
    }

    /// Whether the vote of `node` can go without losing the quorum.
    ///
    /// - Source: ROL-3.
    package func canRemove(_ node: NodeID, _ topology: Topology) -> Bool {
        let voters = voters
        let reachable = voters.count { $0 != node && isReachable($0, topology) }
        return reachable >= (voters.count - 1) / 2 + 1
    }

    /// What the leader has carried out.
    var agreed: Ticket? {
        leadership.flatMap { position(of: $0.raftID) }.map { managers[$0].applied }
    }

    /// Whether the leader hands over and takes nothing meanwhile.
    var isHandingOver: Bool {
        leadership.flatMap { position(of: $0.raftID) }
            .map { managers[$0].peer?.transferee != nil } ?? false
    }

    /// When ``timePassed(_:now:)`` has something to do.
    package var nextDeadline: Moment? {
        var earliest = isAsleep ? nil : managers.compactMap(\.nextTick).min()
        for moment in [courier.nextDeadline, nextSync] {
            if let moment { earliest = earliest.map { min($0, moment) } ?? moment }
        }
        return earliest
    }

    // MARK: Proposing

    /// Lets the leader propose a new state of the store.
    ///
    /// - Returns: its name; `nil` if the leader takes nothing now.
    mutating func propose(now: Moment) -> Ticket? {
        followClocks(to: now)
        guard let leadership, let position = position(of: leadership.raftID) else { return nil }
        ticketCount += 1
        guard (try? managers[position].peer?.propose(ticketCount)) != nil else { return nil }
        return ticketCount
    }

    // MARK: Running

    /// Delivers and ticks what is due.
    mutating func timePassed(_ topology: Topology, now: Moment) -> [Event] {
        followClocks(to: now)
        return settle(topology, now: now)
    }

    /// Lets every peer's clock come to the present; call it before anything is asked of a peer.
    private mutating func followClocks(to now: Moment) {
        for position in managers.indices {
            managers[position].followClock(to: now, isAsleep: isAsleep)
        }
    }

    /// Carries out what the peers want done, until none wants anything more at this moment.
    mutating func settle(_ topology: Topology, now: Moment) -> [Event] {
        followClocks(to: now)
        var isBusy = true
        while isBusy {
            isBusy = hasSlowDisks == true && finishWrites(topology, now: now)
            while let message = courier.takeArrived(now: now) { deliver(message) }
            for position in managers.indices where managers[position].peer?.hasReady == true {
                takeReady(of: position, topology, now: now)
                isBusy = true
            }
        }
        var events: [Event] = []
        if noteMembership() { events.append(.membershipChanged) }
        events += noteLeader(now: now)
        noteReachability(topology, now: now)
        compact()
        isAsleep = canSleep(topology)
        return events
    }

    private mutating func deliver(_ message: Courier.Message) {
        guard let receiver = position(of: message.to), managers[receiver].isRunning else {
            return noteLoss(of: message)
        }
        managers[receiver].peer?.step(message)
    }

    private mutating func noteLoss(of message: Courier.Message) {
        guard let sender = position(of: message.from) else { return }
        managers[sender].peer?.reportUnreachable(message.to)
        if message.kind == .installSnapshot {
            managers[sender].peer?.reportSnapshot(to: message.to, isDelivered: false)
        }
    }

    /// Sends and applies; what had to be written first is written by now, unless the disk is slow.
    private mutating func takeReady(of position: Int, _ topology: Topology, now: Moment) {
        guard let ready = managers[position].peer?.takeReady() else { return }
        if managers[position].slowDisk != nil {
            return write(ready, of: position, topology, now: now)
        }
        for message in ready.messages { send(message, from: position, topology, now: now) }
        if let snapshot = ready.snapshot {
            managers[position].applied = snapshot.state
            managers[position].appliedIndex = snapshot.position.index
        }
        for entry in ready.committed {
            if let ticket = entry.payload { managers[position].applied = ticket }
            managers[position].appliedIndex = entry.index
        }
    }

    mutating func send(
        _ message: Courier.Message,
        from position: Int,
        _ topology: Topology,
        now: Moment
    ) {
        guard let receiver = self.position(of: message.to) else { return }
        let quality = topology.quality(
            between: managers[position].node,
            and: managers[receiver].node
        )
        if !courier.send(message, over: quality, now: now) { noteLoss(of: message) }
    }

    // MARK: What came of it

    /// - Returns: whether the members are others than before.
    private mutating func noteMembership() -> Bool {
        let before = membership
        for manager in managers {
            guard let peer = manager.peer, peer.commitIndex >= membershipIndex,
                manager.hasSynced
            else { continue }
            membershipIndex = peer.commitIndex
            membership = peer.membership
        }
        guard membership != before else { return false }
        // One that is removed is a worker from then on, and its raft state is gone (ROL-6).
        let membership = membership
        managers.removeAll { membership.isRemoved($0.raftID) }
        return true
    }

    private mutating func noteLeader(now: Moment) -> [Event] {
        for position in managers.indices {
            guard let peer = managers[position].peer else { continue }
            if peer.leader != nil {
                managers[position].leaderlessSince = nil
            } else if managers[position].leaderlessSince == nil {
                managers[position].leaderlessSince = now
            }
        }
        let leaders = managers.compactMap { manager -> Leadership? in
            // One that was cut off may lead for a while in a term that is over.
            guard let peer = manager.peer, peer.isEstablished, peer.term >= newestTerm ?? 0
            else { return nil }
            let lead = Leadership(node: manager.node, raftID: manager.raftID, term: peer.term)
            // Who begins to lead has carried out what was there before (RFT-4).
            return manager.hasSynced || lead == leadership ? lead : nil
        }
        let newest = leaders.max { $0.term < $1.term }
        guard newest != leadership else { return [] }
        var events: [Event] = []
        if let old = leadership { events.append(.lost(by: old.node, isRunning: isUp(old.node))) }
        leadership = newest
        newestTerm = newest?.term ?? newestTerm
        leaderlessSince = newest == nil ? (leaderlessSince ?? now) : nil
        if newest != nil { events.append(.elected) }
        return events
    }

    private mutating func noteReachability(_ topology: Topology, now: Moment) {
        for position in managers.indices {
            if !isReachable(managers[position].node, topology) {
                managers[position].reachableSince = nil
            } else if managers[position].reachableSince == nil {
                managers[position].reachableSince = now
            }
        }
    }

    private mutating func compact() {
        let isSole = membership.voters.count == 1
        for position in managers.indices {
            guard let peer = managers[position].peer, managers[position].hasSynced
            else { continue }
            let covered = peer.snapshot?.position.index ?? 0
            let limit = isSole ? 64 : Self.snapshotInterval
            guard peer.appliedIndex - covered >= limit else { continue }
            let kept = isSole ? 0 : Self.keptEntries
            let state = managers[position].applied
            _ = managers[position].peer?.compact(state, keeping: kept)
        }
    }

    /// Whether heartbeats would change nothing: all who run follow one leader, have all it has, and
    /// no message between them can be late or lost.
    private func canSleep(_ topology: Topology) -> Bool {
        guard courier.isEmpty, let leadership,
            let leader = managers.first(where: { $0.raftID == leadership.raftID })?.peer,
            leader.transferee == nil, !leader.hasPendingMembershipChange
        else { return false }
        let running = managers.filter(\.isRunning)
        guard running.count >= membership.quorum else { return false }
        return running.allSatisfy { manager in
            guard let peer = manager.peer, isMember(manager), manager.hasSynced
            else { return false }
            return manager.raftID == leadership.raftID
                || (peer.leader == leadership.raftID && peer.term == leader.term
                    && peer.lastPosition == leader.lastPosition
                    && peer.commitIndex == leader.commitIndex
                    && peer.commitIndex == leader.lastPosition.index
                    && topology.quality(between: manager.node, and: leadership.node).isSteady)
        }
    }
}

extension ManagerGroup {
    /// Adds a manager to the list; it votes once the others have agreed on it.
    mutating func append(_ manager: ManagerPeer) { managers.append(manager) }

    /// A number that no manager ever had (ROL-8).
    mutating func nextRaftID() -> RaftID {
        while true {
            let id = RaftID(random.next() >> 1 | 1)
            if !membership.isRemoved(id), !managers.contains(where: { $0.raftID == id }) {
                return id
            }
        }
    }

    mutating func newPeer(_ id: RaftID, voters: [RaftID]) -> Peer {
        Peer(id: id, voters: voters, configuration: configuration, random: random.split())
    }

    mutating func restartedPeer(_ manager: ManagerPeer, isForcedNewGroup: Bool = false) -> Peer {
        Peer(
            id: manager.raftID,
            restoring: manager.disk,
            isForcedNewGroup: isForcedNewGroup,
            configuration: configuration,
            random: random.split()
        )
    }

    /// Goes on with one member only (RFT-7).
    mutating func adoptMembership(ofForced peer: Peer) {
        membership = peer.membership
        membershipIndex = peer.commitIndex
    }
}
