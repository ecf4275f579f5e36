/// Where a grid differs from the one shown before.
package struct GridDiff: Equatable, Sendable {
    /// Neighbouring cells of one row that must be drawn anew.
    package struct Run: Hashable, Sendable {
        package let row: Int
        package let columns: Range<Int>

        package init(row: Int, columns: Range<Int>) {
            self.row = row
            self.columns = columns
        }
    }

    /// Top to bottom, left to right.
    ///
    /// No run begins or ends inside of a wide glyph of the new grid.
    package let runs: [Run]
    /// Whether the text cursor moved, appeared or went.
    package let cursorMoved: Bool

    package var isEmpty: Bool { runs.isEmpty && !cursorMoved }

    /// Compares; without an old grid, or with one of another size, everything is new.
    package init(from old: Grid?, to new: Grid) {
        cursorMoved = old?.cursor != new.cursor
        guard let old, old.size == new.size else {
            runs =
                new.columns == 0
                ? [] : (0..<new.rows).map { Run(row: $0, columns: 0..<new.columns) }
            return
        }
        runs = old.cells.withUnsafeBufferPointer { before in
            new.cells.withUnsafeBufferPointer { after in
                Self.runs(from: before, to: after, columns: new.columns)
            }
        }
    }

    private static func runs(
        from before: UnsafeBufferPointer<Cell>,
        to after: UnsafeBufferPointer<Cell>,
        columns: Int
    ) -> [Run] {
        var runs: [Run] = []
        var index = 0
        while index < after.count {
            guard before[index] != after[index] else {
                index += 1
                continue
            }
            let row = index / columns
            var start = index
            while start > row * columns, after[start].isContinuation { start -= 1 }
            let rowEnd = (row + 1) * columns
            while index < rowEnd, before[index] != after[index] || after[index].isContinuation {
                index += 1
            }
            runs.append(Run(row: row, columns: start - row * columns..<index - row * columns))
        }
        return runs
    }
}
