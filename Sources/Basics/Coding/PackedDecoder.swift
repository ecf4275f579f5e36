/// Reads one packed value.
struct PackedDecoder: Decoder {
    let source: PackedSource
    let offset: Int
    /// Not kept; an error tells the byte instead.
    var codingPath: [any CodingKey] { [] }
    var userInfo: [CodingUserInfoKey: Any] { [:] }

    func container<Key: CodingKey>(keyedBy type: Key.Type) throws -> KeyedDecodingContainer<Key> {
        KeyedDecodingContainer(try PackedMap<Key>(source, at: offset))
    }

    func unkeyedContainer() throws -> any UnkeyedDecodingContainer {
        try PackedArray(source, at: offset)
    }

    func singleValueContainer() -> any SingleValueDecodingContainer {
        PackedScalar(source: source, offset: offset)
    }
}

/// Fields are looked for from where the last one was found, as they are read mostly in the order
/// in which they were written.
private final class PackedMap<Key: CodingKey>: KeyedDecodingContainerProtocol {
    private let source: PackedSource
    private let range: Range<Int>
    private var next: Int
    var codingPath: [any CodingKey] { [] }

    init(_ source: PackedSource, at offset: Int) throws {
        self.source = source
        range = try source.contents(of: PackedTag.map, at: offset)
        next = range.lowerBound
    }

    var allKeys: [Key] {
        var keys: [Key] = []
        var offset = range.lowerBound
        while offset < range.upperBound {
            var reader = source.reader(at: offset)
            guard let name = try? source.text(&reader),
                let end = try? source.end(ofValueAt: reader.offset)
            else { break }
            if let key = Key(stringValue: name) { keys.append(key) }
            offset = end
        }
        return keys
    }

    /// Where the value of a field begins; `nil` if there is none.
    private func find(_ key: some CodingKey) throws -> Int? {
        let name = key.stringValue
        return try find(name, in: next..<range.upperBound)
            ?? find(name, in: range.lowerBound..<next)
    }

    private func find(_ name: String, in part: Range<Int>) throws -> Int? {
        var offset = part.lowerBound
        while offset < part.upperBound {
            var reader = source.reader(at: offset)
            let isFound = try source.text(&reader) == name
            offset = try source.end(ofValueAt: reader.offset)
            guard offset <= range.upperBound else {
                throw PackedSource.corrupted("outside of its map", at: offset)
            }
            if isFound {
                next = offset
                return reader.offset
            }
        }
        return nil
    }

    private func require(_ key: some CodingKey) throws -> Int {
        if let offset = try find(key) { return offset }
        throw DecodingError.keyNotFound(
            key,
            .init(codingPath: [], debugDescription: "missing \(key.stringValue)")
        )
    }

    func contains(_ key: Key) -> Bool { (try? find(key)).flatMap { $0 } != nil }
    func decodeNil(forKey key: Key) throws -> Bool { source.isNull(at: try require(key)) }

    func decode(_: Bool.Type, forKey key: Key) throws -> Bool {
        try source.bool(at: require(key))
    }
    func decode(_: String.Type, forKey key: Key) throws -> String {
        try source.text(at: require(key))
    }
    func decode(_: Double.Type, forKey key: Key) throws -> Double {
        try source.double(at: require(key))
    }
    func decode(_: Float.Type, forKey key: Key) throws -> Float {
        Float(try source.double(at: require(key)))
    }
    func decode(_ type: Int.Type, forKey key: Key) throws -> Int { try integer(key) }
    func decode(_ type: Int8.Type, forKey key: Key) throws -> Int8 { try integer(key) }
    func decode(_ type: Int16.Type, forKey key: Key) throws -> Int16 { try integer(key) }
    func decode(_ type: Int32.Type, forKey key: Key) throws -> Int32 { try integer(key) }
    func decode(_ type: Int64.Type, forKey key: Key) throws -> Int64 { try integer(key) }
    func decode(_ type: UInt.Type, forKey key: Key) throws -> UInt { try integer(key) }
    func decode(_ type: UInt8.Type, forKey key: Key) throws -> UInt8 { try integer(key) }
    func decode(_ type: UInt16.Type, forKey key: Key) throws -> UInt16 { try integer(key) }
    func decode(_ type: UInt32.Type, forKey key: Key) throws -> UInt32 { try integer(key) }
    func decode(_ type: UInt64.Type, forKey key: Key) throws -> UInt64 { try integer(key) }

    private func integer<Number: FixedWidthInteger>(_ key: Key) throws -> Number {
        try source.integer(Number.self, at: require(key))
    }

    func decode<Value: Decodable>(_ type: Value.Type, forKey key: Key) throws -> Value {
        try source.decode(type, at: require(key))
    }

    func nestedContainer<Nested: CodingKey>(
        keyedBy type: Nested.Type,
        forKey key: Key
    ) throws -> KeyedDecodingContainer<Nested> {
        KeyedDecodingContainer(try PackedMap<Nested>(source, at: require(key)))
    }

    func nestedUnkeyedContainer(forKey key: Key) throws -> any UnkeyedDecodingContainer {
        try PackedArray(source, at: require(key))
    }

    func superDecoder() throws -> any Decoder {
        PackedDecoder(source: source, offset: try require(SuperKey()))
    }

    func superDecoder(forKey key: Key) throws -> any Decoder {
        PackedDecoder(source: source, offset: try require(key))
    }
}

private struct PackedArray: UnkeyedDecodingContainer {
    private let source: PackedSource
    private let range: Range<Int>
    private var offset: Int
    private(set) var currentIndex = 0
    var codingPath: [any CodingKey] { [] }

    init(_ source: PackedSource, at offset: Int) throws {
        self.source = source
        range = try source.contents(of: PackedTag.array, at: offset)
        self.offset = range.lowerBound
    }

    /// Not known without walking through them.
    var count: Int? { nil }
    var isAtEnd: Bool { offset >= range.upperBound }

    /// Reads the element here, and goes past it if that succeeds.
    private mutating func next<Value>(_ read: (PackedSource, Int) throws -> Value) throws -> Value {
        let end = try source.end(ofValueAt: offset)
        guard end <= range.upperBound else {
            throw DecodingError.valueNotFound(
                Value.self,
                .init(codingPath: [], debugDescription: "no more elements")
            )
        }
        let value = try read(source, offset)
        offset = end
        currentIndex += 1
        return value
    }

    mutating func decodeNil() throws -> Bool {
        guard !isAtEnd, source.isNull(at: offset) else { return false }
        offset += 1
        currentIndex += 1
        return true
    }

    mutating func decode(_: Bool.Type) throws -> Bool { try next { try $0.bool(at: $1) } }
    mutating func decode(_: String.Type) throws -> String { try next { try $0.text(at: $1) } }
    mutating func decode(_: Double.Type) throws -> Double { try next { try $0.double(at: $1) } }
    mutating func decode(_: Float.Type) throws -> Float {
        Float(try next { try $0.double(at: $1) })
    }
    mutating func decode(_: Int.Type) throws -> Int { try integer() }
    mutating func decode(_: Int8.Type) throws -> Int8 { try integer() }
    mutating func decode(_: Int16.Type) throws -> Int16 { try integer() }
    mutating func decode(_: Int32.Type) throws -> Int32 { try integer() }
    mutating func decode(_: Int64.Type) throws -> Int64 { try integer() }
    mutating func decode(_: UInt.Type) throws -> UInt { try integer() }
    mutating func decode(_: UInt8.Type) throws -> UInt8 { try integer() }
    mutating func decode(_: UInt16.Type) throws -> UInt16 { try integer() }
    mutating func decode(_: UInt32.Type) throws -> UInt32 { try integer() }
    mutating func decode(_: UInt64.Type) throws -> UInt64 { try integer() }

    private mutating func integer<Number: FixedWidthInteger>() throws -> Number {
        try next { try $0.integer(Number.self, at: $1) }
    }

    mutating func decode<Value: Decodable>(_ type: Value.Type) throws -> Value {
        try next { try $0.decode(type, at: $1) }
    }

    mutating func nestedContainer<Nested: CodingKey>(
        keyedBy type: Nested.Type
    ) throws -> KeyedDecodingContainer<Nested> {
        KeyedDecodingContainer(try next { try PackedMap<Nested>($0, at: $1) })
    }

    mutating func nestedUnkeyedContainer() throws -> any UnkeyedDecodingContainer {
        try next { try PackedArray($0, at: $1) }
    }

    mutating func superDecoder() throws -> any Decoder {
        try next { PackedDecoder(source: $0, offset: $1) }
    }
}

private struct PackedScalar: SingleValueDecodingContainer {
    let source: PackedSource
    let offset: Int
    var codingPath: [any CodingKey] { [] }

    func decodeNil() -> Bool { source.isNull(at: offset) }
    func decode(_: Bool.Type) throws -> Bool { try source.bool(at: offset) }
    func decode(_: String.Type) throws -> String { try source.text(at: offset) }
    func decode(_: Double.Type) throws -> Double { try source.double(at: offset) }
    func decode(_: Float.Type) throws -> Float { Float(try source.double(at: offset)) }
    func decode(_: Int.Type) throws -> Int { try source.integer(Int.self, at: offset) }
    func decode(_: Int8.Type) throws -> Int8 { try source.integer(Int8.self, at: offset) }
    func decode(_: Int16.Type) throws -> Int16 { try source.integer(Int16.self, at: offset) }
    func decode(_: Int32.Type) throws -> Int32 { try source.integer(Int32.self, at: offset) }
    func decode(_: Int64.Type) throws -> Int64 { try source.integer(Int64.self, at: offset) }
    func decode(_: UInt.Type) throws -> UInt { try source.integer(UInt.self, at: offset) }
    func decode(_: UInt8.Type) throws -> UInt8 { try source.integer(UInt8.self, at: offset) }
    func decode(_: UInt16.Type) throws -> UInt16 { try source.integer(UInt16.self, at: offset) }
    func decode(_: UInt32.Type) throws -> UInt32 { try source.integer(UInt32.self, at: offset) }
    func decode(_: UInt64.Type) throws -> UInt64 { try source.integer(UInt64.self, at: offset) }

    func decode<Value: Decodable>(_ type: Value.Type) throws -> Value {
        try source.decode(type, at: offset)
    }
}
