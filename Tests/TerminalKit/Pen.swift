/// How a cell was written.
package struct Pen: Hashable, Sendable {
    package enum Color: Hashable, Sendable {
        /// One of the 256 that terminals number.
        case palette(Int)
        case rgb(Int, Int, Int)
    }

    package var foreground: Color?
    package var background: Color?
    package var isBold = false
    package var isDim = false
    package var isItalic = false
    package var isUnderlined = false
    package var isBlinking = false
    package var isReversed = false
    package var isHidden = false

    package init() {}

    /// What erased cells look like: they keep the background (`bce`).
    var erased: Pen {
        var pen = Pen()
        pen.background = background
        return pen
    }

    /// Carries out `CSI … m`.
    ///
    /// - Returns: whether every parameter was known.
    mutating func apply(_ parameters: [[Int]]) -> Bool {
        var rest = parameters[...]
        var isKnown = true
        while let first = rest.popFirst() {
            switch first[0] {
            case 38: foreground = Self.color(first, &rest)
            case 48: background = Self.color(first, &rest)
            case 30...37: foreground = .palette(first[0] - 30)
            case 40...47: background = .palette(first[0] - 40)
            case 90...97: foreground = .palette(first[0] - 82)
            case 100...107: background = .palette(first[0] - 92)
            case 39: foreground = nil
            case 49: background = nil
            default: isKnown = setAttribute(first[0]) && isKnown
            }
        }
        return isKnown
    }

    private mutating func setAttribute(_ code: Int) -> Bool {
        switch code {
        case 0: self = Pen()
        case 1: isBold = true
        case 2: isDim = true
        case 3: isItalic = true
        case 4: isUnderlined = true
        case 5: isBlinking = true
        case 7: isReversed = true
        case 8: isHidden = true
        case 22: (isBold, isDim) = (false, false)
        case 23: isItalic = false
        case 24: isUnderlined = false
        case 25: isBlinking = false
        case 27: isReversed = false
        case 28: isHidden = false
        default: return false
        }
        return true
    }

    /// Reads `38;5;n`, `38;2;r;g;b` and their forms with colons.
    private static func color(_ first: [Int], _ rest: inout ArraySlice<[Int]>) -> Color? {
        if first.count > 1 {
            if first[1] == 5, first.count > 2 { return .palette(first[2]) }
            let channels = first.suffix(3)
            guard first[1] == 2, first.count >= 5 else { return nil }
            return .rgb(
                channels[channels.endIndex - 3],
                channels[channels.endIndex - 2],
                first[first.count - 1]
            )
        }
        switch rest.popFirst()?[0] {
        case 5: return rest.popFirst().map { .palette($0[0]) }
        case 2:
            let channels = rest.prefix(3).map { $0[0] }
            rest = rest.dropFirst(3)
            return channels.count == 3 ? .rgb(channels[0], channels[1], channels[2]) : nil
        default: return nil
        }
    }

    /// Whether it asks for any colour.
    package var isColored: Bool { foreground != nil || background != nil }
}
