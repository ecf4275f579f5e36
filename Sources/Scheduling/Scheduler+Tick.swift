import Basics
import SwarmModel
import SwarmStore

/// What the groups of one tick share.
struct Tick: Sendable {
    /// Nodes by load, for each kind of fixed needs that a small group had.
    var orders: [FixedNeeds: LoadOrder] = [:]
}

extension Scheduler {
    /// Takes every waiting group out of the queue and finds nodes for it (SCH-15 to SCH-17).
    mutating func tick(in store: inout Store) {
        let isStale = pending.mayBeStale
        var groups = pending.takeAll()
        if isStale {
            for index in groups.indices {
                groups[index].tasks.removeAll { store.task($0)?.waitsForNode != true }
            }
        }
        var tick = Tick()
        for group in groups where group.key.specVersion != nil {
            schedule(group, &tick, in: &store)
        }
        for group in groups where group.key.specVersion == nil {
            scheduleOneByOne(group, &tick, in: &store)
        }
    }

    /// Schedules like tasks together; one of them speaks for all (SCH-16).
    private mutating func schedule(
        _ group: PendingQueue.Group,
        _ tick: inout Tick,
        in store: inout Store
    ) {
        guard let task = firstWaiting(of: group, in: store) else { return }
        var run = open(group.tasks, like: task, in: store)
        defer { close(run, of: task) }
        let levels = task.spec.value.placement.preferences.compactMap(SpreadDescriptor.init)
        let wanted = run.count
        let count: Int
        if !levels.isEmpty {
            var tree = SpreadTree(levels, nodes: nodes, service: run.service)
            count = spread(wanted, &run, over: &tree, in: &store)
        } else if isSmall(run) {
            count = fillLeastLoaded(&run, &tick, in: &store)
        } else {
            let best = nodes.best(wanted, among: nodes.positionRange, for: &run)
            count = fill(best, with: wanted, of: &run, in: &store)
        }
        refuseRest(of: &run, nobodyPlaced: count == 0, in: &store)
    }

    private func firstWaiting(of group: PendingQueue.Group, in store: Store) -> SwarmTask? {
        for id in group.tasks {
            if let task = store.task(id), task.waitsForNode { return task }
        }
        return nil
    }

    mutating func open(_ tasks: [TaskID], like task: SwarmTask, in store: Store) -> GroupRun {
        let needs = TaskNeeds(of: task, in: store)
        var faulty: [Int32: Int32] = [:]
        for (node, count) in faults.faulty(FaultMemory.Subject(task)) {
            if let position = nodes.position(of: node) { faulty[position] = count }
        }
        return GroupRun(
            tasks,
            needs: needs,
            service: nodes.openService(task.serviceID),
            faulty: faulty,
            fit: fits.take(needs.fixed, nodes: nodes)
        )
    }

    mutating func close(_ run: GroupRun, of task: SwarmTask) {
        fits.keep(run.fit, for: run.needs.fixed)
        nodes.closeService(task.serviceID)
    }

    /// Whether the group will touch so few nodes that looking at all of them would be the most of
    /// the work.
    func isSmall(_ run: GroupRun) -> Bool {
        let touched = run.count + nodes.services.nodeCount(run.service) + run.faulty.count
        return touched * 4 <= nodes.count
    }

    private mutating func fillLeastLoaded(
        _ run: inout GroupRun,
        _ tick: inout Tick,
        in store: inout Store
    ) -> Int {
        var order =
            tick.orders.removeValue(forKey: run.needs.fixed)
            ?? LoadOrder(for: &run, in: nodes)
        let best = order.take(run.count, for: run, in: nodes)
        let placed = fill(best, with: run.count, of: &run, in: &store)
        order.giveBack(in: nodes)
        tick.orders[run.needs.fixed] = order
        return placed
    }
}

// MARK: - One by one

extension Scheduler {
    /// Schedules tasks without a spec version, each on the node that is best for it alone.
    private mutating func scheduleOneByOne(
        _ group: PendingQueue.Group,
        _ tick: inout Tick,
        in store: inout Store
    ) {
        var rest = group.tasks[...]
        while let id = rest.first {
            guard let task = store.task(id), task.waitsForNode else {
                rest.removeFirst()
                continue
            }
            let like = rest.prefix { other in
                other == id || store.task(other).map { Self.isLike($0, task) } ?? false
            }
            rest = rest.dropFirst(like.count)
            placeOneByOne(Array(like), like: task, &tick, in: &store)
        }
    }

    private static func isLike(_ task: SwarmTask, _ other: SwarmTask) -> Bool {
        task.spec == other.spec && task.endpoint == other.endpoint
            && task.networks.map(\.network) == other.networks.map(\.network)
    }

    private mutating func placeOneByOne(
        _ tasks: [TaskID],
        like task: SwarmTask,
        _ tick: inout Tick,
        in store: inout Store
    ) {
        let levels = task.spec.value.placement.preferences.compactMap(SpreadDescriptor.init)
        var run = open(tasks, like: task, in: store)
        defer { close(run, of: task) }
        if !levels.isEmpty {
            spreadOneByOne(&run, levels, in: &store)
        } else if isSmall(run) {
            placeOnLeastLoaded(&run, &tick, in: &store)
        } else {
            placeOnBest(&run, in: &store)
        }
        refuseRest(of: &run, nobodyPlaced: true, in: &store)
    }

    private mutating func spreadOneByOne(
        _ run: inout GroupRun,
        _ levels: [SpreadDescriptor],
        in store: inout Store
    ) {
        while var alone = run.nextAlone() {
            var tree = SpreadTree(levels, nodes: nodes, service: run.service)
            _ = spread(1, &alone, over: &tree, in: &store)
            guard alone.count == 0 else { return }
            _ = run.takeNext()
        }
    }

    private mutating func placeOnLeastLoaded(
        _ run: inout GroupRun,
        _ tick: inout Tick,
        in store: inout Store
    ) {
        var order =
            tick.orders.removeValue(forKey: run.needs.fixed)
            ?? LoadOrder(for: &run, in: nodes)
        while run.count > 0, let node = order.take(1, for: run, in: nodes).first {
            _ = placeNext(of: &run, on: node, in: &store)
            order.giveBack(in: nodes)
        }
        order.giveBack(in: nodes)
        tick.orders[run.needs.fixed] = order
    }

    /// Ranks all nodes once; afterwards only the node that got a task moves.
    private mutating func placeOnBest(_ run: inout GroupRun, in store: inout Store) {
        var heap = nodes.candidates(among: nodes.positionRange, for: &run)
        while run.count > 0, let best = heap.best {
            guard nodes.roomRefusal(of: run, by: best.node) == nil else {
                _ = heap.pop()
                continue
            }
            if placeNext(of: &run, on: best.node, in: &store) {
                heap.replaceBest(by: nodes.rank(best.node, for: run))
            }
        }
    }
}
