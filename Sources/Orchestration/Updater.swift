import Basics
import SwarmModel
import SwarmStore

/// Replaces the slots of one service that are not what it wants, a few at a time.
///
/// Keeps at most `plan.parallelism` slots in work, rests for `plan.delay` after each, and watches
/// the tasks it made. All waiting is state: ``touch(_:in:restarts:now:)`` says that a task it waits
/// for moved, ``advance(in:restarts:turn:)`` does what has become possible, and ``wakeAt`` is when
/// it wants to be asked next.
///
/// - Source: §7.3 to §7.6.
struct Updater: Sendable {
    /// A slot as it was when the update started (UPD-29 and the races that follow from it).
    struct PlannedSlot: Codable, Sendable {
        struct Member: Codable, Sendable {
            let id: TaskID
            let desired: TaskState
        }
        let place: TaskPlace
        let members: [Member]

        init(_ slot: Slot) {
            place = slot.place
            members = slot.tasks.map { Member(id: $0.id, desired: $0.desiredState) }
        }
    }

    /// What a worker waits for, by the task that moves it on.
    enum Step: Codable, Sendable {
        /// A new task is to come up; `outgoing` are stopped once it runs (start-first only).
        case replacing(outgoing: [TaskID])
        /// A task that was there already is to be started.
        case promoting
    }

    enum Phase: Codable, Sendable {
        /// Slots are handed to workers; failures are looked at.
        case feeding
        /// The workers finish what they have; failures wait.
        case draining
        /// All is done; failures are looked at until then.
        case monitoring(until: Moment)
    }

    /// A task this run made.
    struct Made: Codable, Sendable {
        /// When it was seen to have come up, or to have failed to; `nil` before.
        var startedAt: Moment?
    }

    /// All that changes while it runs.
    struct Progress: Codable, Sendable {
        var phase = Phase.feeding
        /// Slots handed out so far.
        var fed = 0
        @SavedInOrder var working: [TaskID: Step] = [:]
        /// When the workers that rest will take another slot, earliest first.
        var resting: [Moment] = []
        @SavedInOrder var made: [TaskID: Made] = [:]
        /// Tasks that ended and were not looked at yet, in order.
        var ended: [TaskID] = []
        @SavedInOrder var failed: [TaskID: Moment] = [:]
        /// Paused or rolled back: no more slots, no completion.
        var isStopped = false
        /// The deadline by which the supervisor will ask again.
        var wakeAt: Moment?
    }

    /// What is settled when it starts, in one piece: an updater is taken out of its dictionary and
    /// put back for every task that moves.
    private final class Order: Sendable {
        let service: Service
        let plan: UpdatePlan
        let slots: [PlannedSlot]

        init(service: Service, plan: UpdatePlan, slots: [PlannedSlot]) {
            self.service = service
            self.plan = plan
            self.slots = slots
        }
    }

    private let order: Order
    var progress = Progress()
    var dirtiness: TaskDirtiness

    init(service: Service, slots: [Slot]) {
        self.init(
            service: service,
            plan: UpdatePlan(for: service, slotCount: slots.count),
            slots: slots.map(PlannedSlot.init)
        )
    }

    init(service: Service, plan: UpdatePlan, slots: [PlannedSlot]) {
        order = Order(service: service, plan: plan, slots: slots)
        dirtiness = TaskDirtiness(service: service)
    }

    /// The service as it was when the update started.
    var service: Service { order.service }
    var serviceID: ServiceID { order.service.id }
    var plan: UpdatePlan { order.plan }
    var slots: [PlannedSlot] { order.slots }
    var isStopped: Bool { progress.isStopped }

    /// When it next has something to do though no task moves; `nil` if never.
    var nextDeadline: Moment? {
        if case .monitoring(let end) = progress.phase { return end }
        return progress.resting.first
    }

    /// Slots that are in work or rested from.
    var busyWorkers: Int { progress.working.count + progress.resting.count }

    /// Does all that can be done at this moment.
    ///
    /// - Returns: whether the update is over.
    mutating func advance(
        in store: inout Store,
        restarts: inout RestartSupervisor,
        turn: inout Turn
    ) -> Bool {
        endRests(at: turn.now)
        if case .feeding = progress.phase {
            feed(in: &store, restarts: &restarts, turn: &turn)
        }
        if case .draining = progress.phase, busyWorkers == 0 {
            if isStopped { return true }
            progress.phase = .monitoring(until: turn.now + plan.lastWatch)
        }
        guard case .monitoring(let end) = progress.phase else { return false }
        if actOnFailures(in: &store, now: turn.now) { return true }
        guard turn.now >= end else { return false }
        store.completeUpdate(of: serviceID)
        return true
    }

    private mutating func endRests(at now: Moment) {
        let over = progress.resting.prefix { $0 <= now }.count
        if over > 0 { progress.resting.removeFirst(over) }
    }

    /// Hands slots to free workers; a failure that is one too many ends it.
    ///
    /// - Source: §7.3 steps 5 to 7.
    private mutating func feed(
        in store: inout Store,
        restarts: inout RestartSupervisor,
        turn: inout Turn
    ) {
        if actOnFailures(in: &store, now: turn.now) {
            progress.phase = .draining
            return
        }
        let limit = store.flaw == .ignoresParallelism ? slots.count : plan.parallelism
        while busyWorkers < limit, progress.fed < slots.count {
            progress.fed += 1
            let isWaiting = take(
                slots[progress.fed - 1],
                in: &store,
                restarts: &restarts,
                turn: &turn
            )
            if !isWaiting { rest(from: turn.now) }
        }
        if progress.fed == slots.count { progress.phase = .draining }
    }

    /// A worker is done with its slot.
    ///
    /// - Source: UPD-27.
    mutating func rest(from now: Moment) {
        if plan.delay > .zero { progress.resting.append(now + plan.delay) }
    }
}
