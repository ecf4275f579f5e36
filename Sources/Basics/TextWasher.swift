/// Takes the dangerous and the invisible out of text, one grapheme cluster after the other.
struct TextWasher {
    let replacement: Character
    private(set) var clean = ""
    private var characters = 0
    private var owesSpace = false

    /// More scalars than this in one cluster are decoration that no terminal shows.
    private static let clusterLimit = 8
    private static let tabStop = 8

    init(replacement: Character) {
        self.replacement = replacement
    }

    /// How many UTF-8 bytes have been produced so far.
    var utf8Count: Int { clean.utf8.count }

    mutating func append(_ raw: some StringProtocol) {
        for character in raw { append(character) }
    }

    /// The text, without the line ends that stood last.
    func finished() -> String { clean }

    mutating func append(_ character: Character) {
        if character.isNewline {
            owesSpace = true
            return
        }
        payDebt()
        if character == "\t" {
            let spaces = Self.tabStop - characters % Self.tabStop
            clean += String(repeating: " ", count: spaces)
            characters += spaces
            return
        }
        characters += 1
        if let plain = character.asciiValue, plain >= 0x20, plain != 0x7F {
            clean.append(character)
        } else {
            clean.append(Self.washed(character, replacement: replacement))
        }
    }

    /// Writes the space that an earlier line end has left open, now that more text follows.
    private mutating func payDebt() {
        guard owesSpace else { return }
        owesSpace = false
        clean += " "
        characters += 1
    }

    private static func washed(_ cluster: Character, replacement: Character) -> String {
        var kept = String.UnicodeScalarView()
        var isReplaced = false
        let scalars = Array(cluster.unicodeScalars.prefix(clusterLimit))
        for (index, scalar) in scalars.enumerated() {
            switch scalar.showing {
            case .shown:
                kept.append(scalar)
            case .joiner:
                let next = index + 1 < scalars.count ? scalars[index + 1] : nil
                if let next, !kept.isEmpty, next.properties.isEmoji { kept.append(scalar) }
            case .dropped:
                break
            case .replaced where !isReplaced:
                kept.append(contentsOf: replacement.unicodeScalars)
                isReplaced = true
            case .replaced:
                break
            }
        }
        guard let first = kept.first else { return String(replacement) }
        return first.isMark ? "\u{25CC}" + String(kept) : String(kept)
    }
}

/// What becomes of a scalar on the way to the screen.
private enum Showing {
    case shown, joiner, dropped, replaced
}

extension Unicode.Scalar {
    /// Whether the scalar is drawn on top of the one before it.
    fileprivate var isMark: Bool {
        switch properties.generalCategory {
        case .nonspacingMark, .enclosingMark: true
        default: false
        }
    }

    fileprivate var showing: Showing {
        if value == 0x200D { return .joiner }
        if isVariationSelector { return .dropped }
        switch properties.generalCategory {
        case .control, .format, .unassigned, .surrogate, .lineSeparator, .paragraphSeparator:
            return .replaced
        default:
            return properties.isDefaultIgnorableCodePoint ? .replaced : .shown
        }
    }

    /// Terminals disagree about the width of what follows one, so none gets through.
    private var isVariationSelector: Bool {
        properties.isVariationSelector
    }
}
