import Cells

/// A table of a theme's resolved looks, for review and as its golden file.
package enum ThemeCard {
    /// One line a slot: its name, contrast, and the look at each depth.
    package static func text(of theme: Theme) -> String {
        var lines = ["theme \(theme.name), \(theme.kind.rawValue)"]
        for slot in Slot.allCases { lines.append(line(slot, in: theme)) }
        return lines.joined(separator: "\n") + "\n"
    }

    private static func line(_ slot: Slot, in theme: Theme) -> String {
        let ratio = Int(ThemeCheck.contrast(of: slot, in: theme) * 10)
        let looks = ColorDepth.allCases.reversed().map { depth in
            "\(depth.label) \(look(theme.style(for: slot, depth: depth)))"
        }
        let head = padded(slot.name, to: 18) + padded("\(ratio / 10).\(ratio % 10):1", to: 8)
        return head + looks.joined(separator: " | ")
    }

    private static func look(_ style: ResolvedStyle) -> String {
        let colors = "\(word(style.foreground)) on \(word(style.background))"
        let attributes = style.attributes.names
        return ([colors] + attributes).joined(separator: " ")
    }

    private static func word(_ color: ColorValue) -> String {
        switch color {
        case .standard: "default"
        case .palette(let index): index < 16 ? NamedColors.names[Int(index)] : "\(index)"
        case .rgb(let rgb): rgb.hex
        }
    }

    private static func padded(_ text: String, to width: Int) -> String {
        text + String(repeating: " ", count: max(0, width - text.count))
    }
}

extension ColorDepth {
    /// Short, for people: `truecolor`, `256`, `16`, `8`, `mono`.
    package var label: String {
        switch self {
        case .mono: "mono"
        case .eight: "8"
        case .sixteen: "16"
        case .palette256: "256"
        case .trueColor: "truecolor"
        }
    }
}

extension CellAttributes {
    fileprivate var names: [String] {
        let all: [(CellAttributes, String)] = [
            (.bold, "bold"), (.dim, "dim"), (.underline, "underline"), (.reverse, "reverse"),
        ]
        return all.filter { contains($0.0) }.map(\.1)
    }
}
