/// A key press, as a terminal can report it.
package enum Key: Hashable, Sendable {
    case character(Character)
    /// Control and a lower-case letter, or one of `[ \ ] ^ _ @`.
    case control(Character)
    /// Alt and a digit from 1 to 9: an escape and the digit in one breath.
    case alt(Character)
    case enter, escape, tab, backTab, backspace, delete, insert
    case up, down, left, right
    case shiftUp, shiftDown, shiftLeft, shiftRight
    case home, end, pageUp, pageDown
    /// F1 is 1.
    case function(Int)
}

extension Key {
    private static let named: [(key: Key, name: String)] = [
        (.enter, "enter"), (.escape, "esc"), (.tab, "tab"), (.backTab, "shift-tab"),
        (.backspace, "backspace"), (.delete, "delete"), (.insert, "insert"),
        (.up, "up"), (.down, "down"), (.left, "left"), (.right, "right"),
        (.shiftUp, "shift-up"), (.shiftDown, "shift-down"),
        (.shiftLeft, "shift-left"), (.shiftRight, "shift-right"),
        (.home, "home"), (.end, "end"), (.pageUp, "pgup"), (.pageDown, "pgdn"),
        (.character(" "), "space"),
    ]

    private static let synonyms: [(name: String, key: Key)] = [
        ("escape", .escape), ("return", .enter), ("backtab", .backTab), ("bs", .backspace),
        ("del", .delete), ("ins", .insert), ("pageup", .pageUp), ("pagedown", .pageDown),
        ("lt", .character("<")), ("gt", .character(">")),
    ]

    /// Reads `q`, `M`, `^d`, `ctrl-d`, `shift-m`, `alt-1`, `enter`, `<enter>`, `f5`, `space`.
    package init?(named text: String) {
        if text.count == 1, let character = text.first {
            self = .character(character)
            return
        }
        var name = text
        if name.hasPrefix("<"), name.hasSuffix(">"), name.count > 2 {
            name = String(name.dropFirst().dropLast())
        }
        guard
            let key = Self.control(name) ?? Self.word(name.lowercased()) ?? Self.shifted(name)
                ?? Self.alt(name.lowercased())
        else { return nil }
        self = key
    }

    private static func control(_ name: String) -> Key? {
        for prefix in ["^", "ctrl-", "c-"] where name.lowercased().hasPrefix(prefix) {
            let rest = name.dropFirst(prefix.count).lowercased()
            guard let character = rest.first, rest.count == 1 else { return nil }
            let isControl = ("a"..."z").contains(character) || "[\\]^_@".contains(character)
            return isControl ? .control(character) : nil
        }
        return nil
    }

    private static func word(_ name: String) -> Key? {
        if let match = named.first(where: { $0.name == name }) { return match.key }
        if let match = synonyms.first(where: { $0.name == name }) { return match.key }
        guard name.first == "f", let number = Int(name.dropFirst()), (1...24).contains(number)
        else { return nil }
        return .function(number)
    }

    private static func alt(_ name: String) -> Key? {
        guard name.hasPrefix("alt-"), name.count == 5, let digit = name.last,
            ("1"..."9").contains(digit)
        else { return nil }
        return .alt(digit)
    }

    private static func shifted(_ name: String) -> Key? {
        guard name.lowercased().hasPrefix("shift-"), name.count == 7, let last = name.last,
            last.isLetter, let upper = last.uppercased().first
        else { return nil }
        return .character(upper)
    }

    /// Reads keys typed as text, `jj<enter>^d:q<esc>`; `nil` when one is unknown.
    ///
    /// `<lt>` is the key `<`, `<^>` the key `^`.
    package static func sequence(_ text: String) -> [Key]? {
        var keys: [Key] = []
        var rest = text[...]
        while let first = rest.first {
            let length: Int
            if first == "<", let close = rest.firstIndex(of: ">") {
                length = rest.distance(from: rest.startIndex, to: close) + 1
            } else {
                length = first == "^" && rest.count > 1 ? 2 : 1
            }
            var name = String(rest.prefix(length))
            if name == "<^>" { name = "^" }
            guard let key = Key(named: name) else { return nil }
            keys.append(key)
            rest = rest.dropFirst(length)
        }
        return keys
    }
}

extension Key: CustomStringConvertible {
    /// Short, for hint bars (`q`, `M`, `^d`, `enter`, `F5`); reads back with ``init(named:)``.
    package var description: String {
        if let match = Self.named.first(where: { $0.key == self }) { return match.name }
        switch self {
        case .character(let character): return String(character)
        case .control(let character): return "^\(character)"
        case .alt(let character): return "alt-\(character)"
        case .function(let number): return "F\(number)"
        default: return "?"
        }
    }
}
