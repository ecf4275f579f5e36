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
        var frames = LogFrames()
        do {
            for try await bytes in stream {
                let batch = frames.take(bytes).compactMap { frame -> LogLine? in
                    let kind: LogLine.Stream = frame.stream == 1 ? .stdout : .stderr
                    return LogText(epoch: EngineMirror.epoch, stream: kind)
                        .line(frame.payload, of: task)
                }
                if !batch.isEmpty { give(batch) }
                if frames.isBroken { return }
            }
        } catch { return }
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
