/// A colour by its red, green and blue parts, 0 to 255 each.
package struct RGB: Hashable, Sendable {
    package let red: UInt8
    package let green: UInt8
    package let blue: UInt8

    package init(_ red: UInt8, _ green: UInt8, _ blue: UInt8) {
        self.red = red
        self.green = green
        self.blue = blue
    }

    /// Reads `#rrggbb`.
    package init?(hex text: String) {
        guard text.utf8.count == 7, text.hasPrefix("#"),
            text.dropFirst().allSatisfy(\.isHexDigit),
            let bits = UInt32(text.dropFirst(), radix: 16)
        else { return nil }
        self.init(
            UInt8(truncatingIfNeeded: bits >> 16),
            UInt8(truncatingIfNeeded: bits >> 8),
            UInt8(truncatingIfNeeded: bits)
        )
    }

    /// `#rrggbb`.
    package var hex: String {
        "#"
            + [red, green, blue].map { channel in
                let digits = String(channel, radix: 16)
                return digits.count == 1 ? "0" + digits : digits
            }
            .joined()
    }
}

/// A colour as a theme names it and as a terminal is told.
package enum ColorValue: Hashable, Sendable {
    /// Whatever the terminal has for text or background.
    case standard
    /// One of the 256 colours of xterm; the first 16 are the user's own.
    case palette(UInt8)
    case rgb(RGB)
}

/// The 16 colours that every colour terminal has, by name.
package enum NamedColors {
    /// In the terminal's order, 0 to 15.
    package static let names: [String] = [
        "black", "red", "green", "yellow", "blue", "magenta", "cyan", "white",
        "bright-black", "bright-red", "bright-green", "bright-yellow",
        "bright-blue", "bright-magenta", "bright-cyan", "bright-white",
    ]

    package static func index(of name: String) -> UInt8? {
        names.firstIndex(of: name).map { UInt8($0) }
    }

    /// What xterm shows for the 16 unless the user has chosen others.
    static let usualValues: [RGB] = [
        RGB(0, 0, 0), RGB(205, 0, 0), RGB(0, 205, 0), RGB(205, 205, 0),
        RGB(0, 0, 238), RGB(205, 0, 205), RGB(0, 205, 205), RGB(229, 229, 229),
        RGB(127, 127, 127), RGB(255, 0, 0), RGB(0, 255, 0), RGB(255, 255, 0),
        RGB(92, 92, 255), RGB(255, 0, 255), RGB(0, 255, 255), RGB(255, 255, 255),
    ]
}
