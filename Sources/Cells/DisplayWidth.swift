package import Basics

/// How many columns text takes on a terminal, by the rules that terminals share (`wcwidth`).
package enum DisplayWidth {
    /// 1 or 2 for what is drawn, 0 for a mark alone.
    package static func of(_ character: Character) -> Int {
        if character.utf8.count == 1 { return 1 }
        return min(2, character.unicodeScalars.reduce(0) { $0 + of($1) })
    }

    package static func of(_ text: SafeText) -> Int {
        if text.isASCII { return text.string.utf8.count }
        var width = 0
        TextWalk.walk(text.string[...]) { step in
            width += of(step)
            return true
        }
        return width
    }

    /// Columns of one step of a walk over text.
    static func of(_ step: TextWalk.Step) -> Int {
        switch step {
        case .ascii(let bytes): bytes.count
        case .alone(let scalar): isWide(scalar.value) ? 2 : 1
        case .cluster(let character): of(character)
        }
    }

    /// 0 for marks and joiners, 2 for East Asian wide characters and emoji, 1 for the rest.
    package static func of(_ scalar: Unicode.Scalar) -> Int {
        if scalar.value < 0x300 { return 1 }
        if isWide(scalar.value) { return 2 }
        if jamoMedialsAndFinals.contains(where: { $0.contains(scalar.value) }) { return 0 }
        switch scalar.properties.generalCategory {
        case .nonspacingMark, .enclosingMark, .format: return 0
        default: return 1
        }
    }

    private static let jamoMedialsAndFinals: [ClosedRange<UInt32>] = [
        0x1160...0x11FF, 0xD7B0...0xD7FB,
    ]

    private static func isWide(_ value: UInt32) -> Bool {
        guard value >= 0x1100 else { return false }
        var low = 0
        var high = wideRanges.count
        while low < high {
            let middle = (low + high) / 2
            let range = wideRanges[middle]
            if range.contains(value) { return true }
            if value < range.lowerBound { high = middle } else { low = middle + 1 }
        }
        return false
    }
}
