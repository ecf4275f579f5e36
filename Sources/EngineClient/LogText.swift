import Basics
import ClusterPorts
import SwarmModel

/// Reads a log line's prefix: the time, and whose line it is.
///
/// - Source: engine-api 6.2.
struct LogText {
    let epoch: WallTime
    let stream: LogLine.Stream

    /// Takes a line apart.
    ///
    /// - Parameters:
    ///   - payload: the line with its prefix.
    ///   - task: whose line it is when the prefix does not say.
    /// - Returns: the line; `nil` for one that says not whose it is.
    func line(_ payload: [UInt8], of task: TaskID?) -> LogLine? {
        // Bytes, since a mark at the text's beginning makes one character with the blank before it.
        var text = payload[...]
        if text.last == UInt8(ascii: "\n") { text.removeLast() }
        if text.last == UInt8(ascii: "\r") { text.removeLast() }
        guard let time = Self.word(of: &text).flatMap({ WallTime(rfc3339: $0) }) else {
            return nil
        }
        let details = Self.details(Self.word(of: &text) ?? "")
        let owner = details["com.docker.swarm.task.id"].flatMap { TaskID($0) } ?? task
        guard let owner else { return nil }
        return LogLine(
            moment: .zero + (time - epoch),
            task: owner,
            node: details["com.docker.swarm.node.id"].flatMap { NodeID($0) },
            stream: stream,
            text: String(decoding: text, as: UTF8.self)
        )
    }

    private static func word(of text: inout ArraySlice<UInt8>) -> String? {
        guard let end = text.firstIndex(of: UInt8(ascii: " ")) else { return nil }
        defer { text = text[(end + 1)...] }
        return String(decoding: text[..<end], as: UTF8.self)
    }

    private static func details(_ word: String) -> [String: String] {
        var pairs: [String: String] = [:]
        for pair in word.split(separator: ",") {
            guard let sign = pair.firstIndex(of: "=") else { continue }
            pairs[String(pair[..<sign])] = String(pair[pair.index(after: sign)...])
        }
        return pairs
    }
}
