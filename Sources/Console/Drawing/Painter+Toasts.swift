import Basics
import Cells

extension Painter {
    private static let toastLines = 3

    /// Messages stand at the bottom, the newest below; where room is short, what matters most
    /// and is newest has it.
    mutating func drawToasts() {
        let area = layout.content
        let toasts = model.toasts.toasts
        guard !toasts.isEmpty, area.rows > 0, area.columns > 4 else { return }
        var room = max(1, area.rows / 2)
        var blocks: [Int: [Line]] = [:]
        for index in toasts.indices.sorted(by: { Self.comes($0, before: $1, in: toasts) }) {
            guard room > 0 else { break }
            let lines = lines(of: toasts[index], width: area.columns - 4, limit: room)
            blocks[index] = lines
            room -= lines.count
        }
        var bottom = area.endRow
        for index in toasts.indices.reversed() {
            guard let lines = blocks[index] else { continue }
            bottom -= lines.count
            draw(lines, toasts[index].severity.slot, row: bottom, in: area)
        }
    }

    private static func comes(_ left: Int, before right: Int, in toasts: [Toast]) -> Bool {
        let (one, other) = (toasts[left].severity, toasts[right].severity)
        return one == other ? left > right : one > other
    }

    /// A message in a few lines; one that is longer says where the whole of it is.
    private func lines(of toast: Toast, width: Int, limit: Int) -> [Line] {
        let slot = toast.severity.slot
        let all = Line(toast.severity.sign + toast.words, slot).wrapped(toWidth: width, indent: 2)
        let limit = min(limit, Self.toastLines)
        guard all.count > limit else { return all }
        let way: SafeText = " … :messages"
        var last = all[limit - 1]
        last = Line(last.text.prefix(fittingWidth: max(0, width - way.width)), slot)
        last += Span(way, slot)
        return all.prefix(limit - 1) + [last]
    }

    private mutating func draw(_ lines: [Line], _ slot: Slot, row: Int, in area: Rect) {
        let width = lines.map(\.width).max() ?? 0
        let place = Rect(
            row: row,
            column: max(area.column, area.endColumn - width - 4),
            rows: lines.count,
            columns: width + 2
        )
        grid.fill(place.intersection(area), slot: slot)
        for (offset, line) in lines.enumerated() {
            grid.write(line, row: row + offset, column: place.column + 1, in: area)
        }
    }
}
