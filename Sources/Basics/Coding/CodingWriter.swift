/// Takes a value apart into pieces, in the order in which the value names them.
///
/// ``StreamEncoder`` drives it: it opens and closes maps and arrays and writes scalars between.
protocol CodingWriter: AnyObject {
    /// Grows with every piece that is written.
    var position: Int { get }
    func beginMap()
    func beginArray()
    /// Closes the map or array that was opened last.
    func end()
    /// Names the value that comes next; only inside a map.
    func key(_ name: String)
    func null()
    func write(_ value: Bool)
    func write(_ value: Int64)
    func write(_ value: UInt64)
    func write(_ value: Double)
    func write(_ value: Float)
    func write(_ value: String)
    /// Writes raw bytes in a form of its own; `false` if it has none.
    func writeBytes(_ bytes: [UInt8]) -> Bool
    /// Writes one of many equal values that is to be kept once; `false` if it keeps none.
    func writeShared<Value: Encodable>(_ value: Shared<Value>) throws -> Bool
}

extension CodingWriter {
    func writeBytes(_ bytes: [UInt8]) -> Bool { false }
    func writeShared<Value: Encodable>(_ value: Shared<Value>) throws -> Bool { false }
}

/// What an encoding in progress knows: the writer, and how many containers are open.
///
/// A container is closed as soon as something is written outside of it: by its parent, or by the
/// end of the value that opened it. So containers may be nested in any way, but one that was left
/// cannot be written again.
final class EncodingState<Writer: CodingWriter> {
    let writer: Writer
    private(set) var depth = 0
    private var hole: Int?
    private var unorderedTypes: [ObjectIdentifier: Bool] = [:]

    init(_ writer: Writer) { self.writer = writer }

    func open(asMap: Bool) -> Int {
        if asMap { writer.beginMap() } else { writer.beginArray() }
        depth += 1
        return depth
    }

    /// Closes what is open deeper than `depth`.
    func close(to depth: Int) {
        fillHole()
        while self.depth > depth {
            writer.end()
            self.depth -= 1
        }
    }

    /// Notes that a value is to follow that may never come: a super encoder's.
    func leaveHole() { hole = writer.position }

    private func fillHole() {
        if hole == writer.position { writer.null() }
        hole = nil
    }

    /// Writes one value at the present place.
    func encode<Value: Encodable>(_ value: Value) throws {
        if Value.self == [UInt8].self, let bytes = value as? [UInt8], writer.writeBytes(bytes) {
            return
        }
        let depth = depth
        let start = writer.position
        let encoder = StreamEncoder(state: self, depth: depth)
        if isUnordered(Value.self), let unordered = value as? any UnorderedEncodable {
            try unordered.encodeInOrder(to: encoder)
        } else {
            try value.encode(to: encoder)
        }
        close(to: depth)
        if writer.position == start {
            writer.beginMap()
            writer.end()
        }
    }

    private func isUnordered(_ type: any Any.Type) -> Bool {
        if let known = unorderedTypes[ObjectIdentifier(type)] { return known }
        let isUnordered = type is any UnorderedEncodable.Type
        unorderedTypes[ObjectIdentifier(type)] = isUnordered
        return isUnordered
    }
}
