import Basics
import SwarmModel

/// The streams of single tasks that together are the log of a node.
struct NodeLogs: Sendable {
    /// Tasks that are followed at most; a stream is a connection to a live engine.
    static let limit = 64

    /// By the buffer that their lines go to.
    private var streams: [LogStreamID: [TaskID: LogStreamID]] = [:]
    private var buffers: [LogStreamID: LogStreamID] = [:]

    mutating func begin(_ buffer: LogStreamID) { streams[buffer] = [:] }

    /// Whether a task has no stream yet, and there is room for one.
    func wants(_ task: TaskID, in buffer: LogStreamID) -> Bool {
        guard let known = streams[buffer] else { return false }
        return known[task] == nil && known.count < Self.limit
    }

    mutating func add(_ stream: LogStreamID, of task: TaskID, to buffer: LogStreamID) {
        streams[buffer]?[task] = stream
        buffers[stream] = buffer
    }

    /// Where the lines of a stream go, if it is one of these.
    func buffer(of stream: LogStreamID) -> LogStreamID? { buffers[stream] }

    /// How many tasks are followed.
    func count(in buffer: LogStreamID) -> Int { streams[buffer]?.count ?? 0 }

    /// Forgets a node's log.
    ///
    /// - Returns: what closes its streams; `nil` if it is no node's.
    mutating func close(_ buffer: LogStreamID) -> [ConsoleEffect]? {
        guard let known = streams.removeValue(forKey: buffer) else { return nil }
        for stream in known.values { buffers[stream] = nil }
        return known.values.sorted().map { .closeLogs($0) }
    }
}
