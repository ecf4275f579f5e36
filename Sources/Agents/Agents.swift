package import Basics
import SwarmModel
package import SwarmStore

/// The dispatcher's side, every node's agent, and the containers they run: simulated.
///
/// Works like the other machines of the core: `observe` what the store changed, `run` to write.
/// Whatever an agent does by itself happens in ``timePassed(now:)``, also while no manager leads;
/// what needs the dispatcher waits for ``run(_:now:)``. Orders such as ``powerOff(_:now:)`` take
/// effect in the machine at once, and in the store with the next `run`.
///
/// Chance depends on the seed, the object and the purpose only (see ``Chance``), and everything
/// that can be worked out is not waited for: a healthy container and an idle node cost nothing.
///
/// - Complexity: O(log n) for each step of a task; a registration is O(tasks of the node).
/// - Source: §8 (DIS, AGT), LIF.
package struct Agents: Codable, Sendable {
    /// Which images there are, and how their containers behave.
    package private(set) var catalog: ImageCatalog
    /// The wall time of ``Moment/zero``; log lines that show a time need it.
    package var epoch = WallTime(nanoseconds: 0)
    /// Whether every known image is on every node already, so that nothing is pulled.
    package var preloadsImages = false
    let seed: UInt64

    var sessions = SlotTable<NodeSession>()
    var containers = SlotTable<Container>()
    var sessionCount: UInt32 = 0
    var deadlines = WakeQueue()
    /// What needs the dispatcher and the store, in the order in which it came up.
    var due: [DueWake] = []
    /// Slots of containers with something to report.
    var outbox: [Int32] = []
    var isFlushDue = false
    var isDispatching = true
    var wakeCount: UInt32 = 0
    var epochCount: UInt32 = 0
    /// Whether a machine's clock was ever set wrong; not saved, but worked out.
    var hasSkewedClocks = false
    /// In nanoseconds, as the cluster's spec has it (DIS-1).
    var heartbeatPeriod: Int64 = 5_000_000_000

    // Worked out from the rest; not saved.
    var sessionSlots = PlaceIndex()
    var containerSlots = PlaceIndex()
    var images = ImageTable()
    var newestRecipe: Recipe?

    package init(catalog: ImageCatalog, seed: UInt64) {
        self.catalog = catalog
        self.seed = seed
    }

    /// When ``timePassed(now:)`` has something to do that anybody will see: always a whole beat.
    ///
    /// What agents do between two beats is done at the second one, with the moments it has.
    package var nextDeadline: Moment? { deadlines.next.map { Self.beat(notBefore: $0) } }

    /// The clock on whose beat reports are written (DIS-6).
    static let beatLength: Int64 = 100_000_000

    static func beat(notBefore moment: Moment) -> Moment {
        let beats = (moment.nanoseconds + beatLength - 1) / beatLength
        return Moment(nanoseconds: beats * beatLength)
    }

    /// Does what the agents do by themselves up to `now`.
    package mutating func timePassed(now: Moment) {
        while let (moment, wake) = deadlines.popDue(at: now) {
            switch wake {
            case .container(let slot, let count):
                guard containers[slot]?.wake == count else { continue }
                takeNextStep(slot, at: moment)
            default: due.append(DueWake(moment: moment, wake: wake))
            }
        }
    }

    /// Carries out what needs the dispatcher, as far as there is one.
    package mutating func run(_ store: inout Store, now: Moment) {
        timePassed(now: now)
        while isDispatching, !due.isEmpty {
            let waiting = due
            due = []
            for item in waiting { dispatch(item, &store, now: now) }
            timePassed(now: now)
        }
    }

    private mutating func dispatch(_ item: DueWake, _ store: inout Store, now: Moment) {
        switch item.wake {
        case .delivery(let session):
            // On time, unless the dispatcher was away.
            let isLate = now - item.moment > .nanoseconds(Self.beatLength)
            deliver(to: session, store, now: isLate ? now : item.moment)
        case .flush: flush(&store, now: now)
        case .registration(let session, let number):
            guard sessions[session]?.number == number else { return }
            register(session, &store, now: now)
        case .expiry(let session, let epoch):
            guard sessions[session]?.epoch == epoch else { return }
            expire(session, &store, now: now)
        case .orphaning(let session, let epoch):
            guard sessions[session]?.epoch == epoch else { return }
            orphanTasks(of: session, &store, now: now)
        case .container: return
        }
    }

    /// Follows the store; writes nothing.
    package mutating func observe(_ change: StoreChange, now: Moment) {
        switch change {
        case .task(let before, let after): observeTask(before: before, after: after, now: now)
        case .node(let before, let after): observeNode(before: before, after: after, now: now)
        case .cluster(_, let after):
            let period = after.spec.heartbeatPeriod.nanoseconds
            heartbeatPeriod = period > 0 ? period : 5_000_000_000
        case .service, .network, .secret, .config, .volume: return
        }
    }

    /// Uses another catalogue from now on; containers that exist keep what they were made from.
    package mutating func replaceCatalog(with catalog: ImageCatalog) {
        self.catalog = catalog
        newestRecipe = nil
        images.forgetNames()
    }

    // MARK: - Waiting

    /// Wakes a container at `moment`; earlier calls no longer count.
    mutating func wake(_ slot: Int32, at moment: Moment) {
        wakeCount &+= 1
        containers[slot]?.wake = wakeCount
        deadlines.add(.container(slot: slot, wake: wakeCount), at: moment)
    }

    /// Makes what waits for a container's next step out of date.
    mutating func dismissWake(_ slot: Int32) {
        wakeCount &+= 1
        containers[slot]?.wake = wakeCount
    }
}

// MARK: - Finding

extension Agents {
    /// Where a node's session is kept; `nil` if it has none.
    func sessionSlot(of node: NodeID) -> Int32? {
        sessionSlots.place(of: node.digits) { sessions[Int32($0)]?.node == node }
            .map { Int32($0) }
    }

    /// Where a task's container is kept; `nil` if it has none.
    func containerSlot(of task: TaskID) -> Int32? {
        containerSlots.place(of: task.digits) { containers[Int32($0)]?.task == task }
            .map { Int32($0) }
    }
}

// MARK: - Saving

extension Agents {
    private enum CodingKeys: String, CodingKey {
        case catalog, epoch, preloadsImages, seed, sessions, containers, sessionCount, deadlines
        case due, outbox, isFlushDue, isDispatching, wakeCount, epochCount, heartbeatPeriod, images
    }

    package init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: CodingKeys.self)
        catalog = try fields.decode(ImageCatalog.self, forKey: .catalog)
        epoch = try fields.decode(WallTime.self, forKey: .epoch)
        preloadsImages = try fields.decode(Bool.self, forKey: .preloadsImages)
        seed = try fields.decode(UInt64.self, forKey: .seed)
        sessions = try fields.decode(SlotTable<NodeSession>.self, forKey: .sessions)
        containers = try fields.decode(SlotTable<Container>.self, forKey: .containers)
        sessionCount = try fields.decode(UInt32.self, forKey: .sessionCount)
        deadlines = try fields.decode(WakeQueue.self, forKey: .deadlines)
        due = try fields.decode([DueWake].self, forKey: .due)
        outbox = try fields.decode([Int32].self, forKey: .outbox)
        isFlushDue = try fields.decode(Bool.self, forKey: .isFlushDue)
        isDispatching = try fields.decode(Bool.self, forKey: .isDispatching)
        wakeCount = try fields.decode(UInt32.self, forKey: .wakeCount)
        epochCount = try fields.decode(UInt32.self, forKey: .epochCount)
        heartbeatPeriod = try fields.decode(Int64.self, forKey: .heartbeatPeriod)
        images = try fields.decode(ImageTable.self, forKey: .images)
        for slot in 0..<Int32(sessions.slotEnd) {
            if let node = sessions[slot]?.node { sessionSlots.add(node.digits, at: Int(slot)) }
            if sessions[slot]?.clockOffset != nil { hasSkewedClocks = true }
        }
        for slot in 0..<Int32(containers.slotEnd) {
            if let task = containers[slot]?.task { containerSlots.add(task.digits, at: Int(slot)) }
        }
    }

    package func encode(to encoder: any Encoder) throws {
        var fields = encoder.container(keyedBy: CodingKeys.self)
        try fields.encode(catalog, forKey: .catalog)
        try fields.encode(epoch, forKey: .epoch)
        try fields.encode(preloadsImages, forKey: .preloadsImages)
        try fields.encode(seed, forKey: .seed)
        try fields.encode(sessions, forKey: .sessions)
        try fields.encode(containers, forKey: .containers)
        try fields.encode(sessionCount, forKey: .sessionCount)
        try fields.encode(deadlines, forKey: .deadlines)
        try fields.encode(due, forKey: .due)
        try fields.encode(outbox, forKey: .outbox)
        try fields.encode(isFlushDue, forKey: .isFlushDue)
        try fields.encode(isDispatching, forKey: .isDispatching)
        try fields.encode(wakeCount, forKey: .wakeCount)
        try fields.encode(epochCount, forKey: .epochCount)
        try fields.encode(heartbeatPeriod, forKey: .heartbeatPeriod)
        try fields.encode(images, forKey: .images)
    }
}
