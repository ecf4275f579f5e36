/// Turns keys written as text into what a terminal sends.
///
/// `jj<enter>^d:q<esc>` means two j, enter, control-d, colon, q, escape. `<lt>` is the key `<`,
/// `<^>` the key `^`.
package enum TypedKeys {
    private static let plain: [String: String] = [
        "enter": "\r", "tab": "\t", "esc": "\u{1B}", "space": " ", "lt": "<", "gt": ">", "^": "^",
        "backspace": "\u{7F}", "shift-tab": "\u{1B}[Z", "insert": "\u{1B}[2~",
        "delete": "\u{1B}[3~", "pgup": "\u{1B}[5~", "pgdn": "\u{1B}[6~",
        "shift-up": "\u{1B}[1;2A", "shift-down": "\u{1B}[1;2B", "shift-right": "\u{1B}[1;2C",
        "shift-left": "\u{1B}[1;2D",
        "f1": "\u{1B}OP", "f2": "\u{1B}OQ", "f3": "\u{1B}OR", "f4": "\u{1B}OS",
        "f5": "\u{1B}[15~", "f6": "\u{1B}[17~", "f7": "\u{1B}[18~", "f8": "\u{1B}[19~",
        "f9": "\u{1B}[20~", "f10": "\u{1B}[21~",
        "alt-1": "\u{1B}1", "alt-2": "\u{1B}2", "alt-3": "\u{1B}3",
    ]

    /// Keys that depend on the application cursor mode.
    private static let cursorKeys: [String: String] = [
        "up": "A", "down": "B", "right": "C", "left": "D", "home": "H", "end": "F",
    ]

    /// Looks the keys up.
    ///
    /// - Parameters:
    ///   - text: keys as text.
    ///   - inApplicationMode: whether the program switched the arrow keys over.
    /// - Returns: the bytes of each key.
    /// - Throws: ``TerminalFault/unknownKeys(_:)``.
    package static func bytes(
        _ text: String,
        inApplicationMode: Bool
    ) throws(TerminalFault) -> [[UInt8]] {
        var keys: [[UInt8]] = []
        var rest = text[...]
        while let first = rest.popFirst() {
            if first == "<" {
                let name = rest.prefix { $0 != ">" }
                rest = rest.dropFirst(name.count + 1)
                keys.append(try named(String(name), inApplicationMode))
            } else if first == "^", let letter = rest.popFirst()?.asciiValue {
                keys.append([letter == UInt8(ascii: "@") ? 0 : letter & 0x1F])
            } else {
                keys.append(Array(String(first).utf8))
            }
        }
        return keys
    }

    private static func named(
        _ name: String,
        _ inApplicationMode: Bool
    ) throws(TerminalFault) -> [UInt8] {
        if let bytes = plain[name] { return Array(bytes.utf8) }
        guard let letter = cursorKeys[name] else { throw .unknownKeys("<\(name)>") }
        return Array("\u{1B}\(inApplicationMode ? "O" : "[")\(letter)".utf8)
    }
}
