/// How a program asked a terminal to show a piece of its output.
package struct TerminalColorStyle: Hashable, Sendable {
    /// Index into the 256 colours of xterm; `nil` is the default colour.
    package var foreground: UInt8?
    package var background: UInt8?
    package var isBold = false
    package var isDim = false
    package var isUnderlined = false
    package var isReversed = false

    package init(foreground: UInt8? = nil, background: UInt8? = nil) {
        self.foreground = foreground
        self.background = background
    }

    /// Nothing asked for.
    package static let plain = TerminalColorStyle()
}

/// A line of a program's output: safe text, and the colours the program gave it.
///
/// Colour sequences (SGR, `ESC [ … m`) become runs; every other escape sequence stays visible and
/// harmless, as `·[2J`.
package struct StyledText: Hashable, Sendable {
    /// A piece of the text that is not in the plain style.
    package struct Run: Hashable, Sendable {
        /// UTF-8 offsets into `text.string`; runs are ascending and do not overlap.
        package var range: Range<Int>
        package var style: TerminalColorStyle

        package init(range: Range<Int>, style: TerminalColorStyle) {
            self.range = range
            self.style = style
        }
    }

    /// The words alone: what is searched, filtered and copied.
    package let text: SafeText
    /// Empty for a line without colours.
    package let runs: [Run]

    package init(_ text: SafeText) {
        self.text = text
        runs = []
    }

    /// Reads `raw`, one line, starting in the plain style.
    package init(sanitizing raw: String, replacement: Character = "·") {
        guard Self.hasEscape(raw) else {
            text = SafeText(sanitizing: raw, replacement: replacement)
            runs = []
            return
        }
        var reader = StyleReader(replacement: replacement)
        reader.read(raw)
        text = reader.text
        runs = reader.runs
    }

    package var isEmpty: Bool { text.isEmpty }

    private static func hasEscape(_ raw: String) -> Bool {
        raw.utf8.withContiguousStorageIfAvailable { $0.contains(0x1B) } ?? raw.utf8.contains(0x1B)
    }

    /// The whole text in order, cut where the style changes.
    package var pieces: [(text: SafeText, style: TerminalColorStyle)] {
        guard !runs.isEmpty else { return [(text, .plain)] }
        var pieces: [(text: SafeText, style: TerminalColorStyle)] = []
        var end = 0
        for run in runs {
            if end < run.range.lowerBound {
                pieces.append((text.utf8Slice(end..<run.range.lowerBound), .plain))
            }
            pieces.append((text.utf8Slice(run.range), run.style))
            end = run.range.upperBound
        }
        let length = text.string.utf8.count
        if end < length { pieces.append((text.utf8Slice(end..<length), .plain)) }
        return pieces
    }
}

/// Splits a line at its colour sequences.
private struct StyleReader {
    private var washer: TextWasher
    private(set) var runs: [StyledText.Run] = []
    private var style = TerminalColorStyle.plain
    private var runStart = 0

    init(replacement: Character) {
        washer = TextWasher(replacement: replacement)
    }

    var text: SafeText { SafeText(trusted: washer.finished()) }

    mutating func read(_ raw: String) {
        var rest = raw[...]
        while let escape = rest.utf8.firstIndex(of: 0x1B) {
            washer.append(rest[..<escape])
            if let sequence = ColorSequence(rest[escape...]) {
                closeRun()
                style.apply(sequence.parameters)
                rest = rest[sequence.end...]
            } else {
                washer.append("\u{1B}" as Character)
                rest = rest[rest.utf8.index(after: escape)...]
            }
        }
        washer.append(rest)
        closeRun()
    }

    private mutating func closeRun() {
        let end = washer.utf8Count
        if style != .plain, runStart < end {
            runs.append(StyledText.Run(range: runStart..<end, style: style))
        }
        runStart = end
    }
}

/// `ESC [ 1 ; 31 m`, with nothing but digits, `;` and `:` inside.
private struct ColorSequence {
    private(set) var parameters: [Int] = [0]
    /// The first position after the sequence.
    private(set) var end: Substring.Index

    /// A longer sequence is not a colour.
    private static let lengthLimit = 64
    private static let parameterLimit = 0xFFFF

    /// Reads the sequence at the front of `text`, which begins with an escape.
    init?(_ text: Substring) {
        end = text.startIndex
        let body = text.utf8.dropFirst()
        guard body.first == UInt8(ascii: "[") else { return nil }
        var index = body.index(after: body.startIndex)
        for _ in 0..<Self.lengthLimit where index < body.endIndex {
            let byte = body[index]
            index = body.index(after: index)
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): addDigit(Int(byte - UInt8(ascii: "0")))
            case UInt8(ascii: ";"), UInt8(ascii: ":"): parameters.append(0)
            case UInt8(ascii: "m"):
                end = index
                return
            default: return nil
            }
        }
        return nil
    }

    private mutating func addDigit(_ digit: Int) {
        let last = parameters.count - 1
        parameters[last] = min(Self.parameterLimit, parameters[last] * 10 + digit)
    }
}
