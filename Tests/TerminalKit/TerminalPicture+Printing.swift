import CPseudoTerminal

extension TerminalPicture {
    /// Puts a character where the cursor stands, and moves on.
    mutating func print(_ scalar: Unicode.Scalar) {
        let drawn = translated(scalar)
        let width = drawn.value < 0x7F ? 1 : Int(cpt_width(drawn.value))
        guard width > 0 else { return attach(drawn) }
        lastPrinted = scalar
        makeRoom(for: width)
        if inserts { insertCells(width) }
        put(String(Character(drawn)), width: width)
    }

    /// A line-drawing letter as the line it stands for.
    private func translated(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
        guard cursor.charsets[cursor.activeCharset] == .lineDrawing,
            (0x60..<0x7F).contains(scalar.value)
        else { return scalar }
        return Self.lines[Int(scalar.value) - 0x60]
    }

    private static let lines = Array("◆▒␉␌␍␊°±␤␋┘┐┌└┼⎺⎻─⎼⎽├┤┴┬│≤≥π≠£·".unicodeScalars)

    private mutating func makeRoom(for width: Int) {
        let fits = cursor.column + width <= columns
        if cursor.wrapsNext || !fits {
            guard wraps, columns >= width else {
                return cursor.column = max(0, columns - width)
            }
            cursor.column = 0
            index()
        }
        cursor.wrapsNext = false
    }

    private mutating func put(_ text: String, width: Int) {
        let end = min(cursor.column + width, columns)
        cutWide(row: cursor.row, at: cursor.column)
        cutWide(row: cursor.row, at: end)
        for column in cursor.column..<end {
            let isFirst = column == cursor.column
            screen[cursor.row][column] = Cell(text: isFirst ? text : "", pen: cursor.pen)
        }
        if end == columns {
            cursor.column = columns - 1
            cursor.wrapsNext = wraps
        } else {
            cursor.column = end
        }
    }

    /// A mark joins the character before it.
    private mutating func attach(_ mark: Unicode.Scalar) {
        var column = cursor.wrapsNext ? cursor.column : cursor.column - 1
        while column > 0, screen[cursor.row][column].text.isEmpty { column -= 1 }
        guard column >= 0 else { return }
        screen[cursor.row][column].text.unicodeScalars.append(mark)
    }

    /// Blanks both halves of the wide character that an edit at `column` would cut.
    mutating func cutWide(row: Int, at column: Int) {
        guard column > 0, column < columns, screen[row][column].text.isEmpty else { return }
        screen[row][column].text = " "
        screen[row][column - 1].text = " "
    }
}

// MARK: - Moves

extension TerminalPicture {
    mutating func setColumn(_ column: Int) {
        cursor.column = min(max(0, column), columns - 1)
        cursor.wrapsNext = false
    }

    mutating func moveBack() {
        setColumn(cursor.column - 1)
    }

    /// Moves up or down; stops at the region's edge if it begins inside.
    mutating func moveRow(by count: Int) {
        let top = cursor.row >= region.lowerBound ? region.lowerBound : 0
        let bottom = cursor.row < region.upperBound ? region.upperBound - 1 : rows - 1
        cursor.row = min(max(top, cursor.row + count), bottom)
        cursor.wrapsNext = false
    }

    mutating func moveTo(row: Int, column: Int) {
        let top = cursor.isOriginRelative ? region.lowerBound : 0
        let bottom = cursor.isOriginRelative ? region.upperBound - 1 : rows - 1
        cursor.row = min(max(top, top + row), bottom)
        setColumn(column)
    }

    mutating func moveToTab(_ count: Int) {
        var column = cursor.column
        for _ in 0..<abs(count) {
            let stops = tabStops.filter { count > 0 ? $0 > column : $0 < column }
            column = (count > 0 ? stops.min() : stops.max()) ?? (count > 0 ? columns - 1 : 0)
        }
        setColumn(column)
    }

    mutating func lineFeed() {
        index()
        if newlineReturns { setColumn(0) }
    }

    mutating func nextLine() {
        index()
        setColumn(0)
    }

    /// One line down; at the region's last line the region scrolls instead.
    mutating func index() {
        cursor.wrapsNext = false
        if cursor.row == region.upperBound - 1 {
            scroll(region, by: 1)
        } else if cursor.row < rows - 1 {
            cursor.row += 1
        }
    }

    mutating func reverseIndex() {
        cursor.wrapsNext = false
        if cursor.row == region.lowerBound {
            scroll(region, by: -1)
        } else if cursor.row > 0 {
            cursor.row -= 1
        }
    }
}
