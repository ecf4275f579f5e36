package import Basics
import SwarmModel
package import SwarmStore

// Machines that come and go, and how the dispatcher notices.
extension Agents {
    private static let orphanDelay = Duration.seconds(86_400)
    /// The longest a silent node goes unnoticed, in periods.
    private static let gracePeriods: Int64 = 3
    /// How often an agent may register again within eight seconds.
    private static let attemptsMaximum: UInt8 = 3

    // MARK: Orders

    /// A machine joins the swarm under this id, and its agent registers at once.
    ///
    /// Nodes that are seen to be created join by themselves.
    package mutating func join(_ node: NodeID, now: Moment) {
        guard sessionSlot(of: node) == nil else { return }
        addSession(for: node, standing: .unknown, now: now)
    }

    /// Switches a machine off: its containers are gone at once, its node is missed later.
    package mutating func powerOff(_ node: NodeID, now: Moment) {
        timePassed(now: now)
        guard let slot = sessionSlot(of: node), sessions[slot]?.isPowered == true else { return }
        sessions[slot]?.isPowered = false
        sessions[slot]?.poweredOffAt = now
        for container in sessions[slot]?.containers ?? [] { remove(container) }
        sessions[slot]?.held = []
        sessions[slot]?.laneFreeAt = now
        loseContact(slot, now: now)
    }

    /// Switches a machine on again; its agent registers within seconds.
    package mutating func powerOn(_ node: NodeID, now: Moment) {
        guard let slot = sessionSlot(of: node), sessions[slot]?.isPowered == false else { return }
        sessions[slot]?.isPowered = true
        expectRegistration(
            slot,
            within: DurationRange(.milliseconds(200), .milliseconds(3_600)),
            now: now
        )
    }

    /// Cuts a node's link to the managers: its containers run on, unseen.
    package mutating func disconnect(_ node: NodeID, now: Moment) {
        guard let slot = sessionSlot(of: node), sessions[slot]?.isLinked == true else { return }
        sessions[slot]?.isLinked = false
        loseContact(slot, now: now)
    }

    /// Mends a node's link.
    package mutating func reconnect(_ node: NodeID, now: Moment) {
        guard let slot = sessionSlot(of: node), sessions[slot]?.isLinked == false else { return }
        sessions[slot]?.isLinked = true
        expectRegistration(
            slot,
            within: DurationRange(.milliseconds(200), .milliseconds(3_600)),
            now: now
        )
    }

    /// Sets a machine's clock wrong by so much; what its agent reports bears that clock's time.
    package mutating func skewClock(of node: NodeID, by offset: Duration) {
        guard let slot = sessionSlot(of: node) else { return }
        sessions[slot]?.clockOffset = offset == .zero ? nil : offset
        if offset != .zero { hasSkewedClocks = true }
    }

    /// The node leaves the swarm: its containers stop, and it stays in the list until it is missed.
    package mutating func leave(_ node: NodeID, now: Moment) {
        guard let slot = sessionSlot(of: node) else { return }
        powerOff(node, now: now)
        sessions[slot]?.hasLeft = true
    }

    /// No manager leads: containers run on, and what they report is kept.
    package mutating func pauseDispatch() { isDispatching = false }

    /// There is a dispatcher again; what was kept is delivered with the next `run`.
    package mutating func resumeDispatch() { isDispatching = true }

    /// Whether a machine is switched on and in the swarm.
    package func isPoweredOn(_ node: NodeID) -> Bool {
        sessionSlot(of: node).flatMap { sessions[$0] }.map { $0.isPowered && !$0.hasLeft } ?? false
    }

    /// Whether a machine left the swarm and will not come back as this node.
    package func hasLeft(_ node: NodeID) -> Bool {
        sessionSlot(of: node).flatMap { sessions[$0]?.hasLeft } ?? false
    }

    /// Whether a node's link to the managers holds.
    package func isLinked(_ node: NodeID) -> Bool {
        sessionSlot(of: node).flatMap { sessions[$0]?.isLinked } ?? false
    }

    // MARK: Following the store

    /// A node that is created gets an agent: registered already if it is created ready, switched
    /// off if it is created down, else about to register.
    mutating func observeNode(before: Node?, after: Node?, now: Moment) {
        if let after, before == nil, sessionSlot(of: after.id) == nil {
            switch after.status.state {
            case .ready: addSession(for: after.id, standing: .ready, now: now)
            case .down: addSession(for: after.id, standing: .down, now: now)
            case .unknown, .disconnected: addSession(for: after.id, standing: .unknown, now: now)
            }
        } else if let before, after == nil, let slot = sessionSlot(of: before.id) {
            removeSession(slot)
        }
    }

    private mutating func addSession(
        for node: NodeID,
        standing: NodeSession.Standing,
        now: Moment
    ) {
        var session = NodeSession(node: node, number: sessionCount, standing: standing)
        session.isPowered = standing != .down
        sessionCount += 1
        let slot = sessions.insert(session)
        sessionSlots.add(node.digits, at: Int(slot))
        if standing == .unknown {
            let soon = DurationRange(.milliseconds(120), .milliseconds(200))
            expectRegistration(slot, within: soon, now: now)
        }
    }

    private mutating func removeSession(_ slot: Int32) {
        guard let session = sessions[slot] else { return }
        for container in session.containers { remove(container) }
        sessionSlots.remove(session.node.digits, at: Int(slot))
        sessions.remove(slot)
    }

    // MARK: Being missed

    /// The node falls silent.
    ///
    /// Its beats are not played; when it would be missed is worked out from its phase: three of
    /// the periods it was told after its last beat (DIS-1, DIS-2, DIS-10).
    private mutating func loseContact(_ slot: Int32, now: Moment) {
        guard let session = sessions[slot] else { return }
        let wasConnected = session.isConnected
        sessions[slot]?.isConnected = false
        guard wasConnected, session.standing != .down else { return }
        let epoch = startEpoch(slot)
        var chance = Chance.generator(
            seed ^ session.node.seed,
            UInt64(bitPattern: now.nanoseconds),
            .hardware
        )
        let jitter = DurationRange(.zero, .seconds(1)).draw(using: &chance) - 500_000_000
        let period = max(heartbeatPeriod + jitter, Self.beatLength)
        let sinceBeat = Int64(chance.next() % UInt64(period))
        let silence = Self.gracePeriods * period - sinceBeat
        deadlines.add(
            .expiry(session: slot, epoch: epoch),
            at: now + .nanoseconds(silence)
        )
    }

    /// Makes what was expected of a node so far out of date, also for those who get its slot.
    private mutating func startEpoch(_ slot: Int32) -> UInt32 {
        epochCount &+= 1
        sessions[slot]?.epoch = epochCount
        return epochCount
    }

    private mutating func expectRegistration(
        _ slot: Int32,
        within range: DurationRange,
        now: Moment
    ) {
        guard let session = sessions[slot], session.canConnect else { return }
        let time = Chance.duration(
            range,
            seed ^ session.node.seed,
            UInt64(bitPattern: now.nanoseconds),
            .process
        )
        deadlines.add(
            .registration(session: slot, number: session.number),
            at: now + .nanoseconds(time)
        )
    }

    /// No beat came: the node is down, and orphans its tasks a day later (DIS-2, DIS-4).
    mutating func expire(_ slot: Int32, _ store: inout Store, now: Moment) {
        guard let session = sessions[slot], var node = store.node(session.node) else { return }
        node.status.state = .down
        node.status.message =
            session.standing == .unknown
            ? "heartbeat failure for node in \"unknown\" state" : "heartbeat failure"
        store.put(node)
        sessions[slot]?.standing = .down
        sessions[slot]?.registeredAt = nil
        awaitOrphaning(slot, now: now)
    }

    private mutating func awaitOrphaning(_ slot: Int32, now: Moment) {
        guard let epoch = sessions[slot]?.epoch else { return }
        deadlines.add(.orphaning(session: slot, epoch: epoch), at: now + Self.orphanDelay)
    }

    /// Down for a day: nobody expects its tasks back (LIF-20).
    func orphanTasks(of slot: Int32, _ store: inout Store, now: Moment) {
        guard let session = sessions[slot], session.standing == .down else { return }
        for var task in store.tasks(on: session.node)
        where task.state >= .assigned && task.state <= .running {
            var status = task.status
            status.state = .orphaned
            if task.observe(status) { store.update(task) }
        }
    }

    // MARK: Registering

    /// An agent opens a session: the node is ready, gets all its tasks, and reports what it kept
    /// (DIS-5, DIS-30, AGT-3).
    mutating func register(_ slot: Int32, _ store: inout Store, now: Moment) {
        guard let session = sessions[slot], session.canConnect, !session.isConnected,
            var node = store.node(session.node)
        else { return }
        guard isAdmitted(slot, now: now) else {
            let backOff = DurationRange(.milliseconds(100), .seconds(8))
            return expectRegistration(slot, within: backOff, now: now)
        }
        sessions[slot]?.isConnected = true
        sessions[slot]?.standing = .ready
        _ = startEpoch(slot)
        sessions[slot]?.pending = []
        node.status.state = .ready
        node.status.message = ""
        if node.status.address.isEmpty { node.status.address = session.address }
        store.put(node)
        for container in session.containers {
            guard let task = containers[container]?.task, store.task(task) == nil else { continue }
            remove(container)
        }
        for task in store.tasks(on: session.node) where task.state >= .assigned {
            assign(task.id, to: slot, store, now: now)
        }
        releaseReports(of: slot, now: now)
        for container in sessions[slot]?.containers ?? [] { queueReport(container, at: now) }
    }

    /// Whether an agent may open a session; one that has opened several of late may not (DIS-8).
    private mutating func isAdmitted(_ slot: Int32, now: Moment) -> Bool {
        if let last = sessions[slot]?.registeredAt {
            let earlier = now - last > .seconds(8) ? 0 : sessions[slot]?.attempts ?? 0
            sessions[slot]?.attempts = min(earlier, Self.attemptsMaximum) + 1
            guard earlier < Self.attemptsMaximum else { return false }
        } else {
            sessions[slot]?.attempts = nil
        }
        sessions[slot]?.registeredAt = now
        return true
    }

    /// Another manager leads, and nobody has beaten for it yet.
    ///
    /// Those who live register within seconds, managers first; the others are missed after twice
    /// the usual time (DIS-3).
    package mutating func leaderChanged(_ store: inout Store, now: Moment) {
        isDispatching = true
        for slot in 0..<Int32(sessions.slotEnd) {
            guard let session = sessions[slot], var node = store.node(session.node) else {
                continue
            }
            sessions[slot]?.isConnected = false
            sessions[slot]?.registeredAt = nil
            let epoch = startEpoch(slot)
            // What the store says counts: what the last leader wanted to write may be lost.
            if node.status.state == .down {
                sessions[slot]?.standing = .down
                awaitOrphaning(slot, now: now)
            } else {
                sessions[slot]?.standing = .unknown
                node.status.state = .unknown
                node.status.message =
                    "Node moved to \"unknown\" state due to leadership change in cluster"
                store.put(node)
                let grace = Duration.nanoseconds(2 * Self.gracePeriods * heartbeatPeriod)
                deadlines.add(.expiry(session: slot, epoch: epoch), at: now + grace)
            }
            let isManager = node.role == .manager
            let soon = DurationRange(.milliseconds(250), .milliseconds(isManager ? 450 : 8_500))
            expectRegistration(slot, within: soon, now: now)
        }
    }
}
