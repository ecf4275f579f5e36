/// Any JSON value, kept as it is, also where skep knows no meaning for it.
///
/// Specs of a live cluster are edited in this form: what skep does not model must survive.
package enum JSONTree: Hashable, Sendable {
    case null
    case bool(Bool)
    case integer(Int64)
    /// Whole numbers past `Int64.max`.
    case unsigned(UInt64)
    case number(Double)
    case string(String)
    case array([JSONTree])
    case object([String: JSONTree])

    package subscript(key: String) -> JSONTree? {
        get {
            guard case .object(let fields) = self else { return nil }
            return fields[key]
        }
        set {
            guard case .object(var fields) = self else { return }
            fields[key] = newValue
            self = .object(fields)
        }
    }

    /// What becomes of this value when somebody turned `before` into `after` in a copy of it that
    /// may lack parts.
    ///
    /// Only what differs between the two is changed: keys that neither mentions stay. Arrays and
    /// single values are replaced as wholes.
    package func applying(changeFrom before: JSONTree?, to after: JSONTree) -> JSONTree {
        if before == after { return self }
        guard case .object(let wanted) = after, case .object(var fields) = self else {
            return after
        }
        var known: [String: JSONTree] = [:]
        if case .object(let object)? = before { known = object }
        for (key, value) in wanted where known[key] != value {
            fields[key] = fields[key]?.applying(changeFrom: known[key], to: value) ?? value
        }
        for key in known.keys where wanted[key] == nil { fields[key] = nil }
        return .object(fields)
    }
}

extension JSONTree: Codable {
    private struct Key: CodingKey {
        let stringValue: String
        let intValue: Int? = nil
        init(_ text: String) { stringValue = text }
        init?(stringValue: String) { self.init(stringValue) }
        init?(intValue: Int) { nil }
    }

    package init(from decoder: any Decoder) throws {
        if let fields = try? decoder.container(keyedBy: Key.self) {
            var object: [String: JSONTree] = [:]
            for key in fields.allKeys {
                object[key.stringValue] = try fields.decode(JSONTree.self, forKey: key)
            }
            self = .object(object)
        } else if var elements = try? decoder.unkeyedContainer() {
            var array: [JSONTree] = []
            while !elements.isAtEnd { array.append(try elements.decode(JSONTree.self)) }
            self = .array(array)
        } else {
            self = try Self.single(decoder.singleValueContainer())
        }
    }

    private static func single(_ value: any SingleValueDecodingContainer) throws -> JSONTree {
        if value.decodeNil() { return .null }
        if let bool = try? value.decode(Bool.self) { return .bool(bool) }
        if let integer = try? value.decode(Int64.self) { return .integer(integer) }
        if let unsigned = try? value.decode(UInt64.self) { return .unsigned(unsigned) }
        if let number = try? value.decode(Double.self) { return .number(number) }
        return .string(try value.decode(String.self))
    }

    package func encode(to encoder: any Encoder) throws {
        switch self {
        case .object(let object):
            var fields = encoder.container(keyedBy: Key.self)
            for (key, value) in object.sorted(by: { $0.key < $1.key }) {
                try fields.encode(value, forKey: Key(key))
            }
        case .array(let array):
            var elements = encoder.unkeyedContainer()
            for value in array { try elements.encode(value) }
        default:
            var value = encoder.singleValueContainer()
            switch self {
            case .bool(let bool): try value.encode(bool)
            case .integer(let integer): try value.encode(integer)
            case .unsigned(let unsigned): try value.encode(unsigned)
            case .number(let number): try value.encode(number)
            case .string(let text): try value.encode(text)
            default: try value.encodeNil()
            }
        }
    }
}
