/// How many active tasks of one service each node has; nodes without any take no room.
///
/// An open-addressing table from node positions to counts, because the ranking asks it for every
/// candidate. Nothing depends on the order in which it is walked.
struct NodeCounts: Sendable {
    /// The node's position plus one in the upper half, the count in the lower; 0 = empty.
    private var cells: [UInt64] = []
    /// The number of nodes that have a task.
    private(set) var nodeCount = 0

    var isEmpty: Bool { nodeCount == 0 }

    subscript(node: Int32) -> Int32 {
        guard nodeCount > 0 else { return 0 }
        let mask = cells.count - 1
        var index = Self.home(of: node, mask: mask)
        while cells[index] != 0 {
            if Self.node(of: cells[index]) == node { return Self.count(of: cells[index]) }
            index = (index + 1) & mask
        }
        return 0
    }

    /// The nodes that have a task, in no order to rely on.
    var nodes: [Int32] { cells.lazy.filter { $0 != 0 }.map(Self.node) }

    mutating func add(_ difference: Int32, to node: Int32) {
        if (nodeCount + 1) * 4 > cells.count * 3 { grow() }
        let mask = cells.count - 1
        var index = Self.home(of: node, mask: mask)
        while cells[index] != 0, Self.node(of: cells[index]) != node { index = (index + 1) & mask }
        let count = Self.count(of: cells[index]) + difference
        if cells[index] == 0 { nodeCount += 1 }
        if count == 0 {
            remove(at: index)
        } else {
            cells[index] = Self.cell(node, count)
        }
    }

    private mutating func grow() {
        let old = cells
        cells = Array(repeating: 0, count: max(4, old.count * 2))
        let mask = cells.count - 1
        for cell in old where cell != 0 {
            var index = Self.home(of: Self.node(of: cell), mask: mask)
            while cells[index] != 0 { index = (index + 1) & mask }
            cells[index] = cell
        }
    }

    /// Empties a cell and moves up what could no longer be found behind it.
    private mutating func remove(at position: Int) {
        let mask = cells.count - 1
        var hole = position
        var index = (hole + 1) & mask
        cells[hole] = 0
        nodeCount -= 1
        while cells[index] != 0 {
            let home = Self.home(of: Self.node(of: cells[index]), mask: mask)
            if (index &- home) & mask >= (index &- hole) & mask {
                cells[hole] = cells[index]
                cells[index] = 0
                hole = index
            }
            index = (index + 1) & mask
        }
    }

    private static func home(of node: Int32, mask: Int) -> Int {
        Int(truncatingIfNeeded: (UInt64(UInt32(bitPattern: node)) &* 0x9E37_79B9_7F4A_7C15) >> 32)
            & mask
    }

    private static func cell(_ node: Int32, _ count: Int32) -> UInt64 {
        UInt64(UInt32(bitPattern: node &+ 1)) << 32 | UInt64(UInt32(bitPattern: count))
    }

    private static func node(of cell: UInt64) -> Int32 {
        Int32(bitPattern: UInt32(cell >> 32)) &- 1
    }

    private static func count(of cell: UInt64) -> Int32 {
        Int32(truncatingIfNeeded: cell)
    }
}
