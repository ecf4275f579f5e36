package import Basics

extension Grid {
    /// Draws a frame along the inner edge of `rect`, with a title in its top line.
    ///
    /// The frame is in `slot`, or in `borderFocus` when it has the focus. The inside is left alone.
    /// A part of less than 2×2 cells gets no frame.
    package mutating func box(
        _ rect: Rect,
        title: SafeText = SafeText(),
        slot: Slot = .border,
        focused: Bool = false
    ) {
        guard rect.rows >= 2, rect.columns >= 2 else { return }
        let slot = focused ? .borderFocus : slot
        let inner = rect.columns - 2
        let (top, rest) = rect.splitTop(1)
        let (middle, bottom) = rest.splitBottom(1)
        for edge in [top, bottom] { fill(edge, slot: slot, glyph: "─") }
        fill(middle.splitLeft(1).left, slot: slot, glyph: "│")
        fill(middle.splitRight(1).right, slot: slot, glyph: "│")
        fill(top.splitLeft(1).left, slot: slot, glyph: "┌")
        fill(top.splitRight(1).right, slot: slot, glyph: "┐")
        fill(bottom.splitLeft(1).left, slot: slot, glyph: "└")
        fill(bottom.splitRight(1).right, slot: slot, glyph: "┘")
        guard !title.isEmpty, inner >= 4 else { return }
        let label = " " + title.truncated(toWidth: inner - 4) + " "
        write(label, row: rect.row, column: rect.column + 2, slot: .title, in: rect)
    }

    /// Draws a line across the grid, from the left edge of `rect` to its right edge.
    package mutating func rule(
        row: Int,
        in rect: Rect,
        slot: Slot = .border
    ) {
        let line = Rect(row: row, column: rect.column, rows: 1, columns: rect.columns)
        fill(line.intersection(rect), slot: slot, glyph: "─")
    }
}
