/// A regular expression that is matched in time linear to the text, whatever it says.
///
/// Letters, `.`, `[a-z]`, `[^a-z]`, `\d \w \s \b`, `^ $`, groups, `|` and `* + ? {2,4}`; ASCII
/// letters match in either case. There are no captures and no references back, so that no pattern
/// can hold the console up.
struct Pattern: Hashable, Sendable {
    /// One step of the program that a pattern becomes.
    enum Step: Hashable, Sendable {
        case byte(ByteSet)
        /// Goes on at both places; the first is tried first.
        case split(Int, Int)
        case jump(Int)
        case start, end, boundary
        case match
    }

    /// What is wrong with a pattern, in words.
    struct Problem: Error, Hashable {
        let words: Phrase
    }

    /// The most steps a pattern may become.
    static let stepLimit = 2_000

    private let steps: [Step]
    /// The bytes that a match can begin with; `nil` if it can be empty.
    private let first: ByteSet?

    /// Compiles a pattern.
    ///
    /// - Throws: what is wrong with it.
    init(_ text: String) throws(Problem) {
        var parser = PatternParser(text)
        let node = try parser.parse()
        var compiler = PatternCompiler()
        compiler.add(node)
        guard compiler.steps.count < Self.stepLimit else {
            throw Problem(words: "the pattern is too long")
        }
        steps = compiler.steps + [.match]
        first = Self.firstBytes(of: steps)
    }

    /// Whether the pattern is somewhere in the text.
    func isFound(in text: String) -> Bool {
        let found = text.utf8.withContiguousStorageIfAvailable { isFound(in: $0) }
        if let found { return found }
        var copy = text
        copy.makeContiguousUTF8()
        return copy.utf8.withContiguousStorageIfAvailable { isFound(in: $0) } ?? false
    }

    /// UTF-8 offsets of all matches that do not overlap: the first, and there the longest.
    func ranges(in text: String) -> [Range<Int>] {
        let bytes = Array(text.utf8)
        return bytes.withUnsafeBufferPointer { bytes in
            var found: [Range<Int>] = []
            var start = 0
            while start < bytes.count {
                if let first, !first.contains(bytes[start]) {
                    start += 1
                    continue
                }
                if let end = longestMatch(in: bytes, from: start), end > start {
                    found.append(start..<end)
                    start = end
                } else {
                    start += 1
                }
            }
            return found
        }
    }

    private func isFound(in bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        guard let first else { return run(bytes, from: 0, isAnchored: false) != nil }
        guard let start = bytes.firstIndex(where: { first.contains($0) }) else { return false }
        return run(bytes, from: start, isAnchored: false) != nil
    }

    private func longestMatch(in bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> Int? {
        run(bytes, from: start, isAnchored: true)
    }

    /// Follows all ways through the program at once.
    ///
    /// - Returns: the end of the longest match if anchored, else that of the first one found.
    private func run(
        _ bytes: UnsafeBufferPointer<UInt8>,
        from start: Int,
        isAnchored: Bool
    ) -> Int? {
        var now = Ways(count: steps.count)
        var next = Ways(count: steps.count)
        var last: Int?
        for offset in start...bytes.count {
            if !isAnchored || offset == start { follow(0, at: offset, in: bytes, into: &now) }
            if now.isMatch {
                if !isAnchored { return offset }
                last = offset
            }
            guard offset < bytes.count, !now.list.isEmpty || !isAnchored else { break }
            let byte = bytes[offset]
            for step in now.list {
                if case .byte(let set) = steps[step], set.contains(byte) {
                    follow(step + 1, at: offset + 1, in: bytes, into: &next)
                }
            }
            swap(&now, &next)
            next.clear()
        }
        return last
    }

    /// Notes the steps that read a byte, from one step on.
    private func follow(
        _ step: Int,
        at offset: Int,
        in bytes: UnsafeBufferPointer<UInt8>,
        into ways: inout Ways
    ) {
        guard ways.enter(step) else { return }
        switch steps[step] {
        case .byte: ways.list.append(step)
        case .match: ways.isMatch = true
        case .jump(let target): follow(target, at: offset, in: bytes, into: &ways)
        case .split(let one, let other):
            follow(one, at: offset, in: bytes, into: &ways)
            follow(other, at: offset, in: bytes, into: &ways)
        case .start where offset == 0, .end where offset == bytes.count:
            follow(step + 1, at: offset, in: bytes, into: &ways)
        case .boundary where Self.isBoundary(offset, in: bytes):
            follow(step + 1, at: offset, in: bytes, into: &ways)
        case .start, .end, .boundary: break
        }
    }

    private static func isBoundary(_ offset: Int, in bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        let before = offset > 0 && ByteSet.word.contains(bytes[offset - 1])
        let after = offset < bytes.count && ByteSet.word.contains(bytes[offset])
        return before != after
    }

    private static func firstBytes(of steps: [Step]) -> ByteSet? {
        var set = ByteSet()
        var waiting = [0]
        var seen: Set<Int> = []
        while let step = waiting.popLast() {
            guard seen.insert(step).inserted else { continue }
            switch steps[step] {
            case .byte(let bytes): set.formUnion(bytes)
            case .split(let one, let other): waiting += [one, other]
            case .jump(let target): waiting.append(target)
            case .start, .end, .boundary: waiting.append(step + 1)
            case .match: return nil
            }
        }
        return set
    }
}

/// The steps that a match may be at.
private struct Ways {
    var list: [Int] = []
    var isMatch = false
    private var marks: [UInt32]
    private var round: UInt32 = 1

    init(count: Int) { marks = [UInt32](repeating: 0, count: count) }

    /// False if the step was entered already.
    mutating func enter(_ step: Int) -> Bool {
        guard marks[step] != round else { return false }
        marks[step] = round
        return true
    }

    mutating func clear() {
        list.removeAll(keepingCapacity: true)
        isMatch = false
        round &+= 1
    }
}

/// A set of bytes.
struct ByteSet: Hashable, Sendable {
    private var bits: SIMD4<UInt64> = .zero

    func contains(_ byte: UInt8) -> Bool { bits[Int(byte >> 6)] >> UInt64(byte & 63) & 1 == 1 }

    mutating func insert(_ byte: UInt8) { bits[Int(byte >> 6)] |= 1 << UInt64(byte & 63) }

    mutating func insert(_ range: ClosedRange<UInt8>) { for byte in range { insert(byte) } }

    mutating func formUnion(_ other: ByteSet) { bits |= other.bits }

    /// The ASCII characters that are not in there.
    var invertedASCII: ByteSet {
        var set = ByteSet()
        for byte in UInt8(0)...127 where !contains(byte) { set.insert(byte) }
        return set
    }

    /// The same with both cases of every letter.
    var withoutCase: ByteSet {
        var set = self
        for byte in UInt8(ascii: "a")...UInt8(ascii: "z") {
            if contains(byte) { set.insert(byte - 32) }
            if contains(byte - 32) { set.insert(byte) }
        }
        return set
    }

    init() {}

    init(_ ranges: ClosedRange<UInt8>...) { for range in ranges { insert(range) } }

    static let digits = ByteSet(0x30...0x39)
    static let word = ByteSet(0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x5F...0x5F)
    static let space = ByteSet(0x20...0x20, 0x09...0x0D)
    static let ascii = ByteSet(0...0x7F)
    /// First bytes of characters beyond ASCII, and the bytes that follow them.
    static let leading = ByteSet(0xC0...0xFF)
    static let following = ByteSet(0x80...0xBF)
}
