import Basics
import Cells
import ClusterPorts
import SwarmModel
import SwarmStore

extension ConsoleModel {
    fileprivate static let logNameLimit = 24

    private var nodeNameWidth: Int {
        cluster?.nodeNames.values.prefix(64).reduce(0) { max($0, $1.width) } ?? 0
    }

    /// What stands before the lines of the log that is seen.
    var logPrefix: LogPrefix {
        guard case .logs(let page) = pages.top.body else { return LogPrefix(nameWidth: 0) }
        return logPrefix(of: page.target)
    }

    func logPrefix(of target: LogTarget) -> LogPrefix {
        if case .node(let id) = target { return logPrefix(ofTasksOn: id) }
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

extension ConsoleModel {
    private func logPrefix(ofTasksOn node: NodeID) -> LogPrefix {
        let widths = cluster?.store.tasks(on: node).prefix(Self.logNameLimit * 8).map {
            cluster?.nameOnNode(of: $0).width ?? 0
        }
        let width = max(1, min(Self.logNameLimit, widths?.max() ?? 0))
        return LogPrefix(nameWidth: width, isOfNode: true)
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
        guard !buffer.places.isEmpty else {
            let words: Phrase =
                buffer.count > 0
                ? "no line is kept by the filter; f changes it"
                : model.replay != nil
                    ? "no lines were recorded until now: those that a console showed are"
                    : buffer.isEnded ? "no lines; 1 asks for all there is" : "no lines yet"
            grid.write(words.safe, row: area.row, column: area.column + 1, slot: .dim, in: area)
            return
        }
        let window = LogWindow(buffer: buffer, view: view, area: area, prefix: prefix)
        var position = window.start
        var row = area.row
        while row < area.endRow, position.place < window.places.upperBound {
            let entry = buffer.entry(at: position.place)
            let isFound = view.found == position.place
            for (index, part) in window.rows(at: position.place).enumerated()
                .dropFirst(position.row) where row < area.endRow
            {
                let strip = area.rows(row - area.row..<row - area.row + 1)
                let column = drawPrefix(entry, view, prefix, isFirst: index == 0, in: strip)
                let body = strip.splitLeft(column - strip.column).rest
                let width = min(body.columns, part.columns.count)
                let clip = body.columns(0..<width)
                let shift = column - part.columns.lowerBound - view.left
                switch part.row {
                case .styled(let text): grid.write(text, row: row, column: shift, in: clip)
                case .line(let line): grid.write(line, row: row, column: shift, in: clip)
                }
                highlight(
                    view,
                    part.row.text,
                    isFound: isFound,
                    row: row,
                    column: shift,
                    in: clip
                )
                row += 1
            }
            position = LogWindow.Position(place: position.place + 1, row: 0)
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
        let width = prefix.width(view.times)
        guard isFirst else { return strip.column + width }
        var column = strip.column
        if view.times != .none {
            let time = model.timeWords(of: entry.line.moment, view.times).safe
            grid.write(time, row: strip.row, column: column, slot: .dim, in: strip)
            column += view.times.width
        }
        if prefix.nameWidth > 0 {
            let (name, slot) = taskLabel(entry.line, prefix)
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

    private func taskLabel(_ line: LogLine, _ prefix: LogPrefix) -> (SafeText, Slot) {
        guard let cluster = model.cluster, let task = cluster.store.task(line.task) else {
            let isEngine = model.cluster?.store.service(ServiceID(digits: line.task.digits)) != nil
            return isEngine ? ("engine", .warn) : (line.task.short.safe, .dim)
        }
        let hue =
            switch task.place {
            case .slot(let slot): slot
            case .node(let node): node.description.utf8.reduce(0) { $0 &+ Int($1) }
            }
        let name = prefix.isOfNode ? cluster.nameOnNode(of: task) : cluster.shortPlaceName(of: task)
        return (name, Slot.logHues[abs(hue) % Slot.logHues.count])
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
        var line: Line = [
            Span("logs ", .title), Span(name(of: page.target.reference), .accent),
        ]
        let count = Amount.count(buffer.count, "line")
        line += Span(
            buffer.scan.filter.isEmpty ? " \(count)" : " \(buffer.places.count) of \(count)",
            .text
        )
        if let (followed, all) = model.followedTasks(of: page), followed < all {
            line += Span(" · \(followed) of \(all) tasks", .warn)
        }
        if !buffer.scan.filter.text.isEmpty {
            line += Span(" only \(buffer.scan.filter.text)", .match)
            if let problem = buffer.scan.filter.problem {
                line += Span(" left out: \(problem)", .warn)
            }
        }
        if !page.view.searchText.isEmpty {
            line += Span(" /" + page.view.searchText, .match)
            line += Span(" \(matchWords(page.view, buffer))", .dim)
        }
        if buffer.isScanning { line += Span(" \(buffer.scannedShare)% looked through", .progress) }
        if buffer.dropped > 0 { line += Span(" · \(buffer.dropped) dropped", .warn) }
        if let until = page.view.until {
            let wall = model.cluster?.snapshot.wallTime(of: until) ?? model.now
            let time = Age.timeOfDay(nanoseconds: wall.nanoseconds)
            line += Span(" · THE PAST: lines until \(time)", .warn)
        } else if let paused = page.view.pausedAt {
            line += Span(" · HELD, \(max(0, buffer.endNumber - paused)) newer", .warn)
        } else {
            line += Span(page.view.follows ? " · following" : " · not following", .dim)
        }
        if buffer.isEnded { line += Span(" · ended", .dim) }
        if page.view.wraps { line += Span(" · wrap", .dim) }
        if page.span != .tail { line += Span(" · " + page.span.words.said, .dim) }
        if page.view.times != .none { line += Span(" · " + page.view.times.words.said, .dim) }
        switch page.view.json {
        case .raw: break
        case .pretty: line += Span(" · JSON", .dim)
        case .fields(let names): line += Span(" · fields \(names.joined(separator: ","))", .dim)
        }
        return line
    }

    /// `3 of 12 matches`, once a match was gone to.
    private func matchWords(_ view: LogView, _ buffer: LogBuffer) -> String {
        let count = Amount.count(buffer.matches.count, "match", "matches")
        guard let found = view.found else { return count }
        let index = buffer.matches.firstPlace { $0 >= found }
        guard buffer.matches.indices.contains(index) else { return count }
        return said("\(index + 1) of \(count)")
    }
}

extension ConsoleModel {
    /// A line's time as it stands before it.
    func timeWords(of moment: Moment, _ times: LogTimes) -> String {
        let wall = cluster?.snapshot.wallTime(of: moment).nanoseconds ?? moment.nanoseconds
        switch times {
        case .none: return ""
        case .relative:
            let age = Age.text(clusterNow - moment)
            return String(repeating: " ", count: max(0, 4 - age.count)) + age
        case .utc: return Age.preciseTimeOfDay(nanoseconds: wall)
        case .local:
            return Age.preciseTimeOfDay(
                nanoseconds: wall + Int64(settings.secondsFromGMT) * 1_000_000_000
            )
        }
    }
}

extension SafeText {
    /// The columns of the text before a UTF-8 offset.
    func utf8Width(upTo offset: Int) -> Int {
        let index = string.utf8.index(string.utf8.startIndex, offsetBy: offset)
        return string[..<index].reduce(0) { $0 + DisplayWidth.of($1) }
    }
}
