/// A JSON text as it was sent, before anybody knows what it should have been.
package enum JSONValue: Hashable, Sendable {
    case null
    case bool(Bool)
    /// The digits as they were written, so that no number loses any.
    case number(String)
    case string(String)
    case array([JSONValue])
    case object([Member])

    /// A key with its value, in the order of the text.
    package struct Member: Hashable, Sendable {
        package let key: String
        package let value: JSONValue
        package init(key: String, value: JSONValue) {
            self.key = key
            self.value = value
        }
    }

    /// The value of a key: the one spelled exactly so, else one that differs in case only.
    ///
    /// `nil` when there is none, or for anything but an object.
    ///
    /// What is set replaces the key that is spelled exactly so, where it stands, or comes last.
    package subscript(key: String) -> JSONValue? {
        get {
            guard case .object(let members) = self else { return nil }
            if let exact = members.last(where: { $0.key == key }) { return exact.value }
            return members.last { $0.key.isSame(as: key) }?.value
        }
        set { set(newValue, for: key) }
    }

    package var members: [Member] {
        if case .object(let members) = self { return members }
        return []
    }

    package var elements: [JSONValue] {
        if case .array(let elements) = self { return elements }
        return []
    }

    package var text: String? {
        if case .string(let text) = self { return text }
        return nil
    }

    /// A whole number; `nil` for anything else.
    package var integer: Int64? {
        if case .number(let digits) = self { return Int64(digits) }
        return nil
    }

    package var flag: Bool? {
        if case .bool(let flag) = self { return flag }
        return nil
    }

    /// The kind of value in the words of Go's decoder.
    var kind: String {
        switch self {
        case .null: "null"
        case .bool: "bool"
        case .number(let digits): "number \(digits)"
        case .string: "string"
        case .array: "array"
        case .object: "object"
        }
    }
}

extension JSONValue: Encodable {
    private struct MemberKey: CodingKey {
        let stringValue: String
        var intValue: Int? { nil }
        init(_ text: String) { stringValue = text }
        init?(stringValue: String) { self.init(stringValue) }
        init?(intValue: Int) { nil }
    }

    package func encode(to encoder: any Encoder) throws {
        switch self {
        case .object(let members):
            var fields = encoder.container(keyedBy: MemberKey.self)
            for member in members { try fields.encode(member.value, forKey: MemberKey(member.key)) }
        case .array(let elements):
            var list = encoder.unkeyedContainer()
            for element in elements { try list.encode(element) }
        default:
            var scalar = encoder.singleValueContainer()
            try encode(to: &scalar)
        }
    }

    private func encode(to scalar: inout any SingleValueEncodingContainer) throws {
        switch self {
        case .bool(let flag): try scalar.encode(flag)
        case .number(let digits):
            if let number = Int64(digits) {
                try scalar.encode(number)
            } else if let number = UInt64(digits) {
                try scalar.encode(number)
            } else {
                try scalar.encode(Double(digits) ?? 0)
            }
        case .string(let text): try scalar.encode(text)
        case .null, .array, .object: try scalar.encodeNil()
        }
    }
}

extension JSONValue: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral,
    ExpressibleByBooleanLiteral, ExpressibleByNilLiteral, ExpressibleByArrayLiteral,
    ExpressibleByDictionaryLiteral
{
    package init(stringLiteral value: String) { self = .string(value) }
    package init(integerLiteral value: Int64) { self = .number(String(value)) }
    package init(booleanLiteral value: Bool) { self = .bool(value) }
    package init(nilLiteral: ()) { self = .null }
    package init(arrayLiteral elements: JSONValue...) { self = .array(elements) }
    package init(dictionaryLiteral elements: (String, JSONValue)...) {
        self = .object(elements.map { Member(key: $0.0, value: $0.1) })
    }

    /// A whole number.
    package init(_ number: some BinaryInteger) { self = .number(String(number)) }

    /// Texts as a list.
    package init(_ texts: [String]) { self = .array(texts.map { .string($0) }) }

    /// Labels and the like, by key.
    package init(_ map: [String: String]) {
        self = .object(map.sorted { $0.key < $1.key }.map { Member(key: $0, value: .string($1)) })
    }
}

extension String {
    /// Whether two keys are the same but for their case.
    ///
    /// Most are ASCII, and need no copies in lower case to tell.
    fileprivate func isSame(as other: String) -> Bool {
        guard utf8.allSatisfy({ $0 < 0x80 }), other.utf8.allSatisfy({ $0 < 0x80 }) else {
            return lowercased() == other.lowercased()
        }
        return utf8.elementsEqual(other.utf8) { one, two in
            one == two || (one ^ two == 0x20 && UInt8(ascii: "a")...UInt8(ascii: "z") ~= one | 0x20)
        }
    }
}
