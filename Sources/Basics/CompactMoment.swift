/// An optional moment in the room of a moment, for what there are hundreds of thousands of.
///
/// Saved as an optional is: an absent one leaves no trace.
@propertyWrapper
package struct CompactMoment: Hashable, Sendable {
    @usableFromInline var nanoseconds: Int64

    @inlinable package init(wrappedValue: Moment?) {
        nanoseconds = wrappedValue?.nanoseconds ?? .min
    }

    @inlinable package var wrappedValue: Moment? {
        get { nanoseconds == .min ? nil : Moment(nanoseconds: nanoseconds) }
        set { nanoseconds = newValue?.nanoseconds ?? .min }
    }
}

extension CompactMoment: Codable {
    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        self.init(wrappedValue: container.decodeNil() ? nil : try container.decode(Moment.self))
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        if let moment = wrappedValue {
            try container.encode(moment)
        } else {
            try container.encodeNil()
        }
    }
}

extension KeyedDecodingContainer {
    /// Reads a moment that may be absent.
    package func decode(_ type: CompactMoment.Type, forKey key: Key) throws -> CompactMoment {
        CompactMoment(wrappedValue: try decodeIfPresent(Moment.self, forKey: key))
    }
}

extension KeyedEncodingContainer {
    /// Writes a moment unless it is absent.
    package mutating func encode(_ moment: CompactMoment, forKey key: Key) throws {
        try encodeIfPresent(moment.wrappedValue, forKey: key)
    }
}
