import Basics
import Cells
import ClusterPorts

/// Which rows of a log are seen, by the position that the user has and the width there is.
///
/// Costs what is seen: heights are measured only for lines that are passed.
struct LogWindow {
    /// A line, and how many of its rows are above the screen.
    struct Position: Hashable {
        var number: Int
        var row: Int
    }

    let buffer: LogBuffer
    let view: LogView
    /// The columns left for the text, and the rows.
    let columns: Int
    let rows: Int

    init(buffer: LogBuffer, view: LogView, area: Rect, prefix: LogPrefix) {
        self.buffer = buffer
        self.view = view
        columns = max(1, area.columns - prefix.width(showsTimes: view.showsTimes))
        rows = max(1, area.rows)
    }

    /// The lines that may be seen; a paused view ends where it was paused.
    var numbers: Range<Int> {
        let end = min(view.pausedAt ?? buffer.endNumber, buffer.endNumber)
        return buffer.dropped..<max(buffer.dropped, end)
    }

    /// Where the screen begins.
    var start: Position {
        let bottom = bottomStart
        if view.follows || view.pausedAt != nil && view.top == 0 { return bottom }
        guard view.top >= numbers.lowerBound else {
            return Position(number: numbers.lowerBound, row: 0)
        }
        let wanted = Position(number: view.top, row: view.topRow)
        return isBefore(bottom, wanted) ? bottom : wanted
    }

    /// The columns at which a line's rows begin; a single one when lines are not wrapped.
    func rowStarts(of text: SafeText) -> [Int] {
        guard view.wraps else { return [0] }
        let width = text.width
        guard width > columns else { return [0] }
        if text.isASCII { return Array(stride(from: 0, to: width, by: columns)) }
        var starts = [0]
        var column = 0
        for character in text.string {
            let next = column + DisplayWidth.of(character)
            if next - (starts.last ?? 0) > columns { starts.append(column) }
            column = next
        }
        return starts
    }

    private func height(_ number: Int) -> Int {
        guard view.wraps else { return 1 }
        return rowStarts(of: StyledText(sanitizing: buffer[number].line.text).text).count
    }

    /// The position from which the last line is at the bottom.
    private var bottomStart: Position {
        var left = rows
        var number = numbers.upperBound
        while number > numbers.lowerBound {
            number -= 1
            let height = height(number)
            if height >= left { return Position(number: number, row: height - left) }
            left -= height
        }
        return Position(number: numbers.lowerBound, row: 0)
    }

    private func isBefore(_ one: Position, _ other: Position) -> Bool {
        (one.number, one.row) < (other.number, other.row)
    }

    // MARK: - Moving

    /// The view after scrolling; down to the last line at most.
    func scrolled(by rows: Int) -> LogView {
        var position = start
        if rows > 0 { forward(&position, rows) } else { backward(&position, -rows) }
        let bottom = bottomStart
        return at(isBefore(bottom, position) ? bottom : position)
    }

    func atTop() -> LogView { at(Position(number: numbers.lowerBound, row: 0)) }

    /// The view with the next (or previous) match on the screen; `nil` if there is none.
    func atMatch(forward isForward: Bool) -> LogView? {
        let matches = buffer.matches.filter { numbers.contains($0) }
        guard let first = matches.first, let last = matches.last else { return nil }
        let from = view.found ?? (isForward ? start.number - 1 : numbers.upperBound)
        let found =
            isForward
            ? matches.first { $0 > from } ?? first : matches.last { $0 < from } ?? last
        var position = Position(number: found, row: 0)
        backward(&position, rows / 3)
        var next = at(isBefore(bottomStart, position) ? bottomStart : position)
        next.found = found
        return next
    }

    private func at(_ position: Position) -> LogView {
        var next = view
        next.follows = false
        next.top = position.number
        next.topRow = position.row
        return next
    }

    private func forward(_ position: inout Position, _ rows: Int) {
        var left = rows
        while left > 0, position.number < numbers.upperBound {
            let rest = height(position.number) - position.row
            if left < rest {
                position.row += left
                return
            }
            left -= rest
            position = Position(number: position.number + 1, row: 0)
        }
    }

    private func backward(_ position: inout Position, _ rows: Int) {
        var left = rows
        while left > 0 {
            if left <= position.row {
                position.row -= left
                return
            }
            left -= position.row
            guard position.number > numbers.lowerBound else {
                position.row = 0
                return
            }
            let height = height(position.number - 1)
            position = Position(number: position.number - 1, row: height)
        }
    }
}

/// What stands before the lines of a log: time and task.
struct LogPrefix: Hashable, Sendable {
    /// 0 when all lines are one task's.
    let nameWidth: Int

    static let timeWidth = 12

    func width(showsTimes: Bool) -> Int {
        (showsTimes ? Self.timeWidth + 1 : 0) + (nameWidth > 0 ? nameWidth + 1 : 0) + 1
    }
}
