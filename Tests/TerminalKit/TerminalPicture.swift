/// What a terminal shows: the screen of an xterm with 256 colours, fed with a program's output.
///
/// A value: keep a copy to compare with later. Understands what programs for `xterm-256color` send,
/// and notes what it does not understand in ``unknown``.
package struct TerminalPicture: Sendable {
    /// One place on the screen.
    package struct Cell: Hashable, Sendable {
        /// A character with its marks; empty in the right half of a wide one.
        package var text: String
        package var pen: Pen
    }

    /// Where the next character goes, and how.
    struct Cursor: Hashable, Sendable {
        var row = 0
        var column = 0
        /// The last column was written: the next character begins a new line first.
        var wrapsNext = false
        var pen = Pen()
        var charsets: [Charset] = [.ascii, .ascii]
        var activeCharset = 0
        var isOriginRelative = false
    }

    enum Charset: Hashable, Sendable {
        case ascii
        /// DEC's special graphics, as curses draws lines with.
        case lineDrawing
    }

    package internal(set) var columns: Int
    package internal(set) var rows: Int
    var screen: [[Cell]]
    /// The normal screen while the alternate one is shown.
    var hiddenScreen: [[Cell]]?
    var cursor = Cursor()
    var savedCursor = Cursor()
    var normalCursor = Cursor()
    /// The scroll region, the last row excluded.
    var region: Range<Int>
    var tabStops: Set<Int>
    var lastPrinted: Unicode.Scalar?
    var wraps = true
    var inserts = false
    var newlineReturns = false
    /// Bytes that a terminal would send back: answers to the program's questions.
    var replies: [UInt8] = []
    var parser = EscapeParser()

    package internal(set) var isAlternate = false
    package internal(set) var isCursorVisible = true
    /// Arrow keys send `ESC O` instead of `ESC [`.
    package internal(set) var hasApplicationCursor = false
    package internal(set) var hasApplicationKeypad = false
    package internal(set) var hasBracketedPaste = false
    package internal(set) var hasMouse = false
    package internal(set) var title = ""
    package internal(set) var bells = 0
    /// Whether a colour was ever asked for.
    package internal(set) var hasUsedColor = false
    /// Sequences that were not understood, the first hundred of them.
    package internal(set) var unknown: [String] = []

    package init(columns: Int, rows: Int) {
        self.columns = columns
        self.rows = rows
        screen = Self.blank(columns: columns, rows: rows)
        region = 0..<rows
        tabStops = Set(stride(from: 8, to: 1_000, by: 8))
    }

    static func blank(columns: Int, rows: Int, pen: Pen = Pen()) -> [[Cell]] {
        Array(
            repeating: Array(repeating: Cell(text: " ", pen: pen), count: columns),
            count: rows
        )
    }

    /// Takes a program's output.
    package mutating func feed(_ bytes: some Sequence<UInt8>) {
        var tokens: [TerminalToken] = []
        for byte in bytes {
            parser.feed(byte) { tokens.append($0) }
            for token in tokens { carryOut(token) }
            tokens.removeAll(keepingCapacity: true)
        }
    }

    package mutating func feed(_ text: String) { feed(text.utf8) }

    /// Takes the answers that the program waits for.
    package mutating func takeReplies() -> [UInt8] {
        defer { replies.removeAll() }
        return replies
    }
}

// MARK: - What it shows

extension TerminalPicture {
    /// Where the cursor stands.
    package var position: (row: Int, column: Int) { (cursor.row, cursor.column) }

    /// A row's text without the blanks at its end.
    package func text(ofRow row: Int) -> String {
        guard screen.indices.contains(row) else { return "" }
        let text = screen[row].reduce(into: "") { $0 += $1.text }
        let end = text.lastIndex { $0 != " " }
        return end.map { String(text[...$0]) } ?? ""
    }

    /// All rows' texts, top to bottom.
    package var lines: [String] { (0..<rows).map { text(ofRow: $0) } }

    /// The cell there; `nil` outside of the screen.
    package func cell(row: Int, column: Int) -> Cell? {
        guard screen.indices.contains(row), screen[row].indices.contains(column) else { return nil }
        return screen[row][column]
    }

    package func contains(_ text: String) -> Bool { lines.contains { $0.contains(text) } }

    /// The first row that contains all the words, in any order.
    package func row(with words: [String]) -> Int? {
        lines.firstIndex { line in words.allSatisfy { line.contains($0) } }
    }

    /// The screen with a frame around it, for messages.
    package var framed: String {
        let edge = "+" + String(repeating: "-", count: columns) + "+"
        let body = (0..<rows).map { row in
            "|" + screen[row].reduce(into: "") { $0 += $1.text } + "|"
        }
        return ([edge] + body + [edge]).joined(separator: "\n")
    }
}
