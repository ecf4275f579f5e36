package import Cells

/// Whether a theme can be read by everybody, on every terminal.
package enum ThemeCheck {
    /// By WCAG 2, for text.
    static let textContrast = 4.5
    /// By WCAG 2, for lines and other graphics.
    static let lineContrast = 3.0
    /// The states of a task or a node; they must differ even without colours.
    static let states: [Slot] = [.ok, .progress, .warn, .bad, .off, .unknown]
    /// States that nobody may take for one another, whatever colours he sees.
    private static let pairs: [(Slot, Slot)] = [
        (.ok, .progress), (.ok, .warn), (.ok, .bad), (.warn, .bad),
    ]
    /// Colours of two states that are closer than this, in CIE 1976 units, need another attribute.
    static let stateDistance = 7.0

    /// Everything that is wrong, slot by slot.
    ///
    /// `file` is what to call the theme in the messages, `lines` where it speaks of a slot.
    package static func problems(
        of theme: Theme,
        file: String,
        lines: [String: Int] = [:]
    ) -> [ThemeProblem] {
        let reasons =
            Slot.allCases.compactMap { weakContrast(of: $0, in: theme) }
            + Slot.allCases.flatMap { invisible($0, in: theme) }
            + alikeInMono(theme) + confusable(theme)
        return reasons.map { reason in
            let line = reason.slot.flatMap { lines[$0.name] ?? lines[$0.groupName] }
            return ThemeProblem(file: file, line: line, reason: reason)
        }
    }

    /// Contrast of a slot as it is declared, the terminal's own colours guessed from the kind.
    package static func contrast(of slot: Slot, in theme: Theme) -> Double {
        let style = theme.style(for: slot, depth: .trueColor)
        let foreground = style.foreground.usualValue(or: theme.kind.usualForeground)
        let background = style.background.usualValue(or: theme.kind.usualBackground)
        return foreground.contrast(with: background)
    }

    private static func weakContrast(of slot: Slot, in theme: Theme) -> ThemeProblem.Reason? {
        let isLine = slot == .border || slot == .borderFocus
        let wanted = isLine ? lineContrast : textContrast
        let found = contrast(of: slot, in: theme)
        guard found < wanted else { return nil }
        return .weakContrast(slot, found: Int(found * 100), wanted: Int(wanted * 100))
    }

    private static func invisible(_ slot: Slot, in theme: Theme) -> [ThemeProblem.Reason] {
        [ColorDepth.eight, .sixteen, .palette256].compactMap { depth in
            let style = theme.style(for: slot, depth: depth)
            let foreground = style.foreground.usualValue(or: theme.kind.usualForeground)
            let background = style.background.usualValue(or: theme.kind.usualBackground)
            return foreground == background ? .invisible(slot, depth) : nil
        }
    }

    private static func alikeInMono(_ theme: Theme) -> [ThemeProblem.Reason] {
        var found: [ThemeProblem.Reason] = []
        for (index, first) in states.enumerated() {
            for second in states.dropFirst(index + 1)
            where theme.style(for: first, depth: .mono) == theme.style(for: second, depth: .mono) {
                found.append(.sameInMono(first, second))
            }
        }
        return found
    }

    /// States that differ neither by colour nor by an attribute, for some eyes.
    private static func confusable(_ theme: Theme) -> [ThemeProblem.Reason] {
        pairs.flatMap { first, second -> [ThemeProblem.Reason] in
            let one = theme.style(for: first, depth: .trueColor)
            let other = theme.style(for: second, depth: .trueColor)
            // The 16 colours are the user's own, and nobody knows what they look like.
            guard one.attributes == other.attributes, case .rgb = one.foreground,
                case .rgb = other.foreground
            else { return [] }
            let colors = [one, other].map {
                $0.foreground.usualValue(or: theme.kind.usualForeground)
            }
            return ColorVision.allCases.filter {
                $0.distance(colors[0], colors[1]) < stateDistance
            }.map { .confusable(first, second, $0) }
        }
    }

    /// How far apart two slots' colours are for some eyes, in CIE 1976 units.
    package static func distance(
        _ first: Slot,
        _ second: Slot,
        in theme: Theme,
        for vision: ColorVision
    ) -> Double {
        let colors = [first, second].map {
            theme.style(for: $0, depth: .trueColor).foreground
                .usualValue(or: theme.kind.usualForeground)
        }
        return vision.distance(colors[0], colors[1])
    }
}

extension ThemeProblem.Reason {
    /// The slot a finding of the check is about.
    fileprivate var slot: Slot? {
        switch self {
        case .weakContrast(let slot, _, _), .invisible(let slot, _), .sameInMono(_, let slot),
            .confusable(_, let slot, _):
            slot
        default: nil
        }
    }
}

extension ColorValue {
    fileprivate func usualValue(or standard: RGB) -> RGB {
        switch self {
        case .standard: standard
        case .palette(let index): RGB(palette: index)
        case .rgb(let rgb): rgb
        }
    }
}

extension Theme.Kind {
    fileprivate var usualForeground: RGB {
        self == .dark ? RGB(229, 229, 229) : RGB(0, 0, 0)
    }

    fileprivate var usualBackground: RGB {
        self == .dark ? RGB(0, 0, 0) : RGB(255, 255, 255)
    }
}
