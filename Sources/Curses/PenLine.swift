import Cells

/// Chooses the pens along one row, so that they change as seldom as possible.
///
/// A blank has no text color that anybody sees. So it is written with the pen before it, unless the
/// blanks go on to the end of the row: those are erased at once, which needs the pen of blanks.
struct PenLine {
    private let row: ArraySlice<Cell>
    /// From this column on there are only blanks.
    private let blankTail: Int
    private var last: (look: UInt64, pen: Pen)?
    /// The pen of the last cell, whether it was chosen for it or taken over.
    private var current: Pen?

    init(_ row: ArraySlice<Cell>) {
        self.row = row
        let end = row.lastIndex { $0.glyph != .space }
        blankTail = end.map { $0 - row.startIndex + 1 } ?? 0
    }

    /// The pen for the cell at a column; `find` tells its own.
    mutating func pen(for cell: Cell, at column: Int, find: (Cell) -> Pen) -> Pen {
        var pen: Pen
        if let last, last.look == cell.lookBits {
            pen = last.pen
        } else {
            pen = find(cell)
            last = (cell.lookBits, pen)
        }
        if cell.glyph == .space, column < blankTail, let current, pen.blanksLikeThose(of: current) {
            pen = current
        }
        current = pen
        return pen
    }
}
