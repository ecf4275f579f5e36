import Basics
import Cells
import Testing

@Suite struct GridDiffTests {
    @Test func `equal grids have no difference`() {
        var grid = Grid(columns: 20, rows: 5)
        grid.write("web", row: 1)
        #expect(GridDiff(from: grid, to: grid).isEmpty)
        #expect(!GridDiff(from: nil, to: grid).isEmpty)
    }

    @Test func `one changed cell is one run`() {
        let old = Grid(columns: 20, rows: 5)
        var new = old
        new.write("ab", row: 3, column: 4)
        #expect(GridDiff(from: old, to: new).runs == [.init(row: 3, columns: 4..<6)])
        new.cursor = Position(row: 0, column: 0)
        #expect(GridDiff(from: old, to: new).cursorMoved)
    }

    @Test func `a change of style alone is a difference`() {
        var old = Grid(columns: 6, rows: 1)
        old.write("a日b", row: 0)
        var new = old
        new.restyle(Rect(row: 0, column: 2, rows: 1, columns: 1), slot: .warn)
        #expect(GridDiff(from: old, to: new).runs == [.init(row: 0, columns: 1..<3)])
    }

    @Test func `another size makes everything new`() {
        let diff = GridDiff(from: Grid(columns: 3, rows: 2), to: Grid(columns: 4, rows: 2))
        #expect(diff.runs == [.init(row: 0, columns: 0..<4), .init(row: 1, columns: 0..<4)])
        #expect(GridDiff(from: nil, to: Grid(columns: 0, rows: 5)).runs.isEmpty)
    }

    @Test(arguments: UInt64(1)...60)
    func `under random edits a grid stays whole and a diff brings the old one up to date`(
        seed: UInt64
    ) {
        var generator = SeededGenerator(seed: seed)
        let columns = Int.random(in: 1...30, using: &generator)
        var new = Grid(columns: columns, rows: Int.random(in: 1...6, using: &generator))
        var old: Grid?
        for _ in 0..<60 {
            RandomEdit.apply(to: &new, using: &generator)
            #expect(brokenGlyphs(in: new).isEmpty, "seed \(seed)")
            let diff = GridDiff(from: old, to: new)
            #expect(patched(old, with: diff, from: new) == cells(of: new), "seed \(seed)")
            for run in diff.runs {
                #expect(!new[run.row, run.columns.lowerBound].isContinuation, "seed \(seed)")
                #expect(
                    run.columns.upperBound == columns
                        || !new[run.row, run.columns.upperBound].isContinuation,
                    "seed \(seed)"
                )
            }
            old = new
        }
    }

    private func cells(of grid: Grid) -> [[Cell]] {
        (0..<grid.rows).map { Array(grid.row($0)) }
    }

    private func patched(_ old: Grid?, with diff: GridDiff, from new: Grid) -> [[Cell]] {
        var result = cells(of: old ?? Grid(size: new.size))
        for run in diff.runs {
            for column in run.columns { result[run.row][column] = new[run.row, column] }
        }
        return result
    }

    /// Places where a wide glyph lacks its second half, or a second half its glyph.
    private func brokenGlyphs(in grid: Grid) -> [Position] {
        var broken: [Position] = []
        for row in 0..<grid.rows {
            for column in 0..<grid.columns {
                let width = grid[row, column].character.map { DisplayWidth.of($0) } ?? 0
                let hasTail = column + 1 < grid.columns && grid[row, column + 1].isContinuation
                if (width == 2) != hasTail || (column == 0 && width == 0) {
                    broken.append(Position(row: row, column: column))
                }
            }
        }
        return broken
    }
}

/// One of the things a screen does to a grid.
private enum RandomEdit {
    static func apply(to grid: inout Grid, using generator: inout SeededGenerator) {
        let row = Int.random(in: -1...grid.rows, using: &generator)
        let column = Int.random(in: -6...grid.columns, using: &generator)
        let rect = Rect(
            row: row,
            column: column,
            rows: Int.random(in: 0...4, using: &generator),
            columns: Int.random(in: 0...12, using: &generator)
        )
        let slot = Slot.allCases.randomElement(using: &generator) ?? .text
        switch Int.random(in: 0..<8, using: &generator) {
        case 0: grid.fill(rect, slot: slot, glyph: "#")
        case 1: grid.restyle(rect, slot: slot, attributes: .bold)
        case 2: grid.box(rect, title: "日本", focused: true)
        case 3: grid.write(words(using: &generator), row: row, column: column, slot: slot, in: rect)
        case 4:
            var other = Grid(columns: 7, rows: 2)
            other.write(words(using: &generator), row: 0)
            grid.draw(other, row: row, column: column)
        default: grid.write(words(using: &generator), row: row, column: column, slot: slot)
        }
    }

    private static func words(using generator: inout SeededGenerator) -> SafeText {
        let pieces: [SafeText] = ["a", "日", "é", "🎉", "🇩🇪", "-", " ", "web", "e\u{301}", "👩‍💻"]
        return (0..<Int.random(in: 0...8, using: &generator))
            .compactMap { _ in pieces.randomElement(using: &generator) }
            .joined()
    }
}
