import Basics
import Cells
import ClusterPorts

/// Which rows of a log are seen, by the position that the user has and the width there is.
///
/// Costs what is seen: heights are measured only for lines that are passed.
struct LogWindow {
    /// The place of a line, and how many of its rows are above the screen.
    struct Position: Hashable {
        var place: Int
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
        columns = max(1, area.columns - prefix.width(view.times))
        rows = max(1, area.rows)
    }

    /// The places that may be seen; a paused view ends where it was paused.
    var places: Range<Int> {
        let all = buffer.places
        let end = view.until.map { buffer.end(of: all, at: $0) } ?? all.upperBound
        guard let paused = view.pausedAt else { return all.lowerBound..<end }
        // A filter may leave out any of the newer lines, of which there may be a million.
        var low = all.lowerBound
        var high = end
        while low < high {
            let middle = (low + high) / 2
            if buffer.number(at: middle) < paused { low = middle + 1 } else { high = middle }
        }
        return all.lowerBound..<low
    }

    /// Where the screen begins.
    var start: Position {
        let bottom = bottomStart
        guard !view.follows, let top = view.top else { return bottom }
        guard top >= places.lowerBound else {
            return Position(place: places.lowerBound, row: 0)
        }
        let wanted = Position(place: top, row: view.topRow)
        return isBefore(bottom, wanted) ? bottom : wanted
    }

    /// The rows of a line on the screen, and from where to where each shows its text.
    func rows(at place: Int) -> [(row: LogRow, columns: Range<Int>)] {
        view.rows(of: buffer.entry(at: place).line.text).flatMap { row in
            let starts = rowStarts(of: row.text)
            return starts.indices.map { index in
                let end = index + 1 < starts.count ? starts[index + 1] : Int.max
                return (row, starts[index]..<end)
            }
        }
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

    private func height(_ place: Int) -> Int {
        guard view.wraps || view.json == .pretty else { return 1 }
        return rows(at: place).count
    }

    /// The position from which the last line is at the bottom.
    private var bottomStart: Position {
        var left = rows
        let places = places
        var place = places.upperBound
        while place > places.lowerBound {
            place -= 1
            let height = height(place)
            if height >= left { return Position(place: place, row: height - left) }
            left -= height
        }
        return Position(place: places.lowerBound, row: 0)
    }

    private func isBefore(_ one: Position, _ other: Position) -> Bool {
        (one.place, one.row) < (other.place, other.row)
    }

    // MARK: - Moving

    /// The view after scrolling; down to the last line at most.
    func scrolled(by rows: Int) -> LogView {
        var position = start
        if rows > 0 { forward(&position, rows) } else { backward(&position, -rows) }
        let bottom = bottomStart
        return at(isBefore(bottom, position) ? bottom : position)
    }

    func atTop() -> LogView { at(Position(place: places.lowerBound, row: 0)) }

    /// The view with the next (or previous) match on the screen; `nil` if there is none.
    func atMatch(forward isForward: Bool) -> LogView? {
        let matches = buffer.matches
        let places = places
        let from = view.found ?? (isForward ? start.place - 1 : places.upperBound)
        let index = matches.firstPlace { isForward ? $0 > from : $0 >= from }
        let last = matches.firstPlace { $0 >= places.upperBound } - 1
        guard last >= 0 else { return nil }
        let wanted = isForward ? (index > last ? 0 : index) : (index == 0 ? last : index - 1)
        let found = matches[min(wanted, last)]
        var position = Position(place: found, row: 0)
        backward(&position, rows / 3)
        var next = at(isBefore(bottomStart, position) ? bottomStart : position)
        next.found = found
        return next
    }

    private func at(_ position: Position) -> LogView {
        var next = view
        next.follows = false
        next.top = position.place
        next.topRow = position.row
        return next
    }

    private func forward(_ position: inout Position, _ rows: Int) {
        var left = rows
        while left > 0, position.place < places.upperBound {
            let rest = height(position.place) - position.row
            if left < rest {
                position.row += left
                return
            }
            left -= rest
            position = Position(place: position.place + 1, row: 0)
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
            guard position.place > places.lowerBound else {
                position.row = 0
                return
            }
            let height = height(position.place - 1)
            position = Position(place: position.place - 1, row: height)
        }
    }
}

extension LogBuffer {
    /// The place after the last line that is not after a moment.
    ///
    /// Lines are in order of time, but for late ones, which stand where they came.
    func end(of places: Range<Int>, at moment: Moment) -> Int {
        var low = places.lowerBound
        var high = places.upperBound
        while low < high {
            let middle = (low + high) / 2
            if entry(at: middle).line.moment > moment { high = middle } else { low = middle + 1 }
        }
        return low
    }
}

/// What stands before the lines of a log: time and task.
struct LogPrefix: Hashable, Sendable {
    /// 0 when all lines are one task's.
    let nameWidth: Int
    /// Whether all lines are of one node: then a global task is named by its service.
    var isOfNode = false

    func width(_ times: LogTimes) -> Int {
        times.width + (nameWidth > 0 ? nameWidth + 1 : 0) + 1
    }
}

extension Array where Element == Int {
    /// The index of the first element that holds, in an array in which all after it hold too.
    func firstPlace(where holds: (Int) -> Bool) -> Int {
        var low = startIndex
        var high = endIndex
        while low < high {
            let middle = (low + high) / 2
            if holds(self[middle]) { high = middle } else { low = middle + 1 }
        }
        return low
    }
}
