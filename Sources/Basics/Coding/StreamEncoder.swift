/// An `Encoder` that hands every piece to a writer at once, and keeps the order of the pieces.
struct StreamEncoder<Writer: CodingWriter>: Encoder {
    let state: EncodingState<Writer>
    /// How many containers were open before the value of this encoder.
    let depth: Int
    /// Not kept: it would cost an allocation for every value, and encoding hardly ever fails.
    var codingPath: [any CodingKey] { [] }
    var userInfo: [CodingUserInfoKey: Any] { [:] }

    func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedEncodingContainer<Key> {
        KeyedEncodingContainer(
            MapWriter(state: state, depth: opened(asMap: true))
        )
    }

    func unkeyedContainer() -> any UnkeyedEncodingContainer {
        ArrayWriter(state: state, depth: opened(asMap: false))
    }

    func singleValueContainer() -> any SingleValueEncodingContainer {
        ScalarWriter(state: state)
    }

    /// Opens the value's container, or goes on with the one it opened before.
    private func opened(asMap: Bool) -> Int {
        guard state.depth > depth else { return state.open(asMap: asMap) }
        state.close(to: depth + 1)
        return depth + 1
    }

    func encodeShared<Value: Encodable>(_ value: Shared<Value>) throws -> Bool {
        try state.writer.writeShared(value)
    }
}

extension StreamEncoder: SharingEncoder {}

private struct MapWriter<Writer: CodingWriter, Key: CodingKey>: KeyedEncodingContainerProtocol {
    let state: EncodingState<Writer>
    let depth: Int
    var codingPath: [any CodingKey] { [] }

    private func at(_ key: Key) -> Writer {
        state.close(to: depth)
        state.writer.key(key.stringValue)
        return state.writer
    }

    func encodeNil(forKey key: Key) { at(key).null() }
    func encode(_ value: Bool, forKey key: Key) { at(key).write(value) }
    func encode(_ value: String, forKey key: Key) { at(key).write(value) }
    func encode(_ value: Double, forKey key: Key) { at(key).write(value) }
    func encode(_ value: Float, forKey key: Key) { at(key).write(value) }
    func encode(_ value: Int, forKey key: Key) { at(key).write(Int64(value)) }
    func encode(_ value: Int8, forKey key: Key) { at(key).write(Int64(value)) }
    func encode(_ value: Int16, forKey key: Key) { at(key).write(Int64(value)) }
    func encode(_ value: Int32, forKey key: Key) { at(key).write(Int64(value)) }
    func encode(_ value: Int64, forKey key: Key) { at(key).write(value) }
    func encode(_ value: UInt, forKey key: Key) { at(key).write(UInt64(value)) }
    func encode(_ value: UInt8, forKey key: Key) { at(key).write(UInt64(value)) }
    func encode(_ value: UInt16, forKey key: Key) { at(key).write(UInt64(value)) }
    func encode(_ value: UInt32, forKey key: Key) { at(key).write(UInt64(value)) }
    func encode(_ value: UInt64, forKey key: Key) { at(key).write(value) }

    func encode<Value: Encodable>(_ value: Value, forKey key: Key) throws {
        _ = at(key)
        try state.encode(value)
    }

    func nestedContainer<Nested: CodingKey>(
        keyedBy keyType: Nested.Type,
        forKey key: Key
    ) -> KeyedEncodingContainer<Nested> {
        _ = at(key)
        return KeyedEncodingContainer(
            MapWriter<Writer, Nested>(
                state: state,
                depth: state.open(asMap: true)
            )
        )
    }

    func nestedUnkeyedContainer(forKey key: Key) -> any UnkeyedEncodingContainer {
        _ = at(key)
        return ArrayWriter(
            state: state,
            depth: state.open(asMap: false)
        )
    }

    func superEncoder() -> any Encoder { superEncoder(named: SuperKey()) }

    func superEncoder(forKey key: Key) -> any Encoder { superEncoder(named: key) }

    private func superEncoder(named key: any CodingKey) -> any Encoder {
        state.close(to: depth)
        state.writer.key(key.stringValue)
        state.leaveHole()
        return StreamEncoder(state: state, depth: depth)
    }
}

/// The key under which a class writes its superclass.
struct SuperKey: CodingKey {
    var stringValue: String { "super" }
    var intValue: Int? { nil }
    init() {}
    init?(stringValue: String) { nil }
    init?(intValue: Int) { nil }
}

private struct ArrayWriter<Writer: CodingWriter>: UnkeyedEncodingContainer {
    let state: EncodingState<Writer>
    let depth: Int
    var codingPath: [any CodingKey] { [] }
    private(set) var count = 0

    init(state: EncodingState<Writer>, depth: Int) {
        self.state = state
        self.depth = depth
    }

    private mutating func next() -> Writer {
        state.close(to: depth)
        count += 1
        return state.writer
    }

    mutating func encodeNil() { next().null() }
    mutating func encode(_ value: Bool) { next().write(value) }
    mutating func encode(_ value: String) { next().write(value) }
    mutating func encode(_ value: Double) { next().write(value) }
    mutating func encode(_ value: Float) { next().write(value) }
    mutating func encode(_ value: Int) { next().write(Int64(value)) }
    mutating func encode(_ value: Int8) { next().write(Int64(value)) }
    mutating func encode(_ value: Int16) { next().write(Int64(value)) }
    mutating func encode(_ value: Int32) { next().write(Int64(value)) }
    mutating func encode(_ value: Int64) { next().write(value) }
    mutating func encode(_ value: UInt) { next().write(UInt64(value)) }
    mutating func encode(_ value: UInt8) { next().write(UInt64(value)) }
    mutating func encode(_ value: UInt16) { next().write(UInt64(value)) }
    mutating func encode(_ value: UInt32) { next().write(UInt64(value)) }
    mutating func encode(_ value: UInt64) { next().write(value) }

    mutating func encode<Value: Encodable>(_ value: Value) throws {
        _ = next()
        try state.encode(value)
    }

    mutating func nestedContainer<Nested: CodingKey>(
        keyedBy keyType: Nested.Type
    ) -> KeyedEncodingContainer<Nested> {
        _ = next()
        return KeyedEncodingContainer(
            MapWriter<Writer, Nested>(
                state: state,
                depth: state.open(asMap: true)
            )
        )
    }

    mutating func nestedUnkeyedContainer() -> any UnkeyedEncodingContainer {
        _ = next()
        return ArrayWriter(state: state, depth: state.open(asMap: false))
    }

    mutating func superEncoder() -> any Encoder {
        _ = next()
        state.leaveHole()
        return StreamEncoder(state: state, depth: depth)
    }
}

private struct ScalarWriter<Writer: CodingWriter>: SingleValueEncodingContainer {
    let state: EncodingState<Writer>
    var codingPath: [any CodingKey] { [] }

    func encodeNil() { state.writer.null() }
    func encode(_ value: Bool) { state.writer.write(value) }
    func encode(_ value: String) { state.writer.write(value) }
    func encode(_ value: Double) { state.writer.write(value) }
    func encode(_ value: Float) { state.writer.write(value) }
    func encode(_ value: Int) { state.writer.write(Int64(value)) }
    func encode(_ value: Int8) { state.writer.write(Int64(value)) }
    func encode(_ value: Int16) { state.writer.write(Int64(value)) }
    func encode(_ value: Int32) { state.writer.write(Int64(value)) }
    func encode(_ value: Int64) { state.writer.write(value) }
    func encode(_ value: UInt) { state.writer.write(UInt64(value)) }
    func encode(_ value: UInt8) { state.writer.write(UInt64(value)) }
    func encode(_ value: UInt16) { state.writer.write(UInt64(value)) }
    func encode(_ value: UInt32) { state.writer.write(UInt64(value)) }
    func encode(_ value: UInt64) { state.writer.write(value) }

    func encode<Value: Encodable>(_ value: Value) throws {
        try state.encode(value)
    }
}
