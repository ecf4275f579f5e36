import Basics
import RaftCore
import SwarmModel

/// One manager: a machine with a raft peer on it, or with what such a peer left on its disk.
struct ManagerPeer: Codable, Sendable {
    let node: NodeID
    let raftID: RaftID
    /// Runs; `nil` while the machine is off, locked, or has left the swarm.
    var peer: ManagerGroup.Peer?
    /// What has survived its end: everything, unless the disk is slow; empty while it runs.
    var disk = ManagerGroup.Peer.Disk()
    /// The last change that it has carried out.
    var applied: Ticket
    var appliedIndex: UInt64 = 0
    /// Changes that its log may still bring; noted when it stops, as its peer is gone then.
    var leftOver: [Ticket] = []
    /// Until when its clock was followed.
    var lastTick: Moment
    /// Since when it can be reached without a break (ROL-4).
    var reachableSince: Moment?
    /// Since when it knows of no leader; `nil` while it does, or does not run.
    var leaderlessSince: Moment?
    /// What its disk is locked with; `nil` = nothing (LCK-2).
    var diskKey: String?
    /// Started again, and waits for the key (LCK-3).
    var isLocked = false
    /// Left the swarm by force: it will not run again, but still counts.
    var hasLeft = false
    /// Its disk, if writing takes time there; `nil` = what is written is safe at once.
    var slowDisk: SlowDisk?
    /// How long a second of its own clock lasts, in nanoseconds; `nil` = as long as any.
    var ownSecond: Int64?

    var isRunning: Bool { peer != nil }

    /// The changes that may become what it has carried out, besides the last one that is.
    var tickets: [Ticket] {
        guard let peer else { return leftOver }
        let safe = slowDisk.flatMap(\.safeTicket).map { [$0] } ?? []
        guard peer.lastPosition.index > appliedIndex else { return safe }
        return safe
            + (appliedIndex + 1...peer.lastPosition.index)
            .compactMap { peer.entry(at: $0)?.payload }
    }

    /// Lets the seconds that have passed by `now` pass for its peer, too.
    ///
    /// - Parameters:
    ///   - now: the present.
    ///   - isAsleep: whether nothing happened meanwhile that a clock has to do with.
    mutating func followClock(to now: Moment, isAsleep: Bool) {
        let second = ownSecond ?? Self.second
        let seconds = (now - lastTick).nanoseconds / second
        guard seconds > 0 else { return }
        lastTick = lastTick + .nanoseconds(seconds * second)
        if !isAsleep { peer?.advance(ticks: Int(seconds)) }
    }

    private static let second: Int64 = 1_000_000_000

    /// When its clock next makes it do something by itself.
    var nextTick: Moment? {
        peer?.ticksUntilWork.map { lastTick + .nanoseconds(Int64($0) * (ownSecond ?? Self.second)) }
    }

    /// Ends its peer; the disk stays.
    ///
    /// - Parameter losingWrites: whether the power goes, so that what is still on its way to a slow
    ///   disk is lost; if only the process ends, it is not.
    mutating func stop(losingWrites: Bool) {
        guard let peer else { return }
        leftOver = tickets
        let survivor = losingWrites ? slowDisk?.survivor : nil
        disk = survivor ?? ManagerGroup.Peer.Disk(of: peer)
        slowDisk?.forget(keeping: disk)
        self.peer = nil
        leaderlessSince = nil
    }
}

/// Names a state of the store that was, or may be, agreed on: the payload of a raft entry.
///
/// An entry does not carry its changes but stands for the store that comes of them, which is kept
/// once for all managers and shares its structure with the others.
typealias Ticket = UInt64
