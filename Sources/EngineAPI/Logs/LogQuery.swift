package import Basics
package import ClusterPorts
package import SwarmModel

/// What a client wants of logs, and in which form.
package struct LogQuery: Hashable, Sendable {
    package var stdout: Bool
    package var stderr: Bool
    package var follows: Bool
    /// `nil` = all.
    package var tail: Int?
    package var since: Moment?
    package var until: Moment?
    package var timestamps: Bool
    package var details: Bool

    /// Reads a query.
    ///
    /// - Throws: 400 for one that asks for no stream, or for times that are none.
    package init(_ query: QueryItems, epoch: WallTime) throws(EngineError) {
        stdout = query.flag("stdout")
        stderr = query.flag("stderr")
        guard stdout || stderr else {
            throw EngineError(
                status: 400,
                message: "Bad parameters: you must choose at least one stream"
            )
        }
        follows = query.flag("follow")
        // What is no number means all, as in the engine.
        tail = query.number("tail").flatMap { $0 < 0 ? nil : $0 }
        since = try query.moment("since", epoch: epoch)
        until = try query.moment("until", epoch: epoch)
        timestamps = query.flag("timestamps")
        details = query.flag("details")
    }

    /// Checks what the swarm's logs are stricter about than a container's: the number of lines.
    ///
    /// - Throws: 500 for anything but a count or `all`.
    package static func checkSwarms(_ query: QueryItems) throws(EngineError) {
        let text = query["tail"] ?? ""
        if text.isEmpty || text == "all" { return }
        guard let count = Int(text) else {
            throw EngineError(
                status: 500,
                message: "tail value must be a positive integer or \"all\""
            )
        }
        if count < 0 {
            throw EngineError(status: 500, message: "negative tail values not supported")
        }
    }

    /// What the session is asked for.
    package func request(for target: LogRequest.Target) -> LogRequest {
        LogRequest(target: target, follow: follows, tail: tail, since: since)
    }

    package func wants(_ line: LogLine) -> Bool {
        if let until, line.moment > until { return false }
        return line.stream == .stdout ? stdout : stderr
    }

    /// Whether nothing that is wanted can come after a line.
    package func isPast(_ line: LogLine) -> Bool { until.map { line.moment > $0 } ?? false }
}

extension QueryItems {
    /// A time in Unix seconds with up to nine digits after the point; `nil` for none, and for 0.
    ///
    /// - Throws: 400 for anything else.
    package func moment(_ key: String, epoch: WallTime) throws(EngineError) -> Moment? {
        guard let text = self[key], !text.isEmpty, text != "0" else { return nil }
        let parts = text.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
        let digits = parts.count > 1 ? parts[1].prefix(9) : ""
        let padded = String(digits) + String(repeating: "0", count: 9 - digits.count)
        guard let seconds = Int64(parts[0]), seconds.magnitude < 9_000_000_000,
            let fraction = Int64(padded), fraction >= 0
        else {
            if let time = WallTime(rfc3339: text) { return .zero + (time - epoch) }
            throw EngineError(
                status: 400,
                message: "strconv.ParseInt: parsing \"\(text)\": invalid syntax"
            )
        }
        let sign: Int64 = text.hasPrefix("-") ? -1 : 1
        let time = WallTime(nanoseconds: seconds * 1_000_000_000 + sign * fraction)
        return .zero + (time - epoch)
    }
}

/// Where lines come from, which decides how they are told apart.
package enum LogSource: Hashable, Sendable {
    case container
    case service(ServiceID)
}

/// Writes log lines as an engine sends them.
package struct LogFraming: Sendable {
    package let query: LogQuery
    package let source: LogSource
    /// A terminal's output has neither frames nor two streams.
    package let isTerminal: Bool
    package let epoch: WallTime

    package init(query: LogQuery, source: LogSource, isTerminal: Bool, epoch: WallTime) {
        self.query = query
        self.source = source
        self.isTerminal = isTerminal
        self.epoch = epoch
    }

    /// The lines that are wanted, each in a frame of its own.
    package func bytes(of lines: [LogLine]) -> [UInt8] {
        var bytes: [UInt8] = []
        for line in lines where query.wants(line) {
            let payload = payload(of: line)
            bytes += isTerminal ? payload : StreamFrame.bytes(line.stream.rawValue, payload)
        }
        return bytes
    }

    private func payload(of line: LogLine) -> [UInt8] {
        var text = ""
        if query.timestamps {
            text += (epoch + (line.moment - .zero)).rfc3339 + " "
        }
        if query.details { text += details(of: line) + " " }
        return Array((text + line.text + "\n").utf8)
    }

    /// What the line is of: the CLI reads all three from a service's lines.
    private func details(of line: LogLine) -> String {
        guard case .service(let service) = source else { return "" }
        return "com.docker.swarm.node.id=\(line.node.map { "\($0)" } ?? "")"
            + ",com.docker.swarm.service.id=\(service),com.docker.swarm.task.id=\(line.task)"
    }
}

/// A piece of output with its stream, as connections without a terminal carry it.
package enum StreamFrame {
    /// - Parameters:
    ///   - stream: 0 is the input, 1 the output, 2 the errors, 3 an error of the engine itself.
    ///   - payload: at most 4 GiB.
    /// - Returns: the header and the payload.
    package static func bytes(_ stream: UInt8, _ payload: [UInt8]) -> [UInt8] {
        let count = UInt32(payload.count)
        return [
            stream, 0, 0, 0, UInt8(count >> 24), UInt8(count >> 16 & 255), UInt8(count >> 8 & 255),
            UInt8(count & 255),
        ] + payload
    }
}
