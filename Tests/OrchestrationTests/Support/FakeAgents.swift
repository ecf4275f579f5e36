import Basics
import SwarmModel
import SwarmStore

/// What the containers of an image do.
enum Behaviour: Sendable {
    case good
    /// Cannot be made: the task is rejected while it prepares.
    case rejected(String)
    /// Ends with that state so long after it ran.
    case ends(TaskState, after: Duration)
    /// Stays in STARTING and ends so long after that.
    case neverHealthy(TaskState, after: Duration)
    /// Never leaves PREPARING.
    case stuck
}

/// Allocator, scheduler and agents in one: moves tasks on as the real ones do, in virtual time.
struct FakeAgents: Sendable {
    enum Deed: Sendable {
        case prepare, ready, start, run, stop
        case end(TaskState, String)
    }

    var accepting = Duration.milliseconds(50)
    var preparing = Duration.milliseconds(150)
    var starting = Duration.milliseconds(300)
    var stopping = Duration.milliseconds(1_300)
    var behaviours: [String: Behaviour] = [:]
    /// Whether they do nothing, so that a test moves tasks by hand.
    var areIdle = false
    /// Whether nodes are used in turn instead of by load; for large clusters.
    var placesInTurn = false
    /// Nodes whose agent does not answer.
    private(set) var dead: Set<NodeID> = []

    private var agenda = DeadlineQueue<(id: TaskID, deed: Deed)>()
    private var touched: [TaskID] = []
    private var waiting: [TaskID] = []
    private var told: Set<TaskID> = []
    private var turn = 0
    private var turnNodes: [NodeID] = []

    var nextDeadline: Moment? { agenda.next }

    mutating func observe(_ change: StoreChange) {
        switch change {
        case .task(_, let after?): touched.append(after.id)
        case .task(let before?, nil): told.remove(before.id)
        case .node: turnNodes = []
        default: break
        }
    }

    mutating func run(_ store: inout Store, now: Moment) {
        while let (_, item) = agenda.popDue(at: now) { perform(item.deed, on: item.id, &store) }
        if areIdle { return touched.removeAll() }
        let retried = waiting
        waiting = []
        let moved = touched
        touched = []
        for id in retried + moved { look(at: id, &store) }
    }

    mutating func fail(_ id: TaskID, as state: TaskState, _ error: String, _ store: inout Store) {
        perform(.end(state, error), on: id, &store)
    }

    mutating func kill(_ node: NodeID) { dead.insert(node) }

    mutating func revive(_ node: NodeID, _ store: inout Store) {
        dead.remove(node)
        let ids = store.tasks(on: node).map(\.id)
        told.subtract(ids)
        touched += ids
    }

    // MARK: - The tasks' way

    private mutating func look(at id: TaskID, _ store: inout Store) {
        guard let task = store.task(id), task.isLive else { return }
        switch task.state {
        case .new: report(.pending, "pending task scheduling", of: task, &store)
        case .pending: place(task, &store)
        default: guide(task, now: store.now)
        }
    }

    private mutating func place(_ task: SwarmTask, _ store: inout Store) {
        if task.desiredState > .complete, let service = store.service(task.serviceID),
            let version = task.specVersion, service.specVersion ?? 0 > version
        {
            return report(.shutdown, task.status.message, of: task, &store)
        }
        if let node = task.nodeID.flatMap({ store.node($0) }) {
            guard suits(node, task) else { return waiting.append(task.id) }
            let message = "scheduler confirmed task can run on preassigned node"
            return report(.assigned, message, of: task, &store)
        }
        guard task.desiredState <= .complete, let node = choose(for: task, store) else {
            return waiting.append(task.id)
        }
        var assigned = task
        assigned.nodeID = node
        report(.assigned, "scheduler assigned task to node", of: assigned, &store)
    }

    private func suits(_ node: Node, _ task: SwarmTask) -> Bool {
        let constraints = (try? Constraint.parse(task.spec.value.placement.constraints)) ?? []
        return node.acceptsNewTasks && constraints.allMatch(node)
    }

    private mutating func choose(for task: SwarmTask, _ store: Store) -> NodeID? {
        if placesInTurn {
            if turnNodes.isEmpty { turnNodes = store.nodes.filter(\.acceptsNewTasks).map(\.id) }
            turn += 1
            return turnNodes.isEmpty ? nil : turnNodes[turn % turnNodes.count]
        }
        return store.nodes.filter { suits($0, task) }.min { one, other in
            load(one, task, store) < load(other, task, store)
        }?.id
    }

    private func load(_ node: Node, _ task: SwarmTask, _ store: Store) -> (Int, Int) {
        let tasks = store.tasks(on: node.id).filter { $0.isLive && $0.desiredState <= .complete }
        return (tasks.count { $0.serviceID == task.serviceID }, tasks.count)
    }

    private mutating func guide(_ task: SwarmTask, now: Moment) {
        guard let node = task.nodeID, !dead.contains(node) else { return }
        if task.desiredState >= .shutdown {
            if told.insert(task.id).inserted { add(.stop, task, now + stopping) }
            return
        }
        switch task.state {
        case .assigned: add(.prepare, task, now + accepting)
        case .ready where task.desiredState >= .running: add(.start, task, now)
        default: break
        }
    }

    private mutating func add(_ deed: Deed, _ task: SwarmTask, _ moment: Moment) {
        agenda.add((task.id, deed), at: moment)
    }

    private mutating func perform(_ deed: Deed, on id: TaskID, _ store: inout Store) {
        guard let task = store.task(id), task.isLive, let node = task.nodeID, !dead.contains(node)
        else { return }
        let behaviour = behaviours[task.image] ?? .good
        let isStopping = task.desiredState >= .shutdown
        switch deed {
        case .stop: report(.shutdown, "shutdown", of: task, &store)
        case .end(let state, let error): end(task, as: state, error, &store)
        case .prepare where !isStopping && task.state == .assigned:
            report(.preparing, "preparing", of: task, &store)
            if case .stuck = behaviour { return }
            add(.ready, task, store.now + preparing)
        case .ready where !isStopping:
            if case .rejected(let error) = behaviour {
                return end(task, as: .rejected, error, &store)
            }
            report(.ready, "prepared", of: task, &store)
        case .start where !isStopping && task.state == .ready:
            report(.starting, "starting", of: task, &store)
            if case .neverHealthy(let state, let after) = behaviour {
                return add(.end(state, "unhealthy"), task, store.now + after)
            }
            add(.run, task, store.now + starting)
        case .run where !isStopping:
            report(.running, "started", of: task, &store)
            if case .ends(let state, let after) = behaviour {
                add(.end(state, "task: non-zero exit (1)"), task, store.now + after)
            }
        case .prepare, .ready, .start, .run: break
        }
    }

    private func end(_ task: SwarmTask, as state: TaskState, _ error: String, _ store: inout Store)
    {
        let isClean = state == .complete
        report(
            state,
            isClean ? "finished" : task.status.message,
            isClean ? "" : error,
            of: task,
            &store
        )
    }

    private func report(
        _ state: TaskState,
        _ message: String,
        _ error: String = "",
        of task: SwarmTask,
        _ store: inout Store
    ) {
        var moved = task
        let status = TaskStatus(
            state: state,
            timestamp: store.now,
            message: message,
            error: error,
            appliedAt: store.now
        )
        if moved.observe(status) { store.update(moved) }
    }
}
