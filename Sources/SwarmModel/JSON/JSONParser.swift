/// Why a text is not JSON, in the words of Go's decoder, which clients are used to.
package struct JSONError: Error, Hashable, Sendable, CustomStringConvertible {
    package let description: String
    package init(_ description: String) { self.description = description }
}

/// Reads one JSON text.
///
/// Strict, and bounded in depth: what comes here was sent by somebody.
package struct JSONParser {
    /// How deep arrays and objects may lie in one another.
    private static let depthMaximum = 128

    private let bytes: [UInt8]
    private var position = 0
    private var depth = 0

    private init(_ bytes: [UInt8]) { self.bytes = bytes }

    /// The value that the bytes are.
    ///
    /// - Throws: ``JSONError`` for bytes that are no JSON, or have something after it.
    package static func parse(_ bytes: [UInt8]) throws(JSONError) -> JSONValue {
        var parser = JSONParser(bytes)
        let value = try parser.value()
        parser.skipSpace()
        if parser.position < bytes.count { throw parser.unexpected("after top-level value") }
        return value
    }

    // MARK: - Values

    private mutating func value() throws(JSONError) -> JSONValue {
        skipSpace()
        guard let byte = peek else { throw Self.cutOff }
        switch byte {
        case UInt8(ascii: "{"):
            return try nested { parser throws(JSONError) in try parser.object() }
        case UInt8(ascii: "["): return try nested { parser throws(JSONError) in try parser.array() }
        case UInt8(ascii: "\""): return .string(try string())
        case UInt8(ascii: "t"): return try word("true", .bool(true))
        case UInt8(ascii: "f"): return try word("false", .bool(false))
        case UInt8(ascii: "n"): return try word("null", .null)
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return try number()
        default: throw unexpected("looking for beginning of value")
        }
    }

    private mutating func nested(
        _ read: (inout JSONParser) throws(JSONError) -> JSONValue
    ) throws(JSONError) -> JSONValue {
        depth += 1
        guard depth <= Self.depthMaximum else { throw JSONError("exceeded max depth") }
        position += 1
        let value = try read(&self)
        depth -= 1
        return value
    }

    private mutating func object() throws(JSONError) -> JSONValue {
        var members: [JSONValue.Member] = []
        skipSpace()
        if takes("}") { return .object(members) }
        while true {
            skipSpace()
            guard let byte = peek else { throw Self.cutOff }
            guard byte == UInt8(ascii: "\"") else {
                throw unexpected("looking for beginning of object key string")
            }
            let key = try string()
            skipSpace()
            guard takes(":") else { throw unexpected("after object key") }
            members.append(.init(key: key, value: try value()))
            skipSpace()
            if takes("}") { return .object(members) }
            guard takes(",") else { throw unexpected("after object key:value pair") }
        }
    }

    private mutating func array() throws(JSONError) -> JSONValue {
        var elements: [JSONValue] = []
        skipSpace()
        if takes("]") { return .array(elements) }
        while true {
            elements.append(try value())
            skipSpace()
            if takes("]") { return .array(elements) }
            guard takes(",") else { throw unexpected("after array element") }
        }
    }

    private mutating func word(
        _ text: StaticString,
        _ value: JSONValue
    ) throws(JSONError) -> JSONValue {
        let expected = Array("\(text)".utf8)
        for byte in expected {
            guard peek == byte else { throw unexpected("in literal \(text)") }
            position += 1
        }
        return value
    }

    private mutating func number() throws(JSONError) -> JSONValue {
        let start = position
        _ = takes("-")
        if !takes("0") { try digits() }
        if takes(".") { try digits() }
        if takes("e") || takes("E") {
            if !takes("+") { _ = takes("-") }
            try digits()
        }
        return .number(String(decoding: bytes[start..<position], as: UTF8.self))
    }

    private mutating func digits() throws(JSONError) {
        let start = position
        while let byte = peek, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) {
            position += 1
        }
        if position == start { throw unexpected("in numeric literal") }
    }

    // MARK: - Strings

    private mutating func string() throws(JSONError) -> String {
        position += 1
        var text: [UInt8] = []
        while let byte = peek {
            switch byte {
            case UInt8(ascii: "\""):
                position += 1
                // What is not UTF-8 becomes replacement characters, as in Go.
                return String(decoding: text, as: UTF8.self)
            case UInt8(ascii: "\\"):
                position += 1
                try escape(into: &text)
            case 0..<0x20: throw unexpected("in string literal")
            default:
                text.append(byte)
                position += 1
            }
        }
        throw Self.cutOff
    }

    private mutating func escape(into text: inout [UInt8]) throws(JSONError) {
        guard let byte = peek else { throw Self.cutOff }
        let plain: UInt8
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): plain = byte
        case UInt8(ascii: "b"): plain = 0x08
        case UInt8(ascii: "f"): plain = 0x0C
        case UInt8(ascii: "n"): plain = 0x0A
        case UInt8(ascii: "r"): plain = 0x0D
        case UInt8(ascii: "t"): plain = 0x09
        case UInt8(ascii: "u"):
            position += 1
            return text.append(contentsOf: String(try scalar()).utf8)
        default: throw unexpected("in string escape code")
        }
        position += 1
        text.append(plain)
    }

    /// A scalar from one or two groups of four digits; half a pair becomes a replacement character.
    private mutating func scalar() throws(JSONError) -> Character {
        let first = try hexadecimal()
        if let scalar = Unicode.Scalar(first) { return Character(scalar) }
        let mark = position
        if (0xD800..<0xDC00).contains(first), takes("\\"), takes("u") {
            let second = try hexadecimal()
            if (0xDC00..<0xE000).contains(second),
                let scalar = Unicode.Scalar(
                    0x10000 + ((first - 0xD800) << 10) + (second - 0xDC00)
                )
            {
                return Character(scalar)
            }
        }
        position = mark
        return "\u{FFFD}"
    }

    private mutating func hexadecimal() throws(JSONError) -> UInt32 {
        var value: UInt32 = 0
        for _ in 0..<4 {
            guard let byte = peek else { throw Self.cutOff }
            guard let digit = Character(Unicode.Scalar(byte)).hexDigitValue else {
                throw unexpected("in \\u hexadecimal character escape")
            }
            value = value << 4 | UInt32(digit)
            position += 1
        }
        return value
    }

    // MARK: - Bytes

    private var peek: UInt8? { position < bytes.count ? bytes[position] : nil }

    private mutating func takes(_ character: Unicode.Scalar) -> Bool {
        guard peek == UInt8(ascii: character) else { return false }
        position += 1
        return true
    }

    private mutating func skipSpace() {
        while let byte = peek, byte == 0x20 || (0x09...0x0A).contains(byte) || byte == 0x0D {
            position += 1
        }
    }

    private static let cutOff = JSONError("unexpected end of JSON input")

    private func unexpected(_ place: String) -> JSONError {
        guard let byte = peek else { return Self.cutOff }
        let shown: String
        switch byte {
        case UInt8(ascii: "'"): shown = #"'\''"#
        case 0x20...0x7E: shown = "'\(Character(Unicode.Scalar(byte)))'"
        case 0x0A: shown = #"'\n'"#
        case 0x0D: shown = #"'\r'"#
        case 0x09: shown = #"'\t'"#
        default:
            let digits = String(byte, radix: 16)
            shown = #"'\x"# + (digits.utf8.count == 1 ? "0" : "") + digits + "'"
        }
        return JSONError("invalid character \(shown) \(place)")
    }
}
