/// The line that a user of a terminal types: echoed, and correctable until it is sent.
///
/// Arrows move in it and call earlier lines up; Ctrl-A, E, K, U and W work as in a shell. A
/// character is taken to be one column wide.
package struct TerminalLine: Sendable {
    package enum Event: Hashable, Sendable {
        /// Bytes for the terminal.
        case echo([UInt8])
        case line(String)
        /// Ctrl-C.
        case interrupt
        /// Ctrl-D on an empty line.
        case end
        /// Ctrl-L: a clean screen, with the prompt and this line.
        case redraw(String)
    }

    private static let lengthMaximum = 4_096
    private static let historyMaximum = 100

    /// The bytes of each character, of which one may not be whole yet.
    private var text: [[UInt8]] = []
    private var cursor = 0
    private var history: [String] = []
    /// Which line of the history is shown; its count = the new one.
    private var shown = 0
    private var escape: [UInt8]?
    private var wasReturn = false

    package init() {}

    /// Takes typed bytes in.
    package mutating func take(_ bytes: [UInt8]) -> [Event] { bytes.flatMap { take($0) } }

    private var line: String { String(decoding: text.joined(), as: UTF8.self) }

    private mutating func take(_ byte: UInt8) -> [Event] {
        if let begun = escape { return takeEscape(begun + [byte]) }
        let followsReturn = wasReturn
        wasReturn = byte == 0x0D
        switch byte {
        case 0x1B:
            escape = []
            return []
        case 0x0A where followsReturn: return []
        case 0x0D, 0x0A: return entered()
        case 0x03:
            begin(with: "")
            shown = history.count
            return [.echo(Array("^C\r\n".utf8)), .interrupt]
        case 0x04: return text.isEmpty ? [.end] : []
        case 0x0C: return [.redraw(line)]
        case 0x01: return moved(to: 0)
        case 0x05: return moved(to: text.count)
        case 0x02: return moved(to: cursor - 1)
        case 0x06: return moved(to: cursor + 1)
        case 0x10: return called(shown - 1)
        case 0x0E: return called(shown + 1)
        case 0x0B: return removed(cursor..<text.count)
        case 0x15: return removed(0..<cursor)
        case 0x17: return removed(wordStart..<cursor)
        case 0x7F, 0x08: return cursor > 0 ? removed(cursor - 1..<cursor) : []
        case 0x20...: return typed(byte)
        default: return []
        }
    }

    // MARK: - Keys that send more than one byte

    private mutating func takeEscape(_ bytes: [UInt8]) -> [Event] {
        let isOpen =
            bytes.count < 8
            && (bytes == [UInt8(ascii: "[")] || bytes == [UInt8(ascii: "O")]
                || !(0x40...0x7E).contains(bytes[bytes.count - 1]))
        escape = isOpen ? bytes : nil
        if isOpen { return [] }
        switch String(decoding: bytes.dropFirst(), as: UTF8.self) {
        case "A": return called(shown - 1)
        case "B": return called(shown + 1)
        case "C": return moved(to: cursor + 1)
        case "D": return moved(to: cursor - 1)
        case "H", "1~", "7~": return moved(to: 0)
        case "F", "4~", "8~": return moved(to: text.count)
        case "3~": return cursor < text.count ? removed(cursor..<cursor + 1) : []
        default: return []
        }
    }

    // MARK: - Changes

    private mutating func begin(with new: String) {
        text = new.unicodeScalars.map { Array(String($0).utf8) }
        cursor = text.count
    }

    private mutating func entered() -> [Event] {
        let line = line
        if !line.allSatisfy({ $0 == " " }), history.last != line {
            history.append(line)
            if history.count > Self.historyMaximum { history.removeFirst() }
        }
        begin(with: "")
        shown = history.count
        return [.echo([0x0D, 0x0A]), .line(line)]
    }

    private mutating func typed(_ byte: UInt8) -> [Event] {
        // The rest of a character that has begun.
        if (0x80..<0xC0).contains(byte), cursor > 0, text[cursor - 1].count < 4 {
            text[cursor - 1].append(byte)
            return [.echo([byte])]
        }
        guard text.count < Self.lengthMaximum else { return [] }
        text.insert([byte], at: cursor)
        cursor += 1
        let rest = text[cursor...]
        return [.echo([byte] + rest.joined() + Self.back(rest.count))]
    }

    private var wordStart: Int {
        let space = [UInt8(ascii: " ")]
        let words = text[..<cursor].lastIndex { $0 != space }.map { $0 + 1 } ?? 0
        return text[..<words].lastIndex(of: space).map { $0 + 1 } ?? 0
    }

    private mutating func removed(_ range: Range<Int>) -> [Event] {
        guard !range.isEmpty else { return [] }
        let steps = cursor - range.lowerBound
        text.removeSubrange(range)
        cursor = range.lowerBound
        let rest = Array(text[cursor...].joined())
        let blank = [UInt8](repeating: 0x20, count: range.count)
        let shift = text.count - cursor + range.count
        return [.echo(Self.back(steps) + rest + blank + Self.back(shift))]
    }

    private mutating func moved(to place: Int) -> [Event] {
        let place = min(max(0, place), text.count)
        defer { cursor = place }
        if place == cursor { return [] }
        if place < cursor { return [.echo(Self.back(cursor - place))] }
        return [.echo(Array(text[cursor..<place].joined()))]
    }

    /// Shows another line of the history in the place of this one.
    private mutating func called(_ number: Int) -> [Event] {
        guard (0...history.count).contains(number), number != shown else { return [] }
        let old = text.count
        let steps = cursor
        begin(with: number < history.count ? history[number] : "")
        shown = number
        let blank = max(0, old - text.count)
        return [
            .echo(
                Self.back(steps) + text.joined() + [UInt8](repeating: 0x20, count: blank)
                    + Self.back(blank)
            )
        ]
    }

    private static func back(_ count: Int) -> [UInt8] { [UInt8](repeating: 0x08, count: count) }
}
