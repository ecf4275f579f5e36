/// Written as its value; the packed form keeps it once, however many refer to it.
extension Shared: Encodable where Value: Encodable {
    package func encode(to encoder: any Encoder) throws {
        if let sharing = encoder as? any SharingEncoder, try sharing.encodeShared(self) { return }
        try value.encode(to: encoder)
    }
}

extension Shared: Decodable where Value: Decodable {
    package convenience init(from decoder: any Decoder) throws {
        self.init(try Value(from: decoder))
    }
}

/// An encoder that may keep one of many equal values once.
protocol SharingEncoder {
    /// Writes a reference to the value; `false` if the form has no references.
    func encodeShared<Value: Encodable>(_ value: Shared<Value>) throws -> Bool
}

/// A type whose instances a decoder hands out again instead of making equal ones.
protocol SharedDecodable {
    static func decodeShared(_ reference: Int, from source: PackedSource) throws -> Self
}

extension Shared: SharedDecodable where Value: Decodable {
    static func decodeShared(_ reference: Int, from source: PackedSource) throws -> Self {
        try source.shared(reference) { try Self(Value(from: $0)) }
    }
}
