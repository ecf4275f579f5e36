extension TerminalColorStyle {
    /// Applies the parameters of one SGR sequence; what it does not know it skips.
    mutating func apply(_ parameters: [Int]) {
        var rest = parameters[...]
        while let code = rest.popFirst() {
            switch code {
            case 38: foreground = Self.extendedColor(&rest) ?? foreground
            case 48: background = Self.extendedColor(&rest) ?? background
            default: apply(code)
            }
        }
    }

    private mutating func apply(_ code: Int) {
        switch code {
        case 0: self = .plain
        case 1: isBold = true
        case 2: isDim = true
        case 4: isUnderlined = true
        case 7: isReversed = true
        case 22: (isBold, isDim) = (false, false)
        case 24: isUnderlined = false
        case 27: isReversed = false
        case 30...37: foreground = UInt8(code - 30)
        case 39: foreground = nil
        case 40...47: background = UInt8(code - 40)
        case 49: background = nil
        case 90...97: foreground = UInt8(code - 90 + 8)
        case 100...107: background = UInt8(code - 100 + 8)
        default: break
        }
    }

    /// Reads `5;n` or `2;r;g;b` from the front of `rest`.
    private static func extendedColor(_ rest: inout ArraySlice<Int>) -> UInt8? {
        switch rest.popFirst() {
        case 5:
            return rest.popFirst().flatMap { UInt8(exactly: $0) }
        case 2:
            guard rest.count >= 3 else {
                rest.removeAll()
                return nil
            }
            let channels = rest.prefix(3).map { UInt8(clamping: $0) }
            rest = rest.dropFirst(3)
            return paletteIndex(red: channels[0], green: channels[1], blue: channels[2])
        default:
            rest.removeAll()
            return nil
        }
    }

    /// The nearest of the 256 colours, from the 6×6×6 cube or the grey ramp.
    package static func paletteIndex(red: UInt8, green: UInt8, blue: UInt8) -> UInt8 {
        let channels = [Int(red), Int(green), Int(blue)]
        let steps = channels.map { nearestStep($0) }
        let cube = distance(channels, steps.map { cubeLevels[$0] })
        let average = channels.reduce(0, +) / 3
        let shade = min(23, max(0, (average - 3) / 10))
        let level = 8 + 10 * shade
        if distance(channels, [level, level, level]) < cube { return UInt8(232 + shade) }
        return UInt8(16 + 36 * steps[0] + 6 * steps[1] + steps[2])
    }

    private static let cubeLevels = [0, 95, 135, 175, 215, 255]

    private static func nearestStep(_ channel: Int) -> Int {
        if channel < 48 { return 0 }
        return channel < 115 ? 1 : (channel - 35) / 40
    }

    private static func distance(_ left: [Int], _ right: [Int]) -> Int {
        zip(left, right).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
    }
}
