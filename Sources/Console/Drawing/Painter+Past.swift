import Basics
import Cells
import ClusterPorts
import SwarmModel

extension Painter {
    /// Says loudly that this is not the present.
    var pastBanner: [Line] {
        guard let past = model.past, let cluster = model.cluster else { return [] }
        let time = Age.timeOfDay(
            nanoseconds: cluster.snapshot.wallTime(of: past.moment).nanoseconds
        )
        let ago = past.present.now(at: model.now) - past.moment
        return [Line(" THE PAST: \(time), \(Age.text(ago)) ago ", .bannerProduction)]
    }

    /// The time line: where the events were, and which moment is shown.
    mutating func drawTimeline(in rect: Rect) {
        if !rect.isEmpty, let replay = model.replay { return drawReplayLine(replay, in: rect) }
        guard !rect.isEmpty, let past = model.past, let first = model.pastBook.first else { return }
        grid.fill(rect)
        let end = past.present.now(at: model.now)
        let start = first.now
        let keys: Line = [
            Span(" < >", .key), Span(" step ", .keyText), Span("{ }", .key),
            Span(" event ", .keyText), Span("B", model.whyNoBranch == nil ? .key : .dim),
            Span(" branch ", .keyText), Span("F8", .key), Span(" now", .keyText),
        ]
        let from = clockText(start)
        let room = rect.columns - keys.width - from.width - 3
        var column = grid.write(
            from + " ",
            row: rect.row,
            column: rect.column,
            slot: .dim,
            in: rect
        )
        if room >= 10 {
            let marks = Timeline(
                from: start,
                to: end,
                shown: past.moment,
                events: model.events.events,
                width: room
            )
            column = grid.write(marks.line, row: rect.row, column: column, in: rect)
        }
        grid.write(keys, row: rect.row, column: column, in: rect)
    }

    private func clockText(_ moment: Moment) -> SafeText {
        guard let cluster = model.cluster else { return "" }
        return Age.timeOfDay(nanoseconds: cluster.snapshot.wallTime(of: moment).nanoseconds).safe
    }
}

/// Moments on a line of cells.
struct Timeline {
    let line: Line

    init(from start: Moment, to end: Moment, shown: Moment, events: [ClusterEvent], width: Int) {
        let span = max(1, (end - start).nanoseconds)
        func place(_ moment: Moment) -> Int? {
            guard moment >= start, moment <= end else { return nil }
            return min(
                width - 1,
                Int(Double((moment - start).nanoseconds) / Double(span) * Double(width))
            )
        }
        var cells = Array(repeating: Slot.dim, count: width)
        var signs = Array(repeating: SafeText("─"), count: width)
        for event in events {
            guard let index = place(event.moment), cells[index] != .bad else { continue }
            let isBad = event.slot == .bad
            signs[index] = isBad ? "▲" : "·"
            cells[index] = isBad ? .bad : .accent
        }
        if let index = place(shown) {
            signs[index] = "┃"
            cells[index] = .cursor
        }
        line = Line(zip(signs, cells).map { Span($0, $1) })
    }
}
