package import SwarmModel

/// The query of a request, decoded.
package struct QueryItems: Hashable, Sendable {
    /// The most pieces a query may have.
    private static let countMaximum = 256
    private var items: [String: String] = [:]

    package init() {}

    /// Takes the text after the question mark apart; the first value of a key counts.
    ///
    /// - Throws: 400 for escapes that are none.
    package init(_ text: Substring) throws(EngineError) {
        let pieces = text.split(separator: "&", omittingEmptySubsequences: true)
        guard pieces.count <= Self.countMaximum else { throw .badRequest }
        for piece in pieces {
            let mark = piece.firstIndex(of: "=") ?? piece.endIndex
            let value = mark < piece.endIndex ? piece[piece.index(after: mark)...] : ""
            guard let key = PercentCoding.decode(piece[..<mark], plusIsSpace: true),
                let decoded = PercentCoding.decode(value, plusIsSpace: true)
            else { throw .badRequest }
            if items[key] == nil { items[key] = decoded }
        }
    }

    package init(_ items: [String: String]) { self.items = items }

    package subscript(key: String) -> String? { items[key] }

    /// A flag as the engine reads most of them: anything but a few words for no.
    package func flag(_ key: String) -> Bool {
        guard let text = items[key] else { return false }
        return !["", "0", "no", "false", "none"].contains(text.lowercased())
    }

    /// A flag that is read strictly.
    ///
    /// - Throws: 400 for a word that is neither yes nor no.
    package func strictFlag(_ key: String) throws(EngineError) -> Bool {
        let text = items[key] ?? ""
        switch text {
        case "": return false
        case "1", "t", "T", "true", "TRUE", "True": return true
        case "0", "f", "F", "false", "FALSE", "False": return false
        default:
            throw EngineError(
                status: 400,
                message: "invalid value for \(key): strconv.ParseBool: parsing \"\(text)\": "
                    + "invalid syntax"
            )
        }
    }

    /// A whole number; `nil` where there is none, or something else.
    package func number(_ key: String) -> Int? { items[key].flatMap { Int($0) } }

    /// The version of an object that a client has read.
    ///
    /// - Throws: 400 with the engine's words.
    package func version(of kind: String) throws(EngineError) -> UInt64 {
        let text = items["version"] ?? ""
        if let version = UInt64(text), text.utf8.first != UInt8(ascii: "+") { return version }
        throw EngineError(
            status: 400,
            message: "invalid \(kind) version '\(text)': strconv.ParseUint: parsing \"\(text)\": "
                + "invalid syntax"
        )
    }
}

/// Text that was escaped for an address.
enum PercentCoding {
    /// The text without its escapes; `nil` for broken ones, and for bytes that are not UTF-8.
    static func decode(_ text: Substring, plusIsSpace: Bool) -> String? {
        var bytes: [UInt8] = []
        var rest = text.utf8
        while let byte = rest.popFirst() {
            switch byte {
            case UInt8(ascii: "%"):
                guard let high = digit(rest.popFirst()), let low = digit(rest.popFirst())
                else { return nil }
                bytes.append(high << 4 | low)
            case UInt8(ascii: "+") where plusIsSpace: bytes.append(0x20)
            default: bytes.append(byte)
            }
        }
        return String(validating: bytes, as: UTF8.self)
    }

    private static func digit(_ byte: UInt8?) -> UInt8? {
        byte.flatMap { Character(Unicode.Scalar($0)).hexDigitValue }.map { UInt8($0) }
    }

    /// The text as Go's query escaping has it.
    static func encode(_ text: String) -> String {
        var encoded = ""
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"),
                UInt8(ascii: "."), UInt8(ascii: "~"):
                encoded.unicodeScalars.append(Unicode.Scalar(byte))
            case 0x20: encoded += "+"
            default:
                let digits = String(byte, radix: 16, uppercase: true)
                encoded += "%" + (digits.utf8.count == 1 ? "0" : "") + digits
            }
        }
        return encoded
    }
}
