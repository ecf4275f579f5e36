/// A screenful of cells.
///
/// Every drawing operation clips to the grid, none can fail.
/// A wide glyph owns the cell behind it; whoever overwrites one half blanks the other.
package struct Grid: Equatable, Sendable {
    package let size: Size
    /// Row after row.
    var cells: [Cell]
    /// Where the text cursor stands; `nil` hides it.
    package var cursor: Position?

    package init(size: Size) {
        self.size = size
        cells = Array(repeating: .blank, count: size.columns * size.rows)
    }

    package init(columns: Int, rows: Int) {
        self.init(size: Size(columns: columns, rows: rows))
    }

    package var columns: Int { size.columns }
    package var rows: Int { size.rows }
    /// The whole grid as a part.
    package var bounds: Rect { Rect(size) }

    /// The cell there; a blank one outside of the grid.
    package subscript(row: Int, column: Int) -> Cell {
        bounds.contains(row: row, column: column) ? cells[row * columns + column] : .blank
    }

    /// The cells of a row, left to right; empty outside of the grid.
    package func row(_ row: Int) -> ArraySlice<Cell> {
        guard (0..<rows).contains(row) else { return [] }
        return cells[row * columns..<(row + 1) * columns]
    }

    /// Whether a row looks the same in both grids, which must have the same width.
    package func rowEquals(_ row: Int, in other: Grid) -> Bool {
        self.row(row) == other.row(row)
    }
}

extension Grid {
    /// Fills a part with one glyph in one slot.
    package mutating func fill(_ rect: Rect, slot: Slot = .text, glyph: Character = " ") {
        let part = rect.intersection(bounds)
        let isNarrow = DisplayWidth.of(glyph) == 1
        let cell = Cell(isNarrow ? Glyph(glyph) : .space, slot: slot)
        for row in part.rowRange {
            splitGlyph(row: row, column: part.column)
            splitGlyph(row: row, column: part.endColumn)
            let start = row * columns
            for column in part.columnRange { cells[start + column] = cell }
        }
    }

    /// Gives the cells of a part another slot, and adds attributes; the glyphs stay.
    ///
    /// With a slot, colours from program output go; with `nil` only the attributes are added.
    package mutating func restyle(
        _ rect: Rect,
        slot: Slot?,
        attributes: CellAttributes = []
    ) {
        let part = rect.intersection(bounds)
        for row in part.rowRange {
            for column in part.columnRange {
                let index = row * columns + column
                if let slot {
                    cells[index] = Cell(
                        cells[index].glyph,
                        slot: slot,
                        attributes: cells[index].attributes
                    )
                }
                cells[index].attributes.formUnion(attributes)
            }
        }
    }

    /// Copies another grid into this one, its top left corner at `row`, `column`.
    package mutating func draw(_ other: Grid, row: Int, column: Int) {
        let place = Rect(row: row, column: column, rows: other.rows, columns: other.columns)
        let part = place.intersection(bounds)
        for target in part.rowRange {
            splitGlyph(row: target, column: part.column)
            splitGlyph(row: target, column: part.endColumn)
            for targetColumn in part.columnRange {
                cells[target * columns + targetColumn] =
                    other[target - row, targetColumn - column]
            }
            blankHalves(row: target, columns: part.columnRange)
        }
    }

    /// Blanks the wide glyph that a border before `column` would cut in two.
    mutating func splitGlyph(row: Int, column: Int) {
        guard column > 0, column < columns else { return }
        let index = row * columns + column
        guard cells[index].isContinuation else { return }
        cells[index].glyph = .space
        cells[index - 1].glyph = .space
    }

    /// Blanks halves of wide glyphs whose other half was left outside of a copied part.
    private mutating func blankHalves(row: Int, columns part: Range<Int>) {
        guard let first = part.first, let last = part.last else { return }
        let start = row * columns
        if cells[start + first].isContinuation { cells[start + first].glyph = .space }
        if last + 1 == columns || !cells[start + last + 1].isContinuation,
            let character = cells[start + last].character, DisplayWidth.of(character) == 2
        {
            cells[start + last].glyph = .space
        }
    }
}
