/// A width and a height in cells; never negative.
package struct Size: Hashable, Sendable {
    package let columns: Int
    package let rows: Int

    package init(columns: Int, rows: Int) {
        self.columns = max(0, columns)
        self.rows = max(0, rows)
    }
}

/// A place in a grid, counted from 0 at the top left.
package struct Position: Hashable, Sendable {
    package var row: Int
    package var column: Int

    package init(row: Int, column: Int) {
        self.row = row
        self.column = column
    }
}

/// A part of a grid; it may lie outside of it, since drawing clips.
package struct Rect: Hashable, Sendable {
    package let row: Int
    package let column: Int
    /// Never negative.
    package let rows: Int
    package let columns: Int

    package init(row: Int, column: Int, rows: Int, columns: Int) {
        self.row = row
        self.column = column
        self.rows = max(0, rows)
        self.columns = max(0, columns)
    }

    package init(_ size: Size) {
        self.init(row: 0, column: 0, rows: size.rows, columns: size.columns)
    }

    package var size: Size { Size(columns: columns, rows: rows) }
    package var isEmpty: Bool { rows == 0 || columns == 0 }
    /// One past the last row.
    package var endRow: Int { row + rows }
    /// One past the last column.
    package var endColumn: Int { column + columns }
    package var rowRange: Range<Int> { row..<endRow }
    package var columnRange: Range<Int> { column..<endColumn }

    package func contains(row: Int, column: Int) -> Bool {
        rowRange.contains(row) && columnRange.contains(column)
    }

    /// What both have in common; empty when they are apart.
    package func intersection(_ other: Rect) -> Rect {
        let top = max(row, other.row)
        let left = max(column, other.column)
        return Rect(
            row: top,
            column: left,
            rows: min(endRow, other.endRow) - top,
            columns: min(endColumn, other.endColumn) - left
        )
    }
}

extension Rect {
    /// The same without `margin` cells on each side.
    package func inset(_ margin: Int = 1) -> Rect {
        inset(rows: margin, columns: margin)
    }

    /// The same without `rows` at the top and bottom and `columns` at the left and right.
    package func inset(rows vertical: Int, columns horizontal: Int) -> Rect {
        let down = min(vertical, rows)
        let right = min(horizontal, columns)
        return Rect(
            row: row + down,
            column: column + right,
            rows: rows - 2 * vertical,
            columns: columns - 2 * horizontal
        )
    }

    /// Some of the rows, counted from the top of this part; clipped to it.
    package func rows(_ range: Range<Int>) -> Rect {
        let kept = range.clamped(to: 0..<rows)
        return Rect(
            row: row + kept.lowerBound,
            column: column,
            rows: kept.count,
            columns: columns
        )
    }

    /// Some of the columns, counted from the left of this part; clipped to it.
    package func columns(_ range: Range<Int>) -> Rect {
        let kept = range.clamped(to: 0..<columns)
        return Rect(row: row, column: column + kept.lowerBound, rows: rows, columns: kept.count)
    }

    package func splitTop(_ count: Int) -> (top: Rect, rest: Rect) {
        let cut = min(max(0, count), rows)
        return (rows(0..<cut), rows(cut..<rows))
    }

    package func splitBottom(_ count: Int) -> (rest: Rect, bottom: Rect) {
        let cut = rows - min(max(0, count), rows)
        return (rows(0..<cut), rows(cut..<rows))
    }

    package func splitLeft(_ count: Int) -> (left: Rect, rest: Rect) {
        let cut = min(max(0, count), columns)
        return (columns(0..<cut), columns(cut..<columns))
    }

    package func splitRight(_ count: Int) -> (rest: Rect, right: Rect) {
        let cut = columns - min(max(0, count), columns)
        return (columns(0..<cut), columns(cut..<columns))
    }

    /// A part of the given size in the middle of this one, no larger than it.
    package func centered(rows wantedRows: Int, columns wantedColumns: Int) -> Rect {
        let height = min(max(0, wantedRows), rows)
        let width = min(max(0, wantedColumns), columns)
        return Rect(
            row: row + (rows - height) / 2,
            column: column + (columns - width) / 2,
            rows: height,
            columns: width
        )
    }
}
