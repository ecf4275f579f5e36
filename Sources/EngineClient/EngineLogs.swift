import Basics
import ClusterPorts
import FoundationEssentials
import SwarmModel

/// Log lines of a service or task as the engine streams them.
struct EngineLogs: Sendable {
    let connection: EngineConnection
    let request: LogRequest

    /// The lines in batches, as they come; ends with the stream, or when nobody reads any more.
    func lines() -> AsyncStream<[LogLine]> {
        let (stream, lines) = AsyncStream<[LogLine]>.makeStream()
        let reading = Task {
            await read { lines.yield($0) }
            lines.finish()
        }
        lines.onTermination = { _ in reading.cancel() }
        return stream
    }

    private func read(_ give: ([LogLine]) -> Void) async {
        guard let stream = try? await connection.stream(call) else { return }
        var pieces = LogBytes()
        var newest = request.since ?? .zero
        do {
            for try await bytes in stream {
                let batch = pieces.take(bytes).compactMap { frame -> LogLine? in
                    if frame.stream == Self.engineStream { return words(frame.payload, newest) }
                    let kind: LogLine.Stream = frame.stream == 1 ? .stdout : .stderr
                    let line = LogText(epoch: EngineMirror.epoch, stream: kind)
                        .line(frame.payload, of: task)
                    newest = max(newest, line?.moment ?? newest)
                    return line
                }
                if !batch.isEmpty { give(batch) }
                if pieces.isBroken { return }
            }
        } catch { return }
    }

    /// The number of the stream on which the engine says what went wrong.
    private static let engineStream = 3

    /// What the engine itself says, such as that a node's lines could not be had.
    ///
    /// It is no task's line, and has the digits of what was asked for instead.
    private func words(_ payload: [UInt8], _ moment: Moment) -> LogLine? {
        let text = String(decoding: payload, as: UTF8.self).filter { !$0.isNewline }
        guard !text.isEmpty else { return nil }
        let owner =
            switch request.target {
            case .task(let id): id
            case .service(let id): TaskID(digits: id.digits)
            }
        return LogLine(moment: moment, task: owner, node: nil, stream: .stderr, text: text)
    }

    private var task: TaskID? {
        if case .task(let id) = request.target { return id }
        return nil
    }

    private var call: EngineRequest {
        let path =
            switch request.target {
            case .task(let id): "/tasks/\(id)/logs"
            case .service(let id): "/services/\(id)/logs"
            }
        var query = [
            (name: "stdout", value: "1"), (name: "stderr", value: "1"),
            (name: "timestamps", value: "1"), (name: "details", value: "1"),
            (name: "tail", value: request.tail.map { "\($0)" } ?? "all"),
        ]
        if request.follow { query.append((name: "follow", value: "1")) }
        if let since = request.since {
            let seconds = since.nanoseconds / 1_000_000_000
            query.append((name: "since", value: "\(seconds)"))
        }
        return EngineRequest(.get, path, query: query)
    }
}

/// Cuts a stream of bytes into lines; pieces may end anywhere.
struct LineCutter: Sendable {
    private static let longest = 4 << 20
    private var waiting: [UInt8] = []

    /// Takes bytes in; gives the lines that are whole by now, without their ends.
    mutating func take(_ bytes: [UInt8]) -> [[UInt8]] {
        waiting += bytes
        var lines = waiting.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        let rest = lines.removeLast()
        let whole = lines.filter { !$0.isEmpty }.map { Array($0) }
        waiting = rest.count > Self.longest ? [] : Array(rest)
        return whole
    }
}
