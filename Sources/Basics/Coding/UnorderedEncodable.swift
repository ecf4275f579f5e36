/// A collection whose own order differs from process to process, so that it must be sorted before
/// it is written: the same value gives the same bytes everywhere.
package protocol UnorderedEncodable {
    /// Writes what the collection's own `encode(to:)` would, in an order that depends on the
    /// contents only.
    func encodeInOrder(to encoder: any Encoder) throws
}

extension Dictionary: UnorderedEncodable where Key: Encodable, Value: Encodable {
    package func encodeInOrder(to encoder: any Encoder) throws {
        try UnorderedEntries(Array(self)).encode(to: encoder)
    }
}

extension Set: UnorderedEncodable where Element: Encodable {
    package func encodeInOrder(to encoder: any Encoder) throws {
        var elements = encoder.unkeyedContainer()
        let sorted = try map { (key: try Packed.encode($0), element: $0) }
            .sorted { $0.key.lexicographicallyPrecedes($1.key) }
        for entry in sorted { try elements.encode(entry.element) }
    }
}

/// Keys and values of a map, to be written as a dictionary writes itself, but sorted by key.
package struct UnorderedEntries<Key: Encodable, Value: Encodable> {
    private let entries: [(key: Key, value: Value)]

    package init(_ entries: [(key: Key, value: Value)]) { self.entries = entries }

    package func encode(to encoder: any Encoder) throws {
        if Key.self is any CodingKeyRepresentable.Type {
            try encodeAsMap(to: encoder)
        } else {
            try encodeAsArray(to: encoder)
        }
    }

    private func encodeAsMap(to encoder: any Encoder) throws {
        var fields = encoder.container(keyedBy: EntryKey.self)
        let named = entries.compactMap { entry in
            (entry.key as? any CodingKeyRepresentable)
                .map { (key: EntryKey($0.codingKey), value: entry.value) }
        }
        for entry in named.sorted(by: { $0.key.stringValue < $1.key.stringValue }) {
            try fields.encode(entry.value, forKey: entry.key)
        }
    }

    private func encodeAsArray(to encoder: any Encoder) throws {
        var elements = encoder.unkeyedContainer()
        let sorted = try entries.map { (order: try Packed.encode($0.key), entry: $0) }
            .sorted { $0.order.lexicographicallyPrecedes($1.order) }
        for element in sorted {
            try elements.encode(element.entry.key)
            try elements.encode(element.entry.value)
        }
    }
}

private struct EntryKey: CodingKey {
    let stringValue: String
    let intValue: Int?

    init(_ key: any CodingKey) {
        stringValue = key.stringValue
        intValue = key.intValue
    }

    init?(stringValue: String) {
        self.stringValue = stringValue
        intValue = nil
    }

    init?(intValue: Int) {
        stringValue = String(intValue)
        self.intValue = intValue
    }
}
