/// Looks for one text in many others, without regard to the case of ASCII letters.
struct ByteSearch: Hashable, Sendable {
    private let needle: [UInt8]

    init(_ text: String) { needle = text.utf8.map(Self.folded) }

    var isEmpty: Bool { needle.isEmpty }

    /// Whether the text is in there; an empty one is in everything.
    func isFound(in text: String) -> Bool { firstOffset(in: text, from: 0) != nil }

    /// Whether the letters come in this order, with others between them.
    func isScattered(in text: String) -> Bool {
        var next = needle[...]
        for byte in text.utf8 where Self.folded(byte) == next.first { next.removeFirst() }
        return next.isEmpty
    }

    /// UTF-8 offsets of all places that do not overlap, ascending.
    func ranges(in text: String) -> [Range<Int>] {
        guard !needle.isEmpty else { return [] }
        var found: [Range<Int>] = []
        var start = 0
        while let offset = firstOffset(in: text, from: start) {
            found.append(offset..<offset + needle.count)
            start = offset + needle.count
        }
        return found
    }

    private func firstOffset(in text: String, from start: Int) -> Int? {
        guard let first = needle.first else { return 0 }
        let found = text.utf8.withContiguousStorageIfAvailable { bytes -> Int? in
            let last = bytes.count - needle.count
            guard start <= last else { return nil }
            for offset in start...last where Self.folded(bytes[offset]) == first {
                if matches(bytes, at: offset) { return offset }
            }
            return nil
        }
        if let found { return found }
        var copy = text
        copy.makeContiguousUTF8()
        return firstOffset(in: copy, from: start)
    }

    private func matches(_ bytes: UnsafeBufferPointer<UInt8>, at offset: Int) -> Bool {
        for index in 1..<max(1, needle.count)
        where Self.folded(bytes[offset + index]) != needle[index] {
            return false
        }
        return true
    }

    private static func folded(_ byte: UInt8) -> UInt8 {
        byte >= UInt8(ascii: "A") && byte <= UInt8(ascii: "Z") ? byte | 0x20 : byte
    }
}
