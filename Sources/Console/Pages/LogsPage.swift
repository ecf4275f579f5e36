import Basics
import ClusterPorts
import SwarmModel

/// Whose lines a log shows.
enum LogTarget: Hashable, Sendable {
    case task(TaskID)
    case service(ServiceID)
    /// All tasks on a node.
    case node(NodeID)

    var reference: ObjectReference {
        switch self {
        case .task(let id): .task(id)
        case .service(let id): .service(id)
        case .node(let id): .node(id)
        }
    }
}

/// The lines of a task, a service or a node, and where the user is in them.
struct LogsPage: Sendable {
    let target: LogTarget
    var view = LogView()
    /// From when on lines are asked for.
    var span = LogSpan.tail
    /// Which lines are shown.
    var filter = LogFilter.none
    /// Set while the stream is open.
    var stream: LogStreamID?
}

/// How much of what was written before is asked for.
enum LogSpan: Int, Hashable, Sendable, CaseIterable {
    case tail, all, minute, fiveMinutes, quarter, halfHour, hour

    /// Old lines of each task that are asked for when it is not by time.
    static let tailLines = 1_000

    /// The key that asks for it.
    var key: Character { Character("\(rawValue)") }

    var duration: Duration? {
        switch self {
        case .tail, .all: nil
        case .minute: .seconds(60)
        case .fiveMinutes: .seconds(300)
        case .quarter: .seconds(900)
        case .halfHour: .seconds(1_800)
        case .hour: .seconds(3_600)
        }
    }

    var words: Phrase {
        switch self {
        case .tail: "the last \(Self.tailLines) of each task"
        case .all: "all there is"
        case .minute: "the last minute"
        case .fiveMinutes: "the last 5 minutes"
        case .quarter: "the last 15 minutes"
        case .halfHour: "the last half hour"
        case .hour: "the last hour"
        }
    }
}

/// Which times stand before the lines.
enum LogTimes: Hashable, Sendable, CaseIterable {
    case none, local, utc, relative

    var next: LogTimes {
        switch self {
        case .none: .local
        case .local: .utc
        case .utc: .relative
        case .relative: .none
        }
    }

    /// Columns, with the space after it.
    var width: Int {
        switch self {
        case .none: 0
        case .local, .utc: 13
        case .relative: 5
        }
    }

    var words: Phrase {
        switch self {
        case .none: "no times"
        case .local: "local times"
        case .utc: "times in UTC"
        case .relative: "ages"
        }
    }
}

/// How lines that are JSON objects are written.
enum LogJSON: Hashable, Sendable {
    case raw
    /// A member a line.
    case pretty
    /// These members only, on one line.
    case fields([String])
}

/// How log lines are looked at.
struct LogView: Sendable {
    /// Stays at the end.
    var follows = true
    var wraps = false
    var times = LogTimes.none
    var json = LogJSON.raw
    /// Holds the picture still: nothing from this number of a line on is shown.
    var pausedAt: Int?
    /// The moment of the past that is looked at: nothing after it is shown.
    var until: Moment?
    /// The place of the first line on the screen, when it does not follow.
    var top: Int?
    /// Rows of that line that are above the screen.
    var topRow = 0
    var left = 0
    var search = TextSearch(words: "")
    var searchText = ""
    /// The place of the match that `n` has last gone to.
    var found: Int?
}
