import Basics
import SwarmModel
import SwarmStore

extension Scheduler {
    private static let assigned = "scheduler assigned task to node"

    /// Fills nodes, the best first, until they are level, then goes round them.
    ///
    /// The nodes have room and come the best first.
    ///
    /// - Returns: how many were placed.
    /// - Source: FIL-1, FIL-2.
    mutating func fill(
        _ best: [Int32],
        with wanted: Int,
        of run: inout GroupRun,
        in store: inout Store
    ) -> Int {
        var open = best
        var placed = fillUp(&open, wanted, &run, in: &store)
        while placed < wanted, !open.isEmpty, run.count > 0 {
            placed += goRound(&open, wanted - placed, &run, in: &store)
        }
        return placed
    }

    /// The first pass: stays on a node until the next one is strictly better.
    ///
    /// Nodes that ran out of room are taken out of `open`.
    private mutating func fillUp(
        _ open: inout [Int32],
        _ wanted: Int,
        _ run: inout GroupRun,
        in store: inout Store
    ) -> Int {
        var placed = 0
        var current = 0
        var full: Set<Int32> = []
        while current < open.count, run.count > 0 {
            let node = open[current]
            if placeNext(of: &run, on: node, in: &store) { placed += 1 }
            if placed == wanted { break }
            if current + 1 == open.count {
                current += 1
            } else if isBetter(open[current + 1], than: node, for: run) {
                current += 1
            }
            while current < open.count, !hasRoom(open[current], for: &run) {
                full.insert(open[current])
                current += 1
            }
        }
        if !full.isEmpty { open.removeAll { full.contains($0) } }
        return placed
    }

    /// One later pass: one task for each node that still has room.
    private mutating func goRound(
        _ open: inout [Int32],
        _ wanted: Int,
        _ run: inout GroupRun,
        in store: inout Store
    ) -> Int {
        var placed = 0
        var kept = 0
        for node in open {
            if placed == wanted || run.count == 0 { return placed }
            guard hasRoom(node, for: &run) else { continue }
            open[kept] = node
            kept += 1
            if placeNext(of: &run, on: node, in: &store) { placed += 1 }
        }
        open.removeLast(open.count - kept)
        return placed
    }

    private func isBetter(_ node: Int32, than other: Int32, for run: GroupRun) -> Bool {
        nodes.rank(node, for: run).isBetter(than: nodes.rank(other, for: run))
    }

    /// Asks the filters again and keeps count of what they refuse (SCH-30).
    private func hasRoom(_ node: Int32, for run: inout GroupRun) -> Bool {
        if let refusal = nodes.roomRefusal(of: run, by: node) {
            run.tally.count(refusal)
            return false
        }
        run.tally.reset()
        return true
    }

    /// Assigns the group's next task to a node; a task that no longer waits is passed over.
    ///
    /// - Returns: whether a task was assigned.
    mutating func placeNext(
        of run: inout GroupRun,
        on node: Int32,
        in store: inout Store
    ) -> Bool {
        let decision = Decision(node, Self.assigned, run, at: store.now)
        while let id = run.takeNext() {
            let isAssigned = store.update(id) { task in
                guard task.waitsForNode else { return false }
                assign(&task, decision)
                return true
            }
            if isAssigned { return true }
        }
        return false
    }

    /// Writes a node into a task and books it (ACC-3).
    mutating func assign(_ task: inout SwarmTask, _ decision: Decision) {
        task.nodeID = nodes.id(at: decision.node)
        if !decision.generic.isEmpty {
            task.assignedGenericResources = nodes.takeGenerics(
                decision.generic,
                on: decision.node
            )
        }
        _ = task.observe(decision.status)
        nodes.place(task, on: decision.node, service: decision.service)
        placed.add(task.id)
    }
}

/// Where the next task of a group goes.
struct Decision: Sendable {
    let node: Int32
    let service: Int32
    let generic: [GenericResource]
    let status: TaskStatus

    init(_ node: Int32, _ message: String, _ run: GroupRun, at now: Moment) {
        self.node = node
        service = run.service
        generic = run.needs.generic
        status = TaskStatus(state: .assigned, timestamp: now, message: message)
    }
}

// MARK: - Spreading

extension Scheduler {
    /// Shares tasks out over the branches of a tree so that the branches become level.
    ///
    /// A branch that has branches itself may take more than it was asked for, as one of its own
    /// may be that far behind the others.
    ///
    /// - Returns: how many were placed.
    /// - Source: SPR-5.
    mutating func spread(
        _ wanted: Int,
        _ run: inout GroupRun,
        over tree: inout SpreadTree,
        in store: inout Store
    ) -> Int {
        if tree.isLeaf {
            let best = choose(in: &tree, &run)
            return fill(best, with: wanted, of: &run, in: &store)
        }
        var placed = 0
        var usable = tree.tasks
        var full: Set<Int> = []
        var isConverging = true
        while placed < wanted, full.count < tree.branches.count, isConverging {
            isConverging = false
            let open = tree.branches.count - full.count
            let target = (usable + wanted - placed) / open
            var remainder = (usable + wanted - placed) % open
            for index in tree.branches.indices where !full.contains(index) {
                let tasks = tree.branches[index].tasks
                guard tasks < target || (tasks == target && remainder > 0) else { continue }
                isConverging = true
                let share = target - tasks + (remainder > 0 ? 1 : 0)
                let delivered = spread(share, &run, over: &tree.branches[index], in: &store)
                placed += delivered
                if delivered < share {
                    full.insert(index)
                    usable -= tasks
                } else if remainder > 0 {
                    remainder -= 1
                }
            }
        }
        return placed
    }

    /// The nodes of a leaf to fill: the best ones when it is first asked; of those, whoever still
    /// has room, ranked anew, when it is asked again.
    private func choose(
        in leaf: inout SpreadTree,
        _ run: inout GroupRun
    ) -> [Int32] {
        let best = nodes.best(run.size, among: leaf.chosen ?? leaf.nodes, for: &run)
        leaf.chosen = best
        return best
    }
}
