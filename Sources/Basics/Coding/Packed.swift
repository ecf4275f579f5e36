/// Values as bytes: compact, quick, and the same bytes for the same value in every process.
///
/// Every text is kept once, and so is every ``Shared`` value. Dictionaries and sets are sorted.
/// Fields are found by name, so that a later version may add and drop some.
///
///     "skep" version  texts: count (length bytes)*  shared: count (length value)*  value
///
/// A value is a tag and what the tag says (see ``PackedTag``); numbers are variable-length, least
/// significant group of seven bits first.
package enum Packed {
    static let magic: [UInt8] = Array("skep".utf8) + [1]

    package static func encode(_ value: some Encodable) throws -> [UInt8] {
        let writer = PackedWriter(tables: PackedTables())
        try EncodingState(writer).encode(value)
        return writer.tables.finished(with: writer.bytes)
    }

    /// Reads what ``encode(_:)`` wrote.
    ///
    /// - Throws: `DecodingError` for anything else, whatever the bytes.
    package static func decode<Value: Decodable>(
        _ type: Value.Type,
        from bytes: [UInt8]
    ) throws -> Value {
        let source = try PackedSource(bytes)
        do {
            return try source.decode(type, at: source.root)
        } catch let error as DecodingError {
            throw error
        } catch {
            // A type's own refusal of what it reads.
            throw DecodingError.dataCorrupted(
                .init(codingPath: [], debugDescription: "\(error)", underlyingError: error)
            )
        }
    }
}

/// The first byte of a value.
enum PackedTag {
    static let null: UInt8 = 0
    static let no: UInt8 = 1
    static let yes: UInt8 = 2
    /// A signed number: zigzag, variable-length.
    static let integer: UInt8 = 3
    /// An unsigned number above the signed ones: variable-length.
    static let unsigned: UInt8 = 4
    /// Eight bytes, least significant first.
    static let double: UInt8 = 5
    /// Four bytes, least significant first.
    static let float: UInt8 = 6
    /// The number of a text.
    static let text: UInt8 = 7
    /// The number of a shared value.
    static let shared: UInt8 = 8
    /// A length and raw bytes.
    static let bytes: UInt8 = 9
    /// Four bytes of length, least significant first, and values.
    static let array: UInt8 = 10
    /// Four bytes of length, and pairs of a text (its key) and a value.
    static let map: UInt8 = 11
    /// The numbers from 0 to 63, in one byte.
    static let smallIntegers: ClosedRange<UInt8> = 0x40...0x7F
    /// The first 128 texts, in one byte.
    static let smallTexts: ClosedRange<UInt8> = 0x80...0xFF
}

/// Texts and shared values that were written so far, with their numbers.
final class PackedTables {
    private var texts: [String: Int] = [:]
    private var textBytes: [UInt8] = []
    private var instances: [ObjectIdentifier: Int] = [:]
    private var values: [AnyHashable: Int] = [:]
    private var sharedBytes: [UInt8] = []
    /// Keeps the instances alive, so that no other gets the identity of one.
    private var keptAlive: [AnyObject] = []

    func number(of text: String) -> Int {
        if let number = texts[text] { return number }
        let number = texts.count
        texts[text] = number
        textBytes.appendVariableLength(UInt64(text.utf8.count))
        textBytes.append(contentsOf: text.utf8)
        return number
    }

    func number<Value: Encodable>(of shared: Shared<Value>) throws -> Int {
        if let number = instances[ObjectIdentifier(shared)] { return number }
        let number = try values[AnyHashable(shared)] ?? add(shared)
        instances[ObjectIdentifier(shared)] = number
        keptAlive.append(shared)
        return number
    }

    private func add<Value: Encodable>(_ shared: Shared<Value>) throws -> Int {
        let writer = PackedWriter(tables: self)
        try EncodingState(writer).encode(shared.value)
        let number = values.count
        values[AnyHashable(shared)] = number
        sharedBytes.appendVariableLength(UInt64(writer.bytes.count))
        sharedBytes.append(contentsOf: writer.bytes)
        return number
    }

    func finished(with body: [UInt8]) -> [UInt8] {
        var bytes = Packed.magic
        bytes.reserveCapacity(textBytes.count + sharedBytes.count + body.count + 32)
        bytes.appendVariableLength(UInt64(texts.count))
        bytes.append(contentsOf: textBytes)
        bytes.appendVariableLength(UInt64(values.count))
        bytes.append(contentsOf: sharedBytes)
        bytes.append(contentsOf: body)
        return bytes
    }
}

/// Writes the packed form of one value.
final class PackedWriter: CodingWriter {
    let tables: PackedTables
    private(set) var bytes: [UInt8] = []
    /// Where the lengths of the open containers belong.
    private var open: [Int] = []

    init(tables: PackedTables) { self.tables = tables }

    var position: Int { bytes.count }

    func beginMap() { begin(PackedTag.map) }
    func beginArray() { begin(PackedTag.array) }

    private func begin(_ tag: UInt8) {
        bytes.append(tag)
        open.append(bytes.count)
        bytes.append(contentsOf: [0, 0, 0, 0])
    }

    func end() {
        let start = open.removeLast()
        let length = UInt32(truncatingIfNeeded: bytes.count - start - 4)
        for index in 0..<4 {
            bytes[start + index] = UInt8(truncatingIfNeeded: length >> (8 * UInt32(index)))
        }
    }

    func key(_ name: String) { write(name) }
    func null() { bytes.append(PackedTag.null) }
    func write(_ value: Bool) { bytes.append(value ? PackedTag.yes : PackedTag.no) }

    func write(_ value: Int64) {
        if (0...63).contains(value) {
            bytes.append(PackedTag.smallIntegers.lowerBound + UInt8(value))
        } else {
            bytes.append(PackedTag.integer)
            bytes.appendVariableLength(UInt64(bitPattern: (value << 1) ^ (value >> 63)))
        }
    }

    func write(_ value: UInt64) {
        if let signed = Int64(exactly: value) { return write(signed) }
        bytes.append(PackedTag.unsigned)
        bytes.appendVariableLength(value)
    }

    func write(_ value: Double) {
        bytes.append(PackedTag.double)
        bytes.appendFixed(value.bitPattern)
    }

    func write(_ value: Float) {
        bytes.append(PackedTag.float)
        bytes.appendFixed(value.bitPattern)
    }

    func write(_ value: String) {
        let number = tables.number(of: value)
        if number < PackedTag.smallTexts.count {
            bytes.append(PackedTag.smallTexts.lowerBound + UInt8(number))
        } else {
            bytes.append(PackedTag.text)
            bytes.appendVariableLength(UInt64(number))
        }
    }

    func writeBytes(_ value: [UInt8]) -> Bool {
        bytes.append(PackedTag.bytes)
        bytes.appendVariableLength(UInt64(value.count))
        bytes.append(contentsOf: value)
        return true
    }

    func writeShared<Value: Encodable>(_ value: Shared<Value>) throws -> Bool {
        let number = try tables.number(of: value)
        bytes.append(PackedTag.shared)
        bytes.appendVariableLength(UInt64(number))
        return true
    }
}

extension [UInt8] {
    fileprivate mutating func appendVariableLength(_ value: UInt64) {
        var rest = value
        while rest > 0x7F {
            append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        append(UInt8(truncatingIfNeeded: rest))
    }

    fileprivate mutating func appendFixed<Bits: FixedWidthInteger>(_ bits: Bits) {
        for index in 0..<Bits.bitWidth / 8 {
            append(UInt8(truncatingIfNeeded: bits >> (8 * Bits(index))))
        }
    }
}
