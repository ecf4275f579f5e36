/// Reads values from JSON as Go's decoder does: keys in any case, unknown ones passed over, and
/// null as good as absent.
package struct JSONValueDecoder: Decoder {
    private let value: JSONValue
    private let parent: [any CodingKey]
    private let key: (any CodingKey)?
    /// Put together only when something is inside, or wrong.
    package var codingPath: [any CodingKey] { key.map { parent + [$0] } ?? parent }
    package var userInfo: [CodingUserInfoKey: Any] { [:] }

    package init(_ value: JSONValue) { self.init(value, in: []) }

    fileprivate init(
        _ value: JSONValue,
        in parent: [any CodingKey],
        at key: (any CodingKey)? = nil
    ) {
        self.value = value
        self.parent = parent
        self.key = key
    }

    /// The value as one of a type.
    ///
    /// - Throws: ``JSONError`` with words for the client.
    package static func decode<Value: Decodable>(
        _ type: Value.Type,
        from value: JSONValue
    ) throws(JSONError) -> Value {
        do {
            return try Value(from: JSONValueDecoder(value))
        } catch let error as JSONError {
            throw error
        } catch {
            throw JSONError(words(of: error))
        }
    }

    private static func words(of error: any Error) -> String {
        guard let error = error as? DecodingError else { return "\(error)" }
        switch error {
        case .keyNotFound(let key, _): return "\(key.stringValue) must be given"
        case .valueNotFound(_, let context), .typeMismatch(_, let context):
            return context.debugDescription
        case .dataCorrupted(let context): return context.debugDescription
        @unknown default: return "\(error)"
        }
    }

    package func container<Key: CodingKey>(
        keyedBy type: Key.Type
    ) throws -> KeyedDecodingContainer<Key> {
        switch value {
        case .object(let members):
            KeyedDecodingContainer(MemberReader<Key>(members: members, codingPath: codingPath))
        case .null:
            KeyedDecodingContainer(MemberReader<Key>(members: [], codingPath: codingPath))
        default: throw mismatch("object")
        }
    }

    package func unkeyedContainer() throws -> any UnkeyedDecodingContainer {
        switch value {
        case .array(let elements): return ElementReader(elements: elements, codingPath: codingPath)
        case .null: return ElementReader(elements: [], codingPath: codingPath)
        default: throw mismatch("array")
        }
    }

    package func singleValueContainer() throws -> any SingleValueDecodingContainer { scalar }

    fileprivate var scalar: ScalarReader { ScalarReader(value: value, decoder: self) }

    fileprivate func mismatch(_ wanted: String) -> JSONError {
        let path = codingPath.map(\.stringValue).joined(separator: ".")
        let place = path.isEmpty ? "value" : "struct field \(path)"
        return JSONError("json: cannot unmarshal \(value.kind) into Go \(place) of type \(wanted)")
    }
}

private struct ScalarReader: SingleValueDecodingContainer {
    let value: JSONValue
    let decoder: JSONValueDecoder
    var codingPath: [any CodingKey] { decoder.codingPath }

    func decodeNil() -> Bool { value == .null }

    func decode(_ type: Bool.Type) throws -> Bool {
        guard case .bool(let flag) = value else { throw decoder.mismatch("bool") }
        return flag
    }

    func decode(_ type: String.Type) throws -> String {
        guard case .string(let text) = value else { throw decoder.mismatch("string") }
        return text
    }

    func decode(_ type: Double.Type) throws -> Double {
        guard case .number(let digits) = value, let number = Double(digits), number.isFinite else {
            throw decoder.mismatch("float64")
        }
        return number
    }

    func decode(_ type: Float.Type) throws -> Float { Float(try decode(Double.self)) }

    private func integer<Number: FixedWidthInteger>(_ name: String) throws -> Number {
        guard case .number(let digits) = value, let number = Number(digits) else {
            throw decoder.mismatch(name)
        }
        return number
    }

    func decode(_ type: Int.Type) throws -> Int { try integer("int") }
    func decode(_ type: Int8.Type) throws -> Int8 { try integer("int8") }
    func decode(_ type: Int16.Type) throws -> Int16 { try integer("int16") }
    func decode(_ type: Int32.Type) throws -> Int32 { try integer("int32") }
    func decode(_ type: Int64.Type) throws -> Int64 { try integer("int64") }
    func decode(_ type: UInt.Type) throws -> UInt { try integer("uint") }
    func decode(_ type: UInt8.Type) throws -> UInt8 { try integer("uint8") }
    func decode(_ type: UInt16.Type) throws -> UInt16 { try integer("uint16") }
    func decode(_ type: UInt32.Type) throws -> UInt32 { try integer("uint32") }
    func decode(_ type: UInt64.Type) throws -> UInt64 { try integer("uint64") }

    func decode<Value: Decodable>(_ type: Value.Type) throws -> Value {
        try Value(from: decoder)
    }
}

private struct MemberReader<Key: CodingKey>: KeyedDecodingContainerProtocol {
    let members: [JSONValue.Member]
    let codingPath: [any CodingKey]

    var allKeys: [Key] { members.compactMap { Key(stringValue: $0.key) } }

    private func find(_ key: Key) -> JSONValue? {
        members.isEmpty ? nil : JSONValue.object(members)[key.stringValue]
    }

    func contains(_ key: Key) -> Bool { find(key) != nil }

    func decodeNil(forKey key: Key) -> Bool { (find(key) ?? .null) == .null }

    private func reader(_ key: Key) throws -> JSONValueDecoder {
        if let value = find(key) { return JSONValueDecoder(value, in: codingPath, at: key) }
        let path = codingPath + [key]
        throw DecodingError.keyNotFound(key, .init(codingPath: path, debugDescription: ""))
    }

    private func scalar(_ key: Key) throws -> ScalarReader { try reader(key).scalar }

    /// `nil` for what is absent or null; looked for once, where the default looks three times.
    private func readerIfAny(_ key: Key) -> JSONValueDecoder? {
        guard let value = find(key) else { return nil }
        if case .null = value { return nil }
        return JSONValueDecoder(value, in: codingPath, at: key)
    }

    func decodeIfPresent(_ type: Bool.Type, forKey key: Key) throws -> Bool? {
        try readerIfAny(key)?.scalar.decode(type)
    }
    func decodeIfPresent(_ type: String.Type, forKey key: Key) throws -> String? {
        try readerIfAny(key)?.scalar.decode(type)
    }
    func decodeIfPresent(_ type: Double.Type, forKey key: Key) throws -> Double? {
        try readerIfAny(key)?.scalar.decode(type)
    }
    func decodeIfPresent(_ type: Int.Type, forKey key: Key) throws -> Int? {
        try readerIfAny(key)?.scalar.decode(type)
    }
    func decodeIfPresent(_ type: Int64.Type, forKey key: Key) throws -> Int64? {
        try readerIfAny(key)?.scalar.decode(type)
    }
    func decodeIfPresent(_ type: UInt64.Type, forKey key: Key) throws -> UInt64? {
        try readerIfAny(key)?.scalar.decode(type)
    }
    func decodeIfPresent<Value: Decodable>(_ type: Value.Type, forKey key: Key) throws -> Value? {
        try readerIfAny(key).map { try Value(from: $0) }
    }

    func decode(_ type: Bool.Type, forKey key: Key) throws -> Bool { try scalar(key).decode(type) }
    func decode(_ type: String.Type, forKey key: Key) throws -> String {
        try scalar(key).decode(type)
    }
    func decode(_ type: Double.Type, forKey key: Key) throws -> Double {
        try scalar(key).decode(type)
    }
    func decode(_ type: Float.Type, forKey key: Key) throws -> Float {
        try scalar(key).decode(type)
    }
    func decode(_ type: Int.Type, forKey key: Key) throws -> Int { try scalar(key).decode(type) }
    func decode(_ type: Int8.Type, forKey key: Key) throws -> Int8 { try scalar(key).decode(type) }
    func decode(_ type: Int16.Type, forKey key: Key) throws -> Int16 {
        try scalar(key).decode(type)
    }
    func decode(_ type: Int32.Type, forKey key: Key) throws -> Int32 {
        try scalar(key).decode(type)
    }
    func decode(_ type: Int64.Type, forKey key: Key) throws -> Int64 {
        try scalar(key).decode(type)
    }
    func decode(_ type: UInt.Type, forKey key: Key) throws -> UInt { try scalar(key).decode(type) }
    func decode(_ type: UInt8.Type, forKey key: Key) throws -> UInt8 {
        try scalar(key).decode(type)
    }
    func decode(_ type: UInt16.Type, forKey key: Key) throws -> UInt16 {
        try scalar(key).decode(type)
    }
    func decode(_ type: UInt32.Type, forKey key: Key) throws -> UInt32 {
        try scalar(key).decode(type)
    }
    func decode(_ type: UInt64.Type, forKey key: Key) throws -> UInt64 {
        try scalar(key).decode(type)
    }
    func decode<Value: Decodable>(_ type: Value.Type, forKey key: Key) throws -> Value {
        try Value(from: try reader(key))
    }

    func nestedContainer<Nested: CodingKey>(
        keyedBy type: Nested.Type,
        forKey key: Key
    ) throws -> KeyedDecodingContainer<Nested> {
        try reader(key).container(keyedBy: type)
    }

    func nestedUnkeyedContainer(forKey key: Key) throws -> any UnkeyedDecodingContainer {
        try reader(key).unkeyedContainer()
    }

    func superDecoder() throws -> any Decoder {
        JSONValueDecoder(.object(members), in: codingPath)
    }

    func superDecoder(forKey key: Key) throws -> any Decoder { try reader(key) }
}

private struct ElementReader: UnkeyedDecodingContainer {
    let elements: [JSONValue]
    let codingPath: [any CodingKey]
    private(set) var currentIndex = 0

    init(elements: [JSONValue], codingPath: [any CodingKey]) {
        self.elements = elements
        self.codingPath = codingPath
    }

    var count: Int? { elements.count }
    var isAtEnd: Bool { currentIndex >= elements.count }

    private mutating func next() throws -> JSONValueDecoder {
        guard !isAtEnd else { throw JSONError("json: the array is too short") }
        defer { currentIndex += 1 }
        return JSONValueDecoder(elements[currentIndex], in: codingPath)
    }

    mutating func decodeNil() throws -> Bool {
        guard !isAtEnd, elements[currentIndex] == .null else { return false }
        currentIndex += 1
        return true
    }

    mutating func decode<Value: Decodable>(_ type: Value.Type) throws -> Value {
        try Value(from: next())
    }

    mutating func nestedContainer<Nested: CodingKey>(
        keyedBy type: Nested.Type
    ) throws -> KeyedDecodingContainer<Nested> {
        try next().container(keyedBy: type)
    }

    mutating func nestedUnkeyedContainer() throws -> any UnkeyedDecodingContainer {
        try next().unkeyedContainer()
    }

    mutating func superDecoder() throws -> any Decoder { try next() }
}
