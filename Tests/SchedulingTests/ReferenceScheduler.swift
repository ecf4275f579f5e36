import Basics
import Scheduling
import SwarmModel
import SwarmStore

/// The scheduler's rules written down as plainly as they can be, at any cost: every number is
/// counted anew from the store, every node looked at for every question.
///
/// It decides for one group of tasks at a time, as the scheduler does, and breaks ties the same
/// way: the node whose turn is longest ago.
struct ReferenceScheduler {
    var store: Store
    /// Nodes, the one longest not used first.
    var turns: [NodeID]
    /// Failures in the window, by node.
    var failures: [NodeID: Int] = [:]
    private var tally: [Refusal] = []

    init(store: Store, turns: [NodeID]) {
        self.store = store
        self.turns = turns
    }

    /// Places a group of like tasks.
    ///
    /// - Returns: the error of those that found no node.
    mutating func place(_ ids: [TaskID]) -> String {
        guard let task = ids.first.flatMap({ store.task($0) }) else { return "" }
        var rest = ids
        let levels = task.spec.value.placement.preferences.filter { labelKey($0) != nil }
        var tree = Tree(nodes: turns)
        grow(&tree, levels[...], task)
        let wanted = rest.count
        tally = []
        let placed = spread(wanted, &rest, &tree, like: task, groupSize: wanted)
        if placed == 0 { tally = turns.compactMap { refusal(of: task, by: $0) } }
        return explanation
    }

    private var explanation: String {
        let counts = Refusal.allCases.map { refusal in (refusal, tally.count { $0 == refusal }) }
        let sorted = counts.filter { $0.1 > 0 }.sorted {
            ($1.1, $0.0.rawValue) < ($0.1, $1.0.rawValue)
        }
        if sorted.isEmpty { return "no suitable node" }
        let reasons = sorted.map { $0.0.explanation(nodes: $0.1) }
        return "no suitable node (\(reasons.joined(separator: "; ")))"
    }
}

// MARK: - Filters, counted from the store

extension ReferenceScheduler {
    private func held(on node: NodeID) -> [SwarmTask] {
        store.tasks(on: node).filter { $0.state >= .assigned && $0.state <= .running }
    }

    func serviceTasks(_ service: ServiceID, on node: NodeID) -> Int {
        held(on: node).count { $0.serviceID == service && $0.desiredState <= .complete }
    }

    func activeTasks(on node: NodeID) -> Int {
        held(on: node).count { $0.desiredState <= .complete }
    }

    private func ports(of task: SwarmTask) -> [PortConfig] {
        (task.endpoint?.ports ?? []).filter { $0.publishMode == .host && $0.publishedPort != 0 }
    }

    func refusal(of task: SwarmTask, by id: NodeID) -> Refusal? {
        guard let node = store.node(id) else { return .notReady }
        if node.status.state != .ready || node.spec.availability != .active { return .notReady }
        if !hasResources(for: task, node) { return .insufficientResources }
        let placement = task.spec.value.placement
        if let constraints = try? Constraint.parse(placement.constraints),
            !constraints.allMatch(node)
        {
            return .unmetConstraints
        }
        if !placement.platforms.isEmpty, !placement.platforms.contains(node.description.platform) {
            return .unsupportedPlatform
        }
        let used = held(on: id).flatMap { ports(of: $0) }.map {
            "\($0.transport)\($0.publishedPort)"
        }
        if ports(of: task).contains(where: { used.contains("\($0.transport)\($0.publishedPort)") })
        {
            return .hostPortInUse
        }
        if placement.maxReplicas > 0,
            serviceTasks(task.serviceID, on: id) >= placement.maxReplicas
        {
            return .replicaLimit
        }
        return nil
    }

    private func hasResources(for task: SwarmTask, _ node: Node) -> Bool {
        let wanted = task.spec.value.resources.reservations
        if wanted.isEmpty { return true }
        var free = node.description.resources
        var gpus = amount("gpu", of: free.generic)
        for other in held(on: node.id) {
            free.nanoCPUs -= other.spec.value.resources.reservations.nanoCPUs
            free.memoryBytes -= other.spec.value.resources.reservations.memoryBytes
            gpus -= amount("gpu", of: other.assignedGenericResources)
        }
        return wanted.nanoCPUs <= free.nanoCPUs && wanted.memoryBytes <= free.memoryBytes
            && amount("gpu", of: wanted.generic) <= gpus
    }

    private func amount(_ kind: String, of resources: [GenericResource]) -> Int64 {
        resources.reduce(0) { sum, resource in
            guard resource.kind == kind else { return sum }
            if case .discrete(_, let value) = resource { return sum + value }
            return sum + 1
        }
    }
}

// MARK: - Ranking and filling

extension ReferenceScheduler {
    private func isBetter(_ a: NodeID, than b: NodeID, for task: SwarmTask) -> Bool {
        let failed = (failures[a] ?? 0, failures[b] ?? 0)
        if failed.0 >= 5 || failed.1 >= 5, failed.0 != failed.1 { return failed.0 < failed.1 }
        let own = (serviceTasks(task.serviceID, on: a), serviceTasks(task.serviceID, on: b))
        if own.0 != own.1 { return own.0 < own.1 }
        return activeTasks(on: a) < activeTasks(on: b)
    }

    /// The best nodes that take the task, the best first: each is better than, or was longer not
    /// used than, all that follow.
    private func ranked(_ nodes: [NodeID], for task: SwarmTask, count: Int) -> [NodeID] {
        var open = turns.filter { nodes.contains($0) && refusal(of: task, by: $0) == nil }
        var sorted: [NodeID] = []
        while sorted.count < count, var best = open.first {
            for node in open where isBetter(node, than: best, for: task) { best = node }
            sorted.append(best)
            open.removeAll { $0 == best }
        }
        return sorted
    }

    private mutating func assign(_ id: TaskID, to node: NodeID) {
        guard var task = store.task(id) else { return }
        task.nodeID = node
        task.assignedGenericResources = task.spec.value.resources.reservations.generic
        _ = task.observe(TaskStatus(state: .assigned))
        store.update(task)
        turns.removeAll { $0 == node }
        turns.append(node)
    }

    /// FIL-1 and FIL-2, with one running position over the nodes.
    private mutating func fill(
        _ nodes: [NodeID],
        _ wanted: Int,
        _ rest: inout [TaskID],
        like task: SwarmTask
    ) -> Int {
        if nodes.isEmpty { return 0 }
        var placed = 0
        var position = 0
        var failed: Set<Int> = []
        while !rest.isEmpty {
            let node = nodes[position % nodes.count]
            assign(rest.removeFirst(), to: node)
            placed += 1
            if placed == wanted { break }
            if position + 1 < nodes.count {
                if isBetter(nodes[position + 1], than: node, for: task) { position += 1 }
            } else {
                position += 1
            }
            let start = position
            while true {
                let index = position % nodes.count
                if !failed.contains(index) {
                    guard let refusal = refusal(of: task, by: nodes[index]) else {
                        tally = []
                        break
                    }
                    tally.append(refusal)
                    failed.insert(index)
                }
                position += 1
                if position - start == nodes.count { return placed }
            }
        }
        return placed
    }
}

// MARK: - Spreading

extension ReferenceScheduler {
    final class Tree {
        var nodes: [NodeID]
        var tasks = 0
        var branches: [Tree] = []
        var chosen: [NodeID]?

        init(nodes: [NodeID]) { self.nodes = nodes }
    }

    private func labelKey(_ descriptor: String) -> String? {
        descriptor.hasPrefix("node.labels.") ? String(descriptor.dropFirst(12)) : nil
    }

    /// Branches in the order of the least loaded, longest unused ready node in each.
    private func grow(_ tree: inout Tree, _ levels: ArraySlice<String>, _ task: SwarmTask) {
        tree.tasks = tree.nodes.reduce(0) { $0 + serviceTasks(task.serviceID, on: $1) }
        guard let level = levels.first, let key = labelKey(level) else { return }
        let values = tree.nodes.map { store.node($0)?.spec.labels[key] ?? "" }
        for value in Set(values).sorted() {
            let members = zip(tree.nodes, values).filter { $0.1 == value }.map(\.0)
            var branch = Tree(nodes: members)
            grow(&branch, levels.dropFirst(), task)
            tree.branches.append(branch)
        }
        let order = tree.branches.map(\.nodes).map(lightest)
        tree.branches = zip(tree.branches, order).enumerated()
            .sorted { ($0.element.1, $0.offset) < ($1.element.1, $1.offset) }
            .map(\.element.0)
    }

    private func lightest(_ nodes: [NodeID]) -> Int {
        let ready = nodes.filter { store.node($0)?.acceptsNewTasks == true }
        let keys = ready.compactMap { node in
            turns.firstIndex(of: node).map { activeTasks(on: node) * 100_000 + $0 }
        }
        return keys.min() ?? .max
    }

    private mutating func spread(
        _ wanted: Int,
        _ rest: inout [TaskID],
        _ tree: inout Tree,
        like task: SwarmTask,
        groupSize: Int
    ) -> Int {
        if tree.branches.isEmpty {
            let nodes = ranked(tree.chosen ?? tree.nodes, for: task, count: groupSize)
            tree.chosen = nodes
            return fill(nodes, wanted, &rest, like: task)
        }
        var placed = 0
        var usable = tree.tasks
        var full: Set<Int> = []
        var hasAsked = true
        while placed < wanted, full.count != tree.branches.count, hasAsked {
            hasAsked = false
            let share = (usable + wanted - placed) / (tree.branches.count - full.count)
            var extra = (usable + wanted - placed) % (tree.branches.count - full.count)
            for index in tree.branches.indices where !full.contains(index) {
                let tasks = tree.branches[index].tasks
                guard tasks < share || (tasks == share && extra > 0) else { continue }
                hasAsked = true
                let request = share - tasks + (extra > 0 ? 1 : 0)
                let got = spread(
                    request,
                    &rest,
                    &tree.branches[index],
                    like: task,
                    groupSize: groupSize
                )
                placed += got
                if got < request {
                    full.insert(index)
                    usable -= tasks
                } else if extra > 0 {
                    extra -= 1
                }
            }
        }
        return placed
    }
}
