package import Basics
import SwarmModel
package import SwarmStore

/// Chooses a node for every task that waits for one, and confirms those that have one already.
///
/// Follows the store's changes with mirrors of its own: nodes with their room and their tasks per
/// service, and the queue of waiting tasks. A run, put off until writes pause, works the queue off
/// and writes the decisions to the store.
///
/// After decoding, call ``restore(from:)`` before anything else: what the store knows isn't saved
/// a second time.
///
/// - Source: §3.
package struct Scheduler: Sendable {
    var nodes = NodeSet()
    var fits = FixedFits()
    var faults = FaultMemory()
    var pending = PendingQueue()
    /// Preassigned tasks that are not confirmed yet, in order of arrival (SCH-3).
    var preassigned: [TaskID] = []
    private var debounce = Debounce()
    /// Whether something happened that may let a waiting task find a node (SCH-4).
    private var tickIsDue = false
    /// Tasks the last run put on nodes, in order: the mirrors know them before they come back as
    /// changes.
    var placed = EchoQueue()
    /// Nodes in the order of their turns, between decoding and ``restore(from:)``.
    var savedTurns: [NodeID]?

    package init() {}

    /// When ``timePassed(now:)`` has something to do; `nil` while nothing waits.
    package var nextDeadline: Moment? { debounce.deadline }

    package mutating func timePassed(now: Moment) { debounce.timePassed(now) }

    /// Works off what waits if a run is due (SCH-5); else costs nothing.
    ///
    /// Equal nodes take turns, so nothing is drawn from `random`.
    package mutating func run(_ store: inout Store, now: Moment, random: inout SeededGenerator) {
        guard debounce.takeDue() else { return }
        store.now = now
        placed.removeAll()
        faults.expire(at: now)
        if !preassigned.isEmpty { confirmPreassigned(in: &store) }
        guard tickIsDue else { return }
        tickIsDue = false
        if !pending.isEmpty { tick(in: &store) }
    }
}

// MARK: - Following the store

extension Scheduler {
    /// Takes note of one change; writes nothing.
    package mutating func observe(_ change: StoreChange, now: Moment) {
        precondition(savedTurns == nil, "a decoded Scheduler is to be restored first")
        debounce.commit(at: now)
        switch change {
        case .task(let before, let after): observe(before, after, now: now)
        case .node(let before, let after): observe(before, after)
        case .service, .network, .secret, .config, .volume, .cluster: break
        }
    }

    private mutating func observe(_ before: Node?, _ after: Node?) {
        if let after {
            nodes.put(after)
            tickIsDue = true
        } else if let before {
            nodes.remove(before.id)
            faults.forget(before.id)
        }
    }

    private mutating func observe(_ before: SwarmTask?, _ after: SwarmTask?, now: Moment) {
        if let after, placed.isEcho(after, of: before) { return }
        nodes.follow(before, after)
        noteFailure(before, after, now: now)
        if pending.follow(before, after) { tickIsDue = true }
        if let after, after.waitsForConfirmation, before?.waitsForConfirmation != true {
            preassigned.append(after.id)
        }
        if Self.freesRoom(before, after) { tickIsDue = true }
    }

    /// Whether the change may make room for a waiting task (SCH-4, ACC-4).
    private static func freesRoom(_ before: SwarmTask?, _ after: SwarmTask?) -> Bool {
        guard let before else { return false }
        guard let after else { return before.holdsRoom }
        return after.isDead && before.isLive && before.state >= .pending
    }

    /// Only tasks that the scheduler itself put there count against a node (RNK-2); those of
    /// global services are never ranked.
    private mutating func noteFailure(_ before: SwarmTask?, _ after: SwarmTask?, now: Moment) {
        guard let before, let after, let node = after.nodeID,
            before.isLive, before.state >= .pending,
            after.state == .failed || after.state == .rejected,
            nodes.position(of: node) != nil, after.slot != 0 || after.jobIteration != nil
        else { return }
        faults.note(after, on: node, at: now)
    }
}

/// Decisions on their way through the store, so that they are not counted twice.
struct EchoQueue: Sendable {
    private var tasks: [TaskID] = []
    private var next = 0

    mutating func add(_ task: TaskID) { tasks.append(task) }

    mutating func removeAll() {
        tasks = []
        next = 0
    }

    /// Whether the change is the next decision that comes back.
    mutating func isEcho(_ after: SwarmTask, of before: SwarmTask?) -> Bool {
        guard next < tasks.count, after.id == tasks[next], after.state == .assigned,
            before?.state == .pending
        else { return false }
        next += 1
        return true
    }
}

// MARK: - Beginning anew

extension Scheduler {
    /// Forgets everything and catches up with the store, as a manager does that becomes leader.
    ///
    /// The first run is due at once. Tasks that are to stop and wait for a node are let lie
    /// (SCH-2, SCH-5); failures before this are not known (RNK-2).
    package mutating func becomeLeader(_ store: Store) {
        self = Scheduler()
        readNodes(of: store, turns: [])
        for task in store.allTasks { adopt(task) }
        tickIsDue = true
        debounce.makeDue()
    }

    private mutating func adopt(_ task: SwarmTask) {
        nodes.follow(nil, task)
        if task.waitsForConfirmation, task.desiredState <= .complete { preassigned.append(task.id) }
        guard task.waitsForNode else { return }
        if task.desiredState <= .complete { pending.add(task) } else { pending.drop(task.id) }
    }

    /// Builds the mirrors again from the store as it was when the scheduler was encoded.
    package mutating func restore(from store: Store) {
        nodes = NodeSet()
        readNodes(of: store, turns: savedTurns ?? [])
        savedTurns = nil
        for task in store.allTasks { nodes.follow(nil, task) }
    }

    private mutating func readNodes(of store: Store, turns: [NodeID]) {
        for id in turns {
            if let node = store.node(id) { nodes.put(node) }
        }
        for node in store.nodes where nodes.position(of: node.id) == nil { nodes.put(node) }
    }
}

extension Scheduler: Codable {
    private enum CodingKeys: CodingKey {
        case faults, pending, preassigned, debounce, tickIsDue, turns
    }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        faults = try container.decode(FaultMemory.self, forKey: .faults)
        pending = try container.decode(PendingQueue.self, forKey: .pending)
        preassigned = try container.decode([TaskID].self, forKey: .preassigned)
        debounce = try container.decode(Debounce.self, forKey: .debounce)
        tickIsDue = try container.decode(Bool.self, forKey: .tickIsDue)
        savedTurns = try container.decode([NodeID].self, forKey: .turns)
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(faults, forKey: .faults)
        try container.encode(pending, forKey: .pending)
        try container.encode(preassigned, forKey: .preassigned)
        try container.encode(debounce, forKey: .debounce)
        try container.encode(tickIsDue, forKey: .tickIsDue)
        try container.encode(savedTurns ?? nodes.idsByTurn, forKey: .turns)
    }
}
