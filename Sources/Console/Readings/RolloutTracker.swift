import Basics
import HashTreeCollections
import SwarmModel

/// What is remembered of a task in a rollout, also after the swarm has forgotten the task.
struct TaskGlimpse: Hashable, Sendable {
    let id: TaskID
    let createdAt: Moment
    let image: String
    var node: NodeID?
    var state: TaskState
    var desired: TaskState
    var error: String
    /// When the state was entered.
    var since: Moment
    var milestones: TaskMilestones

    init(_ task: SwarmTask) {
        id = task.id
        createdAt = task.meta.createdAt
        image = task.image
        node = task.nodeID
        state = task.state
        desired = task.desiredState
        error = task.status.error
        since = task.status.timestamp
        milestones = task.milestones
    }

    var isDead: Bool { state > .running }
}

/// One place of a service in a rollout: the task that was there, and the one that takes over.
struct SlotProgress: Hashable, Sendable {
    let place: TaskPlace
    var old: TaskGlimpse?
    var new: TaskGlimpse?
    /// Tasks of the new spec that were made here, failed ones included.
    var attempts = 0

    /// How far a place is, without regard to time.
    enum Stage: Int, Hashable, Sendable, CaseIterable {
        case untouched, working, up, failed
    }

    var stage: Stage {
        guard let new else { return .untouched }
        if new.isDead { return .failed }
        return new.state == .running ? .up : .working
    }
}

/// Follows one update or rollback of a service, slot by slot, and keeps it when it is over.
///
/// It is fed with differences, so that it costs what changes; it can also be made from a service
/// and its tasks at any time, for a rollout that began before.
struct RolloutTracker: Sendable {
    enum Kind: Hashable, Sendable {
        case update, manualRollback, automaticRollback
    }

    /// The update that an automatic rollback put an end to.
    struct Failure: Hashable, Sendable {
        let image: String
        let message: String
        let failures: Int
    }

    private(set) var service: Service
    private(set) var kind: Kind
    /// When the updater was started last; another start counts failures anew (UPD-67).
    private(set) var startedAt: Moment?
    /// When it was started first.
    private var beganAt: Moment?
    /// What was there before, as far as it is known.
    private(set) var oldImage: String?
    /// A tree, since the past keeps what the tracker was like from moment to moment.
    private var slots: TreeDictionary<TaskPlace, SlotProgress> = [:]
    /// All places in order.
    private(set) var places: [TaskPlace] = []
    private(set) var stages: [Int] = Array(repeating: 0, count: SlotProgress.Stage.allCases.count)
    /// Tasks of this rollout that ended too early, each slot's first one only (UPD-32).
    private(set) var failures: Set<TaskID> = []
    /// When the last new task came up.
    private(set) var lastRunning: Moment?
    /// How long finished slots took from creation to running.
    private(set) var spans: [Duration] = []
    private(set) var failed: Failure?

    /// Whether tasks are looked at now and then, so that a state may pass unseen.
    let isSampled: Bool

    /// What nodes are called, for the order of a global service's places.
    private let nodeNames: [NodeID: SafeText]

    init(
        service: Service,
        tasks: [SwarmTask],
        nodeNames: [NodeID: SafeText] = [:],
        isSampled: Bool = false,
        after failed: Failure? = nil
    ) {
        self.service = service
        self.isSampled = isSampled
        self.nodeNames = nodeNames
        self.failed = failed
        kind = Self.kind(of: service.updateStatus)
        startedAt = service.updateStatus?.startedAt
        beganAt = startedAt
        oldImage = service.previousSpec?.task.container.image
        for task in tasks { place(task) }
        sortPlaces()
    }

    private static func kind(of status: UpdateStatus?) -> Kind {
        guard let status, status.state.isRollback else { return .update }
        // The engine's own words tell a rollback that was asked for (UPD-60) until it completes.
        return status.message.hasPrefix("manually") ? .manualRollback : .automaticRollback
    }

    var state: UpdateStatus.State? { service.updateStatus?.state }
    var isOver: Bool { state == .completed || state == .rollbackCompleted }
    func count(_ stage: SlotProgress.Stage) -> Int { stages[stage.rawValue] }
    /// How many places there are.
    var count: Int { slots.count }
    func slot(at place: TaskPlace) -> SlotProgress? { slots[place] }

    /// Takes over what changed in the service's own object.
    mutating func note(_ next: Service) {
        let old = service.updateStatus
        service = next
        guard let status = next.updateStatus, let started = status.startedAt else { return }
        if started != startedAt, status.state.isActive {
            startedAt = started
            beganAt = beganAt ?? started
            failures = []
        }
        if old?.state != status.state, status.state == .rollbackStarted {
            kind = Self.kind(of: status)
        }
    }

    /// Takes over what changed in one of the service's tasks.
    mutating func note(before: SwarmTask?, after: SwarmTask?) {
        guard !isOver else { return }
        if let after {
            let count = slots.count
            place(after)
            if slots.count != count { sortPlaces() }
        } else if let before, before.desiredState == .remove {
            remove(before)
        }
    }

    /// Whether a task is as the service's spec wants it (UPD-1, UPD-4).
    static func isClean(_ task: SwarmTask, for service: Service) -> Bool {
        if let version = task.specVersion, version == service.specVersion { return true }
        return task.spec == service.taskSpec
    }

    private mutating func place(_ task: SwarmTask) {
        let place = task.place
        let known = slots[place]
        let before = known?.stage
        var slot = known ?? SlotProgress(place: place)
        if isNew(task, in: slot) {
            takeNew(task, into: &slot)
        } else if task.meta.createdAt >= slot.old?.createdAt ?? .zero || slot.old?.id == task.id {
            slot.old = TaskGlimpse(task)
        }
        slots[place] = slot
        recount(from: before, to: slot.stage)
    }

    /// Whether a task is what the rollout wants in its place.
    ///
    /// After a rollback the tasks that the failed update has stopped are clean again, and yet
    /// they are the past.
    private func isNew(_ task: SwarmTask, in slot: SlotProgress) -> Bool {
        guard Self.isClean(task, for: service) else { return false }
        if slot.new?.id == task.id || task.isLive && task.desiredState <= .running { return true }
        return beganAt.map { task.milestones.created >= $0 } ?? false
    }

    private mutating func takeNew(_ task: SwarmTask, into slot: inout SlotProgress) {
        let known = slot.new
        if let known, known.id != task.id, known.createdAt > task.meta.createdAt { return }
        if known?.id != task.id { slot.attempts += 1 }
        let wasRunning = known?.id == task.id && known?.milestones.running != nil
        let glimpse = TaskGlimpse(task)
        slot.new = glimpse
        noteFailure(of: task, attempts: slot.attempts)
        guard !wasRunning, !isKept(glimpse), let running = task.milestones.running else { return }
        lastRunning = max(lastRunning ?? running, running)
        spans.append(running - task.milestones.created)
    }

    /// Whether a clean task was there before the rollout began, and never had to go.
    func isKept(_ task: TaskGlimpse) -> Bool {
        beganAt.map { task.milestones.created < $0 } ?? false
    }

    /// UPD-31: ended before it ran, or within the monitor period after.
    private mutating func noteFailure(of task: SwarmTask, attempts: Int) {
        guard task.isDead, attempts == 1, task.desiredState <= .running || task.state >= .failed,
            let startedAt, task.milestones.created >= startedAt
        else { return }
        let ended = task.milestones.ended ?? task.status.timestamp
        if let running = task.milestones.running, ended - running > config.effectiveMonitor {
            return
        }
        failures.insert(task.id)
    }

    private mutating func remove(_ task: SwarmTask) {
        guard let slot = slots[task.place] else { return }
        let ids = [slot.old?.id, slot.new?.id].compactMap(\.self)
        guard ids.allSatisfy({ $0 == task.id }) else { return }
        slots[task.place] = nil
        stages[slot.stage.rawValue] -= 1
        sortPlaces()
    }

    private mutating func recount(from old: SlotProgress.Stage?, to new: SlotProgress.Stage) {
        if let old { stages[old.rawValue] -= 1 }
        stages[new.rawValue] += 1
    }

    private mutating func sortPlaces() {
        places = slots.keys.sorted { one, other in
            guard case .node(let left) = one, case .node(let right) = other,
                let name = nodeNames[left]?.string, let otherName = nodeNames[right]?.string,
                name != otherName
            else { return one < other }
            return NaturalOrder.isLess(name, otherName)
        }
    }

    /// The configuration that the rollout goes by (§7.3, step 4).
    var config: UpdateConfig {
        let wanted = kind == .update ? service.spec.update : service.spec.rollback
        return wanted ?? .standard
    }

    /// What an automatic rollback needs to know of the update that it ends.
    func asFailure(message: String) -> Failure {
        Failure(
            image: service.spec.task.container.image,
            message: message,
            failures: failures.count
        )
    }
}
