import Basics
import Cells

/// A piece of a line with one meaning.
struct Span: Hashable, Sendable {
    var text: SafeText
    var slot: Slot
    var attributes: CellAttributes

    @_disfavoredOverload
    init(_ text: SafeText, _ slot: Slot = .text, _ attributes: CellAttributes = []) {
        self.text = text
        self.slot = slot
        self.attributes = attributes
    }

    // Generic, since a literal would else be taken for a string.
    @_disfavoredOverload
    init(_ text: some StringProtocol, _ slot: Slot = .text, _ attributes: CellAttributes = []) {
        self.init(String(text).safe, slot, attributes)
    }

    /// A literal is a text of our own, and is said in the user's language.
    init(_ phrase: Phrase, _ slot: Slot = .text, _ attributes: CellAttributes = []) {
        self.init(phrase.safe, slot, attributes)
    }
}

/// A line of text in several meanings.
struct Line: Hashable, Sendable, ExpressibleByArrayLiteral {
    var spans: [Span]

    init(_ spans: [Span]) { self.spans = spans }
    init(arrayLiteral elements: Span...) { spans = elements }

    init() { spans = [] }

    @_disfavoredOverload
    init(_ text: some StringProtocol, _ slot: Slot = .text, _ attributes: CellAttributes = []) {
        spans = text.isEmpty ? [] : [Span(text, slot, attributes)]
    }

    init(_ phrase: Phrase, _ slot: Slot = .text, _ attributes: CellAttributes = []) {
        spans = phrase.english.isEmpty ? [] : [Span(phrase, slot, attributes)]
    }

    @_disfavoredOverload
    init(_ text: SafeText, _ slot: Slot = .text, _ attributes: CellAttributes = []) {
        spans = [Span(text, slot, attributes)]
    }

    static func + (left: Line, right: Line) -> Line { Line(left.spans + right.spans) }
    static func += (left: inout Line, right: Span) { left.spans.append(right) }

    var width: Int { spans.reduce(0) { $0 + $1.text.width } }
    var isEmpty: Bool { spans.allSatisfy(\.text.isEmpty) }
    /// The words alone, for searching and saving.
    var text: SafeText { spans.map(\.text).joined() }
}

extension Grid {
    /// Writes a line; returns the column after it.
    @discardableResult
    mutating func write(_ line: Line, row: Int, column: Int, in clip: Rect) -> Int {
        var column = column
        for span in line.spans {
            column = write(
                span.text,
                row: row,
                column: column,
                slot: span.slot,
                attributes: span.attributes,
                in: clip
            )
        }
        return column
    }
}
