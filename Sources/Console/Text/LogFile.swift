import Basics
import ClusterPorts
import SwarmModel
import SwarmStore

/// Log lines as a file's text: when, whose, and the words without their colours.
///
/// A million lines are put together while somebody waits for the next frame, so what neighbouring
/// lines have in common, the second and the names, is written once and copied.
struct LogFile {
    private let cluster: ClusterState?
    /// Whether lines of several tasks stand in it.
    private let namesTasks: Bool
    private var bytes: [UInt8] = []
    /// The second since 1970 that ``date`` stands for.
    private var second = Int64.min
    private var date: [UInt8] = []
    private var names: [TaskID: [UInt8]] = [:]

    private static let billion: Int64 = 1_000_000_000
    private static let newline = UInt8(ascii: "\n")
    private static let blank = UInt8(ascii: " ")

    init(of target: LogTarget, in cluster: ClusterState?, capacity: Int) {
        self.cluster = cluster
        if case .task = target { namesTasks = false } else { namesTasks = true }
        bytes.reserveCapacity(capacity)
    }

    var text: String { String(decoding: bytes, as: UTF8.self) }

    mutating func append(_ line: LogLine) {
        appendTime(of: line.moment)
        if namesTasks {
            bytes += name(of: line.task)
            bytes.append(Self.blank)
        }
        bytes += LogBuffer.words(of: line).safe.string.utf8
        bytes.append(Self.newline)
    }

    /// Date and time in UTC, to the millisecond, with a blank after them.
    private mutating func appendTime(of moment: Moment) {
        let wall = cluster?.snapshot.wallTime(of: moment).nanoseconds ?? moment.nanoseconds
        let rest = ((wall % Self.billion) + Self.billion) % Self.billion
        let whole = (wall - rest) / Self.billion
        if whole != second || date.isEmpty {
            second = whole
            date = Array(Age.date(nanoseconds: whole * Self.billion).utf8)
        }
        bytes += date
        bytes.append(UInt8(ascii: "."))
        let thousandths = rest / 1_000_000
        for digit in [thousandths / 100, thousandths / 10 % 10, thousandths % 10] {
            bytes.append(UInt8(ascii: "0") + UInt8(digit))
        }
        bytes.append(UInt8(ascii: "Z"))
        bytes.append(Self.blank)
    }

    private mutating func name(of task: TaskID) -> [UInt8] {
        if let known = names[task] { return known }
        let place = cluster?.store.task(task).flatMap { cluster?.placeName(of: $0).string }
        let name = Array((place ?? task.short).utf8)
        names[task] = name
        return name
    }
}
