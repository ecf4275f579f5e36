/// What one cell shows: a character cut to the three scalars a terminal can be trusted with.
///
/// Three scalars of 21 bits fit into one word, so that comparing cells is comparing numbers. A
/// family emoji keeps its first two members; a letter keeps two marks.
package struct Glyph: Hashable, Sendable {
    let bits: UInt64

    private static let scalarBits: UInt64 = 21
    private static let scalarMask: UInt64 = 0x1F_FFFF
    private static let scalarLimit = 3

    package static let space = Glyph(bits: 0x20)
    /// The second column of the wide glyph before it.
    package static let continuation = Glyph(bits: 0)

    init(bits: UInt64) {
        self.bits = bits
    }

    package init(_ character: Character) {
        var bits: UInt64 = 0
        var last = 0
        let scalars = character.unicodeScalars.prefix(Self.scalarLimit)
        for (index, scalar) in scalars.enumerated() {
            if scalar.value == Self.joiner, index == Self.scalarLimit - 1 { break }
            bits |= UInt64(scalar.value) << (Self.scalarBits * UInt64(index))
            last = index
        }
        self.init(bits: last == 0 && bits == 0 ? Self.space.bits : bits)
    }

    init(ascii byte: UInt8) {
        bits = UInt64(byte)
    }

    init(_ scalar: Unicode.Scalar) {
        bits = UInt64(scalar.value)
    }

    private static let joiner: UInt32 = 0x200D

    /// The scalars in order; none for a continuation.
    package var scalars: [Unicode.Scalar] {
        var rest = bits
        var scalars: [Unicode.Scalar] = []
        while rest != 0 {
            if let scalar = Unicode.Scalar(UInt32(rest & Self.scalarMask)) {
                scalars.append(scalar)
            }
            rest >>= Self.scalarBits
        }
        return scalars
    }

    /// The character, or `nil` for the second half of a wide glyph.
    package var character: Character? {
        if let scalar = singleScalar { return Character(scalar) }
        var view = String.UnicodeScalarView()
        view.append(contentsOf: scalars)
        return String(view).first
    }

    /// The scalar of a glyph that has only one.
    package var singleScalar: Unicode.Scalar? {
        bits <= Self.scalarMask && bits != 0 ? Unicode.Scalar(UInt32(bits)) : nil
    }
}
