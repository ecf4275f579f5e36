package import Basics

/// A way to write a time, such as `yyyy-MM-dd HH:mm:ss.SSS`; other letters stand as they are.
package struct TimeFormat: Hashable, Sendable {
    private enum Part: Hashable, Sendable {
        case year, month, monthName, day, hour, minute, second, millisecond, microsecond
        case literal(String)
    }

    // Longer ones first, so that `MMM` is not read as `MM` and `M`.
    private static let tokens: [(text: String, part: Part)] = [
        ("yyyy", .year), ("MMM", .monthName), ("MM", .month), ("dd", .day), ("HH", .hour),
        ("mm", .minute), ("SSSSSS", .microsecond), ("SSS", .millisecond), ("ss", .second),
    ]

    private static let monthNames = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]

    private let parts: [Part]

    package init(_ format: String) {
        var parts: [Part] = []
        var rest = format[...]
        while let first = rest.first {
            if let token = Self.tokens.first(where: { rest.hasPrefix($0.text) }) {
                parts.append(token.part)
                rest = rest.dropFirst(token.text.count)
            } else {
                parts.append(.literal(String(first)))
                rest = rest.dropFirst()
            }
        }
        self.parts = parts
    }

    /// The time in UTC.
    package func text(of time: WallTime) -> String {
        let stamp = Array(time.rfc3339.utf8)
        let nanoseconds = time.nanoseconds % 1_000_000_000
        let fraction = nanoseconds < 0 ? nanoseconds + 1_000_000_000 : nanoseconds
        var text = ""
        for part in parts {
            switch part {
            case .literal(let letters): text += letters
            case .year: text += Self.slice(stamp, 0..<4)
            case .month: text += Self.slice(stamp, 5..<7)
            case .monthName:
                text += Self.monthNames[max(0, min(11, (Int(Self.slice(stamp, 5..<7)) ?? 1) - 1))]
            case .day: text += Self.slice(stamp, 8..<10)
            case .hour: text += Self.slice(stamp, 11..<13)
            case .minute: text += Self.slice(stamp, 14..<16)
            case .second: text += Self.slice(stamp, 17..<19)
            case .millisecond: text += Self.padded(fraction / 1_000_000, 3)
            case .microsecond: text += Self.padded(fraction / 1_000, 6)
            }
        }
        return text
    }

    private static func slice(_ bytes: [UInt8], _ range: Range<Int>) -> String {
        String(decoding: bytes[range], as: UTF8.self)
    }

    private static func padded(_ number: Int64, _ width: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
}
