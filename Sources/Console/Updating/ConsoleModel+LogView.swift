import Basics
import Cells
import ClusterPorts
import SwarmModel
import SwarmStore

extension ConsoleModel {
    /// What the lines' tasks and nodes are called now.
    var logNames: LogNames { LogNames(cluster: cluster) }

    mutating func openLogFilter() {
        let text = logBuffer?.scan.filter.text ?? ""
        openPrompt(.logFilter(before: text), text: text)
    }

    /// Shows only the lines that a filter keeps.
    mutating func applyLogFilter(_ text: String) {
        guard case .logs(var page) = pages.top.body, let stream = page.stream else { return }
        guard logs[stream]?.scan.filter.text != text else { return }
        let names = logNames
        let seen = page.view.numbers(in: logs[stream], rows: layout.logArea.rows)
        page.filter = LogFilter(text)
        logs[stream]?.keep(page.filter, names: names)
        page.view.topRow = 0
        if page.filter.isEmpty {
            // Among all lines the ones that were looked at are found again, with their neighbours.
            page.view.top = seen.top
            page.view.found = seen.found
        } else {
            page.view.top = nil
            page.view.found = nil
        }
        if page.view.pausedAt == nil, page.view.top == nil { page.view.follows = true }
        pages.top.body = .logs(page)
    }

    /// Narrows the log to each of its nodes by turns, and then to none.
    mutating func turnLogNode() -> [ConsoleEffect] {
        guard let buffer = logBuffer, let cluster else { return [] }
        let seen = Set(buffer.numbers.suffix(Self.nodeSample).compactMap { buffer[$0].line.node })
        let names = cluster.nodeOrder.filter { seen.contains($0) }.map {
            cluster.nodeName($0).string
        }
        guard !names.isEmpty else {
            toast("no line says which node it is from", .information)
            return []
        }
        let words = CommandWords.split(buffer.scan.filter.text)
        let others = words.filter { !$0.hasPrefix("node:") }
        let current = words.first { $0.hasPrefix("node:") }.map { String($0.dropFirst(5)) }
        let index = current.flatMap { names.firstIndex(of: $0) }.map { $0 + 1 } ?? 0
        let next = names.indices.contains(index) ? ["node:" + names[index]] : []
        let all = (others + next).map { $0.contains(" ") ? "\"\($0)\"" : $0 }
        applyLogFilter(all.joined(separator: " "))
        return []
    }

    /// The lines whose nodes are offered.
    private static let nodeSample = 10_000

    /// JSON a member a line, then the chosen fields if there are any, then as it came.
    mutating func turnLogJSON() -> [ConsoleEffect] {
        let fields = logFields
        return changeLogs { _, view in
            view.json =
                switch view.json {
                case .raw: .pretty
                case .pretty: fields.isEmpty ? .raw : .fields(fields)
                case .fields: .raw
                }
            view.topRow = 0
        }
    }

    /// Chooses the members of JSON lines that are shown; none = whole objects.
    mutating func chooseLogFields(_ names: [String]) throws(CommandRefusal) {
        guard case .logs = pages.top.body else { throw CommandRefusal("there is no log here") }
        logFields = names
        _ = changeLogs { _, view in
            view.json = names.isEmpty ? .pretty : .fields(names)
            view.topRow = 0
        }
    }

    /// Asks for the lines from another time on.
    mutating func openLogs(from span: LogSpan) -> [ConsoleEffect] {
        guard case .logs(var page) = pages.top.body, page.span != span else { return [] }
        page.span = span
        page.stream = nil
        page.view.follows = true
        page.view.pausedAt = nil
        page.view.top = nil
        page.view.found = nil
        pages.top.body = .logs(page)
        return []
    }

    /// Looks through a piece of what is left of the logs in sight.
    mutating func goOnScanning() {
        let names = logNames
        for id in logs.keys.sorted() where logs[id]?.isScanning == true {
            logs[id]?.goOn(names: names)
        }
    }

    /// The shown lines as a file's text, with their times and tasks.
    func logText(_ page: LogsPage, _ buffer: LogBuffer) -> String {
        let end = page.view.until.map { buffer.end(of: buffer.places, at: $0) }
        let places = buffer.places.lowerBound..<(end ?? buffer.places.upperBound)
        var file = LogFile(of: page.target, in: cluster, capacity: places.count * 96)
        for place in places { file.append(buffer.entry(at: place).line) }
        return file.text
    }
}

extension ConsoleModel {
    /// Goes with the end of the log, or stays where it is now.
    mutating func toggleLogFollowing() -> [ConsoleEffect] {
        guard case .logs(var page) = pages.top.body, let buffer = logBuffer else { return [] }
        if page.view.follows {
            let window = LogWindow(
                buffer: buffer,
                view: page.view,
                area: layout.logArea,
                prefix: logPrefix
            )
            page.view.top = window.start.place
            page.view.topRow = window.start.row
        }
        page.view.follows.toggle()
        page.view.pausedAt = nil
        pages.top.body = .logs(page)
        return []
    }
}

extension LogView {
    /// The number of the chosen match, and of the line at the top unless the end is followed.
    ///
    /// Where the match is on the screen, the top is so far above it as it is now.
    fileprivate func numbers(in buffer: LogBuffer?, rows: Int) -> (top: Int?, found: Int?) {
        guard let buffer else { return (nil, nil) }
        let number = { (place: Int) in
            buffer.places.contains(place) ? buffer.number(at: place) : nil
        }
        let match = found.flatMap(number)
        guard !follows, let top else { return (nil, match) }
        if let found, let match, (top..<top + rows).contains(found) {
            return (max(buffer.dropped, match - (found - top)), match)
        }
        return (number(top), match)
    }

    mutating func togglePause(in buffer: LogBuffer) {
        pausedAt = pausedAt == nil ? buffer.endNumber : nil
        if pausedAt == nil { follows = true }
    }
}
