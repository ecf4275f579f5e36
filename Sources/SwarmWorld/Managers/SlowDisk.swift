import Basics
import RaftCore

/// A manager's disk on which writing takes time: what is on its way there, and what waits for it.
///
/// Writes are safe in the order in which they were begun. When the power goes, those on their way
/// are lost, and with them nothing that anybody was told.
struct SlowDisk: Codable, Sendable {
    typealias Disk = ManagerGroup.Peer.Disk

    /// A write that is under way.
    struct Write: Codable, Sendable {
        /// When it is safe.
        let end: Moment
        /// What the disk holds then.
        let disk: Disk
        /// What may be done then.
        let work: DiskWork
        /// Whether it was done before, which is the planted flaw.
        let isDone: Bool
        /// What the manager will have carried out then.
        let ticket: Ticket
    }

    /// How long a write takes from now on.
    var delay: Duration
    private(set) var writes: [Write] = []
    private var safe: Disk
    private var ticket: Ticket?

    init(delay: Duration, holding disk: Disk) {
        self.delay = delay
        safe = disk
    }

    /// What the power's end would leave; `nil` if that is everything.
    var survivor: Disk? { writes.isEmpty ? nil : safe }

    /// The last change that a manager which begins with ``survivor`` had carried out.
    var safeTicket: Ticket? { writes.isEmpty ? nil : ticket }

    /// Begins a write.
    ///
    /// - Parameters:
    ///   - disk: what the disk holds afterwards.
    ///   - work: what waits for it.
    ///   - isDone: whether it does not wait, as by the planted flaw.
    ///   - applied: what the manager has carried out before.
    ///   - now: the present.
    mutating func begin(
        _ disk: Disk,
        then work: DiskWork,
        isDone: Bool,
        after applied: Ticket,
        now: Moment
    ) {
        if writes.isEmpty { ticket = applied }
        let write = Write(
            end: max(now + delay, writes.last?.end ?? now),
            disk: disk,
            work: work,
            isDone: isDone,
            ticket: work.applied ?? writes.last?.ticket ?? applied
        )
        writes.append(write)
    }

    /// Takes the next write out that is safe by now.
    mutating func finish(now: Moment) -> Write? {
        guard let first = writes.first, first.end <= now else { return nil }
        writes.removeFirst()
        safe = first.disk
        ticket = first.ticket
        return first
    }

    /// Forgets what is under way, as the machine has stopped.
    mutating func forget(keeping disk: Disk) {
        writes = []
        safe = disk
    }
}

/// What a peer wants done once something is written: the rest of a `Ready`.
struct DiskWork: Codable, Sendable {
    let messages: [ManagerGroup.Peer.Message]
    /// The last change to carry out, and its place in the log.
    let applied: Ticket?
    let appliedIndex: UInt64?

    init(_ ready: ManagerGroup.Peer.Ready) {
        messages = Array(ready.messages)
        applied = ready.committed.compactMap(\.payload).last ?? ready.snapshot?.state
        appliedIndex = ready.committed.last?.index ?? ready.snapshot?.position.index
    }
}

extension ManagerPeer {
    /// Whether everything it has written is safe, and all that rests on it is done.
    var hasSynced: Bool { slowDisk?.writes.isEmpty ?? true }
}

extension ManagerGroup {
    /// Makes writing on a manager's disk take time, or take none again.
    mutating func slowDown(_ node: NodeID, _ delay: Duration) {
        guard let position = position(of: node) else { return }
        let manager = managers[position]
        if manager.slowDisk != nil {
            managers[position].slowDisk?.delay = delay
            if delay == .zero, manager.hasSynced { managers[position].slowDisk = nil }
        } else if delay > .zero {
            let disk = manager.peer.map { Peer.Disk(of: $0) } ?? manager.disk
            managers[position].slowDisk = SlowDisk(delay: delay, holding: disk)
        }
        hasSlowDisks = managers.contains { $0.slowDisk != nil } ? true : nil
    }

    /// Makes a manager's clock run fast or slow by so many thousandths.
    mutating func skewClock(_ node: NodeID, permille: Int) {
        guard let position = position(of: node) else { return }
        let second: Int64 = 1_000_000_000
        managers[position].ownSecond =
            permille == 0 ? nil : second * 1_000 / Int64(1_000 + permille)
    }

    /// When the next write is safe; `nil` while none is under way.
    var nextSync: Moment? {
        hasSlowDisks == true ? managers.compactMap { $0.slowDisk?.writes.first?.end }.min() : nil
    }

    /// Begins to write what a peer wants written; what rests on it waits.
    mutating func write(
        _ ready: Peer.Ready,
        of position: Int,
        _ topology: Topology,
        now: Moment
    ) {
        let work = DiskWork(ready)
        let manager = managers[position]
        guard let peer = manager.peer, ready.mustWrite || !manager.hasSynced else {
            return carryOut(work, of: position, topology, now: now)
        }
        let isEarly = actsBeforeSync == true
        managers[position].slowDisk?.begin(
            Peer.Disk(of: peer),
            then: work,
            isDone: isEarly,
            after: manager.applied,
            now: now
        )
        if isEarly { carryOut(work, of: position, topology, now: now) }
    }

    /// Does what waited for writes that are safe by now.
    ///
    /// - Returns: whether there were any.
    mutating func finishWrites(_ topology: Topology, now: Moment) -> Bool {
        var hasFinished = false
        for position in managers.indices {
            while let write = managers[position].slowDisk?.finish(now: now) {
                hasFinished = true
                if !write.isDone { carryOut(write.work, of: position, topology, now: now) }
            }
            if let disk = managers[position].slowDisk, disk.delay == .zero, disk.writes.isEmpty {
                managers[position].slowDisk = nil
            }
        }
        if !managers.contains(where: { $0.slowDisk != nil }) { hasSlowDisks = nil }
        return hasFinished
    }

    private mutating func carryOut(
        _ work: DiskWork,
        of position: Int,
        _ topology: Topology,
        now: Moment
    ) {
        for message in work.messages { send(message, from: position, topology, now: now) }
        if let ticket = work.applied { managers[position].applied = ticket }
        if let index = work.appliedIndex { managers[position].appliedIndex = index }
    }
}
