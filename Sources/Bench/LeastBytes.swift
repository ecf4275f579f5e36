import Cells

/// What a change of the picture takes at least, to hold the bytes of a frame against.
///
/// A move to each run of changed cells and the signs in it; many blanks of one look are erased
/// instead. Changes of colors are not counted, so that no program can reach it.
func leastBytes(from old: Grid, to new: Grid) -> Int {
    GridDiff(from: old, to: new).runs.reduce(0) { sum, run in
        let move = "\u{1B}[\(run.row + 1);\(run.columns.lowerBound + 1)H".utf8.count
        return sum + move + leastBytes(of: new.row(run.row), run.columns)
    }
}

private func leastBytes(of row: ArraySlice<Cell>, _ columns: Range<Int>) -> Int {
    var bytes = 0
    var column = columns.lowerBound
    while column < columns.upperBound {
        let cell = row[row.startIndex + column]
        var end = column + 1
        while end < columns.upperBound, row[row.startIndex + end] == cell { end += 1 }
        if cell.glyph == .space {
            let isLast = end == columns.upperBound
            let erase = "\u{1B}[\(end - column)X".utf8.count
            let move = isLast ? 0 : "\u{1B}[\(end - column)C".utf8.count
            bytes += min(end - column, erase + move)
        } else {
            // The second half of a wide sign is drawn with the first.
            bytes += (end - column) * (cell.character.map { String($0).utf8.count } ?? 0)
        }
        column = end
    }
    return bytes
}
