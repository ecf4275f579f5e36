import Basics
import Cells
import ClusterPorts
import SwarmModel
import SwarmStore

extension Painter {
    // MARK: - The header

    mutating func drawHeader(in rect: Rect) {
        guard !rect.isEmpty else { return }
        let identity = identity(in: rect)
        let first = identity + pastBanner + managers
        let second = counts
        if rect.rows == 1 {
            drawParts(
                identity + pastBanner + condition + counts + managers,
                row: rect.row,
                in: rect
            )
            return
        }
        drawParts(first, row: rect.row, in: rect)
        // That the data is old, or the picture held, comes first: it is cut rather than left out.
        let isLost = if case .lost = model.connection { true } else { false }
        let isOld = isLost || model.frozen != nil
        drawParts(isOld ? condition + second : second + condition, row: rect.row + 1, in: rect)
    }

    /// Writes as many parts as fit, from the first on.
    private mutating func drawParts(_ parts: [Line], row: Int, in rect: Rect) {
        var column = rect.column
        for (index, part) in parts.enumerated() where !part.isEmpty {
            let gap = index == 0 ? 0 : 3
            guard index == 0 || column + gap + part.width <= rect.endColumn else { continue }
            column = grid.write(part, row: row, column: column + gap, in: rect)
        }
    }

    /// Whose console it is; a long name is cut short where the managers would have no room else.
    private func identity(in rect: Rect) -> [Line] {
        guard let source = model.cluster?.snapshot.source else { return identity(called: "") }
        let line = identity(called: source.name)
        let rest = (pastBanner + managers.prefix(1)).map { $0.isEmpty ? 0 : $0.width + 3 }
        let room = rect.columns - rest.reduce(0, +)
        if (line.first?.width ?? 0) <= room { return line }
        let least = identity(called: "").first?.width ?? 0
        let name = source.shortName.safe.truncated(toWidth: max(6, room - least))
        return identity(called: name.string)
    }

    private func identity(called name: String) -> [Line] {
        guard let snapshot = model.cluster?.snapshot else { return [Line("skep", .title)] }
        if let replay = model.replay { return [replayIdentity(replay, called: name)] }
        let badge =
            switch snapshot.source {
            case .simulated: Span(" SIMULATED ", .bannerTraining)
            case .served: Span(" SIMULATED (served) ", .bannerTraining)
            case .live: Span(" LIVE ", .bannerProduction)
            }
        return [[Span("skep ", .title), badge, Span(" " + name, .accent)]]
    }

    /// The cluster that numbers are told of; `nil` where nothing was ever heard, as of a locked engine.
    private var known: ClusterState? {
        guard let cluster = model.cluster else { return nil }
        return cluster.snapshot.lostContact != nil && cluster.nodeOrder.isEmpty ? nil : cluster
    }

    private var managers: [Line] {
        guard let cluster = known else { return [] }
        let managers = cluster.snapshot.managers
        let slot: Slot = managers.hasQuorum ? (managers.tolerance == 0 ? .warn : .text) : .bad
        let loss: Phrase =
            managers.hasQuorum
            ? (managers.tolerance == 0
                ? "survives no loss"
                : "survives \(Amount.count(managers.tolerance, "loss", "losses"))")
            : "NO QUORUM"
        var parts: [Line] = [
            [
                Span("managers ", .dim),
                Span("\(managers.total) · \(managers.reachable) reachable"), Span(" · ", .dim),
                Span(loss, slot),
            ]
        ]
        if let leader = managers.leader {
            parts.append([Span("leader ", .dim), Span(cluster.nodeName(leader), .leader)])
        } else {
            parts.append(Line("no leader", .bad))
        }
        return parts
    }

    private var counts: [Line] {
        guard let cluster = known else { return [] }
        let total = cluster.nodeOrder.count
        let nodes: Slot = cluster.readyNodes == total ? .text : .bad
        let (running, wanted) = (cluster.runningTasks, cluster.store.taskTally.wanted)
        let tasks: Slot = running < wanted ? .warn : .text
        return [
            [Span("nodes ", .dim), Span("\(cluster.readyNodes)/\(total) ready", nodes)],
            [Span("tasks ", .dim), Span("\(running)/\(wanted) running", tasks)],
            [Span("services ", .dim), Span("\(cluster.serviceOrder.count)")],
        ]
    }

    /// What is out of the ordinary: a clock that does not run as the wall's, old data, no changes.
    private var condition: [Line] {
        guard let cluster = model.cluster else { return [] }
        var parts: [Line] = []
        if case .lost(let since, let reason) = model.connection {
            let age = Age.text(model.now - since)
            parts.append(Line("STALE for \(age): \(reason)", .unknown))
        }
        if let frozen = model.frozen {
            let at = Age.timeOfDay(nanoseconds: frozen.wall.nanoseconds)
            let count = Amount.count(frozen.unseen, "change")
            parts.append(
                Line(
                    " HELD at \(at) · \(count) unseen · \(model.settings.keymap.words(for: "freeze")) goes on ",
                    .match
                )
            )
        }
        let clock = cluster.snapshot.clock
        let time = Age.timeOfDay(
            nanoseconds: cluster.snapshot.wallTime(of: model.clusterNow).nanoseconds
        )
        if model.past != nil || model.replay != nil {
            return parts
        } else if clock.isPaused {
            parts.append(Line("clock PAUSED at \(time)", .warn))
        } else if clock.speed != 1 {
            parts.append([
                Span("clock ", .dim), Span("×\(Self.pace(clock.speed)) \(time)", .accent),
            ])
        }
        if model.settings.isReadOnly {
            parts.append(Line("READ-ONLY", .warn))
        } else if let reason = cluster.readOnlyReason {
            parts.append(Line("READ-ONLY: \(reason)", .warn))
        }
        return parts
    }

    static func pace(_ speed: Double) -> String {
        speed == speed.rounded() && speed < 1e9 ? "\(Int(speed))" : "\(speed)"
    }

    // MARK: - Crumbs

    mutating func drawCrumbs(in rect: Rect) {
        guard !rect.isEmpty else { return }
        let path = model.pages.path
        let crumbs = path.map { crumb(of: $0) }
        let shown = Self.crumbsInSight(crumbs.map(\.width), in: rect.columns)
        var line = Line()
        for index in shown {
            if index > 0 { line += Span(Self.crumbSign, .dim) }
            if index > 1, !shown.contains(index - 1) {
                line += Span("…".safe, .dim)
                line += Span(Self.crumbSign, .dim)
            }
            let crumb = crumbs[index].truncated(toWidth: max(0, rect.columns - line.width))
            let place = Rect(
                row: rect.row,
                column: rect.column + line.width,
                rows: 1,
                columns: crumb.width
            )
            hits.add(place.intersection(rect), .crumb(path.count - 1 - index))
            line += Span(crumb, index == path.count - 1 ? .accent : .dim)
        }
        let end = grid.write(line, row: rect.row, column: rect.column, in: rect)
        drawHint(in: rect, from: end)
    }

    private static let crumbSign: SafeText = " › "

    /// The first one and as many of the last ones as there is room for, with a gap between.
    private static func crumbsInSight(_ widths: [Int], in room: Int) -> [Int] {
        let between = crumbSign.width
        guard let last = widths.indices.last, last > 1,
            widths.reduce(0, +) + between * last > room
        else { return Array(widths.indices) }
        var start = last
        var width = widths[0] + between + 1 + between + widths[last]
        while start > 2, width + widths[start - 1] + between <= room {
            start -= 1
            width += widths[start] + between
        }
        return [0] + Array(start...last)
    }

    private func crumb(of page: Page) -> SafeText {
        switch page.body {
        case .deck: return said("deck").safe
        case .table(let table):
            guard let scope = table.kind.scopeName(in: model.cluster) else {
                return table.kind.noun.said.safe
            }
            return "\(table.kind.noun.said) \(said("of \(scope)"))".safe
        case .rollout(let page): return said("rollout of \(name(of: .service(page.service)))").safe
        case .logs(let page):
            return said("logs of \(name(of: page.target.reference))").safe
        case .text(let text): return title(of: text)
        }
    }

    func name(of reference: ObjectReference) -> SafeText {
        model.cluster?.name(of: reference) ?? reference.shortID.safe
    }

    // MARK: - Footer

    mutating func drawFooter() {
        let line = layout.footer.isEmpty ? Rect(grid.size).splitBottom(1).bottom : layout.footer
        switch model.layer {
        case .prompt(let prompt): drawPrompt(prompt, in: line)
        case .training(let bar): drawTrainingBar(bar, in: line)
        case .box, .menu, .themes, nil: drawHints(in: layout.footer)
        }
    }

    /// Keys of this screen, with those dimmed that a guard refuses now.
    private mutating func drawHints(in rect: Rect) {
        guard !rect.isEmpty else { return }
        let situation = model.situation
        let last: Line = [Span("?", .key), Span(" help", .keyText)]
        let room = rect.endColumn - last.width - 2
        var column = rect.column
        for action in model.settings.keymap.hinted(on: model.surface, width: rect.columns) {
            guard let hint = action.hint, let key = action.keys.first else { continue }
            let isRefused = action.whyNot(in: situation) != nil
            let line: Line = [
                Span(key.description, isRefused ? .dim : .key),
                Span(" " + hint.said + "  ", isRefused ? .dim : .keyText),
            ]
            guard column + line.width <= room else { break }
            let start = column
            column = grid.write(line, row: rect.row, column: column, in: rect)
            hits.add(
                Rect(row: rect.row, column: start, rows: 1, columns: line.width - 2),
                .hint(action.id)
            )
        }
        hits.add(
            Rect(row: rect.row, column: max(column, rect.column), rows: 1, columns: last.width),
            .hint("help")
        )
        grid.write(last, row: rect.row, column: max(column, rect.column), in: rect)
    }

    private mutating func drawPrompt(_ prompt: Prompt, in rect: Rect) {
        grid.fill(rect, slot: .input)
        grid.write(prompt.sign, row: rect.row, column: rect.column, slot: .prompt, in: rect)
        let field = rect.splitLeft(prompt.sign.width).rest
        let (text, cursor) = prompt.editor.window(width: field.columns)
        let end = grid.write(text, row: rect.row, column: field.column, slot: .input, in: field)
        placeCursor(row: rect.row, column: field.column + cursor)
        if let error = prompt.error?.safe {
            if end + 2 + error.width <= rect.endColumn {
                grid.write("  " + error, row: rect.row, column: end, slot: .bad, in: field)
            } else {
                drawAbove(rect, Line(error, .bad).wrapped(toWidth: max(1, rect.columns - 2)))
            }
        } else if !prompt.candidates.isEmpty {
            let words = prompt.candidates.joined(separator: "  ").safe
            grid.write("   " + words, row: rect.row, column: end, slot: .dim, in: field)
        } else if prompt.kind == .command, let usage = usage(of: prompt) {
            let room = max(0, rect.endColumn - end - 3)
            let words = usage.truncated(toWidth: room)
            grid.write("   " + words, row: rect.row, column: end, slot: .dim, in: field)
        }
    }

    /// Lines above the command line, for what has no room in it.
    private mutating func drawAbove(_ rect: Rect, _ lines: [Line]) {
        let lines = lines.suffix(rect.row)
        for (offset, line) in lines.enumerated() {
            let row = rect.row - lines.count + offset
            let place = Rect(row: row, column: rect.column, rows: 1, columns: rect.columns)
            grid.fill(place, slot: .input)
            grid.write(line, row: row, column: rect.column + 1, in: place)
        }
    }

    /// What the command takes, once its name stands there.
    private func usage(of prompt: Prompt) -> SafeText? {
        let words = CommandWords.split(prompt.editor.text)
        guard let first = words.first, let command = try? CommandRegistry.command(first) else {
            return nil
        }
        return "\(command.usage): \(command.summary.said)".safe
    }
}
