import Basics
import SwarmModel
import SwarmStore

/// The updaters at work: at most one for each service.
///
/// - Source: §7.2.
struct UpdateSupervisor: Codable, Sendable {
    @SavedInOrder private(set) var updaters: [ServiceID: Updater] = [:]
    /// Updaters that may have something to do.
    private var queue = UniqueQueue<ServiceID>()
    private var deadlines = DeadlineQueue<ServiceID>()

    var nextDeadline: Moment? { deadlines.next }

    /// Whether an updater is at work on the service.
    func isUpdating(_ service: ServiceID) -> Bool { updaters.index(forKey: service) != nil }

    /// Brings the slots of a service up to its spec, now or step by step.
    ///
    /// `slots` are those that are to be kept; they are updated by chance unless `keepingOrder`.
    ///
    /// - Source: UPD-10 to UPD-13, §7.3 steps 1 to 3.
    mutating func update(
        _ service: Service,
        slots: [Slot],
        keepingOrder: Bool = false,
        in store: inout Store,
        turn: inout Turn
    ) {
        if let running = updaters[service.id] {
            let goesOn = !running.isStopped || service.isUpdatePaused
            if running.service.spec == service.spec, goesOn { return }
            updaters[service.id] = nil
        }
        if service.isUpdatePaused { return }
        var dirty = Self.dirtySlots(slots, of: service, in: store)
        guard !dirty.isEmpty else { return Self.completeIfUnderWay(service, in: &store) }
        if service.updateStatus == nil { store.beginUpdate(of: service.id) }
        if !keepingOrder { dirty.shuffle(using: &turn.random) }
        updaters[service.id] = Updater(service: service, slots: dirty)
        queue.add(service.id)
    }

    /// - Source: UPD-7.
    private static func dirtySlots(
        _ slots: [Slot],
        of service: Service,
        in store: Store
    ) -> [Slot] {
        var dirtiness = TaskDirtiness(service: service)
        return slots.filter { slot in
            if slot.tasks.count > 1 { return true }
            return slot.tasks.contains { task in
                dirtiness.isDirty(task, on: task.nodeID.flatMap { store.node($0) })
            }
        }
    }

    /// - Source: §7.3 step 2.
    private static func completeIfUnderWay(_ service: Service, in store: inout Store) {
        switch service.updateStatus?.state {
        case .updating, .rollbackStarted: store.completeUpdate(of: service.id)
        case nil, .paused, .completed, .rollbackPaused, .rollbackCompleted: break
        }
    }

    /// A task came up or ended, or its hold is over.
    mutating func noteMove(
        of task: SwarmTask,
        in store: inout Store,
        restarts: RestartSupervisor,
        now: Moment
    ) {
        let id = task.serviceID
        guard isUpdating(id) else { return }
        updaters[id]?.touch(task, in: &store, restarts: restarts, now: now)
        if task.isDead { updaters[id]?.noteEnd(of: task.id) }
        queue.add(id)
    }

    /// A task is gone from the store.
    mutating func noteRemoval(of task: TaskID, of service: ServiceID, now: Moment) {
        guard isUpdating(service) else { return }
        updaters[service]?.noteRemoval(of: task, now: now)
        queue.add(service)
    }

    /// The service is gone; its update ends without a word.
    mutating func cancel(_ service: ServiceID) { updaters[service] = nil }

    /// Lets every updater go on that may.
    mutating func advance(
        in store: inout Store,
        restarts: inout RestartSupervisor,
        turn: inout Turn
    ) {
        while let (moment, service) = deadlines.popDue(at: turn.now) {
            if updaters[service]?.progress.wakeAt == moment {
                updaters[service]?.progress.wakeAt = nil
                queue.add(service)
            }
        }
        for service in queue.takeAll() {
            let isOver = updaters[service]?.advance(in: &store, restarts: &restarts, turn: &turn)
            if isOver == true { updaters[service] = nil }
            setAlarm(for: service)
        }
        while let next = deadlines.first, updaters[next.key]?.progress.wakeAt != next.moment {
            deadlines.dropFirst()
        }
    }

    private mutating func setAlarm(for service: ServiceID) {
        guard let updater = updaters[service], updater.nextDeadline != updater.progress.wakeAt
        else { return }
        updaters[service]?.progress.wakeAt = updater.nextDeadline
        if let deadline = updater.nextDeadline { deadlines.add(service, at: deadline) }
    }
}

extension Service {
    /// Whether its update or rollback stands still until it is updated again (UPD-64).
    fileprivate var isUpdatePaused: Bool {
        switch updateStatus?.state {
        case .paused, .rollbackPaused: true
        case nil, .updating, .completed, .rollbackStarted, .rollbackCompleted: false
        }
    }
}
