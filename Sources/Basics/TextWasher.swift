/// Takes the dangerous and the invisible out of text, one grapheme cluster after the other.
struct TextWasher {
    let replacement: Character
    /// UTF-8; a string that grows letter by letter would cost far more.
    private var clean: [UInt8] = []
    private var characters = 0
    private var owesSpace = false

    /// More scalars than this in one cluster are decoration that no terminal shows.
    private static let clusterLimit = 8
    private static let tabStop = 8
    private static let space = UInt8(ascii: " ")

    init(replacement: Character) {
        self.replacement = replacement
    }

    /// How many UTF-8 bytes have been produced so far.
    var utf8Count: Int { clean.count }

    mutating func append(_ raw: Substring) {
        TextWalk.walk(raw) { step in
            switch step {
            case .ascii(let bytes):
                payDebt()
                characters += bytes.count
                clean.append(contentsOf: bytes)
            case .alone(let scalar):
                payDebt()
                characters += 1
                clean.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
            case .cluster(let character):
                append(character)
            }
            return true
        }
    }

    /// The text, without the line ends that stood last.
    func finished() -> String { String(decoding: clean, as: UTF8.self) }

    mutating func append(_ character: Character) {
        if character.isNewline {
            owesSpace = true
            return
        }
        payDebt()
        if character == "\t" {
            let spaces = Self.tabStop - characters % Self.tabStop
            clean.append(contentsOf: repeatElement(Self.space, count: spaces))
            characters += spaces
            return
        }
        characters += 1
        if let plain = character.asciiValue, plain >= 0x20, plain != 0x7F {
            clean.append(plain)
        } else if character.isASCII {
            clean.append(contentsOf: replacement.utf8)
        } else {
            clean.append(contentsOf: Self.washed(character, replacement: replacement).utf8)
        }
    }

    /// Writes the space that an earlier line end has left open, now that more text follows.
    private mutating func payDebt() {
        guard owesSpace else { return }
        owesSpace = false
        clean.append(Self.space)
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
