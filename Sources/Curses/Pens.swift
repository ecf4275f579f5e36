import CNcurses
import Cells
import Theming

/// What ncurses is told to write a cell with.
struct Pen: Hashable {
    var attributes: UInt32
    var pair: Int32
    /// The number of the color behind the text.
    var background: Int32

    /// Whether a blank looks the same with either of both: a change of pens costs up to thirty bytes.
    func blanksLikeThose(of other: Pen) -> Bool {
        let visibleOnBlanks = UInt32(CN_UNDERLINE) | UInt32(CN_REVERSE)
        return background == other.background
            && (attributes | other.attributes) & visibleOnBlanks == 0
    }
}

/// How colours are numbered on this terminal.
enum ColorNumbering {
    /// The terminal's own 8, 16 or 256.
    case palette
    /// Our own beyond 256, see ``TrueColorTerminfo``.
    case extended
    /// The number is red, green and blue.
    case direct

    /// The number; -1 for the terminal's own text or background colour.
    func number(of color: ColorValue) -> Int32 {
        switch (color, self) {
        case (.standard, _): -1
        case (.palette(let index), .direct): direct(RGB(palette: index))
        case (.palette(let index), _): Int32(index)
        case (.rgb(let rgb), .direct): direct(rgb)
        case (.rgb(let rgb), _):
            Int32(TrueColorTerminfo.number(red: rgb.red, green: rgb.green, blue: rgb.blue))
        }
    }

    /// The lowest eight numbers are the palette's; blacks next to black stand in for them.
    private func direct(_ rgb: RGB) -> Int32 {
        max(8, Int32(rgb.red) << 16 | Int32(rgb.green) << 8 | Int32(rgb.blue))
    }
}

/// The pens of a theme on this terminal; colour pairs are made when first needed.
struct Pens {
    private let depth: ColorDepth
    private let numbering: ColorNumbering
    private let styles: [ResolvedStyle]
    private var pens: [UInt64: Pen] = [:]

    init(theme: Theme, depth: ColorDepth, numbering: ColorNumbering) {
        self.depth = depth
        self.numbering = numbering
        styles = Slot.allCases.map { theme.style(for: $0, depth: depth) }
    }

    /// The pen for a cell's look.
    mutating func pen(for cell: Cell, pairs: inout ColorPairs) -> Pen {
        if let known = pens[cell.lookBits] { return known }
        let made = make(for: cell, pairs: &pairs)
        pens[cell.lookBits] = made
        return made
    }

    private func make(for cell: Cell, pairs: inout ColorPairs) -> Pen {
        var style = styles[Int(cell.slot.rawValue)]
        style.attributes.formUnion(cell.attributes)
        if let index = cell.foreground { style.foreground = depth.nearest(to: .palette(index)) }
        if let index = cell.background { style.background = depth.nearest(to: .palette(index)) }
        let background = numbering.number(of: style.background)
        let pair = pairs.pair(
            foreground: numbering.number(of: style.foreground),
            background: background
        )
        return Pen(attributes: style.attributes.bits, pair: pair, background: background)
    }
}

extension CellAttributes {
    fileprivate var bits: UInt32 {
        var bits: UInt32 = 0
        if contains(.bold) { bits |= UInt32(CN_BOLD) }
        if contains(.underline) { bits |= UInt32(CN_UNDERLINE) }
        if contains(.reverse) { bits |= UInt32(CN_REVERSE) }
        if contains(.dim) { bits |= UInt32(CN_DIM) }
        return bits
    }
}

/// The colour pairs of the terminal, as far as they are taken.
struct ColorPairs {
    private struct Colors: Hashable {
        let foreground: Int32
        let background: Int32
    }

    private let limit: Int32
    private let hasDefaults: Bool
    private let define: (Int32, Int32, Int32) -> Bool
    private var numbers: [Colors: Int32] = [:]

    /// - Parameters:
    ///   - limit: how many pairs the terminal has, the unchangeable first one included.
    ///   - hasDefaults: whether -1 is a colour.
    ///   - define: makes a pair of a number and two colours.
    init(limit: Int32, hasDefaults: Bool, define: @escaping (Int32, Int32, Int32) -> Bool) {
        self.limit = limit
        self.hasDefaults = hasDefaults
        self.define = define
    }

    /// The pair for two colours; when all are taken, one with the same text colour, or the first.
    mutating func pair(foreground: Int32, background: Int32) -> Int32 {
        if foreground < 0, background < 0 { return 0 }
        let colors = Colors(
            foreground: foreground < 0 && !hasDefaults ? 7 : foreground,
            background: background < 0 && !hasDefaults ? 0 : background
        )
        if let known = numbers[colors] { return known }
        let number = Int32(numbers.count + 1)
        guard number < limit, define(number, colors.foreground, colors.background) else {
            return numbers.first { $0.key.foreground == colors.foreground }?.value ?? 0
        }
        numbers[colors] = number
        return number
    }
}
