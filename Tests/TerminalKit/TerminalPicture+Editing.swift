extension TerminalPicture {
    private var blankCell: Cell { Cell(text: " ", pen: cursor.pen.erased) }

    mutating func erase(row: Int, columns range: Range<Int>) {
        let part = range.clamped(to: 0..<columns)
        cutWide(row: row, at: part.lowerBound)
        cutWide(row: row, at: part.upperBound)
        for column in part { screen[row][column] = blankCell }
    }

    mutating func eraseLine(_ mode: Int) {
        switch mode {
        case 1: erase(row: cursor.row, columns: 0..<cursor.column + 1)
        case 2: erase(row: cursor.row, columns: 0..<columns)
        default: erase(row: cursor.row, columns: cursor.column..<columns)
        }
    }

    mutating func eraseScreen(_ mode: Int) {
        switch mode {
        case 1:
            for row in 0..<cursor.row { erase(row: row, columns: 0..<columns) }
            eraseLine(1)
        case 2: for row in 0..<rows { erase(row: row, columns: 0..<columns) }
        case 3: break
        default:
            eraseLine(0)
            for row in cursor.row + 1..<max(rows, cursor.row + 1) {
                erase(row: row, columns: 0..<columns)
            }
        }
    }

    mutating func insertCells(_ count: Int) {
        let moved = min(count, columns - cursor.column)
        cutWide(row: cursor.row, at: cursor.column)
        cutWide(row: cursor.row, at: columns - moved)
        screen[cursor.row].removeLast(moved)
        screen[cursor.row].insert(
            contentsOf: Array(repeating: blankCell, count: moved),
            at: cursor.column
        )
    }

    mutating func deleteCells(_ count: Int) {
        let moved = min(count, columns - cursor.column)
        cutWide(row: cursor.row, at: cursor.column)
        cutWide(row: cursor.row, at: cursor.column + moved)
        screen[cursor.row].removeSubrange(cursor.column..<cursor.column + moved)
        screen[cursor.row] += Array(repeating: blankCell, count: moved)
    }

    mutating func insertLines(_ count: Int) {
        guard region.contains(cursor.row) else { return }
        scroll(cursor.row..<region.upperBound, by: -count)
        setColumn(0)
    }

    mutating func deleteLines(_ count: Int) {
        guard region.contains(cursor.row) else { return }
        scroll(cursor.row..<region.upperBound, by: count)
        setColumn(0)
    }

    /// Moves the rows of a part up (or down, when `count` is negative); blank ones follow.
    mutating func scroll(_ part: Range<Int>, by count: Int) {
        let moved = min(abs(count), part.count)
        let blanks = Array(
            repeating: Array(repeating: blankCell, count: columns),
            count: moved
        )
        if count > 0 {
            screen.removeSubrange(part.lowerBound..<part.lowerBound + moved)
            screen.insert(contentsOf: blanks, at: part.upperBound - moved)
        } else {
            screen.removeSubrange(part.upperBound - moved..<part.upperBound)
            screen.insert(contentsOf: blanks, at: part.lowerBound)
        }
    }

    /// Gives the screen another size, as xterm does: what stood left and above stays.
    package mutating func resize(columns newColumns: Int, rows newRows: Int) {
        let dropped = max(0, cursor.row - (newRows - 1))
        screen = Self.resized(screen, columns: newColumns, rows: newRows, dropping: dropped)
        hiddenScreen = hiddenScreen.map {
            Self.resized($0, columns: newColumns, rows: newRows, dropping: 0)
        }
        columns = newColumns
        rows = newRows
        region = 0..<newRows
        cursor.row -= dropped
        cursor.column = min(cursor.column, newColumns - 1)
        cursor.wrapsNext = false
        savedCursor = restored(savedCursor)
        normalCursor = restored(normalCursor)
    }

    private static func resized(
        _ screen: [[Cell]],
        columns: Int,
        rows: Int,
        dropping: Int
    ) -> [[Cell]] {
        let blank = Cell(text: " ", pen: Pen())
        var kept = screen.dropFirst(dropping).prefix(rows).map { row -> [Cell] in
            var cells = Array(row.prefix(columns))
            let isCut = row.count > columns && row[columns].text.isEmpty
            if isCut, columns > 0 { cells[columns - 1].text = " " }
            return cells + Array(repeating: blank, count: columns - cells.count)
        }
        while kept.count < rows { kept.append(Array(repeating: blank, count: columns)) }
        return kept
    }
}
