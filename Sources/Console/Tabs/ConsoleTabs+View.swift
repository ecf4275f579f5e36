import Basics
package import Cells
import Wording

/// Draws what several tabs look like: a bar above, and one console or two below it.
///
/// A single tab has no bar and looks as a console alone does.
package func view(_ tabs: ConsoleTabs, size: Size) -> Grid {
    Wording.$language.withValue(tabs.language) { picture(of: tabs, size: size) }
}

private func picture(of tabs: ConsoleTabs, size: Size) -> Grid {
    var shown = tabs
    shown.size = size
    let places = shown.places
    if !shown.hasBar, let only = places.first {
        return view(shown.tabs[only.index].model, size: size)
    }
    var grid = Grid(size: size)
    let bar = TabBar(tabs: shown.summaries, width: size.columns)
    grid.fill(Rect(row: 0, column: 0, rows: 1, columns: size.columns))
    grid.write(
        bar.line,
        row: 0,
        column: 0,
        in: Rect(row: 0, column: 0, rows: 1, columns: size.columns)
    )
    for place in places {
        let part = view(shown.tabs[place.index].model, size: place.rect.size)
        grid.draw(part, row: place.rect.row, column: place.rect.column)
        if place.index == shown.shown, let cursor = part.cursor {
            grid.cursor = Position(
                row: cursor.row + place.rect.row,
                column: cursor.column + place.rect.column
            )
        }
    }
    if places.count > 1 {
        let middle = Rect(row: 1, column: places[0].rect.endColumn, rows: size.rows - 1, columns: 1)
        grid.fill(middle, slot: .border, glyph: "┃")
    }
    return grid
}

extension ConsoleTabs {
    /// Columns that two consoles side by side need.
    static let splitWidth = 160
    /// Rows below which a bar would take too much.
    private static let barHeight = 8

    var hasBar: Bool { tabs.count > 1 && size.rows >= Self.barHeight }

    var summaries: [TabSummary] {
        tabs.enumerated().map { TabSummary($1, isShown: $0 == shown) }
    }

    /// Where the tabs are that can be seen, from left to right.
    var places: [(index: Int, rect: Rect)] {
        let body = Rect(size).splitTop(hasBar ? 1 : 0).rest
        guard let other = partner else { return [(shown, body)] }
        let width = (size.columns - 1) / 2
        let (left, rest) = body.splitLeft(width)
        let right = rest.splitLeft(1).rest
        return zip([shown, other].sorted(), [left, right]).map { ($0, $1) }
    }

    /// The other half of a split: the tab before, else the next one.
    private var partner: Int? {
        guard wantsSplit, tabs.count > 1, size.columns >= Self.splitWidth else { return nil }
        let last = tabs.firstIndex { $0.id == before }
        return last.flatMap { $0 == shown ? nil : $0 } ?? (shown + 1) % tabs.count
    }

    /// Tells each tab the size that it has now; those that are not seen have the whole.
    mutating func fit() -> [TabEffect] {
        let whole = Rect(size).splitTop(hasBar ? 1 : 0).rest.size
        let places = places
        var effects: [TabEffect] = []
        for (index, tab) in tabs.enumerated() {
            let own = places.first { $0.index == index }?.rect.size ?? whole
            if tab.model.size != own { effects += tell(tab.id, .input(.resize(own))) }
        }
        return effects
    }
}
