package import Cells

/// What a slot looks like on one terminal.
package struct ResolvedStyle: Hashable, Sendable {
    package var foreground: ColorValue
    package var background: ColorValue
    package var attributes: CellAttributes

    package init(
        foreground: ColorValue = .standard,
        background: ColorValue = .standard,
        attributes: CellAttributes = []
    ) {
        self.foreground = foreground
        self.background = background
        self.attributes = attributes
    }
}

/// What a theme says about one slot; `nil` is "nothing said".
package struct SlotStyle: Hashable, Sendable {
    package var foreground: ColorValue?
    package var background: ColorValue?
    package var attributes: CellAttributes?
    /// Instead of `foreground` where there are only 16 colours or 8.
    package var foreground16: ColorValue?
    package var background16: ColorValue?
    /// Instead of `attributes` where there are no colours.
    package var monoAttributes: CellAttributes?

    package init() {}

    /// This, and what it does not say from `other`.
    ///
    /// A new colour does not keep the old one's stand-in for 16 colours.
    func over(_ other: SlotStyle) -> SlotStyle {
        var merged = self
        if foreground == nil {
            merged.foreground = other.foreground
            merged.foreground16 = foreground16 ?? other.foreground16
        }
        if background == nil {
            merged.background = other.background
            merged.background16 = background16 ?? other.background16
        }
        merged.attributes = attributes ?? other.attributes
        merged.monoAttributes = monoAttributes ?? other.monoAttributes
        return merged
    }
}

/// The looks of all slots, complete.
package struct Theme: Equatable, Sendable {
    /// What a theme takes the terminal's own background to be.
    package enum Kind: String, Hashable, Sendable {
        case dark, light
    }

    package let name: String
    package let kind: Kind
    /// Where the colour values come from; empty for our own.
    package let credit: String
    /// One for each slot, in the order of `Slot.allCases`.
    private let styles: [SlotStyle]

    /// Completes `styles`: colours that a slot does not name are those of `text`.
    init(name: String, kind: Kind, credit: String, styles: [Slot: SlotStyle]) {
        self.name = name
        self.kind = kind
        self.credit = credit
        let text = (styles[.text] ?? SlotStyle()).colorsOnly
        self.styles = Slot.allCases.map { (styles[$0] ?? SlotStyle()).over(text) }
    }

    /// What the theme says about a slot, before it is brought down to a terminal.
    package func declared(_ slot: Slot) -> SlotStyle { styles[Int(slot.rawValue)] }

    /// What a slot looks like on a terminal of this depth.
    package func style(for slot: Slot, depth: ColorDepth) -> ResolvedStyle {
        let style = declared(slot)
        let attributes = style.attributes ?? []
        switch depth {
        case .mono:
            return ResolvedStyle(attributes: style.monoAttributes ?? attributes)
        case .eight, .sixteen:
            let foreground = style.foreground16 ?? style.foreground ?? .standard
            let background = style.background16 ?? style.background ?? .standard
            return ResolvedStyle(
                foreground: depth.nearest(to: foreground),
                background: depth.nearest(to: background),
                attributes: depth.isBrightByBold(foreground) ? attributes.union(.bold) : attributes
            )
            .keptVisible()
        case .palette256, .trueColor:
            return ResolvedStyle(
                foreground: depth.nearest(to: style.foreground ?? .standard),
                background: depth.nearest(to: style.background ?? .standard),
                attributes: attributes
            )
        }
    }
}

extension SlotStyle {
    fileprivate var colorsOnly: SlotStyle {
        var colors = self
        colors.attributes = nil
        colors.monoAttributes = nil
        return colors
    }
}

extension ResolvedStyle {
    /// With few colours, text and background may come out the same; then black or white is written.
    fileprivate func keptVisible() -> ResolvedStyle {
        guard foreground == background, case .palette(let index) = background else { return self }
        var visible = self
        visible.foreground = .palette([0, 1, 4, 5, 8, 12].contains(index) ? 7 : 0)
        return visible
    }
}
