package import Basics

/// One peer of a raft group: a value that takes ticks and messages and hands out what to do.
///
/// The host owns time, disk and network. It calls ``tick()`` once a second of its time, ``step(_:)``
/// for every message that arrives, and after each call, while ``hasReady``, takes a ``Ready`` and does
/// its work in the order described there. Nothing else is needed: there is no call to say that a
/// Ready is done. Readies may queue up behind a slow disk as long as each one's work is done in order.
///
/// `Payload` is what entries carry, `State` what snapshots carry; both are kept once and shared by all
/// peers, messages and disks of the process that refer to them.
///
/// A membership change takes effect for each peer when the peer learns that it is committed.
///
/// - Source: RFT-1 to RFT-8, RFT-20 to RFT-22, ROL-8.
package struct RaftPeer<Payload: Sendable, State: Sendable>: Sendable {
    /// The peer, in an array of one: to hand a peer around costs no more than a reference.
    private var cell: [PeerCore]

    var core: PeerCore {
        _read { yield cell[0] }
        _modify { yield &cell[0] }
    }

    init(core: PeerCore) { cell = [core] }

    /// A peer of a new group, or with no voters one that is to be added to a group.
    ///
    /// The first Ready of a new group's peer commits one membership entry for each voter.
    ///
    /// - Parameters:
    ///   - id: a number that no peer of the group ever had.
    ///   - voters: all first peers of the group, the same for each of them; empty for one that joins.
    ///   - configuration: the same for all peers of the group.
    ///   - random: where this peer draws its election timeouts from.
    package init(
        id: RaftID,
        voters: [RaftID],
        configuration: RaftConfiguration = RaftConfiguration(),
        random: SeededGenerator
    ) {
        self.init(core: PeerCore(id: id, configuration: configuration, random: random))
        core.bootstrap(voters: voters)
    }

    /// A peer that was stopped or has crashed, from what reached its disk.
    ///
    /// The host puts the disk's snapshot in the place of its state first; the first Ready then hands
    /// out the entries that are known to be committed after it.
    ///
    /// - Parameters:
    ///   - id: the number it had before.
    ///   - disk: what it had written; empty for a peer that never wrote anything.
    ///   - isForcedNewGroup: whether to go on as the only voter, without entries that are not known
    ///     to be committed (RFT-7).
    ///   - configuration: the same for all peers of the group.
    ///   - random: where this peer draws its election timeouts from.
    package init(
        id: RaftID,
        restoring disk: Disk,
        isForcedNewGroup: Bool = false,
        configuration: RaftConfiguration = RaftConfiguration(),
        random: SeededGenerator
    ) {
        self.init(core: PeerCore(id: id, configuration: configuration, random: random))
        core.restore(disk.hardState, snapshot: disk.rawSnapshot, log: disk.log)
        if isForcedNewGroup { core.forceNewGroup() }
    }

    // MARK: Inputs

    /// Lets one tick pass: a second (RFT-1).
    package mutating func tick() { core.tick() }

    /// Does what that many calls of ``tick()`` would; idle ticks among them cost nothing.
    package mutating func advance(ticks: Int) { core.advance(ticks: ticks) }

    /// Takes in a message; one for somebody else or of a removed peer is ignored.
    ///
    /// - Source: RFT-8.
    package mutating func step(_ message: Message) { core.step(message.raw) }

    /// Adds a payload to the leader's log.
    ///
    /// - Returns: where it stands. It is committed when a Ready hands out an entry of that index and
    ///   term, and lost when one hands out another term at that index.
    /// - Source: RFT-3.
    package mutating func propose(_ payload: Payload) throws(RaftRefusal) -> RaftPosition {
        try core.propose(.payload, body: PayloadBox(payload))
    }

    /// Adds a change of the membership to the leader's log, one at a time.
    ///
    /// - Source: ROL-1, ROL-8.
    package mutating func proposeMembership(_ change: RaftMembershipChange) throws(RaftRefusal)
        -> RaftPosition
    {
        try core.propose(change)
    }

    /// Begins to hand leadership over to a voter; proposals are refused meanwhile.
    ///
    /// After an election timeout without success the leader goes on.
    ///
    /// - Source: ROL-4.
    package mutating func transferLeadership(to peer: RaftID) throws(RaftRefusal) {
        try core.transferLeadership(to: peer)
    }

    /// Stands for election without waiting; a sole voter leads at once.
    package mutating func campaign() { core.campaign() }

    /// Asks for the index as of which a read is linearizable; a later Ready brings it.
    ///
    /// The leader confirms with a round to a quorum that it still leads; a follower passes the read on.
    /// A read that is lost on the way gets no answer.
    package mutating func readIndex(token: UInt64) throws(RaftRefusal) {
        try core.readIndex(token: token)
    }

    /// Notes that messages do not get through to a peer.
    package mutating func reportUnreachable(_ peer: RaftID) { core.reportUnreachable(peer) }

    /// Notes what became of an ``Message`` with a snapshot; a lost one is found out without, but later.
    package mutating func reportSnapshot(to peer: RaftID, isDelivered: Bool) {
        core.reportSnapshot(to: peer, isDelivered: isDelivered)
    }

    /// Puts the state in the place of the entries that were handed out as committed.
    ///
    /// - Parameters:
    ///   - state: the host's state after the last entry that was handed out.
    ///   - kept: entries to keep for followers that are a little behind.
    /// - Returns: the snapshot, for ``Disk/save(_:keeping:)``; `nil` if it would hold nothing new, or
    ///   if a Ready with committed entries waits.
    /// - Source: RFT-1.
    package mutating func compact(_ state: State, keeping kept: Int = 500) -> Snapshot? {
        core.compact(body: PayloadBox(state), keeping: UInt64(max(0, kept)))
            .map(Snapshot.init(raw:))
    }

    // MARK: Outputs

    /// Whether ``takeReady()`` would hand out anything.
    package var hasReady: Bool { core.hasReady }

    /// Hands out what has come up since the last time.
    package mutating func takeReady() -> Ready {
        var ready = Ready()
        core.collect(into: &ready.raw)
        return ready
    }

    /// Hands out what has come up in the place of an old Ready, whose memory is used again.
    ///
    /// - Returns: whether there was anything; if not, the old Ready stays as it is.
    package mutating func takeReady(into ready: inout Ready) -> Bool {
        guard core.hasReady else { return false }
        core.collect(into: &ready.raw)
        return true
    }
}
