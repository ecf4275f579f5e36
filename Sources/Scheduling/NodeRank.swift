/// A node's place in the ranking for one group: the lower, the better.
///
/// - Source: RNK-1. Failures count only from the fifth on, so that the order is a total one.
struct NodeRank: Sendable {
    /// Failures from the fifth on, then active tasks of the service.
    let major: UInt64
    /// All active tasks, then the node's turn.
    let minor: UInt64
    let node: Int32

    init(failures: Int32, serviceTasks: Int32, info: NodeInfo, node: Int32) {
        let counted = failures >= FaultMemory.limit ? failures : 0
        major = UInt64(UInt32(bitPattern: counted)) << 32 | UInt64(UInt32(bitPattern: serviceTasks))
        minor = UInt64(UInt32(bitPattern: info.activeTasks)) << 32 | UInt64(info.turn)
        self.node = node
    }

    /// Strictly better, as the rule has it: turns do not count.
    func isBetter(than other: NodeRank) -> Bool {
        (major, minor >> 32) < (other.major, other.minor >> 32)
    }

    /// Better, or equal and longer not used: never both ways.
    func comesBefore(_ other: NodeRank) -> Bool {
        major == other.major ? minor < other.minor : major < other.major
    }
}

/// A binary heap of nodes, the best on top.
struct NodeHeap: Sendable {
    private var ranks: [NodeRank]

    init(_ ranks: [NodeRank]) {
        self.ranks = ranks
        for position in stride(from: ranks.count / 2 - 1, through: 0, by: -1) { siftDown(position) }
    }

    var isEmpty: Bool { ranks.isEmpty }
    var count: Int { ranks.count }
    var best: NodeRank? { ranks.first }

    mutating func push(_ rank: NodeRank) {
        ranks.append(rank)
        var child = ranks.count - 1
        while child > 0 {
            let parent = (child - 1) / 2
            guard rank.comesBefore(ranks[parent]) else { break }
            ranks[child] = ranks[parent]
            child = parent
        }
        ranks[child] = rank
    }

    mutating func pop() -> NodeRank? {
        guard let first = ranks.first, let last = ranks.popLast() else { return nil }
        if !ranks.isEmpty {
            ranks[0] = last
            siftDown(0)
        }
        return first
    }

    /// Exchanges the best for another, which may sink.
    mutating func replaceBest(by rank: NodeRank) {
        ranks[0] = rank
        siftDown(0)
    }

    private mutating func siftDown(_ position: Int) {
        let rank = ranks[position]
        var parent = position
        while true {
            var child = 2 * parent + 1
            guard child < ranks.count else { break }
            if child + 1 < ranks.count, ranks[child + 1].comesBefore(ranks[child]) { child += 1 }
            guard ranks[child].comesBefore(rank) else { break }
            ranks[parent] = ranks[child]
            parent = child
        }
        ranks[parent] = rank
    }
}
