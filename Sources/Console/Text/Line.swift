import Basics
import Cells

/// A piece of a line with one meaning.
struct Span: Hashable, Sendable {
    var text: SafeText
    var slot: Slot
    var attributes: CellAttributes

    init(_ text: SafeText, _ slot: Slot = .text, _ attributes: CellAttributes = []) {
        self.text = text
        self.slot = slot
        self.attributes = attributes
    }

    init(_ text: String, _ slot: Slot = .text, _ attributes: CellAttributes = []) {
        self.init(text.safe, slot, attributes)
    }
}

/// A line of text in several meanings.
struct Line: Hashable, Sendable, ExpressibleByArrayLiteral {
    var spans: [Span]

    init(_ spans: [Span]) { self.spans = spans }
    init(arrayLiteral elements: Span...) { spans = elements }

    init() { spans = [] }

    init(_ text: String, _ slot: Slot = .text, _ attributes: CellAttributes = []) {
        spans = text.isEmpty ? [] : [Span(text, slot, attributes)]
    }

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
