/// Turns a file's bytes into text: UTF-8 with or without a byte order mark, UTF-16 with one.
enum TextDecoding {
    /// The largest file that is read, in bytes.
    static let maximumSize = 1_048_576

    static func text(of file: SourceFile) throws(ComposeError) -> String {
        let bytes = file.bytes
        guard bytes.count <= maximumSize else {
            throw .tooLarge(file: file.path, bytes: bytes.count, limit: maximumSize)
        }
        if bytes.starts(with: [0xFF, 0xFE, 0, 0]) || bytes.starts(with: [0, 0, 0xFE, 0xFF]) {
            throw .encoding(.utf32, at: SourcePlace(file: file.path, line: 1))
        }
        if bytes.starts(with: [0xFF, 0xFE]) {
            return try utf16(bytes.dropFirst(2), lowByteFirst: true, file: file.path)
        }
        if bytes.starts(with: [0xFE, 0xFF]) {
            return try utf16(bytes.dropFirst(2), lowByteFirst: false, file: file.path)
        }
        let marked = bytes.starts(with: [0xEF, 0xBB, 0xBF])
        return try utf8(bytes.dropFirst(marked ? 3 : 0), file: file.path)
    }

    private static func utf8(
        _ bytes: ArraySlice<UInt8>,
        file: String
    ) throws(ComposeError) -> String {
        if let text = String(validating: bytes, as: UTF8.self) { return text }
        var decoder = UTF8()
        var rest = bytes.makeIterator()
        var line = 1
        while case .scalarValue(let scalar) = decoder.decode(&rest) {
            if scalar == "\n" { line += 1 }
        }
        throw .encoding(.utf8, at: SourcePlace(file: file, line: line))
    }

    private static func utf16(
        _ bytes: ArraySlice<UInt8>,
        lowByteFirst: Bool,
        file: String
    ) throws(ComposeError) -> String {
        let pairs = stride(from: bytes.startIndex, to: bytes.endIndex - 1, by: 2)
        let units = pairs.map { index in
            let (first, second) = (UInt16(bytes[index]), UInt16(bytes[index + 1]))
            return lowByteFirst ? second << 8 | first : first << 8 | second
        }
        guard bytes.count.isMultiple(of: 2),
            let text = String(validating: units, as: UTF16.self)
        else { throw .encoding(.utf16, at: SourcePlace(file: file, line: 1)) }
        return text
    }
}
