/// Text from outside, fit to be shown.
///
/// Holds no control character, no bidirectional override and nothing invisible, so that it can
/// neither move the cursor nor dress up as other text. It is the only text that reaches a cell.
///
/// Tabs become spaces up to the next multiple of eight characters, line ends inside become one
/// space and at the end go away, a mark without a base gets a dotted circle to stand on.
package struct SafeText: Hashable, Sendable {
    /// What may be shown as it is.
    package let string: String
    /// Whether every character is printable ASCII, one column each.
    package let isASCII: Bool

    /// Makes `raw` safe; what may not be shown becomes `replacement`.
    package init(sanitizing raw: String, replacement: Character = "·") {
        if Self.isPrintableASCII(raw) {
            self.init(trusted: raw, isASCII: true)
            return
        }
        var washer = TextWasher(replacement: replacement)
        washer.append(raw[...])
        self.init(trusted: washer.finished())
    }

    /// Decodes `bytes` as UTF-8 and makes the result safe; invalid bytes become `U+FFFD`.
    package init(decoding bytes: some Collection<UInt8>) {
        self.init(sanitizing: String(decoding: bytes, as: UTF8.self))
    }

    package init(_ number: Int) {
        self.init(trusted: String(number), isASCII: true)
    }

    package init(_ number: some BinaryInteger) {
        self.init(trusted: String(number), isASCII: true)
    }

    package init() {
        self.init(trusted: "", isASCII: true)
    }

    private init(trusted: String, isASCII: Bool) {
        string = trusted
        self.isASCII = isASCII
    }

    /// Wraps text that a washer, or a slice of safe text, has produced.
    init(trusted: String) {
        self.init(trusted: trusted, isASCII: Self.isPrintableASCII(trusted))
    }

    package var isEmpty: Bool { string.isEmpty }

    /// The number of characters, which is not the number of columns.
    package var count: Int { isASCII ? string.utf8.count : string.count }

    private static func isPrintableASCII(_ text: String) -> Bool {
        let isPrintable = { (byte: UInt8) in byte >= 0x20 && byte < 0x7F }
        let quick = text.utf8.withContiguousStorageIfAvailable { $0.allSatisfy(isPrintable) }
        return quick ?? text.utf8.allSatisfy(isPrintable)
    }
}

extension SafeText: ExpressibleByStringLiteral {
    /// Literals are our own text; they are made safe all the same.
    package init(stringLiteral value: StaticString) {
        self.init(sanitizing: value.description)
    }
}

extension SafeText: CustomStringConvertible {
    package var description: String { string }
}

extension SafeText: Comparable {
    package static func < (left: SafeText, right: SafeText) -> Bool { left.string < right.string }
}

extension SafeText {
    package static func + (left: SafeText, right: SafeText) -> SafeText {
        SafeText(trusted: left.string + right.string, isASCII: left.isASCII && right.isASCII)
    }

    package static func += (left: inout SafeText, right: SafeText) {
        left = left + right
    }

    /// The first `count` characters.
    package func prefix(_ count: Int) -> SafeText {
        SafeText(trusted: String(string.prefix(max(0, count))))
    }

    /// What is left without the first `count` characters.
    package func dropFirst(_ count: Int) -> SafeText {
        SafeText(trusted: String(string.dropFirst(max(0, count))))
    }

    /// The part of the text between two UTF-8 offsets, both on character borders.
    package func utf8Slice(_ range: Range<Int>) -> SafeText {
        let bytes = string.utf8
        let start = bytes.index(bytes.startIndex, offsetBy: range.lowerBound)
        let end = bytes.index(start, offsetBy: range.count)
        return SafeText(trusted: String(string[start..<end]))
    }

    /// This text `times` times in a row.
    package func repeated(_ times: Int) -> SafeText {
        // Bytes, since `String(repeating:count:)` looks at each piece anew and takes ten times as long.
        var bytes: [UInt8] = []
        bytes.reserveCapacity(string.utf8.count * max(0, times))
        if let single = string.utf8.first, string.utf8.count == 1 {
            bytes = Array(repeating: single, count: max(0, times))
        } else {
            for _ in 0..<max(0, times) { bytes.append(contentsOf: string.utf8) }
        }
        let text = String(decoding: bytes, as: UTF8.self)
        return SafeText(trusted: text, isASCII: isASCII)
    }
}

extension Sequence<SafeText> {
    /// All texts in order, with `separator` between neighbours.
    package func joined(separator: SafeText = SafeText()) -> SafeText {
        var result = SafeText()
        for (index, text) in enumerated() {
            if index > 0 { result += separator }
            result += text
        }
        return result
    }
}
