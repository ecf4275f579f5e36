import Basics
import Cells

/// One thing ncurses has read.
enum RawInput: Hashable {
    case character(UInt32)
    case key(Key)
    case pasteBegin, pasteEnd
    /// A key that the console has no name for.
    case otherKey
}

/// Turns what ncurses reads into keys and pastes.
///
/// Escape sequences that nobody knows are swallowed whole; typed out, their letters would be
/// commands.
struct KeyDecoder {
    private var paste: String.UnicodeScalarView?

    /// Longer pastes are cut here.
    static let pasteLimit = 1 << 20

    /// Decodes inputs that arrived together.
    mutating func decode(_ inputs: [RawInput]) -> [InputEvent] {
        var events: [InputEvent] = []
        var rest = inputs[...]
        while let input = rest.popFirst() {
            switch input {
            case .pasteBegin:
                paste = String.UnicodeScalarView()
            case .pasteEnd:
                if let text = finishedPaste() { events.append(.paste(text)) }
            case .character(let value) where paste != nil:
                collect(value)
            case .character(Self.escape) where Self.startsSequence(rest):
                Self.skipSequence(&rest)
            case .character(let value):
                if let key = Self.key(value) { events.append(.key(key)) }
            case .key(let key):
                if paste == nil { events.append(.key(key)) }
            case .otherKey:
                break
            }
        }
        return events
    }

    /// The key that sends this character.
    static func key(_ value: UInt32) -> Key? {
        switch value {
        case 0: return .control("@")
        case 8, 127: return .backspace
        case 9: return .tab
        case 10, 13: return .enter
        case escape: return .escape
        case 1...26: return letter(value + 0x60).map { .control($0) }
        case 28...31: return letter(value + 0x40).map { .control($0) }
        case 0x80...0x9F: return nil
        default: return letter(value).map { .character($0) }
        }
    }

    private static let escape: UInt32 = 27

    private static func letter(_ value: UInt32) -> Character? {
        Unicode.Scalar(value).map { Character($0) }
    }
}

extension KeyDecoder {
    private mutating func collect(_ value: UInt32) {
        guard let scalar = Unicode.Scalar(value == 13 ? 10 : value) else { return }
        guard let count = paste?.count, count < Self.pasteLimit else { return }
        paste?.append(scalar)
    }

    private mutating func finishedPaste() -> SafeText? {
        defer { paste = nil }
        return paste.map { SafeText(sanitizing: String($0)) }
    }

    /// Whether what follows an escape belongs to it: `[` or `O`, and something more.
    private static func startsSequence(_ rest: ArraySlice<RawInput>) -> Bool {
        guard rest.count >= 2, let first = rest.first else { return false }
        return first == .character(0x5B) || first == .character(0x4F)
    }

    /// Skips `[`, parameters and the final letter, or `O` and one letter.
    private static func skipSequence(_ rest: inout ArraySlice<RawInput>) {
        let isShort = rest.popFirst() == .character(0x4F)
        while case .character(let value) = rest.first {
            rest.removeFirst()
            if isShort || (0x40...0x7E).contains(value) { return }
        }
    }
}
