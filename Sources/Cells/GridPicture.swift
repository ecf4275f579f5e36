/// A golden picture of a grid: its glyphs between bars, a rule, then one letter a cell for its slot.
///
/// A visible text cursor adds a last line, `-- cursor ROW,COLUMN --`.
package func render(_ grid: Grid) -> String {
    var lines: [String] = []
    for row in 0..<grid.rows {
        lines.append("|" + String(grid.row(row).compactMap(\.character)) + "|")
    }
    lines.append("-- slots --")
    for row in 0..<grid.rows {
        lines.append("|" + String(grid.row(row).map(\.slot.letter)) + "|")
    }
    if let cursor = grid.cursor {
        lines.append("-- cursor \(cursor.row),\(cursor.column) --")
    }
    return lines.joined(separator: "\n")
}

extension Grid {
    /// The glyphs alone, a line a row, without blanks at the end: for tests that look for words.
    package var text: String {
        (0..<rows).map { row in
            var line = String(self.row(row).compactMap(\.character))
            while line.last == " " { line.removeLast() }
            return line
        }
        .joined(separator: "\n")
    }
}
