import Basics
import Cells

/// A message that goes away by itself.
struct Toast: Hashable, Sendable {
    let words: SafeText
    let severity: Severity
    var until: WallTime
    /// Whether it is about the screen and the key of that moment, and means nothing later.
    var isRemark = false

    /// How long a message stays: longer ones are read for longer.
    static func time(for words: SafeText) -> Duration {
        .seconds(min(12, max(6, words.width / 12)))
    }
}

/// The messages that are shown now, oldest first.
///
/// Where there are too many, the least important go first, so that no refusal has to go for
/// what matters less.
struct ToastShelf: Sendable {
    private(set) var toasts: [Toast] = []

    private static let limit = 8
    /// What only informs is worth less room.
    private static let briefLimit = 3

    mutating func add(_ toast: Toast) {
        toasts.removeAll { $0.words == toast.words }
        toasts.append(toast)
        let brief = toasts.indices.filter { toasts[$0].severity < .warning }
        if brief.count > Self.briefLimit { toasts.remove(at: brief[0]) }
        guard toasts.count > Self.limit, let least = toasts.map(\.severity).min() else { return }
        toasts.remove(at: toasts.firstIndex { $0.severity == least } ?? 0)
    }

    /// Takes away what was said of a screen and a key that are not the newest any more.
    mutating func dropRemarks() { toasts.removeAll(where: \.isRemark) }

    /// Lets the time of messages that nobody can see stand still until they can be seen.
    mutating func hold(from start: WallTime, to now: WallTime) {
        for index in toasts.indices { toasts[index].until = toasts[index].until + (now - start) }
    }

    /// Takes away what has been shown for long enough.
    mutating func expire(at now: WallTime) { toasts.removeAll { $0.until <= now } }
}

/// What was said lately, oldest first, so that it can be read again.
struct MessageLog: Sendable {
    struct Entry: Hashable, Sendable {
        let at: WallTime
        let words: SafeText
        let severity: Severity
        /// How often it was said without anything in between.
        var count = 1
    }

    private(set) var entries: [Entry] = []

    private static let limit = 200

    mutating func add(_ words: SafeText, _ severity: Severity, at time: WallTime) {
        var entry = Entry(at: time, words: words, severity: severity)
        if let last = entries.last, last.words == words, last.severity == severity {
            entry.count = last.count + 1
            entries.removeLast()
        }
        entries.append(entry)
        if entries.count > Self.limit { entries.removeFirst() }
    }
}

/// The messages as text, newest first.
enum MessageText {
    private static let indent = 12

    static func lines(_ log: MessageLog, width: Int) -> [Line] {
        guard !log.entries.isEmpty else {
            return [
                Line("Nothing was said yet.", .dim),
                Line("What is shown at the bottom for a while can be read again here.", .dim),
            ]
        }
        return log.entries.reversed().flatMap { entry -> [Line] in
            let time = Age.timeOfDay(nanoseconds: entry.at.nanoseconds)
            var line: Line = [
                Span(time + "  ", .dim),
                Span(entry.severity.sign + entry.words, entry.severity.slot),
            ]
            if entry.count > 1 { line += Span("  ×\(entry.count)".safe, .dim) }
            return line.wrapped(toWidth: max(20, width), indent: indent)
        }
    }
}

extension Severity {
    var slot: Slot {
        switch self {
        case .information: .accent
        case .success: .ok
        case .warning: .warn
        case .failure: .bad
        }
    }

    var sign: SafeText {
        switch self {
        case .information: "i "
        case .success: "✓ "
        case .warning: "▲ "
        case .failure: "✗ "
        }
    }
}
