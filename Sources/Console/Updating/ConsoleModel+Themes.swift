import Basics
import Cells
import Wording

/// The list of themes; the one that is chosen is worn at once.
struct ThemePicker: Sendable {
    let names: [String]
    var index: Int
    /// What was worn before, to go back to.
    let before: String

    var name: String? { names.indices.contains(index) ? names[index] : nil }
}

extension ConsoleModel {
    mutating func openThemes() -> [ConsoleEffect] {
        let names = settings.themeNames
        guard !names.isEmpty else {
            toast("there are no themes", .warning)
            return []
        }
        layer = .themes(
            ThemePicker(
                names: names,
                index: names.firstIndex(of: settings.themeName) ?? 0,
                before: settings.themeName
            )
        )
        return []
    }

    mutating func take(_ key: Key, _ picker: ThemePicker) -> [ConsoleEffect] {
        var picker = picker
        switch key {
        case .down, .character("j"): picker.index += 1
        case .up, .character("k"): picker.index -= 1
        case .pageDown: picker.index += 10
        case .pageUp: picker.index -= 10
        case .home, .character("g"): picker.index = 0
        case .end, .character("G"): picker.index = picker.names.count - 1
        case .enter:
            layer = nil
            toast("theme \(settings.themeName)", .information)
            return []
        case .escape, .character("q"):
            layer = nil
            return settings.themeName == picker.before ? [] : [.setTheme(picker.before)]
        default: return []
        }
        return choose(picker)
    }

    /// Wears the theme that is chosen now.
    mutating func choose(_ picker: ThemePicker) -> [ConsoleEffect] {
        var picker = picker
        picker.index = min(max(0, picker.index), picker.names.count - 1)
        layer = .themes(picker)
        return picker.name.map { [.setTheme($0)] } ?? []
    }
}

extension Painter {
    /// The themes beside a picture of all that they have a look for.
    mutating func drawThemes(_ picker: ThemePicker) {
        let screen = Rect(grid.size)
        // What it shows are names, which are the same in every language.
        let sample = Wording.$language.withValue(.english) { Self.sample }
        let widest = picker.names.map(\.count).max() ?? 0
        let listWidth = min(max(12, widest + 2), max(8, screen.columns / 3))
        let sampleWidth = sample.map(\.width).max() ?? 0
        let place = screen.centered(
            rows: max(sample.count, min(picker.names.count, screen.rows - 4)) + 2,
            columns: listWidth + sampleWidth + 5
        )
        hits.cover()
        grid.fill(place)
        grid.box(place, title: said("themes · enter keeps, esc goes back").safe, focused: true)
        let inner = place.inset(rows: 1, columns: 2)
        let (list, rest) = inner.splitLeft(listWidth)
        let top = max(0, min(picker.index - list.rows / 2, picker.names.count - list.rows))
        for (offset, name) in picker.names.dropFirst(top).prefix(list.rows).enumerated() {
            let row = list.rows(offset..<offset + 1)
            hits.add(row, .menu(top + offset))
            grid.write(
                name.safe.truncated(toWidth: listWidth - 1),
                row: row.row,
                column: row.column,
                in: row
            )
            if top + offset == picker.index { grid.restyle(row, slot: .cursor) }
        }
        let picture = rest.splitLeft(1).rest
        for (offset, line) in sample.prefix(picture.rows).enumerated() {
            grid.write(line, row: picture.row + offset, column: picture.column, in: picture)
        }
    }

    /// A table, a rollout, a question and log lines that are made up.
    static var sample: [Line] {
        [
            [
                Span(" skep ", .title), Span(" SIMULATED ", .bannerTraining), Span(" "),
                Span(" LIVE ", .bannerProduction),
            ],
            [Span("NAME      REPLICAS  STATUS", .heading)],
            [Span("web            6/6  "), Span("● running", .ok)],
            [Span("api            4/6  ", .cursor), Span("◐ updating 4 of 6   ", .cursor)],
            [Span("db             0/1  ", .mark), Span("✗ failed", .bad), Span("  marked", .mark)],
            [Span("cache          2/2  "), Span("▲ degraded", .warn), Span(" - paused", .off)],
            [
                Span("old            ?/3  "), Span("? unknown", .unknown), Span("  "),
                Span("shop", .match), Span(" found", .dim),
            ],
            [Span("node1 ", .leader), Span("leader  "), Span("node2 ", .manager), Span("manager")],
            [
                Span("┌ ", .borderFocus), Span("rollout", .title),
                Span(" ─────────────────────", .borderFocus),
            ],
            [
                Span("│ ", .border), Span("██████", .ok), Span("███", .progress), Span("███", .dim),
                Span(" 4 of 6 ", .accent), Span("+new ", .added), Span("-old", .removed),
            ],
            [Span("└ ", .border), Span("[ Cancel ]", .cursor), Span(" [ Drain ]", .bad)],
            [
                Span("12:03:01 ", .dim), Span("web.1 ", .logA), Span("web.2 ", .logB),
                Span("web.3 ", .logC),
                Span("web.4", .logD),
            ],
            [
                Span("12:03:02 ", .dim), Span("api.1 ", .logE), Span("api.2 ", .logF),
                Span("api.3 ", .logG),
                Span("api.4", .logH),
            ],
            [Span(":", .prompt), Span("scale web 6      ", .input)],
            [
                Span("d", .key), Span(" describe  ", .keyText), Span("l", .key),
                Span(" logs", .keyText),
            ],
        ]
    }
}
