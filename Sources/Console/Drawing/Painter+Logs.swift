import Basics
import Cells
import ClusterPorts
import SwarmModel
import SwarmStore

extension ConsoleModel {
    private static let logNameLimit = 24

    private var nodeNameWidth: Int {
        cluster?.nodeNames.values.prefix(64).reduce(0) { max($0, $1.width) } ?? 0
    }

    /// What stands before the lines of the log that is seen.
    var logPrefix: LogPrefix {
        guard case .logs(let page) = pages.top.body else { return LogPrefix(nameWidth: 0) }
        return logPrefix(of: page.target)
    }

    func logPrefix(of target: LogRequest.Target) -> LogPrefix {
        guard case .service(let id) = target, let service = cluster?.store.service(id) else {
            return LogPrefix(nameWidth: 0)
        }
        guard let replicas = service.spec.mode.replicas else {
            return LogPrefix(nameWidth: min(Self.logNameLimit, nodeNameWidth))
        }
        let stack = service.stack.map { $0 + "_" } ?? ""
        let name = service.name.safe.width - (service.name.hasPrefix(stack) ? stack.count : 0)
        return LogPrefix(nameWidth: min(Self.logNameLimit, name + "\(replicas)".count + 1))
    }
}

extension Painter {
    mutating func drawLogs(_ page: LogsPage, in rect: Rect) {
        let buffer = page.stream.flatMap { model.logs[$0] } ?? LogBuffer(merges: false)
        let pane = drawFrame(rect, title: title(of: page, buffer), isFocused: true)
        drawLines(buffer, page.view, prefix: model.logPrefix(of: page.target), in: pane.inner)
    }

    /// Draws the lines of a buffer as a view of it has them.
    mutating func drawLines(_ buffer: LogBuffer, _ view: LogView, prefix: LogPrefix, in area: Rect)
    {
        guard !area.isEmpty else { return }
        guard buffer.count > 0 else {
            let words: SafeText = buffer.isEnded ? "no lines" : "no lines yet"
            grid.write(words, row: area.row, column: area.column + 1, slot: .dim, in: area)
            return
        }
        let window = LogWindow(buffer: buffer, view: view, area: area, prefix: prefix)
        var position = window.start
        var row = area.row
        while row < area.endRow, position.number < window.numbers.upperBound {
            let entry = buffer[position.number]
            let text = StyledText(sanitizing: entry.line.text)
            let starts = window.rowStarts(of: text.text)
            for index in starts.indices.dropFirst(position.row) where row < area.endRow {
                let strip = area.rows(row - area.row..<row - area.row + 1)
                let column = drawPrefix(entry, view, prefix, isFirst: index == 0, in: strip)
                let body = strip.splitLeft(column - strip.column).rest
                let end =
                    index + 1 < starts.count ? starts[index + 1] - starts[index] : body.columns
                let clip = body.columns(0..<end)
                let shift = column - starts[index] - view.left
                grid.write(text, row: row, column: shift, in: clip)
                let isFound = view.found == position.number
                highlight(view, text.text, isFound: isFound, row: row, column: shift, in: clip)
                row += 1
            }
            position = LogWindow.Position(number: position.number + 1, row: 0)
        }
    }

    /// Draws time and task of a line; returns where its text begins.
    private mutating func drawPrefix(
        _ entry: LogEntry,
        _ view: LogView,
        _ prefix: LogPrefix,
        isFirst: Bool,
        in strip: Rect
    ) -> Int {
        let width = prefix.width(showsTimes: view.showsTimes)
        guard isFirst else { return strip.column + width }
        var column = strip.column
        if view.showsTimes {
            let wall = model.cluster?.snapshot.wallTime(of: entry.line.moment).nanoseconds
            let time = Age.preciseTimeOfDay(nanoseconds: wall ?? entry.line.moment.nanoseconds)
            grid.write(time.safe, row: strip.row, column: column, slot: .dim, in: strip)
            column += LogPrefix.timeWidth + 1
        }
        if prefix.nameWidth > 0 {
            let (name, slot) = taskLabel(entry.line)
            let text = name.padded(toWidth: prefix.nameWidth)
            grid.write(text, row: strip.row, column: column, slot: slot, in: strip)
            column += prefix.nameWidth + 1
        }
        if entry.isLate {
            grid.write("~", row: strip.row, column: column, slot: .warn, in: strip)
        } else if entry.line.stream == .stderr {
            grid.write("!", row: strip.row, column: column, slot: .bad, in: strip)
        }
        return strip.column + width
    }

    private func taskLabel(_ line: LogLine) -> (SafeText, Slot) {
        guard let cluster = model.cluster, let task = cluster.store.task(line.task) else {
            return (line.task.short.safe, .dim)
        }
        let hue =
            switch task.place {
            case .slot(let slot): slot
            case .node(let node): node.description.utf8.reduce(0) { $0 &+ Int($1) }
            }
        return (cluster.shortPlaceName(of: task), Slot.logHues[abs(hue) % Slot.logHues.count])
    }

    private mutating func highlight(
        _ view: LogView,
        _ text: SafeText,
        isFound: Bool,
        row: Int,
        column: Int,
        in clip: Rect
    ) {
        guard !view.search.isEmpty else { return }
        for range in view.search.ranges(in: text.string) {
            let start = text.isASCII ? range.lowerBound : text.utf8Width(upTo: range.lowerBound)
            let end = text.isASCII ? range.upperBound : text.utf8Width(upTo: range.upperBound)
            let place = Rect(row: row, column: column + start, rows: 1, columns: end - start)
            grid.restyle(place.intersection(clip), slot: .match, attributes: isFound ? .bold : [])
        }
    }

    private func title(of page: LogsPage, _ buffer: LogBuffer) -> Line {
        let reference: ObjectReference =
            switch page.target {
            case .task(let id): .task(id)
            case .service(let id): .service(id)
            }
        var line: Line = [Span("logs ", .title), Span(name(of: reference), .accent)]
        line += Span(" \(buffer.count) lines", .text)
        if !page.view.searchText.isEmpty {
            line += Span(" /" + page.view.searchText, .match)
            line += Span(" \(Amount.count(buffer.matches.count, "match", "matches"))", .dim)
        }
        if buffer.dropped > 0 { line += Span(" · \(buffer.dropped) dropped", .warn) }
        if let paused = page.view.pausedAt {
            line += Span(" · HELD, \(max(0, buffer.endNumber - paused)) newer", .warn)
        } else {
            line += Span(page.view.follows ? " · following" : " · not following", .dim)
        }
        if buffer.isEnded { line += Span(" · ended", .dim) }
        if page.view.wraps { line += Span(" · wrap", .dim) }
        return line
    }
}

extension SafeText {
    /// The columns of the text before a UTF-8 offset.
    fileprivate func utf8Width(upTo offset: Int) -> Int {
        let index = string.utf8.index(string.utf8.startIndex, offsetBy: offset)
        return string[..<index].reduce(0) { $0 + DisplayWidth.of($1) }
    }
}
