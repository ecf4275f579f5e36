/// A dictionary that is saved by ascending key, so that equal states give equal bytes.
@propertyWrapper
struct SavedInOrder<Key: Hashable & Comparable & Sendable, Value: Sendable>: Sendable {
    var wrappedValue: [Key: Value]

    init(wrappedValue: [Key: Value]) { self.wrappedValue = wrappedValue }
}

extension SavedInOrder: Codable where Key: Codable, Value: Codable {
    private struct Entry: Codable {
        let key: Key
        let value: Value
    }

    init(from decoder: any Decoder) throws {
        let entries = try [Entry](from: decoder)
        wrappedValue = Dictionary(entries.map { ($0.key, $0.value) }) { $1 }
    }

    func encode(to encoder: any Encoder) throws {
        let keys = wrappedValue.keys.sorted()
        let entries = keys.compactMap { key in wrappedValue[key].map { Entry(key: key, value: $0) }
        }
        try entries.encode(to: encoder)
    }
}

/// A set that is saved in ascending order, so that equal states give equal bytes.
@propertyWrapper
struct SavedSorted<Element: Hashable & Comparable & Sendable>: Sendable {
    var wrappedValue: Set<Element>

    init(wrappedValue: Set<Element>) { self.wrappedValue = wrappedValue }
}

extension SavedSorted: Codable where Element: Codable {
    init(from decoder: any Decoder) throws { wrappedValue = Set(try [Element](from: decoder)) }

    func encode(to encoder: any Encoder) throws { try wrappedValue.sorted().encode(to: encoder) }
}
