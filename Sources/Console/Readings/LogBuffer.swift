import Basics
import Cells
import ClusterPorts
import SwarmModel
import SwarmStore

/// A log line as it was put in its place.
struct LogEntry: Sendable {
    let line: LogLine
    /// Came after lines that are newer than it were shown already.
    let isLate: Bool
}

/// The newest lines of a stream, in order of time, and the old ones only counted.
///
/// Lines of several tasks arrive out of order; they are held for a moment and then released in the
/// order of their moments. What has been shown is never moved again: a line that comes later still
/// is put at the end, and marked.
struct LogBuffer: Sendable {
    /// The most lines that are kept.
    static let capacity = 100_000
    /// How long a line waits for older ones of other tasks.
    static let watermark = Duration.milliseconds(400)

    private var entries: [LogEntry] = []
    /// Where the kept lines begin in ``entries``.
    private var start = 0
    private var held: [(line: LogLine, arrival: WallTime)] = []
    private var newest = Moment(nanoseconds: .min)
    /// Whether lines of several tasks come together.
    private let merges: Bool
    /// How many lines were forgotten; the number of the first one kept.
    private(set) var dropped = 0
    private(set) var isEnded = false
    private(set) var search = ByteSearch("")
    /// Numbers of the lines with the searched text, ascending.
    private(set) var matches: [Int] = []

    init(merges: Bool) { self.merges = merges }

    var count: Int { entries.count - start }
    /// The number after the last line; numbers count from the stream's beginning.
    var endNumber: Int { dropped + count }
    var numbers: Range<Int> { dropped..<endNumber }
    var heldCount: Int { held.count }

    /// The line with a number in ``numbers``.
    subscript(number: Int) -> LogEntry { entries[start + number - dropped] }

    /// Takes lines in; they are seen at once, or after the watermark.
    mutating func add(_ lines: [LogLine], ended: Bool, at now: WallTime) {
        isEnded = isEnded || ended
        if merges {
            held.append(contentsOf: lines.map { ($0, now) })
            release(at: now)
        } else {
            append(lines)
        }
    }

    /// When held lines are due; `nil` if none are held.
    var nextRelease: WallTime? { held.first.map { $0.arrival + Self.watermark } }

    /// Shows the held lines that have waited long enough, and all that are older than those.
    mutating func release(at now: WallTime) {
        guard let first = held.first else { return }
        if isEnded || held.count >= Self.capacity {
            releaseAll()
            return
        }
        guard now - first.arrival >= Self.watermark else { return }
        let due = held.prefix { now - $0.arrival >= Self.watermark }
        let limit = due.reduce(first.line.moment) { max($0, $1.line.moment) }
        var released: [LogLine] = []
        var kept: [(line: LogLine, arrival: WallTime)] = []
        for item in held {
            if item.line.moment <= limit { released.append(item.line) } else { kept.append(item) }
        }
        held = kept
        append(Self.inOrder(released))
    }

    private mutating func releaseAll() {
        let all = held.map(\.line)
        held = []
        append(Self.inOrder(all))
    }

    private static func inOrder(_ lines: [LogLine]) -> [LogLine] {
        let isOrdered = zip(lines, lines.dropFirst()).allSatisfy { $0.moment <= $1.moment }
        guard !isOrdered else { return lines }
        let order = lines.indices.sorted {
            (lines[$0].moment, $0) < (lines[$1].moment, $1)
        }
        return order.map { lines[$0] }
    }

    private mutating func append(_ lines: [LogLine]) {
        let firstNew = endNumber
        for line in lines.suffix(Self.capacity) {
            let isLate = merges && line.moment < newest
            newest = max(newest, line.moment)
            entries.append(LogEntry(line: line, isLate: isLate))
        }
        dropped += max(0, lines.count - Self.capacity)
        dropSurplus()
        findMatches(from: firstNew)
    }

    private mutating func dropSurplus() {
        let surplus = count - Self.capacity
        guard surplus > 0 else { return }
        start += surplus
        dropped += surplus
        if start > Self.capacity / 4 {
            entries.removeFirst(start)
            start = 0
        }
        if let first = matches.first, first < dropped {
            matches.removeFirst(matches.prefix { $0 < dropped }.count)
        }
    }

    /// Searches all kept lines; new ones are searched as they come.
    mutating func find(_ search: ByteSearch) {
        self.search = search
        matches = []
        findMatches(from: dropped)
    }

    private mutating func findMatches(from number: Int) {
        guard !search.isEmpty else { return }
        for number in max(number, dropped)..<max(number, dropped, endNumber)
        where search.isFound(in: Self.words(of: self[number].line)) {
            matches.append(number)
        }
    }

    /// The words of a line without its colours.
    private static func words(of line: LogLine) -> String {
        line.text.utf8.contains(0x1B) ? StyledText(sanitizing: line.text).text.string : line.text
    }
}
