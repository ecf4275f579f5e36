package import Basics

/// One place on the screen: a glyph, what it means, and what was added to its look.
///
/// Sixteen bytes, compared as two words.
package struct Cell: Hashable, Sendable {
    package var glyph: Glyph
    private var look: UInt64

    package init(
        _ glyph: Glyph = .space,
        slot: Slot = .text,
        attributes: CellAttributes = [],
        colors: TerminalColorStyle = .plain
    ) {
        self.glyph = glyph
        look = UInt64(slot.rawValue) | UInt64(attributes.rawValue) << 8
        foreground = colors.foreground
        background = colors.background
    }

    package static let blank = Cell()

    /// The character; `nil` in the second half of a wide glyph.
    package var character: Character? { glyph.character }

    package var isContinuation: Bool { glyph == .continuation }

    package var slot: Slot {
        get { Slot(rawValue: UInt8(truncatingIfNeeded: look)) ?? .text }
        set { look = look & ~0xFF | UInt64(newValue.rawValue) }
    }

    package var attributes: CellAttributes {
        get { CellAttributes(rawValue: UInt8(truncatingIfNeeded: look >> 8)) }
        set { look = look & ~0xFF00 | UInt64(newValue.rawValue) << 8 }
    }

    /// The colour a program asked for in its output, over the slot's own.
    package var foreground: UInt8? {
        get { color(at: 16) }
        set { setColor(newValue, at: 16) }
    }

    package var background: UInt8? {
        get { color(at: 32) }
        set { setColor(newValue, at: 32) }
    }

    /// Slot, attributes and colours in one comparable number.
    package var lookBits: UInt64 { look }

    /// A colour takes nine bits: the index, and whether there is one.
    private func color(at shift: UInt64) -> UInt8? {
        look >> (shift + 8) & 1 == 1 ? UInt8(truncatingIfNeeded: look >> shift) : nil
    }

    private mutating func setColor(_ color: UInt8?, at shift: UInt64) {
        look &= ~(0x1FF << shift)
        if let color { look |= (UInt64(color) | 0x100) << shift }
    }
}
