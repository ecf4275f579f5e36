/// Values as JSON text, in the order in which they write their fields; equal values, equal text.
///
/// Dictionaries are sorted by key; numbers and escapes are as Go's encoder has them.
package enum JSONText {
    /// One line, without spaces.
    package static func compact(_ value: some Encodable) throws -> String {
        try text(of: value, indent: nil)
    }

    /// Many lines, four spaces a level, as `docker inspect` prints objects.
    package static func indented(_ value: some Encodable) throws -> String {
        try text(of: value, indent: 4)
    }

    /// Each value as one line without spaces, in UTF-8; quicker than one after the other.
    ///
    /// Equal ``Shared`` values are encoded once.
    package static func pieces(_ values: [some Encodable]) throws -> [[UInt8]] {
        let writer = JSONWriter(indent: nil)
        let state = EncodingState(writer)
        return try values.map { value in
            try state.encode(value)
            return try writer.taken(of: value)
        }
    }

    private static func text(of value: some Encodable, indent: Int?) throws -> String {
        let writer = JSONWriter(indent: indent)
        try EncodingState(writer).encode(value)
        return String(decoding: try writer.taken(of: value), as: UTF8.self)
    }
}

private final class JSONWriter: CodingWriter {
    private var bytes: [UInt8] = []
    private var isRepresentable = true
    private let indent: Int?
    private var open: [Container] = []
    private var isAfterKey = false
    /// What shared values came to, with the values, so that no other gets the identity of one.
    private var shared: [ObjectIdentifier: (value: AnyObject, bytes: [UInt8])] = [:]

    private struct Container {
        let end: UInt8
        var isEmpty = true
    }

    init(indent: Int?) { self.indent = indent }

    var position: Int { bytes.count }

    /// What was written of a whole value; the next one begins anew.
    func taken(of value: some Encodable) throws -> [UInt8] {
        guard isRepresentable else {
            throw EncodingError.invalidValue(
                value,
                .init(codingPath: [], debugDescription: "JSON has no infinite numbers")
            )
        }
        let taken = Array(bytes)
        bytes.removeAll(keepingCapacity: true)
        return taken
    }

    func beginMap() { begin("{", "}") }
    func beginArray() { begin("[", "]") }

    private func begin(_ start: Unicode.Scalar, _ end: Unicode.Scalar) {
        separate()
        bytes.append(UInt8(ascii: start))
        open.append(Container(end: UInt8(ascii: end)))
    }

    func end() {
        let container = open.removeLast()
        if !container.isEmpty { newLine() }
        bytes.append(container.end)
    }

    /// Writes what stands between the last piece and the next one.
    private func separate() {
        if isAfterKey { return isAfterKey = false }
        guard let last = open.indices.last else { return }
        if !open[last].isEmpty { bytes.append(UInt8(ascii: ",")) }
        open[last].isEmpty = false
        newLine()
    }

    private func newLine() {
        guard let indent else { return }
        bytes.append(UInt8(ascii: "\n"))
        bytes.append(contentsOf: repeatElement(UInt8(ascii: " "), count: indent * open.count))
    }

    private func put(_ text: String) {
        separate()
        bytes.append(contentsOf: text.utf8)
    }

    func key(_ name: String) {
        separate()
        quote(name)
        bytes.append(UInt8(ascii: ":"))
        if indent != nil { bytes.append(UInt8(ascii: " ")) }
        isAfterKey = true
    }

    func null() { put("null") }
    func write(_ value: Bool) { put(value ? "true" : "false") }
    func write(_ value: Int64) { put(String(value)) }
    func write(_ value: UInt64) { put(String(value)) }
    func write(_ value: Double) { put(value.description, isFinite: value.isFinite) }
    func write(_ value: Float) { put(value.description, isFinite: value.isFinite) }

    private func put(_ number: String, isFinite: Bool) {
        isRepresentable = isRepresentable && isFinite
        put(number.hasSuffix(".0") ? String(number.dropLast(2)) : number)
    }

    func write(_ value: String) {
        separate()
        quote(value)
    }

    /// Lines that are indented depend on where they stand, others do not.
    func writeShared<Value: Encodable>(_ value: Shared<Value>) throws -> Bool {
        guard indent == nil else { return false }
        let known: [UInt8]
        if let held = shared[ObjectIdentifier(value)] {
            known = held.bytes
        } else {
            let writer = JSONWriter(indent: nil)
            try EncodingState(writer).encode(value.value)
            known = try writer.taken(of: value.value)
            shared[ObjectIdentifier(value)] = (value, known)
        }
        separate()
        bytes.append(contentsOf: known)
        return true
    }

    private func quote(_ text: String) {
        var text = text
        bytes.append(UInt8(ascii: "\""))
        text.withUTF8 { all in
            if all.allSatisfy(Self.isPlain) {
                bytes.append(contentsOf: all)
            } else {
                for byte in all { escape(byte) }
            }
        }
        bytes.append(UInt8(ascii: "\""))
    }

    private static func isPlain(_ byte: UInt8) -> Bool {
        byte >= 0x20 && byte != UInt8(ascii: "\"") && byte != UInt8(ascii: "\\")
    }

    private func escape(_ byte: UInt8) {
        switch byte {
        case UInt8(ascii: "\""): bytes.append(contentsOf: #"\""#.utf8)
        case UInt8(ascii: "\\"): bytes.append(contentsOf: #"\\"#.utf8)
        case UInt8(ascii: "\n"): bytes.append(contentsOf: #"\n"#.utf8)
        case UInt8(ascii: "\r"): bytes.append(contentsOf: #"\r"#.utf8)
        case UInt8(ascii: "\t"): bytes.append(contentsOf: #"\t"#.utf8)
        case 0..<0x20:
            let digits = String(byte, radix: 16)
            bytes.append(contentsOf: (byte < 16 ? #"\u000"# : #"\u00"#).utf8)
            bytes.append(contentsOf: digits.utf8)
        default: bytes.append(byte)
        }
    }
}
