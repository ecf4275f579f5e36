/// The line that a user of a terminal types: echoed, and correctable until it is sent.
package struct TerminalLine: Sendable {
    package enum Event: Hashable, Sendable {
        /// Bytes for the terminal.
        case echo([UInt8])
        case line(String)
        /// Ctrl-C.
        case interrupt
        /// Ctrl-D on an empty line.
        case end
    }

    private static let lengthMaximum = 4_096
    private var text: [UInt8] = []
    private var isInEscape = false
    private var wasReturn = false

    package init() {}

    /// Takes typed bytes in.
    package mutating func take(_ bytes: [UInt8]) -> [Event] {
        var events: [Event] = []
        for byte in bytes {
            if isInEscape {
                // Arrows and the like have nowhere to go.
                isInEscape = !((0x40...0x7E).contains(byte) && byte != UInt8(ascii: "["))
                continue
            }
            let followsReturn = wasReturn
            wasReturn = false
            switch byte {
            case 0x1B: isInEscape = true
            case 0x0A where followsReturn: break
            case 0x0D, 0x0A:
                wasReturn = byte == 0x0D
                events.append(.echo([0x0D, 0x0A]))
                events.append(.line(String(decoding: text, as: UTF8.self)))
                text = []
            case 0x03:
                text = []
                events.append(.echo(Array("^C\r\n".utf8)))
                events.append(.interrupt)
            case 0x04:
                if text.isEmpty { events.append(.end) }
            case 0x7F, 0x08: events += erased()
            case 0x15:
                while !text.isEmpty { events += erased() }
            case 0x20...:
                guard text.count < Self.lengthMaximum else { break }
                text.append(byte)
                events.append(.echo([byte]))
            default: break
            }
        }
        return events
    }

    private mutating func erased() -> [Event] {
        guard !text.isEmpty else { return [] }
        // A whole character, however many bytes it has.
        while let last = text.popLast(), (0x80..<0xC0).contains(last) {}
        return [.echo(Array("\u{8} \u{8}".utf8))]
    }
}
