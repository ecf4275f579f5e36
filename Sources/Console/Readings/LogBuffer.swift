import Basics
import ClusterPorts

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
///
/// Each line has a number that counts from the stream's beginning. What is shown is counted by
/// *places*: the numbers themselves, or places in what a filter keeps. Places do not change when
/// lines are dropped, or when older ones are still being looked through.
struct LogBuffer: Sendable {
    /// The most lines that are kept.
    static let capacity = 1_000_000
    /// The most bytes of text that are kept.
    static let byteCapacity = 192 << 20
    /// How long a line waits for older ones of other tasks.
    static let watermark = Duration.milliseconds(400)

    /// Lines that came together, and when.
    private struct Batch: Sendable {
        var lines: [LogLine]
        let arrival: WallTime
    }

    private var lines: [LogLine] = []
    /// Where the kept lines begin in ``lines``.
    private var start = 0
    private var bytes = 0
    /// Numbers of kept lines that came too late for their place.
    private var late: Set<Int> = []
    private var held: [Batch] = []
    /// How many lines are held; counting them for each that comes would cost what all of them do.
    private(set) var heldCount = 0
    private var newest = Moment(nanoseconds: .min)
    /// Whether lines of several tasks come together.
    private let merges: Bool
    private let capacity: Int
    /// How many lines were forgotten; the number of the first one kept.
    private(set) var dropped = 0
    private(set) var isEnded = false
    /// What the filter keeps, and where the searched text was found.
    var scan = LogScan()

    init(merges: Bool, capacity: Int = LogBuffer.capacity) {
        self.merges = merges
        self.capacity = capacity
    }

    var count: Int { lines.count - start }
    /// The number after the last line; numbers count from the stream's beginning.
    var endNumber: Int { dropped + count }
    var numbers: Range<Int> { dropped..<endNumber }

    /// The line with a number in ``numbers``.
    subscript(number: Int) -> LogEntry {
        LogEntry(line: lines[start + number - dropped], isLate: late.contains(number))
    }

    /// Takes lines in; they are seen at once, or after the watermark.
    mutating func add(_ new: [LogLine], ended: Bool, at now: WallTime, names: LogNames = .none) {
        isEnded = isEnded || ended
        if !merges {
            append(new, names)
            return
        }
        if !new.isEmpty {
            held.append(Batch(lines: new, arrival: now))
            heldCount += new.count
        }
        release(at: now, names: names)
    }

    /// When held lines are due; `nil` if none are held.
    var nextRelease: WallTime? { held.first.map { $0.arrival + Self.watermark } }

    /// Shows the held lines that have waited long enough, and all that are older than those.
    mutating func release(at now: WallTime, names: LogNames = .none) {
        let isDue = { (batch: Batch) in now - batch.arrival >= Self.watermark }
        if isEnded || heldCount >= capacity || held.allSatisfy(isDue) {
            releaseAll(names)
            return
        }
        let due = held.prefix(while: isDue)
        guard !due.isEmpty else { return }
        let limit = due.reduce(newest) { $1.lines.reduce($0) { max($0, $1.moment) } }
        var released = due.flatMap(\.lines)
        held.removeFirst(due.count)
        for index in held.indices {
            released += held[index].lines.filter { $0.moment <= limit }
            held[index].lines.removeAll { $0.moment <= limit }
        }
        held.removeAll { $0.lines.isEmpty }
        heldCount -= released.count
        append(Self.inOrder(released), names)
    }

    private mutating func releaseAll(_ names: LogNames) {
        guard let first = held.first else { return }
        let all = held.count == 1 ? first.lines : held.flatMap(\.lines)
        held = []
        heldCount = 0
        append(Self.inOrder(all), names)
    }

    private static func inOrder(_ lines: [LogLine]) -> [LogLine] {
        guard !isOrdered(lines) else { return lines }
        let order = lines.indices.sorted {
            (lines[$0].moment, $0) < (lines[$1].moment, $1)
        }
        return order.map { lines[$0] }
    }

    private static func isOrdered(_ lines: [LogLine]) -> Bool {
        var last = Moment(nanoseconds: .min)
        for line in lines {
            if line.moment < last { return false }
            last = line.moment
        }
        return true
    }

    /// Appends lines, ordered among themselves if several tasks' lines come together.
    private mutating func append(_ new: [LogLine], _ names: LogNames) {
        let firstNew = endNumber
        if merges {
            for (offset, line) in new.enumerated() {
                guard line.moment < newest else { break }
                late.insert(firstNew + offset)
            }
            newest = max(newest, new.last?.moment ?? newest)
        }
        lines.append(contentsOf: new)
        bytes += new.reduce(0) { $0 + $1.text.utf8.count }
        dropSurplus()
        takeNew(from: max(firstNew, dropped), names)
    }

    private mutating func dropSurplus() {
        var surplus = max(0, count - capacity)
        var freed = lines[start..<start + surplus].reduce(0) { $0 + $1.text.utf8.count }
        while bytes - freed > Self.byteCapacity, surplus < count {
            freed += lines[start + surplus].text.utf8.count
            surplus += 1
        }
        guard surplus > 0 else { return }
        bytes -= freed
        start += surplus
        dropped += surplus
        if start > capacity / 4 {
            lines.removeFirst(start)
            start = 0
        }
        if !late.isEmpty { late = late.filter { $0 >= dropped } }
        scan.drop(before: dropped)
    }

    /// The words of a line without its colours.
    static func words(of line: LogLine) -> String {
        line.text.utf8.contains(0x1B) ? StyledText(sanitizing: line.text).text.string : line.text
    }
}

extension LogNames {
    static let none = LogNames(cluster: nil)
}
