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

    private static func text(of value: some Encodable, indent: Int?) throws -> String {
        let writer = JSONWriter(indent: indent)
        try EncodingState(writer).encode(value)
        guard writer.isRepresentable else {
            throw EncodingError.invalidValue(
                value,
                .init(codingPath: [], debugDescription: "JSON has no infinite numbers")
            )
        }
        return String(decoding: writer.bytes, as: UTF8.self)
    }
}

private final class JSONWriter: CodingWriter {
    private(set) var bytes: [UInt8] = []
    private(set) var isRepresentable = true
    private let indent: Int?
    private var open: [Container] = []
    private var isAfterKey = false

    private struct Container {
        let end: UInt8
        var isEmpty = true
    }

    init(indent: Int?) { self.indent = indent }

    var position: Int { bytes.count }

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

    private func quote(_ text: String) {
        bytes.append(UInt8(ascii: "\""))
        for byte in text.utf8 { escape(byte) }
        bytes.append(UInt8(ascii: "\""))
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
