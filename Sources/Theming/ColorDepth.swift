import Basics

/// How many colours a terminal can show, fewest first.
package enum ColorDepth: Int, CaseIterable, Comparable, Hashable, Sendable {
    /// Attributes only: bold, dim, underline, reverse.
    case mono
    case eight
    case sixteen
    case palette256
    case trueColor

    package static func < (left: ColorDepth, right: ColorDepth) -> Bool {
        left.rawValue < right.rawValue
    }

    /// Decides from `NO_COLOR`, `COLORTERM`, `TERM` and what terminfo knows of the terminal.
    ///
    /// `terminfoColors` is the number there, -1 or 0 for none. A terminal without colours stays so,
    /// whatever `COLORTERM` says.
    package static func detect(
        environment: [String: String],
        terminfoColors: Int
    ) -> ColorDepth {
        if let noColor = environment["NO_COLOR"], !noColor.isEmpty { return .mono }
        guard terminfoColors >= 8 else { return .mono }
        let promise = environment["COLORTERM"]?.lowercased() ?? ""
        let isDirect = environment["TERM"]?.hasSuffix("-direct") ?? false
        if promise == "truecolor" || promise == "24bit" || isDirect { return .trueColor }
        switch terminfoColors {
        case 257...: return .trueColor
        case 256: return .palette256
        case 16...: return .sixteen
        default: return .eight
        }
    }

    /// Reads the name a user gives on the command line or in the settings.
    package init?(name: String) {
        switch name {
        case "mono", "none", "1": self = .mono
        case "8": self = .eight
        case "16": self = .sixteen
        case "256": self = .palette256
        case "truecolor", "24bit": self = .trueColor
        default: return nil
        }
    }
}

extension ColorDepth {
    /// The nearest colour that this depth has.
    package func nearest(to color: ColorValue) -> ColorValue {
        switch (color, self) {
        case (.standard, _), (_, .mono):
            return .standard
        case (.rgb, .trueColor):
            return color
        case (.rgb(let rgb), .palette256):
            return .palette(
                TerminalColorStyle.paletteIndex(red: rgb.red, green: rgb.green, blue: rgb.blue)
            )
        case (.palette, .trueColor), (.palette, .palette256):
            return color
        case (.palette(let index), .sixteen) where index < 16:
            return color
        case (.palette(let index), .eight) where index < 16:
            return .palette(Self.darkOf(index))
        case (.rgb(let rgb), _):
            return nearest(to: .palette(rgb.nearestNamedIndex))
        case (.palette(let index), _):
            return nearest(to: .palette(RGB(palette: index).nearestNamedIndex))
        }
    }

    /// Whether this depth shows a colour as a plain one in bold: what eight colours do for bright ones.
    func isBrightByBold(_ color: ColorValue) -> Bool {
        guard self == .eight, case .palette(let index) = ColorDepth.sixteen.nearest(to: color)
        else { return false }
        return index > 8
    }

    /// The plain colour for a bright one; dark grey becomes white, or it would be black on black.
    private static func darkOf(_ index: UInt8) -> UInt8 {
        if index < 8 { return index }
        return index == 8 ? 7 : index - 8
    }
}

extension RGB {
    /// What xterm shows for one of its 256 colours.
    package init(palette index: UInt8) {
        switch index {
        case 0..<16:
            self = NamedColors.usualValues[Int(index)]
        case 16..<232:
            let cube = index - 16
            let level: (UInt8) -> UInt8 = { $0 == 0 ? 0 : 55 + 40 * $0 }
            self.init(level(cube / 36), level(cube / 6 % 6), level(cube % 6))
        default:
            let shade = 8 + 10 * (index - 232)
            self.init(shade, shade, shade)
        }
    }

    /// The nearest of the 16 named colours, as the eye weighs the three parts.
    var nearestNamedIndex: UInt8 {
        let distances = NamedColors.usualValues.map { distance(to: $0) }
        let nearest = distances.indices.min { distances[$0] < distances[$1] } ?? 0
        return UInt8(nearest)
    }

    private func distance(to other: RGB) -> Int {
        let reds = Int(red) - Int(other.red)
        let greens = Int(green) - Int(other.green)
        let blues = Int(blue) - Int(other.blue)
        let warmth = (Int(red) + Int(other.red)) / 2
        return (512 + warmth) * reds * reds / 256
            + 4 * greens * greens
            + (767 - warmth) * blues * blues / 256
    }
}
