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
        var runs: [Run] = []
        for row in 0..<new.rows where !new.rowEquals(row, in: old) {
            Self.collectRuns(row: row, from: old, to: new, into: &runs)
        }
        self.runs = runs
    }

    private static func collectRuns(
        row: Int,
        from old: Grid,
        to new: Grid,
        into runs: inout [Run]
    ) {
        let before = Array(old.row(row))
        let after = Array(new.row(row))
        var column = 0
        while column < after.count {
            guard before[column] != after[column] else {
                column += 1
                continue
            }
            var start = column
            while start > 0, after[start].isContinuation { start -= 1 }
            while column < after.count,
                before[column] != after[column] || after[column].isContinuation
            {
                column += 1
            }
            runs.append(Run(row: row, columns: start..<column))
        }
    }
}
