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
        guard raw.utf8.contains(0x1B) else {
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
        var rest = raw.unicodeScalars[...]
        while let escape = rest.firstIndex(of: "\u{1B}") {
            washer.append(Substring(rest[..<escape]))
            if let sequence = ColorSequence(at: escape, in: rest) {
                closeRun()
                style.apply(sequence.parameters)
                rest = rest[sequence.end...]
            } else {
                washer.append(Character("\u{1B}"))
                rest = rest[rest.index(after: escape)...]
            }
        }
        washer.append(Substring(rest))
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
    private(set) var parameters: [Int] = []
    let end: Substring.UnicodeScalarView.Index

    /// A longer sequence is not a colour.
    private static let lengthLimit = 64

    init?(at escape: Substring.UnicodeScalarView.Index, in text: Substring.UnicodeScalarView) {
        let body = text[escape...].dropFirst()
        guard body.first == "[" else { return nil }
        let inside = body.dropFirst().prefix(Self.lengthLimit)
        guard let last = inside.firstIndex(where: { !$0.isColorParameter }), inside[last] == "m"
        else { return nil }
        end = text.index(after: last)
        parameters = inside[..<last]
            .split(omittingEmptySubsequences: false) { $0 == ";" || $0 == ":" }
            .map { Int(String($0)) ?? 0 }
    }
}

extension Unicode.Scalar {
    fileprivate var isColorParameter: Bool {
        ("0"..."9").contains(self) || self == ";" || self == ":"
    }
}
