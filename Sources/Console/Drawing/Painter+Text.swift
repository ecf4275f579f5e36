import Basics
import Cells
import ClusterPorts
import SwarmModel

extension Painter {
    mutating func drawText(_ page: TextPage, in rect: Rect) {
        let pane = drawFrame(rect, title: frameTitle(of: page), isFocused: true)
        let area = pane.inner
        if page.isLoading {
            grid.write("loading …", row: area.row, column: area.column + 1, slot: .dim, in: area)
            return
        }
        for offset in 0..<area.rows {
            let index = page.top + offset
            guard page.lines.indices.contains(index) else { break }
            let line = page.lines[index]
            let row = area.row + offset
            grid.write(line, row: row, column: area.column - page.left, in: area)
            highlight(page, line.text, row: row, in: area)
        }
    }

    private mutating func highlight(_ page: TextPage, _ text: SafeText, row: Int, in area: Rect) {
        guard !page.search.isEmpty, text.isASCII else { return }
        for range in page.search.ranges(in: text.string) {
            let place = Rect(
                row: row,
                column: area.column - page.left + range.lowerBound,
                rows: 1,
                columns: range.count
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

    func title(of page: TextPage) -> SafeText {
        switch page.content {
        case .describe(let reference):
            "\(ClusterState.kindWord(of: reference)) \(name(of: reference))".safe
        case .json(let reference): "json of " + name(of: reference)
        case .help: "help"
        case .operations: "operations"
        case .zones: "zones"
        case .joinToken(let role): "join token of \(role.rawValue)s".safe
        case .unlockKey: "unlock key"
        case .swarm: "swarm"
        case .events: "events"
        case .aliases: "aliases"
        case .plugin(let id): model.pluginRuns[id]?.title ?? "output"
        case .lookup(let query): "lookup of \(query.name)".safe
        case .requests(let id):
            "requests to "
                + (model.requestRuns[id].flatMap { model.cluster?.words(of: $0.target) } ?? "")
        case .safeDrain(let id): "safe drain of " + name(of: .node(id))
        case .whatIf(let id): "what if: \(model.whatIfs[id]?.title ?? "")".safe
        case .why(let question):
            title(of: question)
        case .plan(let id): "plan of stack \(model.plans[id]?.name ?? "")".safe
        }
    }

    private func title(of question: PlacementQuestion) -> SafeText {
        switch question {
        case .task(let id): "why " + name(of: .task(id))
        case .next(let id): "next of " + name(of: .service(id))
        }
    }
}
