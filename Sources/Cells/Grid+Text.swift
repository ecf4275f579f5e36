package import Basics

extension Grid {
    /// Writes text from `column` on, which may be left of `clip` (or negative) to scroll sideways.
    ///
    /// Only cells inside `clip` change; without one, the whole grid may.
    ///
    /// - Returns: the column after the text, clipped or not.
    @discardableResult
    package mutating func write(
        _ text: SafeText,
        row: Int,
        column: Int = 0,
        slot: Slot = .text,
        attributes: CellAttributes = [],
        in clip: Rect? = nil
    ) -> Int {
        let style = Cell(slot: slot, attributes: attributes)
        return write(text, row: row, column: column, style: style, in: clip)
    }

    /// Writes a line of program output; the colours it asked for go over `slot`.
    ///
    /// - Returns: the column after the text, clipped or not.
    @discardableResult
    package mutating func write(
        _ line: StyledText,
        row: Int,
        column: Int = 0,
        slot: Slot = .text,
        attributes: CellAttributes = [],
        in clip: Rect? = nil
    ) -> Int {
        var column = column
        for piece in line.pieces {
            let style = Cell(
                slot: slot,
                attributes: attributes.union(piece.style.attributes),
                colors: piece.style
            )
            column = write(piece.text, row: row, column: column, style: style, in: clip)
        }
        return column
    }

    private mutating func write(
        _ text: SafeText,
        row: Int,
        column: Int,
        style: Cell,
        in clip: Rect?
    ) -> Int {
        let part = (clip ?? bounds).intersection(bounds)
        guard part.rowRange.contains(row), !part.isEmpty else { return column + text.width }
        if text.isASCII {
            return write(
                ascii: text.string.utf8,
                row: row,
                column: column,
                style: style,
                within: part
            )
        }
        var column = column
        for character in text.string {
            let width = DisplayWidth.of(character)
            put(character, width: width, row: row, column: column, style: style, within: part)
            column += width
        }
        return column
    }

    private mutating func write(
        ascii bytes: String.UTF8View,
        row: Int,
        column: Int,
        style: Cell,
        within part: Rect
    ) -> Int {
        let end = column + bytes.count
        let visible = max(column, part.column)..<max(column, part.column, min(end, part.endColumn))
        guard !visible.isEmpty else { return end }
        splitGlyph(row: row, column: visible.lowerBound)
        splitGlyph(row: row, column: visible.upperBound)
        var cell = style
        var index = row * columns + visible.lowerBound
        for byte in bytes.dropFirst(visible.lowerBound - column).prefix(visible.count) {
            cell.glyph = Glyph(ascii: byte)
            cells[index] = cell
            index += 1
        }
        return end
    }

    /// Puts one glyph; a wide one that only half fits becomes a blank.
    private mutating func put(
        _ character: Character,
        width: Int,
        row: Int,
        column: Int,
        style: Cell,
        within part: Rect
    ) {
        guard width > 0 else { return }
        let wanted = column..<column + width
        let visible = wanted.clamped(to: part.columnRange)
        guard !visible.isEmpty else { return }
        splitGlyph(row: row, column: visible.lowerBound)
        splitGlyph(row: row, column: visible.upperBound)
        var cell = style
        let start = row * columns
        guard visible == wanted else {
            cells[start + visible.lowerBound] = cell
            return
        }
        cell.glyph = Glyph(character)
        cells[start + column] = cell
        if width == 2 {
            cell.glyph = .continuation
            cells[start + column + 1] = cell
        }
    }
}

extension TerminalColorStyle {
    fileprivate var attributes: CellAttributes {
        var attributes: CellAttributes = []
        if isBold { attributes.insert(.bold) }
        if isDim { attributes.insert(.dim) }
        if isUnderlined { attributes.insert(.underline) }
        if isReversed { attributes.insert(.reverse) }
        return attributes
    }
}
