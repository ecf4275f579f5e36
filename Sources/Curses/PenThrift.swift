/// Sends less for a change of pens than ncurses does, which always sends both colors anew.
///
/// What comes in and what goes out look the same on a terminal that knows `ESC [ ... m` as xterm
/// does. A pen is only sent when something is drawn with it, and then what differs from the last; for
/// blanks only where it shows.
struct PenThrift {
    /// A color as the parameters say it; the value tells all there are apart.
    private struct Color: Equatable {
        /// 0: the terminal's own; 1: a parameter by itself; 5: a palette's; 2: red, green, blue.
        var kind: UInt32 = 0
        var value: UInt32 = 0
    }

    private struct Look: Equatable {
        /// Bit n stands for the parameter n, from 1 to 9.
        var attributes: UInt16 = 0
        var foreground = Color()
        var background = Color()

        /// Underlined, reversed, struck through: what is seen of a blank, too.
        private static let onBlanks: UInt16 = 1 << 4 | 1 << 7 | 1 << 9

        /// Whether blanks look the same with either; a reversed one shows its foreground.
        func blanksLikeThose(of other: Look) -> Bool {
            background == other.background && (attributes | other.attributes) & Self.onBlanks == 0
        }
    }

    private static let escape: UInt8 = 0x1B
    private static let blank = UInt8(ascii: " ")
    private static let digits = UInt8(ascii: "0")...UInt8(ascii: "9")

    private let input: [UInt8]
    private var output: [UInt8] = []
    private var position = 0
    /// What the terminal draws with; at first nobody knows.
    private var actual: Look?
    private var wanted = Look()
    private var isASCIIChosen = false

    private init(_ input: [UInt8]) {
        self.input = input
        output.reserveCapacity(input.count)
    }

    /// Puts the same picture into fewer bytes.
    ///
    /// - Parameter bytes: whole control sequences, as ncurses sends them for one frame: it counts on
    ///   a pen with everything off, and leaves such a one.
    /// - Returns: what to send instead.
    static func thrifty(_ bytes: [UInt8]) -> [UInt8] {
        var thrift = PenThrift(bytes)
        thrift.run()
        return thrift.output
    }

    private mutating func run() {
        while position < input.count {
            switch input[position] {
            case Self.escape: takeEscape()
            // A return and a backspace only move.
            case 0x08, 0x0D: copy(1)
            default: takeText()
            }
        }
        // Whatever comes next counts on the pen that ncurses thinks there is.
        send()
    }

    /// Signs up to the next control byte, or that byte if it stands here.
    private mutating func takeText() {
        var end = position
        while end < input.count, input[end] == Self.blank { end += 1 }
        if end > position {
            sendForBlanks()
            return copy(end - position)
        }
        end += 1
        while end < input.count, input[end] != Self.escape, input[end] >= 0x20 { end += 1 }
        send()
        copy(end - position)
    }

    private mutating func copy(_ count: Int) {
        let end = min(position + count, input.count)
        output.append(contentsOf: input[position..<end])
        position = end
    }

    private mutating func takeEscape() {
        let next = position + 1 < input.count ? input[position + 1] : 0
        switch next {
        case UInt8(ascii: "["): takeSequence()
        case UInt8(ascii: "(") where position + 2 < input.count:
            // ASCII is what ncurses chooses whenever it resets a pen; once is enough.
            let isASCII = input[position + 2] == UInt8(ascii: "B")
            if isASCII, isASCIIChosen { position += 3 } else { copy(3) }
            isASCIIChosen = isASCII
        default:
            send()
            copy(2)
        }
    }

    private mutating func takeSequence() {
        var end = position + 2
        while end < input.count, !(0x40...0x7E).contains(input[end]) { end += 1 }
        let parameters = input[position + 2..<min(end, input.count)]
        let final = end < input.count ? input[end] : 0
        switch final {
        case UInt8(ascii: "m"):
            if let look = Self.look(after: wanted, parameters) {
                wanted = look
                position = end + 1
            } else {
                // Something that is not known here: what follows counts on it.
                send()
                copy(input.count - position)
            }
        case UInt8(ascii: "A")...UInt8(ascii: "D"), UInt8(ascii: "G"), UInt8(ascii: "H"),
            UInt8(ascii: "d"), UInt8(ascii: "h"), UInt8(ascii: "l"):
            copy(end + 1 - position)
        // Erased cells have the pen's background and nothing else.
        case UInt8(ascii: "X"), UInt8(ascii: "J"), UInt8(ascii: "K"):
            sendForBlanks()
            copy(end + 1 - position)
        default:
            send()
            copy(end + 1 - position)
        }
    }

    // MARK: - Pens

    private static func look(after look: Look, _ text: ArraySlice<UInt8>) -> Look? {
        var numbers: [UInt32] = [0]
        for byte in text {
            if byte == UInt8(ascii: ";") {
                numbers.append(0)
            } else if digits.contains(byte), numbers[numbers.count - 1] < 1_000 {
                numbers[numbers.count - 1] *= 10
                numbers[numbers.count - 1] += UInt32(byte - digits.lowerBound)
            } else {
                return nil
            }
        }
        var look = look
        var rest = numbers[...]
        while let number = rest.popFirst() {
            switch number {
            case 0: look = Look()
            case 1...9: look.attributes |= 1 << UInt16(number)
            case 30...37, 90...97: look.foreground = Color(kind: 1, value: number)
            case 40...47, 100...107: look.background = Color(kind: 1, value: number)
            case 39: look.foreground = Color()
            case 49: look.background = Color()
            case 38, 48:
                guard let color = color(&rest) else { return nil }
                if number == 38 { look.foreground = color } else { look.background = color }
            default: return nil
            }
        }
        return look
    }

    private static func color(_ rest: inout ArraySlice<UInt32>) -> Color? {
        guard let kind = rest.popFirst(), kind == 5 || kind == 2 else { return nil }
        let count = kind == 5 ? 1 : 3
        guard rest.count >= count else { return nil }
        var value: UInt32 = 0
        for part in rest.prefix(count) {
            guard part < 256 else { return nil }
            value = value << 8 | part
        }
        rest.removeFirst(count)
        return Color(kind: kind, value: value)
    }

    /// Sends the pen that is wanted, if the terminal has another one.
    private mutating func send() {
        guard actual != wanted else { return }
        let plain = Look()
        // Without parameters it takes everything off.
        var shortest = Self.text(
            wanted == plain ? [] : ["0"] + Self.names(wanted, since: plain)
        )
        // Attributes go off all at once only: not every terminal knows how to end a single one.
        if let actual, actual.attributes & ~wanted.attributes == 0 {
            let change = Self.text(Self.names(wanted, since: actual))
            if change.utf8.count < shortest.utf8.count { shortest = change }
        }
        output.append(contentsOf: shortest.utf8)
        actual = wanted
    }

    /// The same for blanks, of which nobody sees most of a pen.
    private mutating func sendForBlanks() {
        if let actual, actual.blanksLikeThose(of: wanted) { return }
        send()
    }

    private static func text(_ names: [String]) -> String {
        "\u{1B}[" + names.joined(separator: ";") + "m"
    }

    private static func names(_ look: Look, since old: Look) -> [String] {
        var names: [String] = []
        for number in UInt16(1)...9 where (look.attributes & ~old.attributes) >> number & 1 == 1 {
            names.append("\(number)")
        }
        if look.foreground != old.foreground { names.append(name(look.foreground, base: 30)) }
        if look.background != old.background { names.append(name(look.background, base: 40)) }
        return names
    }

    private static func name(_ color: Color, base: Int) -> String {
        let value = color.value
        return switch color.kind {
        case 0: "\(base + 9)"
        case 1: "\(value)"
        case 5: "\(base + 8);5;\(value)"
        default: "\(base + 8);2;\(value >> 16);\(value >> 8 & 0xFF);\(value & 0xFF)"
        }
    }
}
