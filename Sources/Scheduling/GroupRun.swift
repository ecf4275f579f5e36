import Basics
import SwarmModel
import SwarmStore

/// One group of like tasks on its way to its nodes.
struct GroupRun: Sendable {
    let needs: TaskNeeds
    /// Where the service's counts are kept in ``NodeSet/services``.
    let service: Int32
    /// Nodes on which the group's service version failed five times or more, by position.
    let faulty: [Int32: Int32]
    var fit: FixedFit
    /// What was refused since a node last took a task.
    var tally = RefusalTally()
    /// The tasks of the whole group.
    private(set) var size: Int
    /// Those that still wait, the next one last.
    private var waiting: [TaskID]

    init(
        _ tasks: [TaskID],
        needs: TaskNeeds,
        service: Int32,
        faulty: [Int32: Int32],
        fit: FixedFit
    ) {
        self.needs = needs
        self.service = service
        self.faulty = faulty
        self.fit = fit
        size = tasks.count
        waiting = tasks.reversed()
    }

    var count: Int { waiting.count }

    mutating func takeNext() -> TaskID? { waiting.popLast() }

    /// A run of the next task alone; `nil` when none waits.
    func nextAlone() -> GroupRun? {
        guard let next = waiting.last else { return nil }
        var alone = self
        alone.size = 1
        alone.waiting = [next]
        return alone
    }

    /// Takes out all that found no node, in order.
    mutating func takeRest() -> [TaskID] {
        defer { waiting = [] }
        return waiting.reversed()
    }
}

// MARK: - What nodes say to a group

extension NodeSet {
    /// The first filter that refuses the group (§3.4).
    func refusal(of run: inout GroupRun, by position: Int32) -> Refusal? {
        if !self[position].acceptsNewTasks { return .notReady }
        if !hasResources(run.needs, on: position) { return .insufficientResources }
        if let refusal = run.fit.refusal(by: position, in: self) { return refusal }
        return crowdRefusal(run.needs, on: position, service: run.service)
    }

    /// Whether a node may be a candidate at all: nothing that happens in a tick changes it.
    func isCandidate(_ position: Int32, for run: inout GroupRun) -> Bool {
        self[position].acceptsNewTasks && run.fit.refusal(by: position, in: self) == nil
    }

    /// The first filter that refuses a candidate; other than ``isCandidate(_:for:)`` this changes
    /// with every placement.
    func roomRefusal(of run: GroupRun, by position: Int32) -> Refusal? {
        if !hasResources(run.needs, on: position) { return .insufficientResources }
        return crowdRefusal(run.needs, on: position, service: run.service)
    }

    func rank(_ position: Int32, for run: GroupRun) -> NodeRank {
        NodeRank(
            failures: run.faulty.isEmpty ? 0 : run.faulty[position] ?? 0,
            serviceTasks: services.count(run.service, on: position),
            info: self[position],
            node: position
        )
    }

    /// Why no node at all takes the group: every node is asked (SCH-30).
    func tallyOfRefusals(of run: inout GroupRun) -> RefusalTally {
        var tally = RefusalTally()
        for position in positionRange where self[position].exists {
            if let refusal = refusal(of: &run, by: position) { tally.count(refusal) }
        }
        return tally
    }
}

// MARK: - Choosing the best

extension NodeSet {
    /// A heap of all candidates among some nodes.
    func candidates(
        among positions: some Sequence<Int32>,
        for run: inout GroupRun
    ) -> NodeHeap {
        var ranks: [NodeRank] = []
        ranks.reserveCapacity(positions.underestimatedCount)
        for position in positions where isCandidate(position, for: &run) {
            ranks.append(rank(position, for: run))
        }
        return NodeHeap(ranks)
    }

    /// The best nodes with room, the best first; at most `count`.
    ///
    /// - Source: RNK-5.
    func best(
        _ count: Int,
        among positions: some Sequence<Int32>,
        for run: inout GroupRun
    ) -> [Int32] {
        var heap = candidates(among: positions, for: &run)
        var chosen: [Int32] = []
        chosen.reserveCapacity(min(count, heap.count))
        while chosen.count < count, let rank = heap.pop() {
            if roomRefusal(of: run, by: rank.node) == nil { chosen.append(rank.node) }
        }
        return chosen
    }
}

/// The nodes that meet some fixed needs, by their load: shared by the small groups of one tick, so
/// that not each of them walks over all nodes.
///
/// Within a tick a node's load only grows. So a stale rank is a lower bound, and it is enough to
/// look at it again when it comes to the top.
struct LoadOrder: Sendable {
    private var heap: NodeHeap
    private var lent: [Int32] = []

    init(for run: inout GroupRun, in nodes: NodeSet) {
        var ranks: [NodeRank] = []
        ranks.reserveCapacity(nodes.count)
        for position in nodes.positionRange where nodes.isCandidate(position, for: &run) {
            ranks.append(Self.rank(position, in: nodes))
        }
        heap = NodeHeap(ranks)
    }

    /// Takes out the best nodes with room for a group, the best first; at most `count`.
    mutating func take(_ count: Int, for run: GroupRun, in nodes: NodeSet) -> [Int32] {
        var chosen: [Int32] = []
        var used: [NodeRank] = []
        while chosen.count < count, let node = takeLeastLoaded(in: nodes) {
            let rank = nodes.rank(node, for: run)
            if rank.major > 0 {
                used.append(rank)
            } else if nodes.roomRefusal(of: run, by: node) == nil {
                chosen.append(node)
            }
        }
        guard chosen.count < count, !used.isEmpty else { return chosen }
        used.sort { $0.comesBefore($1) }
        for rank in used where chosen.count < count {
            if nodes.roomRefusal(of: run, by: rank.node) == nil { chosen.append(rank.node) }
        }
        return chosen
    }

    /// Puts back what was taken out, by its load now.
    mutating func giveBack(in nodes: NodeSet) {
        for node in lent { heap.push(Self.rank(node, in: nodes)) }
        lent.removeAll(keepingCapacity: true)
    }

    private mutating func takeLeastLoaded(in nodes: NodeSet) -> Int32? {
        while let best = heap.best {
            let now = Self.rank(best.node, in: nodes)
            if now.minor == best.minor {
                _ = heap.pop()
                lent.append(best.node)
                return best.node
            }
            heap.replaceBest(by: now)
        }
        return nil
    }

    private static func rank(_ position: Int32, in nodes: NodeSet) -> NodeRank {
        NodeRank(failures: 0, serviceTasks: 0, info: nodes[position], node: position)
    }
}
