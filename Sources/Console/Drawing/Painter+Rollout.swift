import Basics
import Cells
import SwarmModel

/// Where the parts of the rollout screen are.
struct RolloutLayout: Hashable, Sendable {
    let pane: PaneLayout
    let summary: Rect
    let heading: Rect
    let rows: Rect

    init(_ content: Rect) {
        pane = PaneLayout(content)
        let inner = pane.inner
        let wanted = inner.rows >= 14 ? 5 : (inner.rows >= 8 ? 3 : (inner.rows >= 3 ? 1 : 0))
        let (summary, rest) = inner.splitTop(wanted)
        let (heading, rows) = rest.splitTop(rest.rows >= 3 ? 1 : 0)
        self.summary = summary
        self.heading = heading
        self.rows = rows
    }
}

extension Painter {
    mutating func drawRollout(_ page: RolloutPage, in rect: Rect) {
        let layout = RolloutLayout(rect)
        let title: Line = [
            Span("rollout ", .title), Span(name(of: .service(page.service)), .accent),
        ]
        _ = drawFrame(rect, title: title, isFocused: true)
        guard let tracker = model.rollouts.tracker(of: page.service) else {
            grid.write(
                said("the service is gone").safe,
                row: layout.pane.inner.row,
                column: rect.column + 2,
                slot: .dim,
                in: rect
            )
            return
        }
        let reading = RolloutReading(tracker: tracker, now: model.clusterNow)
        let summary = RolloutSummary(reading)
        for (index, line) in summary.lines(width: layout.summary.columns).prefix(
            layout.summary.rows
        )
        .enumerated() {
            grid.write(
                line,
                row: layout.summary.row + index,
                column: layout.summary.column,
                in: layout.summary
            )
        }
        let first = page.firstRow(reading, height: layout.rows.rows)
        let rows = reading.rows(first..<first + layout.rows.rows)
        rowsBuilt += rows.count
        let columns = RolloutColumns(
            width: layout.rows.columns,
            places: rows.map { placeName($0.slot.place, tracker) }
        )
        drawHeading(columns, in: layout.heading)
        for (index, row) in rows.enumerated() {
            draw(row, reading, columns, in: layout.rows.rows(index..<index + 1))
        }
    }

    private func placeName(_ place: TaskPlace, _ tracker: RolloutTracker) -> SafeText {
        switch place {
        case .slot(let slot): SafeText(slot)
        case .node(let node): model.cluster?.nodeName(node) ?? node.short.safe
        }
    }

    private mutating func drawHeading(_ columns: RolloutColumns, in rect: Rect) {
        guard rect.rows > 0 else { return }
        for (title, place) in columns.headings {
            grid.write(
                title.said.truncated(toWidth: place.count),
                row: rect.row,
                column: rect.column + place.lowerBound,
                slot: .heading,
                in: rect
            )
        }
    }

    private mutating func draw(
        _ row: RolloutRow,
        _ reading: RolloutReading,
        _ columns: RolloutColumns,
        in rect: Rect
    ) {
        func write(_ text: SafeText, _ place: Range<Int>, _ slot: Slot) {
            guard !place.isEmpty else { return }
            grid.write(
                text.truncated(toWidth: place.count),
                row: rect.row,
                column: rect.column + place.lowerBound,
                slot: slot,
                in: rect
            )
        }
        write(placeName(row.slot.place, reading.tracker), columns.place, .text)
        let (old, oldSlot) = glimpse(row.slot.old)
        write(old, columns.old, oldSlot)
        let (new, newSlot) = glimpse(row.slot.new)
        write(new, columns.new, newSlot == .off ? .off : .text)
        let node = (row.slot.new?.node ?? row.slot.old?.node).flatMap {
            model.cluster?.nodeName($0)
        }
        write(node ?? "", columns.node, .text)
        let (word, wordSlot) = words(for: row)
        let end = drawBar(row, reading, columns.bar, in: rect)
        // What went wrong needs room; the rest of its bar is empty anyhow.
        write(word.safe, (end ?? columns.state.lowerBound)..<columns.state.upperBound, wordSlot)
        drawTimes(row, columns.times, in: rect)
    }

    /// The beginning of a task's id and the sign of its state.
    private func glimpse(_ task: TaskGlimpse?) -> (SafeText, Slot) {
        guard let task else { return ("-", .off) }
        let id = SafeText(sanitizing: String(task.id.short.prefix(5)))
        if !task.isDead, task.desired > .running { return (id + " ◌", .warn) }
        let sign: SafeText =
            switch task.state {
            case .running: "●"
            case .failed, .rejected, .orphaned: "✗"
            case .complete, .shutdown, .remove: "✓"
            default: "○"
            }
        return (id + " " + sign, task.isDead ? .off : .text)
    }

    private func words(for row: RolloutRow) -> (Phrase, Slot) {
        let tries: Phrase = row.slot.attempts > 1 ? " (\(row.slot.attempts) tries)" : ""
        switch row.state {
        case .untouched: return ("waits for its turn", .dim)
        case .blocked(let reason): return ("no node: \(reason)", .warn)
        case .held:
            return (
                row.slot.attempts > 1
                    ? "held for the restart delay" : "held until the old one is down", .progress
            )
        case .working(.assign): return ("assigning", .progress)
        case .working(.prepare): return ("preparing", .progress)
        case .working(.start): return ("starting, not healthy yet", .progress)
        case .working(.watch): return ("in watch", .progress)
        case .watched(let left): return ("in watch for \(Age.tenths(left)) s more", .ok)
        case .kept: return ("kept, nothing to replace", .dim)
        case .stopped: return ("stopped, to be replaced", .progress)
        case .done: return ("done\(tries)", .ok)
        case .failed(let reason): return ("failed\(tries): \(reason)", .bad)
        }
    }

    /// One stretch of the bar a phase, each with a pattern of its own; a plain line where nobody saw
    /// which phase it was.
    ///
    /// - Returns: where words about a trouble may begin; `nil` if there is none.
    private mutating func drawBar(
        _ row: RolloutRow,
        _ reading: RolloutReading,
        _ place: Range<Int>,
        in rect: Rect
    ) -> Int? {
        guard !place.isEmpty else { return nil }
        let usual = (reading.medianSpan ?? .seconds(5)) + reading.config.effectiveMonitor
        let spent = row.stretches.reduce(Duration.zero) { $0 + $1.spent }
        let scale = max(usual, spent).nanoseconds
        var column = place.lowerBound
        var sum: Int64 = 0
        for stretch in row.stretches {
            sum += stretch.spent.nanoseconds
            let end =
                place.lowerBound + Int(Double(sum) / Double(max(1, scale)) * Double(place.count))
            let length = max(0, min(end, place.upperBound) - column)
            grid.write(
                RolloutColumns.pattern(stretch).repeated(length),
                row: rect.row,
                column: rect.column + column,
                slot: RolloutColumns.slot(stretch),
                in: rect
            )
            column += length
        }
        if row.isTroubled {
            grid.write(
                "✗",
                row: rect.row,
                column: rect.column + column,
                slot: .bad,
                in: rect
            )
            return column + 2
        }
        grid.write(
            SafeText("·").repeated(place.upperBound - column),
            row: rect.row,
            column: rect.column + column,
            slot: .dim,
            in: rect
        )
        return nil
    }

    /// Seconds in each phase, under their headings; one number on a line under several headings
    /// where only the sum is known.
    private mutating func drawTimes(_ row: RolloutRow, _ place: Range<Int>, in rect: Rect) {
        guard !place.isEmpty else { return }
        for stretch in row.stretches {
            let first = stretch.phases.lowerBound.rawValue
            let count = stretch.phases.upperBound.rawValue - first + 1
            let start = place.lowerBound + first * RolloutColumns.timeWidth
            let width = count * RolloutColumns.timeWidth - 1
            let seconds = Age.tenths(stretch.spent).safe
            var text = seconds
            if !stretch.isSeen {
                let line = max(0, width - seconds.width - 2)
                let left = SafeText("─").repeated(line / 2) + " " + seconds
                text = left + " " + SafeText("─").repeated(line - line / 2)
            }
            grid.write(
                text.padded(toWidth: width, alignment: .trailing),
                row: rect.row,
                column: rect.column + start,
                slot: RolloutColumns.slot(stretch),
                in: rect
            )
        }
    }
}

/// The columns of the rollout's rows, as many as fit.
///
/// Empty ranges are not shown.
struct RolloutColumns {
    let place: Range<Int>
    private(set) var old = 0..<0
    private(set) var new = 0..<0
    private(set) var node = 0..<0
    private(set) var bar = 0..<0
    private(set) var times = 0..<0
    private(set) var state = 0..<0

    static let timeWidth = 6

    init(width: Int, places: [SafeText]) {
        let name = min(max(4, places.map(\.width).max() ?? 4), max(4, width / 4))
        place = 0..<min(name, width)
        var start = name + 1
        func take(_ wanted: Int, if isWanted: Bool) -> Range<Int> {
            guard isWanted, start + wanted <= width else { return 0..<0 }
            defer { start += wanted + 1 }
            return start..<start + wanted
        }
        old = take(7, if: width >= 56)
        new = take(7, if: width >= 48)
        node = take(10, if: width >= 64)
        let wantsTimes = width >= 96
        let timesWidth = wantsTimes ? 4 * Self.timeWidth : 0
        let rest = width - start - timesWidth
        times = take(timesWidth, if: wantsTimes)
        bar = take(min(48, max(6, rest / 2)), if: width >= 30)
        state = start..<max(start, width)
    }

    var headings: [(SafeText, Range<Int>)] {
        var list: [(SafeText, Range<Int>)] = [
            ("SLOT", place), ("OLD", old), ("NEW", new), ("NODE", node), ("PROGRESS", bar),
        ]
        if !times.isEmpty {
            for (index, title) in (["asgn", "prep", "start", "watch"] as [SafeText]).enumerated() {
                let start = times.lowerBound + index * Self.timeWidth
                let text = title.padded(toWidth: Self.timeWidth - 1, alignment: .trailing)
                list.append((text, start..<start + Self.timeWidth - 1))
            }
        }
        list.append(("STATE", state))
        return list.filter { !$0.1.isEmpty }
    }

    static func pattern(_ stretch: RolloutRow.Stretch) -> SafeText {
        guard stretch.isSeen else { return "─" }
        return switch stretch.phases.lowerBound {
        case .assign: "-"
        case .prepare: "░"
        case .start: "▒"
        case .watch: "█"
        }
    }

    static func slot(_ stretch: RolloutRow.Stretch) -> Slot {
        guard stretch.isSeen else { return .dim }
        return switch stretch.phases.lowerBound {
        case .assign: .dim
        case .prepare: .progress
        case .start: .accent
        case .watch: .ok
        }
    }
}

extension RolloutRow {
    /// Whether its words say what went wrong.
    fileprivate var isTroubled: Bool {
        switch state {
        case .failed, .blocked: true
        default: false
        }
    }
}
