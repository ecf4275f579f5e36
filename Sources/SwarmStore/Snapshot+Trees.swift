import Basics
package import HashTreeCollections

// Hash trees walk in another order in every process, as dictionaries do.

extension TreeDictionary: UnorderedEncodable where Key: Encodable, Value: Encodable {
    package func encodeInOrder(to encoder: any Encoder) throws {
        try UnorderedEntries(map { ($0.key, $0.value) }).encode(to: encoder)
    }
}

extension TreeSet: UnorderedEncodable where Element: Encodable {
    package func encodeInOrder(to encoder: any Encoder) throws {
        try Set(self).encodeInOrder(to: encoder)
    }
}
