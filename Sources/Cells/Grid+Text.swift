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
        var stroke = Stroke(row: row, column: column, part: (clip ?? bounds).intersection(bounds))
        stroke.style = Cell(slot: slot, attributes: attributes)
        draw(text, with: &stroke)
        return stroke.column
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
        var stroke = Stroke(row: row, column: column, part: (clip ?? bounds).intersection(bounds))
        for piece in line.pieces {
            stroke.style = Cell(
                slot: slot,
                attributes: attributes.union(piece.style.attributes),
                colors: piece.style
            )
            draw(piece.text, with: &stroke)
        }
        return stroke.column
    }
}

/// Where text goes, how it looks, and where it has to stay.
private struct Stroke {
    let row: Int
    var column: Int
    let part: Rect
    var style = Cell.blank

    /// The columns of the next `width` that may be written to.
    func visible(_ width: Int) -> Range<Int> {
        guard part.rowRange.contains(row) else { return part.column..<part.column }
        return (column..<column + width).clamped(to: part.columnRange)
    }
}

extension Grid {
    private mutating func draw(_ text: SafeText, with stroke: inout Stroke) {
        TextWalk.walk(text.string[...]) { step in
            switch step {
            case .ascii(let bytes):
                draw(ascii: bytes, with: stroke)
                stroke.column += bytes.count
            case .alone(let scalar):
                draw(Glyph(scalar), width: DisplayWidth.of(step), with: &stroke)
            case .cluster(let character):
                draw(Glyph(character), width: DisplayWidth.of(step), with: &stroke)
            }
            return true
        }
    }

    private mutating func draw(ascii bytes: UnsafeBufferPointer<UInt8>, with stroke: Stroke) {
        let visible = stroke.visible(bytes.count)
        guard !visible.isEmpty else { return }
        splitGlyph(row: stroke.row, column: visible.lowerBound)
        splitGlyph(row: stroke.row, column: visible.upperBound)
        let first = visible.lowerBound - stroke.column
        let start = stroke.row * columns + visible.lowerBound
        cells.withUnsafeMutableBufferPointer { cells in
            var cell = stroke.style
            for offset in 0..<visible.count {
                cell.glyph = Glyph(ascii: bytes[first + offset])
                cells[start + offset] = cell
            }
        }
    }

    /// Draws one glyph; a wide one that only half fits becomes a blank.
    private mutating func draw(_ glyph: Glyph, width: Int, with stroke: inout Stroke) {
        defer { stroke.column += width }
        let visible = stroke.visible(width)
        guard !visible.isEmpty else { return }
        splitGlyph(row: stroke.row, column: visible.lowerBound)
        splitGlyph(row: stroke.row, column: visible.upperBound)
        let start = stroke.row * columns + visible.lowerBound
        cells[start] = stroke.style
        guard visible.count == width else { return }
        cells[start].glyph = glyph
        if width == 2 {
            cells[start + 1] = stroke.style
            cells[start + 1].glyph = .continuation
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
