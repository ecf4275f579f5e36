import Basics
import Cells

extension Painter {
    mutating func drawLayer() {
        switch model.layer {
        case .box(let box): drawBox(box)
        case .menu(let menu): drawMenu(menu)
        case .themes(let picker): drawThemes(picker)
        case .prompt, .training, nil: break
        }
    }

    // MARK: - Boxes

    private mutating func drawBox(_ box: Box) {
        let screen = Rect(grid.size)
        let width = min(84, max(20, screen.columns - 4))
        let lines = lines(of: box, width: width - 4)
        let fixed = 3 + (box.hasField ? 2 : 0)
        let place = screen.centered(rows: lines.count + fixed + 1, columns: width)
        hits.cover()
        grid.fill(place)
        grid.box(place, title: box.contents.title.safe, focused: true)
        let inner = place.inset(rows: 1, columns: 2)
        let (upper, buttons) = inner.splitBottom(1)
        let (text, field) = upper.splitBottom(box.hasField ? min(2, upper.rows) : 0)
        let top = min(box.scroll, max(0, lines.count - text.rows))
        for (index, line) in lines.dropFirst(top).prefix(text.rows).enumerated() {
            grid.write(line, row: text.row + index, column: text.column, in: text)
        }
        drawMore(top: top, count: lines.count, in: text, of: place)
        if box.hasField { drawField(box, in: field) }
        drawButtons(box, in: buttons)
    }

    /// Says at the frame that there is more above or below.
    private mutating func drawMore(top: Int, count: Int, in text: Rect, of place: Rect) {
        if top > 0 {
            grid.write("↑", row: text.row, column: place.endColumn - 2, slot: .accent, in: place)
        }
        if top + text.rows < count, text.rows > 0 {
            grid.write(
                "↓",
                row: text.endRow - 1,
                column: place.endColumn - 2,
                slot: .accent,
                in: place
            )
        }
    }

    private func lines(of box: Box, width: Int) -> [Line] {
        var lines: [Line] = []
        for part in box.parts {
            guard let subject = part.change.subject else { continue }
            let kind = ClusterState.kindWord(of: subject).said
            var words = "\(kind) \(name(of: subject))"
            if subject.shortID != name(of: subject).string { words += " · \(subject.shortID)" }
            if part.version > 0 { words += said(" · version \(part.version)") }
            lines += Self.wrap(Line(words, .dim), width)
        }
        if !box.notice.isEmpty {
            lines += Self.wrap(Line("Changed while you were reading:", .bad, .bold), width)
            for words in box.notice { lines += Self.wrap(Line("  " + words, .bad), width) }
        }
        for line in box.contents.lines { lines += Self.wrap(line, width) }
        if let refusal = box.contents.refusal {
            lines += Self.wrap(Line("✗ refused: \(refusal)", .bad, .bold), width)
        }
        if let (entry, isRefreshing) = model.shownForecast, let cluster = model.cluster {
            lines += ForecastText(cluster: cluster, entry: entry, width: width)
                .boxLines(isRefreshing: isRefreshing).flatMap { Self.wrap($0, width) }
        } else if let words = model.whyNoForecast {
            lines += Self.wrap(Line(words, .dim), width)
        }
        let docker = box.chosenAlternative?.docker ?? box.contents.docker
        if !docker.isEmpty {
            lines += Self.wrap(Line("$ " + docker, .accent), width)
        }
        return lines
    }

    static func wrap(_ line: Line, _ width: Int) -> [Line] { line.wrapped(toWidth: width) }

    private mutating func drawField(_ box: Box, in rect: Rect) {
        guard rect.rows > 0 else { return }
        let label: Line
        if let name = box.contents.confirmName {
            label = [Span("type ", .dim), Span(name.safe, .bad), Span(" to confirm: ", .dim)]
        } else {
            label = Line((box.contents.fieldLabel?.said ?? "") + ": ", .dim)
        }
        let row = rect.row
        let start = grid.write(label, row: row, column: rect.column, in: rect)
        let field = Rect(row: row, column: start, rows: 1, columns: rect.endColumn - start)
        hits.add(field.intersection(rect), .button(.field))
        grid.fill(field.intersection(rect), slot: .input)
        let (text, cursor) = box.field.window(width: field.columns)
        grid.write(text, row: row, column: start, slot: .input, in: field)
        if box.focus == .field {
            placeCursor(row: row, column: min(start + cursor, max(0, rect.endColumn - 1)))
        }
        if let error = box.contents.fieldError, rect.rows > 1 {
            grid.write("✗ " + error.safe, row: row + 1, column: rect.column, slot: .bad, in: rect)
        }
    }

    private mutating func drawButtons(_ box: Box, in rect: Rect) {
        var column = rect.column
        let cancel: Slot = box.focus == .cancel ? .cursor : .text
        let stay = said("[ Cancel ]").safe
        hits.add(rect.columns(0..<stay.width), .button(.cancel))
        column = grid.write(stay, row: rect.row, column: column, slot: cancel, in: rect)
        let verb = "[ \(box.contents.verb.said) ]".safe
        let ready: Slot = box.contents.isDestructive ? .bad : .ok
        let slot: Slot = box.focus == .accept ? .cursor : (box.isReady ? ready : .off)
        let start = column + 2 - rect.column
        hits.add(rect.columns(start..<max(start, start + verb.width)), .button(.accept))
        column = grid.write(verb, row: rect.row, column: column + 2, slot: slot, in: rect)
        if let alternative = box.contents.alternative {
            let slot: Slot = box.focus == .alternative ? .cursor : (box.isReady ? ready : .off)
            let verb = "[ \(alternative.verb.said) ]".safe
            let start = column + 2 - rect.column
            hits.add(
                rect.columns(start..<max(start, start + verb.width)),
                .button(.alternative)
            )
            column = grid.write(verb, row: rect.row, column: column + 2, slot: slot, in: rect)
        }
        let hint = advice(box).safe
        if column + 2 + hint.width <= rect.endColumn {
            grid.write(
                hint,
                row: rect.row,
                column: rect.endColumn - hint.width,
                slot: .dim,
                in: rect
            )
        }
    }

    /// What leads to the change from where the focus is.
    private func advice(_ box: Box) -> Phrase {
        guard box.isReady else { return "esc cancels" }
        return switch box.focus {
        case .field: "enter, then enter again; esc cancels"
        case .cancel: "tab, then enter; esc cancels"
        case .accept, .alternative: "enter does it; esc cancels"
        }
    }

    // MARK: - The menu

    private mutating func drawMenu(_ menu: Menu) {
        let actions = model.menuActions
        let screen = Rect(grid.size)
        let place = screen.centered(
            rows: actions.count + 2,
            columns: min(76, max(20, screen.columns - 4))
        )
        hits.cover()
        grid.fill(place)
        grid.box(place, title: said("what can be done here").safe, focused: true)
        let inner = place.inset(rows: 1, columns: 2)
        let top = max(0, min(menu.index - inner.rows / 2, actions.count - inner.rows))
        let situation = model.situation
        for (offset, action) in actions.dropFirst(top).prefix(inner.rows).enumerated() {
            let row = inner.row + offset
            let refusal = action.whyNot(in: situation)
            let keys = action.keys.map(\.description).joined(separator: " ").safe
            var line: Line = [
                Span(keys.padded(toWidth: 12), refusal == nil ? .key : .dim),
                Span(action.title, refusal == nil ? .text : .dim),
            ]
            if let refusal { line += Span("  — " + refusal.safe, .dim) }
            grid.write(
                line.truncated(toWidth: inner.columns),
                row: row,
                column: inner.column,
                in: inner
            )
            hits.add(inner.rows(offset..<offset + 1), .menu(top + offset))
            if top + offset == menu.index {
                grid.restyle(inner.rows(offset..<offset + 1), slot: .cursor)
            }
        }
    }
}
