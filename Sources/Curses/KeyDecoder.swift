import Basics
import Cells

/// One thing ncurses has read.
enum RawInput: Hashable {
    case byte(UInt8)
    case key(Key)
    case pasteBegin, pasteEnd
    /// A report of the mouse begins; its bytes follow.
    case mouseBegin
    /// A key that the console has no name for.
    case otherKey
}

/// Turns what ncurses reads into keys and pastes.
///
/// Escape sequences that nobody knows are swallowed whole; typed out, their letters would be
/// commands. Characters may arrive in parts.
struct KeyDecoder {
    private var characters = UTF8Assembler()
    private var paste: String.UnicodeScalarView?
    /// Counting the scalars of text takes as long as it is.
    private var pasteLength = 0
    /// The bytes of a report of the mouse that is not complete.
    private var report: [UInt8]?

    /// Longer pastes are cut here, in characters.
    static let pasteLimit = 1 << 16
    /// Longer reports of the mouse are none.
    private static let reportLimit = 32

    /// Decodes inputs that arrived together.
    mutating func decode(_ inputs: [RawInput]) -> [InputEvent] {
        var events: [InputEvent] = []
        var rest = inputs[...]
        while let input = rest.popFirst() {
            switch input {
            case .byte(let byte) where report != nil: receive(report: byte, into: &events)
            case .mouseBegin: report = []
            case .byte(Self.escape) where paste == nil && Self.startsSequence(rest):
                Self.skipSequence(&rest)
            case .byte(Self.escape) where paste == nil && Self.altDigit(rest) != nil:
                if let digit = Self.altDigit(rest) { events.append(.key(.alt(digit))) }
                rest.removeFirst()
            case .byte(let byte):
                for scalar in characters.append(byte) { receive(scalar, into: &events) }
            case .pasteBegin:
                paste = String.UnicodeScalarView()
                pasteLength = 0
            case .pasteEnd:
                if let text = finishedPaste() { events.append(.paste(text)) }
            case .key(let key):
                if paste == nil { events.append(.key(key)) }
            case .otherKey:
                break
            }
        }
        return events
    }

    /// The key that sends this character; `nil` for one that no key sends.
    static func key(_ scalar: Unicode.Scalar) -> Key? {
        switch scalar.value {
        case 0: .control("@")
        case 8, 127: .backspace
        case 9: .tab
        case 10, 13: .enter
        case 27: .escape
        case 1...26: letter(scalar.value + 0x60).map { .control($0) }
        case 28...31: letter(scalar.value + 0x40).map { .control($0) }
        case 0x80...0x9F, 0xFFFD: nil
        default: .character(Character(scalar))
        }
    }

    private static let escape: UInt8 = 27

    private static func letter(_ value: UInt32) -> Character? {
        Unicode.Scalar(value).map { Character($0) }
    }
}

extension KeyDecoder {
    private mutating func receive(_ scalar: Unicode.Scalar, into events: inout [InputEvent]) {
        if paste == nil {
            if let key = Self.key(scalar) { events.append(.key(key)) }
        } else if pasteLength < Self.pasteLimit {
            paste?.append(scalar == "\r" ? "\n" : scalar)
            pasteLength += 1
        }
    }

    private mutating func receive(report byte: UInt8, into events: inout [InputEvent]) {
        report?.append(byte)
        let isLast = (0x40...0x7E).contains(byte)
        guard isLast || report?.count ?? 0 > Self.reportLimit else { return }
        if paste == nil, let event = report.flatMap({ MouseEvent(report: $0) }) {
            events.append(.mouse(event))
        }
        report = nil
    }

    private mutating func finishedPaste() -> SafeText? {
        defer { paste = nil }
        return paste.map { SafeText(sanitizing: String($0)) }
    }

    /// Whether what follows an escape belongs to it: `[` or `O`, and something more.
    private static func startsSequence(_ rest: ArraySlice<RawInput>) -> Bool {
        guard rest.count >= 2, let first = rest.first else { return false }
        return first == .byte(UInt8(ascii: "[")) || first == .byte(UInt8(ascii: "O"))
    }

    /// The digit that came in one breath with an escape, as alt sends it.
    private static func altDigit(_ rest: ArraySlice<RawInput>) -> Character? {
        guard case .byte(let byte)? = rest.first,
            (UInt8(ascii: "1")...UInt8(ascii: "9")).contains(byte)
        else { return nil }
        return Character(Unicode.Scalar(byte))
    }

    /// Skips `[`, parameters and the final letter, or `O` and one letter.
    private static func skipSequence(_ rest: inout ArraySlice<RawInput>) {
        let isShort = rest.popFirst() == .byte(UInt8(ascii: "O"))
        while case .byte(let value) = rest.first {
            rest.removeFirst()
            if isShort || (0x40...0x7E).contains(value) { return }
        }
    }
}

/// Puts bytes together to characters; what is not UTF-8 becomes `U+FFFD`.
struct UTF8Assembler {
    private var pending: [UInt8] = []
    private var missing = 0

    /// The characters that are complete with this byte: none, one, or a broken one and another.
    mutating func append(_ byte: UInt8) -> [Unicode.Scalar] {
        if missing > 0, byte & 0xC0 == 0x80 {
            pending.append(byte)
            missing -= 1
            return missing == 0 ? take() : []
        }
        let broken = missing > 0 ? take() : []
        pending = [byte]
        missing = Self.followers(of: byte)
        return missing == 0 ? broken + take() : broken
    }

    /// Takes what is pending, one character when all is well.
    private mutating func take() -> [Unicode.Scalar] {
        defer {
            pending = []
            missing = 0
        }
        let text = String(decoding: pending, as: UTF8.self).unicodeScalars
        return text.count == 1 ? Array(text) : ["\u{FFFD}"]
    }

    private static func followers(of byte: UInt8) -> Int {
        switch byte {
        case 0xC2...0xDF: 1
        case 0xE0...0xEF: 2
        case 0xF0...0xF4: 3
        default: 0
        }
    }
}
