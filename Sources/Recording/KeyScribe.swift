import Basics
package import Cells

/// Writes down what is typed, but nothing that should stay with who typed it.
///
/// A command line is written as a whole once it has been entered, so that a key that unlocks a
/// swarm can be left out; of what is pasted, only how much it was.
package struct KeyScribe: Sendable {
    /// The command line that is being typed.
    private var line: String?

    package init() {}

    /// Takes an event of the terminal.
    ///
    /// - Returns: what is to be written down now, if anything.
    package mutating func take(_ event: InputEvent) -> String? {
        switch event {
        case .key(let key): return take(key)
        case .paste(let text):
            let words = "(pasted \(text.string.count))"
            guard let open = line else { return words }
            line = open + words
            return nil
        case .mouse(let event) where event.deed == .press: return "<click>"
        case .mouse, .resize, .resumed, .endOfInput: return nil
        }
    }

    private mutating func take(_ key: Key) -> String? {
        guard let open = line else {
            if key == .character(":") {
                line = ":"
                return nil
            }
            return Self.name(key)
        }
        switch key {
        case .enter, .escape, .control("c"):
            line = nil
            return Self.withoutKeys(open) + Self.name(key)
        case .backspace:
            // Of an empty line nothing is left to be entered.
            line = open.count > 1 ? String(open.dropLast()) : nil
        case .character(let character): line = open + String(character)
        default: line = open + Self.name(key)
        }
        return nil
    }

    private static func name(_ key: Key) -> String {
        if case .character(let character) = key { return String(character) }
        let name = key.description
        return name.count == 2 && name.hasPrefix("^") ? name : "<\(name)>"
    }

    /// The line, without what follows a word that may mean `unlock`.
    private static func withoutKeys(_ line: String) -> String {
        let words = line.dropFirst().split(separator: " ", maxSplits: 1)
        guard words.count == 2, let word = words.first?.prefix(while: { $0 != "<" }),
            "unlock".hasPrefix(word)
        else { return line }
        return ":\(word) …"
    }
}
