package import Cells
package import Theming

/// Writes grids as a terminal wants them: escape sequences for what differs from the grid before.
package struct GridInk: Sendable {
    private var styles: [ResolvedStyle]
    private var shown: Grid?

    /// - Parameter theme: the looks of the slots; true colours are written.
    package init(theme: Theme) { styles = Self.styles(of: theme) }

    private static func styles(of theme: Theme) -> [ResolvedStyle] {
        Slot.allCases.map { theme.style(for: $0, depth: .trueColor) }
    }

    /// Other looks: the next grid is written whole.
    package mutating func use(_ theme: Theme) {
        styles = Self.styles(of: theme)
        shown = nil
    }

    /// What brings the terminal from the grid before to this one; empty if nothing differs.
    package mutating func text(for grid: Grid) -> String {
        let difference = GridDiff(from: shown, to: grid)
        guard !difference.isEmpty else { return "" }
        var text = shown == nil || shown?.size != grid.size ? "\u{1B}[0m\u{1B}[2J" : ""
        text += "\u{1B}[?25l"
        for run in difference.runs { text += line(run, of: grid) }
        text += "\u{1B}[0m"
        if let cursor = grid.cursor {
            text += "\u{1B}[\(cursor.row + 1);\(cursor.column + 1)H\u{1B}[?25h"
        }
        shown = grid
        return text
    }

    private func line(_ run: GridDiff.Run, of grid: Grid) -> String {
        let row = grid.row(run.row)
        var text = "\u{1B}[\(run.row + 1);\(run.columns.lowerBound + 1)H"
        var look: UInt64?
        for column in run.columns {
            let cell = row[row.startIndex + column]
            guard !cell.isContinuation else { continue }
            if look != cell.lookBits {
                look = cell.lookBits
                text += pen(for: cell)
            }
            text.unicodeScalars.append(contentsOf: cell.glyph.scalars)
        }
        return text
    }

    private func pen(for cell: Cell) -> String {
        var style = styles[Int(cell.slot.rawValue)]
        style.attributes.formUnion(cell.attributes)
        if let index = cell.foreground { style.foreground = .palette(index) }
        if let index = cell.background { style.background = .palette(index) }
        var codes = ["0"]
        if style.attributes.contains(.bold) { codes.append("1") }
        if style.attributes.contains(.dim) { codes.append("2") }
        if style.attributes.contains(.underline) { codes.append("4") }
        if style.attributes.contains(.reverse) { codes.append("7") }
        codes += Self.codes(of: style.foreground, 38) + Self.codes(of: style.background, 48)
        return "\u{1B}[" + codes.joined(separator: ";") + "m"
    }

    private static func codes(of color: ColorValue, _ plane: Int) -> [String] {
        switch color {
        case .standard: []
        case .palette(let index): ["\(plane)", "5", "\(index)"]
        case .rgb(let rgb): ["\(plane)", "2", "\(rgb.red)", "\(rgb.green)", "\(rgb.blue)"]
        }
    }
}
