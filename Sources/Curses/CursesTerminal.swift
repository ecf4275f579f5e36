import Basics
import CNcurses
import Cells
import Theming

#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

/// The terminal itself; it belongs to the terminal thread and never leaves it.
struct CursesTerminal {
    private let depth: ColorDepth
    private let numbering: ColorNumbering
    private let glyphs: GlyphPieces
    private var pens: Pens
    private var pairs: ColorPairs
    private var decoder = KeyDecoder()
    /// What the terminal shows now; `nil` when everything must be drawn.
    private var shown: Grid?
    /// The last frame as it came.
    private var latest: Grid?

    /// Starts ncurses; the guard must be in place.
    init(setup: TerminalSetup, theme: Theme) throws(ScreenError) {
        guard cn_open(setup.term, setup.terminfo) == CN_FINE else {
            throw .failed(setup.term)
        }
        depth = setup.depth
        numbering = setup.numbering
        glyphs = GlyphPieces(
            width: { Int(cn_width($0)) },
            isASCIIOnly: !setup.isUTF8
        )
        pairs = ColorPairs(
            limit: cn_pair_limit(),
            hasDefaults: cn_has_default_colors(),
            define: { cn_define_pair($0, $1, $2) }
        )
        pens = Pens(theme: theme, depth: setup.depth, numbering: setup.numbering)
        adoptBackground()
    }

    /// The size as the kernel says it, or as ncurses has found it.
    var size: Size {
        var columns: Int32 = 0
        var rows: Int32 = 0
        guard cn_window_size(&columns, &rows) else {
            return Size(columns: Int(cn_columns()), rows: Int(cn_rows()))
        }
        return Size(columns: Int(columns), rows: Int(rows))
    }

    /// Tells ncurses of a new size; the next frame is drawn whole.
    mutating func adopt(_ size: Size) {
        cn_resize(Int32(size.columns), Int32(size.rows))
        forget()
    }

    mutating func use(_ theme: Theme) {
        pens = Pens(theme: theme, depth: depth, numbering: numbering)
        adoptBackground()
        shown = nil
    }

    /// Draws everything at the next frame, whatever the terminal shows.
    mutating func forget() {
        shown = nil
        cn_forget()
    }

    /// Draws the last frame again where it is not shown any more.
    mutating func redraw() {
        if let latest, shown == nil { draw(latest) }
    }

    private mutating func adoptBackground() {
        let pen = pens.pen(for: .blank, pairs: &pairs)
        cn_set_background(pen.attributes, pen.pair)
    }

    /// Puts a text on the terminal's clipboard, where the terminal allows it (OSC 52).
    func copy(_ text: String) {
        cn_transmit("\u{1B}]52;c;\(Base64.encode(Array(text.utf8)))\u{7}")
    }

    func use(mouse isWanted: Bool) { cn_use_mouse(isWanted) }

    func leave() { cn_leave() }

    mutating func enter() {
        cn_enter()
        adopt(size)
    }

    func close() { cn_close() }
}

extension CursesTerminal {
    /// Everything that waits to be read, as events.
    mutating func waitingEvents() -> [InputEvent] {
        var inputs: [RawInput] = []
        var value: Int32 = 0
        while true {
            switch cn_read(&value) {
            case CN_BYTE: inputs.append(.byte(UInt8(truncatingIfNeeded: value)))
            case CN_KEY: inputs.append(RawInput(code: value))
            default: return decoder.decode(inputs)
            }
        }
    }

    /// Brings the terminal from the frame it shows to this one, and writes nothing if it is equal.
    mutating func draw(_ frame: Grid) {
        latest = frame
        let grid = fitted(frame)
        let diff = GridDiff(from: shown, to: grid)
        guard !diff.isEmpty else { return }
        for run in diff.runs { draw(run, of: grid) }
        if let cursor = grid.cursor, grid.bounds.contains(row: cursor.row, column: cursor.column) {
            cn_show_cursor(Int32(cursor.row), Int32(cursor.column))
        } else if diff.cursorMoved || shown == nil {
            cn_hide_cursor()
        }
        shown = grid
        flush()
    }

    /// Sends what has changed, with as little for pens as can be.
    private func flush() {
        var held: UnsafeMutablePointer<UInt8>?
        var count = 0
        guard cn_flush_captured(&held, &count) else { return cn_flush() }
        guard let held else { return }
        defer { free(held) }
        let bytes = PenThrift.thrifty(Array(UnsafeBufferPointer(start: held, count: count)))
        cn_transmit_bytes(bytes, bytes.count)
    }

    /// A frame made for another size, cut or filled to the size there is now.
    private func fitted(_ frame: Grid) -> Grid {
        let size = Size(columns: Int(cn_columns()), rows: Int(cn_rows()))
        guard frame.size != size else { return frame }
        var grid = Grid(size: size)
        grid.draw(frame, row: 0, column: 0)
        grid.cursor = frame.cursor
        return grid
    }

    private mutating func draw(_ run: GridDiff.Run, of grid: Grid) {
        let row = grid.row(run.row)
        let start = row.startIndex
        var line = PenLine(row)
        var plain: [cn_cell] = []
        plain.reserveCapacity(run.columns.count)
        for column in run.columns {
            let cell = row[start + column]
            guard !cell.isContinuation else { continue }
            let pen = line.pen(for: cell, at: column) { pens.pen(for: $0, pairs: &pairs) }
            if let scalar = glyphs.plainScalar(of: cell.glyph) {
                plain.append(cn_cell(scalar: scalar, attributes: pen.attributes, pair: pen.pair))
                continue
            }
            put(&plain, row: run.row, end: column)
            let isWide = column + 1 < row.count && row[start + column + 1].isContinuation
            var place = column
            for piece in glyphs.pieces(of: cell.glyph, columns: isWide ? 2 : 1) {
                put(piece.scalars, row: run.row, column: place, pen: pen)
                place += piece.columns
            }
        }
        put(&plain, row: run.row, end: run.columns.upperBound)
    }

    /// Puts what has been gathered up to a column.
    private func put(_ plain: inout [cn_cell], row: Int, end: Int) {
        guard !plain.isEmpty else { return }
        cn_put_run(Int32(row), Int32(end - plain.count), plain, Int32(plain.count))
        plain.removeAll(keepingCapacity: true)
    }

    private func put(_ scalars: [UInt32], row: Int, column: Int, pen: Pen) {
        cn_put(
            Int32(row),
            Int32(column),
            scalars,
            Int32(scalars.count),
            pen.attributes,
            pen.pair
        )
    }
}

extension RawInput {
    private static let keys: [cn_key.RawValue: Key] = [
        CN_KEY_UP.rawValue: .up, CN_KEY_DOWN.rawValue: .down,
        CN_KEY_LEFT.rawValue: .left, CN_KEY_RIGHT.rawValue: .right,
        CN_KEY_SHIFT_UP.rawValue: .shiftUp, CN_KEY_SHIFT_DOWN.rawValue: .shiftDown,
        CN_KEY_SHIFT_LEFT.rawValue: .shiftLeft, CN_KEY_SHIFT_RIGHT.rawValue: .shiftRight,
        CN_KEY_HOME.rawValue: .home, CN_KEY_END.rawValue: .end,
        CN_KEY_PAGE_UP.rawValue: .pageUp, CN_KEY_PAGE_DOWN.rawValue: .pageDown,
        CN_KEY_ENTER.rawValue: .enter, CN_KEY_BACK_TAB.rawValue: .backTab,
        CN_KEY_BACKSPACE.rawValue: .backspace, CN_KEY_DELETE.rawValue: .delete,
        CN_KEY_INSERT.rawValue: .insert,
    ]

    /// Reads a `cn_key`.
    init(code: Int32) {
        let code = cn_key.RawValue(code)
        if code == CN_KEY_MOUSE.rawValue {
            self = .mouseBegin
        } else if code == CN_KEY_PASTE_BEGIN.rawValue {
            self = .pasteBegin
        } else if code == CN_KEY_PASTE_END.rawValue {
            self = .pasteEnd
        } else if code > CN_KEY_FUNCTION.rawValue {
            self = .key(.function(Int(code - CN_KEY_FUNCTION.rawValue)))
        } else {
            self = Self.keys[code].map { .key($0) } ?? .otherKey
        }
    }
}
