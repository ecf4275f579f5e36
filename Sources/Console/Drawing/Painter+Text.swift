import Basics
import Cells
import ClusterPorts
import SwarmModel

extension Painter {
    mutating func drawText(_ page: TextPage, in rect: Rect) {
        let pane = drawFrame(rect, title: frameTitle(of: page), isFocused: true)
        let area = pane.inner
        if page.isLoading {
            grid.write(
                said("loading …").safe,
                row: area.row,
                column: area.column + 1,
                slot: .dim,
                in: area
            )
            return
        }
        for offset in 0..<area.rows {
            let index = page.top + offset
            guard page.lines.indices.contains(index) else { break }
            let line = page.lines[index]
            let row = area.row + offset
            grid.write(line, row: row, column: area.column - page.left, in: area)
            highlight(page, line.text, row: row, in: area)
            markCuts(line.width - page.left, left: page.left, row: row, in: area)
            hits.add(area.rows(offset..<offset + 1), .line(index))
            if index == page.cursor { grid.restyle(area.rows(offset..<offset + 1), slot: .cursor) }
        }
    }

    /// Signs at the ends of a line that goes on beyond them; left and right go there.
    private mutating func markCuts(_ width: Int, left: Int, row: Int, in area: Rect) {
        if width > area.columns {
            grid.write("…", row: row, column: area.endColumn - 1, slot: .dim, in: area)
        }
        if left > 0, width + left > 0 {
            grid.write("…", row: row, column: area.column, slot: .dim, in: area)
        }
    }

    private mutating func highlight(_ page: TextPage, _ text: SafeText, row: Int, in area: Rect) {
        guard !page.search.isEmpty else { return }
        for range in page.search.ranges(in: text.string) {
            let start = text.utf8Width(upTo: range.lowerBound)
            let place = Rect(
                row: row,
                column: area.column - page.left + start,
                rows: 1,
                columns: text.utf8Width(upTo: range.upperBound) - start
            )
            grid.restyle(place.intersection(area), slot: .match)
        }
    }

    private func frameTitle(of page: TextPage) -> Line {
        var line = Line(title(of: page), .title)
        let last = min(page.lines.count, page.top + PaneLayout(layout.content).inner.rows)
        line += Span(" \(last)/\(page.lines.count)", .text)
        if !page.search.isEmpty {
            line += Span(" /" + page.searchText, .match)
            line += Span(" \(Amount.count(page.matches.count, "match", "matches"))", .dim)
        }
        return line
    }

    private func target(of id: OperationID) -> SafeText {
        model.requestRuns[id].flatMap { model.cluster?.words(of: $0.target) } ?? ""
    }

    func title(of page: TextPage) -> SafeText {
        switch page.content {
        case .describe(let reference):
            "\(ClusterState.kindWord(of: reference).said) \(name(of: reference))".safe
        case .json(let reference): said("json of \(name(of: reference))").safe
        case .raw(let raw): said("json of \(word: raw.noun)").safe
        case .help: said("help").safe
        case .operations: said("operations").safe
        case .zones: said("zones").safe
        case .joinToken(let role):
            said(role == .manager ? "join token of managers" : "join token of workers").safe
        case .unlockKey: said("unlock key").safe
        case .swarm: said("swarm").safe
        case .events: said("events").safe
        case .aliases: said("aliases").safe
        case .messages: said("messages").safe
        case .plugin(let id): model.pluginRuns[id]?.title ?? said("output").safe
        case .lookup(let query): said("lookup of \(query.name)").safe
        case .requests(let id):
            said("requests to \(target(of: id))").safe
        case .safeDrain(let id): said("safe drain of \(name(of: .node(id)))").safe
        case .whatIf(let id): said("what if: \(model.whatIfs[id]?.title ?? "")").safe
        case .why(let question):
            title(of: question)
        case .plan(let id): said("plan of stack \(model.plans[id]?.name ?? "")").safe
        }
    }

    private func title(of question: PlacementQuestion) -> SafeText {
        switch question {
        case .task(let id): said("why \(name(of: .task(id)))").safe
        case .next(let id): said("next of \(name(of: .service(id)))").safe
        }
    }
}
