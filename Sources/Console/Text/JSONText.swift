import Basics
import Cells

/// A line of a log that is a JSON object, for people to read.
///
/// Numbers and words are kept as they were written.
indirect enum JSONText: Hashable, Sendable {
    case object([Member])
    case array([JSONText])
    /// What the quotes hold, with its escapes as they were written.
    case string(Substring)
    /// A number, `true`, `false` or `null`.
    case word(Substring)

    struct Member: Hashable, Sendable {
        let name: Substring
        let value: JSONText
    }

    private static let depthLimit = 64

    /// Reads a line that is one object and nothing else; `nil` for any other.
    init?(object line: String) {
        var reader = JSONTextReader(line)
        guard let value = reader.value(depth: Self.depthLimit), reader.isAtEnd,
            case .object = value
        else { return nil }
        self = value
    }

    /// The value at a path such as `request.path`; a member's own name may have dots too.
    func value(at path: String) -> JSONText? {
        guard case .object(let members) = self else { return nil }
        if let member = members.first(where: { $0.name == path }) { return member.value }
        guard let dot = path.firstIndex(of: ".") else { return nil }
        let head = path[..<dot]
        return members.first { $0.name == head }?.value
            .value(at: String(path[path.index(after: dot)...]))
    }

    /// The value as one line without the quotes of a text.
    var brief: String {
        switch self {
        case .string(let text): Self.unescaped(text)
        case .word(let word): String(word)
        case .array(let values): "[" + values.map(\.brief).joined(separator: ", ") + "]"
        case .object(let members):
            "{" + members.map { "\($0.name): \($0.value.brief)" }.joined(separator: ", ") + "}"
        }
    }

    /// The object over several lines, a member each; small lists and objects stay on one line.
    func lines(indent: Int = 0) -> [Line] {
        guard case .object(let members) = self else { return [Line(brief)] }
        let space = String(repeating: " ", count: indent)
        return members.flatMap { member -> [Line] in
            let name = Span(space + Self.unescaped(member.name) + ": ", .key)
            if case .object(let inner) = member.value, inner.count > 1 {
                return [[name]] + member.value.lines(indent: indent + 2)
            }
            return [[name, Span(member.value.brief, member.value.slot)]]
        }
    }

    private var slot: Slot {
        switch self {
        case .string, .object, .array: .text
        case .word: .accent
        }
    }

    /// Escapes that are words become what they mean; control characters stay written out.
    private static func unescaped(_ text: Substring) -> String {
        guard text.utf8.contains(UInt8(ascii: "\\")) else { return String(text) }
        var result = ""
        var rest = text.unicodeScalars
        while let scalar = rest.popFirst() {
            guard scalar == "\\", let next = rest.first else {
                result.unicodeScalars.append(scalar)
                continue
            }
            switch next {
            case "\"", "\\", "/":
                result.unicodeScalars.append(next)
                rest.removeFirst()
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }
}

/// Reads JSON from bytes; strict enough that a line which only looks like it stays a line.
private struct JSONTextReader {
    private let line: String
    private var place: String.UTF8View.Index

    init(_ line: String) {
        self.line = line
        place = line.utf8.startIndex
        skipSpace()
    }

    var isAtEnd: Bool { place == line.utf8.endIndex }

    private var next: UInt8? { isAtEnd ? nil : line.utf8[place] }

    private mutating func advance() { place = line.utf8.index(after: place) }

    private mutating func skipSpace() {
        while let byte = next, byte == 0x20 || byte == 0x09 || byte == 0x0D || byte == 0x0A {
            advance()
        }
    }

    private mutating func take(_ byte: Unicode.Scalar) -> Bool {
        guard next == UInt8(ascii: byte) else { return false }
        advance()
        skipSpace()
        return true
    }

    mutating func value(depth: Int) -> JSONText? {
        guard depth > 0 else { return nil }
        switch next {
        case UInt8(ascii: "{"): return object(depth: depth)
        case UInt8(ascii: "["): return array(depth: depth)
        case UInt8(ascii: "\""): return string().map { .string($0) }
        default: return word()
        }
    }

    private mutating func object(depth: Int) -> JSONText? {
        guard take("{") else { return nil }
        var members: [JSONText.Member] = []
        if take("}") { return .object(members) }
        repeat {
            guard let name = string(), take(":"), let value = value(depth: depth - 1) else {
                return nil
            }
            members.append(JSONText.Member(name: name, value: value))
        } while take(",")
        return take("}") ? .object(members) : nil
    }

    private mutating func array(depth: Int) -> JSONText? {
        guard take("[") else { return nil }
        var values: [JSONText] = []
        if take("]") { return .array(values) }
        repeat {
            guard let value = value(depth: depth - 1) else { return nil }
            values.append(value)
        } while take(",")
        return take("]") ? .array(values) : nil
    }

    private mutating func string() -> Substring? {
        guard next == UInt8(ascii: "\"") else { return nil }
        advance()
        let start = place
        while let byte = next {
            if byte == UInt8(ascii: "\"") {
                let text = line[start..<place]
                advance()
                skipSpace()
                return text
            }
            advance()
            if byte == UInt8(ascii: "\\") {
                guard !isAtEnd else { return nil }
                advance()
            }
        }
        return nil
    }

    private mutating func word() -> JSONText? {
        let start = place
        while let byte = next, Self.isWord(byte) { advance() }
        let word = line[start..<place]
        skipSpace()
        let isNumber = word.utf8.first.map { $0 == 0x2D || (0x30...0x39).contains($0) } ?? false
        guard isNumber || ["true", "false", "null"].contains(word) else { return nil }
        return .word(word)
    }

    private static func isWord(_ byte: UInt8) -> Bool {
        (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte)
            || (0x61...0x7A).contains(byte) || [0x2B, 0x2D, 0x2E].contains(byte)
    }
}
