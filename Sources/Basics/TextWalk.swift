/// Walks over text character by character, without the price of grapheme breaking where it can.
///
/// Most characters are one scalar that joins with no neighbour. Those are recognised by range;
/// only what is left is looked at as Unicode asks.
package enum TextWalk {
    package enum Step {
        /// Printable ASCII characters, at least one; the bytes are valid during the call only.
        case ascii(UnsafeBufferPointer<UInt8>)
        /// A character of one scalar.
        case alone(Unicode.Scalar)
        case cluster(Character)
    }

    /// Calls `body` with each step in order, until it answers false.
    package static func walk(_ text: Substring, _ body: (Step) -> Bool) {
        var stored = text
        stored.withUTF8 { bytes in
            var offset = 0
            while offset < bytes.count {
                let step: Step
                let run = asciiRun(bytes, from: offset)
                let (scalar, length) = decode(bytes, at: offset)
                if run > 0 {
                    step = .ascii(UnsafeBufferPointer(rebasing: bytes[offset..<offset + run]))
                    offset += run
                } else if scalar.standsAlone, nextStandsAlone(bytes, at: offset + length) {
                    step = .alone(scalar)
                    offset += length
                } else {
                    let start = text.utf8.index(text.startIndex, offsetBy: offset)
                    step = .cluster(text[start])
                    offset = text.utf8.distance(from: text.startIndex, to: text.index(after: start))
                }
                guard body(step) else { return }
            }
        }
    }

    /// How many printable ASCII characters come next, none of which joins with what follows.
    private static func asciiRun(_ bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> Int {
        var end = start
        while end < bytes.count, bytes[end] >= 0x20, bytes[end] < 0x7F { end += 1 }
        guard end > start, !nextStandsAlone(bytes, at: end) else { return end - start }
        return end - start - 1
    }

    private static func nextStandsAlone(
        _ bytes: UnsafeBufferPointer<UInt8>,
        at offset: Int
    ) -> Bool {
        guard offset < bytes.count else { return true }
        if bytes[offset] < 0x80 { return bytes[offset] >= 0x20 && bytes[offset] != 0x7F }
        return decode(bytes, at: offset).scalar.standsAlone
    }

    /// The scalar that begins at `offset` of valid UTF-8, and its length in bytes.
    private static func decode(
        _ bytes: UnsafeBufferPointer<UInt8>,
        at offset: Int
    ) -> (scalar: Unicode.Scalar, length: Int) {
        let first = UInt32(bytes[offset])
        guard first >= 0x80 else { return (Unicode.Scalar(UInt8(first)), 1) }
        let length = first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4
        var value = first & (0x7F >> UInt32(length))
        for byte in bytes[offset + 1..<min(bytes.count, offset + length)] {
            value = value << 6 | UInt32(byte & 0x3F)
        }
        return (Unicode.Scalar(value) ?? "\u{FFFD}", length)
    }
}

extension Unicode.Scalar {
    /// Whether the scalar is visible, assigned, and joins with no other such scalar.
    ///
    /// True for the common ones only; false means that nothing is known.
    package var standsAlone: Bool {
        switch value {
        case 0x20...0x7E: true
        case 0xC0...0x24F, 0x3A3...0x482, 0x1E00...0x1EFF: true
        case 0x2010...0x2027, 0x2030...0x205E, 0x20A0...0x20BF: true
        case 0x2190...0x2426, 0x2460...0x2B73: true
        case 0x3041...0x3096, 0x30A1...0x30FA, 0x4E00...0x9FFC, 0xAC00...0xD7A3: true
        case 0xFF01...0xFF60: true
        default: false
        }
    }
}
