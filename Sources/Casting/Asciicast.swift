/// A terminal's recording as asciinema plays it: asciicast, version 2.
///
/// The first line is an object, each other one an event: `[seconds, "o", "what was written"]`.
///
/// - Source: docs.asciinema.org/manual/asciicast/v2.
package struct Asciicast: Sendable {
    package var columns: Int
    package var rows: Int
    package var title: String?
    /// Seconds since 1970 when the recording began.
    package var timestamp: Int64?
    /// Pauses longer than so many seconds are shown as long as this only.
    package var idleLimit: Double?

    package init(columns: Int, rows: Int) {
        self.columns = columns
        self.rows = rows
    }

    /// The first line, with its end.
    package var header: String {
        var fields = ["\"version\": 2", "\"width\": \(columns)", "\"height\": \(rows)"]
        if let timestamp { fields.append("\"timestamp\": \(timestamp)") }
        if let idleLimit { fields.append("\"idle_time_limit\": \(idleLimit)") }
        if let title { fields.append("\"title\": \(Self.quoted(title))") }
        fields.append("\"env\": {\"TERM\": \"xterm-256color\"}")
        return "{" + fields.joined(separator: ", ") + "}\n"
    }

    /// What happens in a recording.
    package enum Event: Hashable, Sendable {
        /// The program wrote it.
        case output(String)
        /// A chapter begins.
        case marker(String)
        case resize(columns: Int, rows: Int)
    }

    /// An event's line, with its end.
    ///
    /// - Parameters:
    ///   - event: what happens.
    ///   - time: since the beginning; never less than that of the line before.
    /// - Returns: JSON on one line.
    package static func line(_ event: Event, at time: Duration) -> String {
        let (code, data): (String, String) =
            switch event {
            case .output(let text): ("o", text)
            case .marker(let label): ("m", label)
            case .resize(let columns, let rows): ("r", "\(columns)x\(rows)")
            }
        return "[\(seconds(time)), \"\(code)\", \(quoted(data))]\n"
    }

    /// `12.034567`, exact to the microsecond.
    private static func seconds(_ time: Duration) -> String {
        let micros = max(0, time / .microseconds(1))
        let whole = Int64(micros)
        let rest = String(whole % 1_000_000)
        return "\(whole / 1_000_000)." + String(repeating: "0", count: 6 - rest.count) + rest
    }

    /// A text as JSON has it: control characters never stand there as they are.
    static func quoted(_ text: String) -> String {
        var quoted = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": quoted += "\\\""
            case "\\": quoted += "\\\\"
            case _ where scalar.value < 0x20 || scalar.value == 0x7F:
                let digits = String(scalar.value, radix: 16)
                quoted += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: quoted.unicodeScalars.append(scalar)
            }
        }
        return quoted + "\""
    }
}

/// Bytes as text, whose last character may not be complete yet: the rest waits for more.
package struct TextPieces: Sendable {
    private var pending: [UInt8] = []

    package init() {}

    /// Takes bytes and gives the text that is complete.
    package mutating func take(_ bytes: some Sequence<UInt8>) -> String {
        pending += bytes
        // A character has at most four bytes; look where the last one begins.
        var end = pending.count
        for back in 1...4 where back <= pending.count {
            let byte = pending[pending.count - back]
            guard byte & 0xC0 != 0x80 else { continue }
            let length = byte < 0x80 ? 1 : byte >= 0xF0 ? 4 : byte >= 0xE0 ? 3 : 2
            if length > back { end = pending.count - back }
            break
        }
        let text = String(decoding: pending[..<end], as: UTF8.self)
        pending.removeFirst(end)
        return text
    }
}
