import Basics
import Cells
import ClusterPorts

extension Painter {
    /// Says loudly that this is no cluster but a recording of one.
    func replayIdentity(_ replay: ReplayStatus, called name: String) -> Line {
        let sign = replay.isPlaying ? "▶" : "Ⅱ"
        let pace = replay.speed == 1 ? "" : " ×\(Self.pace(replay.speed))"
        let place = "\(Self.clock(replay.position)) of \(Self.clock(replay.length))"
        return [
            Span("skep ", .title), Span(" REPLAY \(sign)\(pace) \(place) ", .bannerProduction),
            Span(" " + name, .accent),
        ]
    }

    /// `1:05`, or `1:02:03` from an hour on.
    private static func clock(_ time: Duration) -> String {
        let seconds = max(0, time.components.seconds)
        func two(_ number: Int64) -> String { number < 10 ? "0\(number)" : "\(number)" }
        let rest = "\(two(seconds % 60))"
        if seconds < 3_600 { return "\(seconds / 60):\(rest)" }
        return "\(seconds / 3_600):\(two(seconds / 60 % 60)):\(rest)"
    }

    /// The whole recording as a line: where something happened, and where it is now.
    mutating func drawReplayLine(_ replay: ReplayStatus, in rect: Rect) {
        grid.fill(rect)
        var keys: Line = [
            Span(" F8", .key), Span(replay.isPlaying ? " pause " : " play ", .keyText),
            Span("< >", .key), Span(" step ", .keyText), Span("{ }", .key),
            Span(" event ", .keyText), Span("F9", .key), Span(" pace ", .keyText),
        ]
        if !replay.typed.isEmpty, rect.columns >= 100 {
            let words = replay.typed.suffix(20)
            keys = [Span(" typed ", .dim), Span(String(words), .match), Span(" ")] + keys
        }
        let room = rect.columns - keys.width
        var column = rect.column
        if room >= 10 {
            let line = ReplayLine(replay, width: room).line
            column = grid.write(line, row: rect.row, column: column, in: rect)
        }
        grid.write(keys, row: rect.row, column: column, in: rect)
    }
}

/// A recording on a line of cells.
struct ReplayLine {
    let line: Line

    init(_ replay: ReplayStatus, width: Int) {
        let length = max(1, replay.length.nanoseconds)
        func place(_ time: Duration) -> Int {
            min(width - 1, max(0, Int(Double(time.nanoseconds) / Double(length) * Double(width))))
        }
        let shown = place(replay.position)
        var signs = (0..<width).map { $0 < shown ? SafeText("━") : SafeText("─") }
        var slots = (0..<width).map { $0 < shown ? Slot.accent : Slot.dim }
        for event in replay.events {
            let index = place(event.time)
            guard slots[index] != .bad else { continue }
            signs[index] = event.isBad ? "▲" : "·"
            slots[index] = event.isBad ? .bad : .accent
        }
        signs[shown] = "┃"
        slots[shown] = .cursor
        line = Line(zip(signs, slots).map { Span($0, $1) })
    }
}
