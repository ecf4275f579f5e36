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
        let line = Self.horizontal.repeated(inner)
        let bottom = rect.endRow - 1
        write("┌" + line + "┐", row: rect.row, column: rect.column, slot: slot, in: rect)
        write("└" + line + "┘", row: bottom, column: rect.column, slot: slot, in: rect)
        for row in rect.row + 1..<max(rect.row + 1, bottom) where (0..<rows).contains(row) {
            write("│", row: row, column: rect.column, slot: slot)
            write("│", row: row, column: rect.endColumn - 1, slot: slot)
        }
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
        let line = Self.horizontal.repeated(rect.columns)
        write(line, row: row, column: rect.column, slot: slot, in: rect)
    }

    private static let horizontal: SafeText = "─"
}
