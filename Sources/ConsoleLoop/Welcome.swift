import Basics
package import Cells
import Console

/// The first start's question: what cluster to begin with.
///
/// A value like the console itself: keys in, a grid out, and an answer once there is one.
package struct Welcome: Sendable {
    package enum Answer: Hashable, Sendable {
        case demo
        /// An empty cluster of that many nodes; the first three (or fewer) are managers.
        case empty(nodes: Int)
        /// The engine that the docker command would talk to.
        case attach
        case quit
    }

    /// What is offered, in this order.
    private enum Choice: Int, CaseIterable {
        case demo, empty, attach, quit

        var title: Phrase {
            switch self {
            case .demo: "The demo"
            case .empty: "An empty cluster"
            case .attach: "A Docker engine"
            case .quit: "Quit"
            }
        }

        var explanation: Phrase {
            switch self {
            case .demo: "five nodes, four stacks, an update on its way"
            case .empty: "simulated nodes; deploy what you like"
            case .attach: "watch and steer a real Docker Swarm"
            case .quit: "nothing is created"
            }
        }
    }

    /// The most nodes that the question offers; more can join later.
    package static let nodesMaximum = 1_000

    private var selected = Choice.demo
    private var nodes = "5"
    private var notice: Phrase?

    package init() {}

    /// Takes a key.
    ///
    /// - Returns: the answer, once the user has given it.
    package mutating func press(_ key: Key) -> Answer? {
        notice = nil
        switch key {
        case .down, .character("j"), .tab: move(by: 1)
        case .up, .character("k"), .backTab: move(by: -1)
        case .enter: return confirm()
        case .escape, .character("q"), .control("c"): return .quit
        case .backspace where selected == .empty: _ = nodes.popLast()
        case .character(let digit) where selected == .empty && ("0"..."9").contains(digit):
            if nodes.count < 4 { nodes.append(digit) }
        default: break
        }
        return nil
    }

    private mutating func move(by step: Int) {
        let count = Choice.allCases.count
        selected = Choice.allCases[(selected.rawValue + step + count) % count]
    }

    private mutating func confirm() -> Answer? {
        switch selected {
        case .demo: return .demo
        case .quit: return .quit
        case .attach: return .attach
        case .empty:
            guard let count = Int(nodes), (1...Self.nodesMaximum).contains(count) else {
                notice = "Type a number of nodes from 1 to 1000."
                return nil
            }
            return .empty(nodes: count)
        }
    }

    /// Draws the question into a grid of any size.
    package func view(size: Size) -> Grid {
        var grid = Grid(size: size)
        let area = grid.bounds.centered(rows: 16, columns: 76)
        var row = area.row
        if area.rows >= 12 {
            grid.write("skep", row: row, column: area.column, slot: .title)
            grid.write(
                Phrase("a console for clusters that work as Docker Swarm does").safe,
                row: row,
                column: area.column + 6,
                slot: .dim
            )
            grid.write(
                Phrase("There is no cluster of yours on this machine yet. Begin with:").safe,
                row: row + 2,
                column: area.column,
                slot: .text
            )
            row += 4
        }
        for choice in Choice.allCases {
            draw(choice, in: &grid, row: row, area: area)
            row += area.rows >= 12 ? 2 : 1
        }
        if let notice { grid.write(notice.safe, row: row, column: area.column, slot: .warn) }
        let keys: Phrase =
            area.columns < 40 ? "up down enter q" : "up/down choose · enter begin · q quit"
        grid.write(keys.safe, row: size.rows - 1, column: area.column, slot: .dim)
        return grid
    }

    private func draw(_ choice: Choice, in grid: inout Grid, row: Int, area: Rect) {
        let isSelected = choice == selected
        if isSelected {
            grid.fill(
                Rect(row: row, column: area.column, rows: 1, columns: area.columns),
                slot: .cursor
            )
        }
        let slot: Slot = isSelected ? .cursor : .text
        grid.write(isSelected ? "> " : "  ", row: row, column: area.column, slot: slot)
        var column = grid.write(choice.title.safe, row: row, column: area.column + 2, slot: slot)
        if choice == .empty {
            column = grid.write(Phrase(" of ").safe, row: row, column: column, slot: slot)
            let digits = SafeText(sanitizing: nodes)
            let end = grid.write(digits + "_", row: row, column: column, slot: .input)
            if isSelected { grid.cursor = Position(row: row, column: end - 1) }
            column = grid.write(Phrase(" nodes").safe, row: row, column: end, slot: slot)
        }
        if area.columns >= 60 {
            grid.write(
                choice.explanation.safe,
                row: row,
                column: max(column + 2, area.column + 30),
                slot: isSelected ? .cursor : .dim,
                in: area
            )
        }
    }
}
