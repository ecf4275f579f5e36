/// Packed bytes, with the tables at their front taken in.
///
/// Whatever the bytes, reading either gives a value or throws; it never reads outside of them.
final class PackedSource {
    private let bytes: [UInt8]
    let texts: [String]
    /// Where the shared values begin.
    private let sharedOffsets: [Int]
    private var sharedValues: [Int: AnyObject] = [:]
    private var sharedTypes: [ObjectIdentifier: (any SharedDecodable.Type)?] = [:]
    /// Where the value begins.
    let root: Int

    init(_ bytes: [UInt8]) throws {
        guard bytes.starts(with: Packed.magic) else {
            throw PackedSource.corrupted("not a packed value of this version", at: 0)
        }
        self.bytes = bytes
        var reader = PackedReader(offset: Packed.magic.count, end: bytes.count)
        var texts: [String] = []
        for _ in 0..<(try reader.count(bytes)) {
            let range = try reader.block(bytes)
            texts.append(String(decoding: bytes[range], as: UTF8.self))
        }
        var offsets: [Int] = []
        for _ in 0..<(try reader.count(bytes)) {
            offsets.append(try reader.block(bytes).lowerBound)
        }
        self.texts = texts
        sharedOffsets = offsets
        root = reader.offset
    }

    static func corrupted(_ what: String, at offset: Int) -> DecodingError {
        .dataCorrupted(.init(codingPath: [], debugDescription: "\(what) (byte \(offset))"))
    }

    func decode<Value: Decodable>(_ type: Value.Type, at offset: Int) throws -> Value {
        if type == [UInt8].self, let raw = try rawBytes(at: offset) as? Value { return raw }
        if let shared = sharedType(type) {
            var reader = reader(at: offset)
            guard try reader.byte(bytes) == PackedTag.shared else {
                throw Self.corrupted("not a reference", at: offset)
            }
            let number = try reader.number(bytes)
            let decoded = try shared.decodeShared(Int(clamping: number), from: self)
            if let value = decoded as? Value { return value }
            throw Self.corrupted("a reference to something else", at: offset)
        }
        return try Value(from: PackedDecoder(source: self, offset: offset))
    }

    private func sharedType<Value>(_ type: Value.Type) -> (any SharedDecodable.Type)? {
        if let known = sharedTypes[ObjectIdentifier(type)] { return known }
        let found = type as? any SharedDecodable.Type
        sharedTypes[ObjectIdentifier(type)] = .some(found)
        return found
    }

    /// The shared value of that number, made by `make` the first time.
    func shared<Object: AnyObject>(
        _ number: Int,
        make: (PackedDecoder) throws -> Object
    ) throws -> Object {
        if let known = sharedValues[number] as? Object { return known }
        guard sharedOffsets.indices.contains(number) else {
            throw Self.corrupted("no shared value \(number)", at: 0)
        }
        let object = try make(PackedDecoder(source: self, offset: sharedOffsets[number]))
        sharedValues[number] = object
        return object
    }

    private func rawBytes(at offset: Int) throws -> [UInt8]? {
        var reader = reader(at: offset)
        guard try reader.byte(bytes) == PackedTag.bytes else { return nil }
        return Array(bytes[try reader.block(bytes)])
    }

    func reader(at offset: Int) -> PackedReader { PackedReader(offset: offset, end: bytes.count) }
}

// MARK: - Single values

extension PackedSource {
    func isNull(at offset: Int) -> Bool {
        bytes.indices.contains(offset) && bytes[offset] == PackedTag.null
    }

    func bool(at offset: Int) throws -> Bool {
        var reader = reader(at: offset)
        switch try reader.byte(bytes) {
        case PackedTag.yes: return true
        case PackedTag.no: return false
        default: throw mismatch(Bool.self, at: offset)
        }
    }

    func text(at offset: Int) throws -> String {
        var reader = reader(at: offset)
        return try text(&reader)
    }

    /// Reads a text and goes past it.
    func text(_ reader: inout PackedReader) throws -> String {
        let start = reader.offset
        let tag = try reader.byte(bytes)
        let number =
            switch tag {
            case PackedTag.smallTexts: Int(tag - PackedTag.smallTexts.lowerBound)
            case PackedTag.text: Int(clamping: try reader.number(bytes))
            default: throw mismatch(String.self, at: start)
            }
        guard number < texts.count else { throw Self.corrupted("no text \(number)", at: start) }
        return texts[number]
    }

    func integer<Number: FixedWidthInteger>(_ type: Number.Type, at offset: Int) throws -> Number {
        var reader = reader(at: offset)
        let tag = try reader.byte(bytes)
        let value: Number?
        switch tag {
        case PackedTag.smallIntegers:
            value = Number(exactly: tag - PackedTag.smallIntegers.lowerBound)
        case PackedTag.integer:
            let zigzag = try reader.number(bytes)
            value = Number(exactly: Int64(bitPattern: zigzag >> 1) ^ -Int64(zigzag & 1))
        case PackedTag.unsigned: value = Number(exactly: try reader.number(bytes))
        default: throw mismatch(type, at: offset)
        }
        guard let value else { throw Self.corrupted("does not fit into \(type)", at: offset) }
        return value
    }

    func double(at offset: Int) throws -> Double {
        var reader = reader(at: offset)
        switch try reader.byte(bytes) {
        case PackedTag.double: return Double(bitPattern: try reader.fixed(bytes))
        case PackedTag.float: return Double(Float(bitPattern: try reader.fixed(bytes)))
        default: return Double(try integer(Int64.self, at: offset))
        }
    }

    /// The part that a container's contents take.
    func contents(of tag: UInt8, at offset: Int) throws -> Range<Int> {
        var reader = reader(at: offset)
        guard try reader.byte(bytes) == tag else {
            throw Self.corrupted("not \(tag == PackedTag.map ? "a map" : "an array")", at: offset)
        }
        return try reader.contents(bytes)
    }

    /// Where the value after the one at `offset` begins.
    func end(ofValueAt offset: Int) throws -> Int {
        var reader = reader(at: offset)
        switch try reader.byte(bytes) {
        case PackedTag.null, PackedTag.no, PackedTag.yes: break
        case PackedTag.smallIntegers, PackedTag.smallTexts: break
        case PackedTag.integer, PackedTag.unsigned, PackedTag.text, PackedTag.shared:
            _ = try reader.number(bytes)
        case PackedTag.double: _ = try reader.fixed(bytes) as UInt64
        case PackedTag.float: _ = try reader.fixed(bytes) as UInt32
        case PackedTag.bytes: _ = try reader.block(bytes)
        case PackedTag.array, PackedTag.map: _ = try reader.contents(bytes)
        default: throw Self.corrupted("unknown tag", at: offset)
        }
        return reader.offset
    }

    private func mismatch(_ type: any Any.Type, at offset: Int) -> DecodingError {
        .typeMismatch(
            type,
            .init(codingPath: [], debugDescription: "another kind of value (byte \(offset))")
        )
    }
}

/// A place in packed bytes that moves forward.
struct PackedReader {
    private(set) var offset: Int
    let end: Int

    mutating func byte(_ bytes: [UInt8]) throws -> UInt8 {
        guard offset >= 0, offset < end else { throw PackedSource.corrupted("cut off", at: offset) }
        defer { offset += 1 }
        return bytes[offset]
    }

    mutating func number(_ bytes: [UInt8]) throws -> UInt64 {
        var value: UInt64 = 0
        for shift in stride(from: UInt64(0), to: 64, by: 7) {
            let byte = try byte(bytes)
            value |= UInt64(byte & 0x7F) << shift
            if byte < 0x80 { return value }
        }
        throw PackedSource.corrupted("number without end", at: offset)
    }

    /// A number of things that take a byte each at the least.
    mutating func count(_ bytes: [UInt8]) throws -> Int {
        let count = try number(bytes)
        guard count <= UInt64(end - offset) else {
            throw PackedSource.corrupted("more than there can be", at: offset)
        }
        return Int(count)
    }

    /// A length, and the part of that length, which is gone past.
    mutating func block(_ bytes: [UInt8]) throws -> Range<Int> {
        let length = try count(bytes)
        defer { offset += length }
        return offset..<(offset + length)
    }

    /// Four bytes of length, and the part of that length, which is gone past.
    mutating func contents(_ bytes: [UInt8]) throws -> Range<Int> {
        let length = try fixed(bytes) as UInt32
        guard Int(length) <= end - offset else {
            throw PackedSource.corrupted("cut off", at: offset)
        }
        defer { offset += Int(length) }
        return offset..<(offset + Int(length))
    }

    mutating func fixed<Bits: FixedWidthInteger>(_ bytes: [UInt8]) throws -> Bits {
        var bits: Bits = 0
        for index in 0..<Bits.bitWidth / 8 {
            bits |= Bits(truncatingIfNeeded: try byte(bytes)) << (8 * Bits(index))
        }
        return bits
    }
}
