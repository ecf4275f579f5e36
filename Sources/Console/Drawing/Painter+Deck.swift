import Basics
import Cells
import ClusterPorts
import SwarmModel

extension Painter {
    mutating func drawDeck(_ deck: DeckPage, in rect: Rect) {
        let layout = DeckLayout(deck, in: rect)
        for pane in DeckPage.Pane.allCases where layout.isVisible(pane) {
            hits.add(layout.rect(of: pane), .pane(pane))
        }
        addBorders(layout)
        if layout.isVisible(.services) {
            let isFocused = deck.focus == .services
            drawTable(
                deck.services,
                in: layout.rect(of: .services),
                isFocused: isFocused,
                showsAges: false
            )
        }
        if layout.isVisible(.nodes) {
            let isFocused = deck.focus == .nodes
            drawTable(
                deck.nodes,
                in: layout.rect(of: .nodes),
                isFocused: isFocused,
                showsAges: false
            )
        }
        if layout.isVisible(.map) { drawMap(deck, in: layout.rect(of: .map)) }
        if layout.isVisible(.events) { drawEvents(deck, in: layout.rect(of: .events)) }
        if layout.isVisible(.logs) { drawDeckLogs(deck, in: layout.rect(of: .logs)) }
    }

    /// The borders that can be dragged: only where all panes are seen.
    private mutating func addBorders(_ layout: DeckLayout) {
        guard layout.isVisible(.services), layout.isVisible(.nodes), layout.isVisible(.map) else {
            return
        }
        let services = layout.rect(of: .services)
        let nodes = layout.rect(of: .nodes)
        let map = layout.rect(of: .map)
        for upper in [services, map] {
            let border = Rect(
                row: upper.row + 1,
                column: upper.endColumn - 1,
                rows: upper.rows - 2,
                columns: 2
            )
            hits.add(border, .split(.columns))
        }
        let across = Rect(
            row: services.endRow - 1,
            column: services.column + 1,
            rows: 1,
            columns: nodes.endColumn - services.column - 2
        )
        hits.add(across, .split(.rows))
    }

    // MARK: - Events

    /// The newest on top, so that what has just happened is seen at once.
    private mutating func drawEvents(_ deck: DeckPage, in rect: Rect) {
        let events = model.shownEvents
        let isFocused = deck.focus == .events
        let title: Line = [Span("events", .title), Span(" \(events.count)", .text)]
        let pane = drawFrame(rect, title: title, isFocused: isFocused)
        let area = pane.inner
        if events.isEmpty {
            grid.write(
                said("nothing has happened yet").safe,
                row: area.row,
                column: area.column + 1,
                slot: .dim,
                in: area
            )
        }
        let top = max(0, min(deck.eventIndex - area.rows + 1, events.count - area.rows))
        for (offset, event) in events.reversed().dropFirst(top).prefix(area.rows).enumerated() {
            let row = area.row + offset
            let wall = model.cluster?.snapshot.wallTime(of: event.moment).nanoseconds ?? 0
            let line: Line = [
                Span(Age.timeOfDay(nanoseconds: wall) + " ", .dim), Span(event.words, event.slot),
            ]
            grid.write(
                line.truncated(toWidth: area.columns),
                row: row,
                column: area.column,
                in: area
            )
            hits.add(area.rows(offset..<offset + 1), .event(top + offset))
            if isFocused, top + offset == deck.eventIndex {
                grid.restyle(area.rows(offset..<offset + 1), slot: .cursor)
            }
        }
    }

    // MARK: - Logs

    private mutating func drawDeckLogs(_ deck: DeckPage, in rect: Rect) {
        var title = Line("logs", .title)
        if let service = model.deckStream?.service {
            title += Span(" of ", .dim)
            title += Span(name(of: .service(service)), .accent)
        }
        let pane = drawFrame(rect, title: title, isFocused: deck.focus == .logs)
        guard let stream = model.deckStream, let buffer = model.logs[stream.id] else { return }
        var view = LogView()
        view.follows = true
        view.until = model.past?.moment
        drawLines(
            buffer,
            view,
            prefix: model.logPrefix(of: .service(stream.service)),
            in: pane.inner
        )
    }
}
