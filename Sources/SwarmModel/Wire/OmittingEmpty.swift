import Basics

// The Engine API leaves out what is empty, and takes absent, null and empty for the same. These
// few calls say so field by field.

extension KeyedDecodingContainer {
    /// The value; `fallback` where it is absent or null.
    package func value<Value: Decodable>(_ key: Key, or fallback: Value) throws -> Value {
        try decodeIfPresent(Value.self, forKey: key) ?? fallback
    }

    /// Whether the field is there and not null.
    package func has(_ key: Key) -> Bool {
        contains(key) && (try? decodeNil(forKey: key)) == false
    }

    /// The word as a case of an enumeration; `fallback` where it is absent, null or empty.
    package func word<Word: RawRepresentable<String>>(
        _ key: Key,
        or fallback: Word
    ) throws -> Word {
        let text = try value(key, or: "")
        if text.isEmpty { return fallback }
        if let word = Word(rawValue: text) { return word }
        throw DecodingError.dataCorruptedError(
            forKey: key,
            in: self,
            debugDescription: "unknown \(key.stringValue) \"\(text)\""
        )
    }

    /// The word as a case of an enumeration; an unknown one is refused as the engine does.
    ///
    /// - Parameters:
    ///   - key: the field.
    ///   - fallback: for a field that is absent, null or empty.
    ///   - refusal: the engine's words about an unknown word.
    /// - Returns: the case.
    /// - Throws: An ``EngineError`` with status 400 for an unknown word.
    /// - Source: OBJ-43.
    package func word<Word: RawRepresentable<String>>(
        _ key: Key,
        or fallback: Word,
        refusal: (String) -> String
    ) throws -> Word {
        let text = try value(key, or: "")
        if text.isEmpty { return fallback }
        if let word = Word(rawValue: text.lowercased()) { return word }
        throw EngineError(status: 400, message: refusal(text))
    }

    /// A number of nanoseconds as a duration; `nil` where it is absent or null.
    package func duration(_ key: Key) throws -> Duration? {
        try decodeIfPresent(Int64.self, forKey: key).map { .nanoseconds($0) }
    }

    /// Base-64 text as bytes; none where it is absent or null.
    package func bytes(_ key: Key) throws -> [UInt8] {
        if let bytes = Base64.decode(try value(key, or: "")) { return bytes }
        throw DecodingError.dataCorruptedError(
            forKey: key,
            in: self,
            debugDescription: "not base 64"
        )
    }
}

extension KeyedEncodingContainer {
    /// Writes a text, list or map unless it is empty.
    package mutating func put<Value: Encodable & Collection>(_ value: Value, _ key: Key) throws {
        if !value.isEmpty { try encode(value, forKey: key) }
    }

    /// Writes a number unless it is zero.
    package mutating func put<Value: Encodable & BinaryInteger>(
        _ value: Value,
        _ key: Key
    ) throws {
        if value != 0 { try encode(value, forKey: key) }
    }

    /// Writes a flag unless it is false.
    package mutating func put(_ value: Bool, _ key: Key) throws {
        if value { try encode(value, forKey: key) }
    }

    /// Writes a value unless it equals `nothing`; then, too, where it is to be shown.
    package mutating func put<Value: Encodable & Equatable>(
        _ value: Value,
        unless nothing: Value,
        _ key: Key,
        shown: Bool = false
    ) throws {
        if shown || value != nothing { try encode(value, forKey: key) }
    }

    /// Writes a duration as nanoseconds unless there is none; zero is written.
    package mutating func putIfGiven(_ value: Duration?, _ key: Key) throws {
        try encodeIfPresent(value?.nanoseconds, forKey: key)
    }

    /// Writes a duration as nanoseconds unless it is zero.
    package mutating func put(_ value: Duration, _ key: Key) throws {
        try put(value.nanoseconds, key)
    }
}
