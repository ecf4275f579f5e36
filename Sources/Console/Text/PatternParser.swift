/// A pattern as its parts hang together.
indirect enum PatternNode: Hashable, Sendable {
    case empty
    case byte(ByteSet)
    /// One character beyond ASCII, or one of a set of ASCII characters.
    case character(ByteSet)
    case sequence([PatternNode])
    case either([PatternNode])
    case optional(PatternNode)
    case any(PatternNode)
    case start, end, boundary
}

/// Reads a pattern.
struct PatternParser {
    private var rest: Substring.UnicodeScalarView

    /// The most repetitions that `{…}` may ask for.
    private static let repeatLimit = 100

    init(_ text: String) { rest = Substring(text).unicodeScalars }

    mutating func parse() throws(Pattern.Problem) -> PatternNode {
        let node = try alternatives()
        guard rest.isEmpty else { throw Pattern.Problem(words: "there is a ) too many") }
        return node
    }

    private mutating func alternatives() throws(Pattern.Problem) -> PatternNode {
        var branches = [try sequence()]
        while rest.first == "|" {
            rest.removeFirst()
            branches.append(try sequence())
        }
        return branches.count == 1 ? branches[0] : .either(branches)
    }

    private mutating func sequence() throws(Pattern.Problem) -> PatternNode {
        var nodes: [PatternNode] = []
        while let next = rest.first, next != "|", next != ")" {
            nodes.append(try repeated(try atom()))
        }
        return nodes.count == 1 ? nodes[0] : .sequence(nodes)
    }

    private mutating func repeated(_ atom: PatternNode) throws(Pattern.Problem) -> PatternNode {
        var node = atom
        while let sign = rest.first {
            switch sign {
            case "*": node = .any(node)
            case "+": node = .sequence([node, .any(node)])
            case "?": node = .optional(node)
            case "{":
                guard let counts = counts() else { return node }
                guard counts.least <= counts.most ?? counts.least,
                    max(counts.least, counts.most ?? 0) <= Self.repeatLimit
                else { throw Pattern.Problem(words: "a count in { } is at most 100") }
                var nodes = Array(repeating: node, count: counts.least)
                if let most = counts.most {
                    nodes += Array(repeating: .optional(node), count: most - counts.least)
                } else {
                    nodes.append(.any(node))
                }
                node = .sequence(nodes)
                continue
            default: return node
            }
            rest.removeFirst()
        }
        return node
    }

    /// Reads `{2}`, `{2,}` or `{2,4}`; `nil` for a brace that is only a brace.
    private mutating func counts() -> (least: Int, most: Int?)? {
        guard let close = rest.firstIndex(of: "}") else { return nil }
        let inside = String(rest[rest.index(after: rest.startIndex)..<close])
        let parts = inside.split(separator: ",", omittingEmptySubsequences: false)
        guard let least = parts.first.flatMap({ Int($0) }), least >= 0, parts.count <= 2 else {
            return nil
        }
        var most: Int? = least
        if parts.count == 2 {
            most = parts[1].isEmpty ? nil : Int(parts[1])
            if most == nil, !parts[1].isEmpty { return nil }
        }
        rest = rest[rest.index(after: close)...]
        return (least, most)
    }

    private mutating func atom() throws(Pattern.Problem) -> PatternNode {
        guard let scalar = rest.popFirst() else { return .empty }
        switch scalar {
        case "(":
            if rest.starts(with: "?:".unicodeScalars) { rest.removeFirst(2) }
            let inside = try alternatives()
            guard rest.popFirst() == ")" else { throw Pattern.Problem(words: "a ) is missing") }
            return inside
        case "[": return try set()
        case ".": return .either([.byte(.ascii), .character(ByteSet())])
        case "^": return .start
        case "$": return .end
        case "\\": return try escaped()
        case "*", "+", "?": throw Pattern.Problem(words: "nothing stands before \(scalar)")
        case "{": return Self.literal(scalar)
        default: return Self.literal(scalar)
        }
    }

    private mutating func escaped() throws(Pattern.Problem) -> PatternNode {
        guard let scalar = rest.popFirst() else {
            throw Pattern.Problem(words: "it ends with a single \\")
        }
        switch scalar {
        case "d": return .byte(.digits)
        case "D": return .either([.byte(ByteSet.digits.invertedASCII), .character(ByteSet())])
        case "w": return .byte(.word)
        case "W": return .either([.byte(ByteSet.word.invertedASCII), .character(ByteSet())])
        case "s": return .byte(.space)
        case "S": return .either([.byte(ByteSet.space.invertedASCII), .character(ByteSet())])
        case "b": return .boundary
        case "t": return .byte(ByteSet(9...9))
        default: return Self.literal(scalar)
        }
    }

    private mutating func set() throws(Pattern.Problem) -> PatternNode {
        var set = ByteSet()
        let isInverse = rest.first == "^"
        if isInverse { rest.removeFirst() }
        var isFirst = true
        while let scalar = rest.popFirst() {
            if scalar == "]", !isFirst {
                return isInverse
                    ? .either([.byte(set.withoutCase.invertedASCII), .character(ByteSet())])
                    : .byte(set.withoutCase)
            }
            isFirst = false
            if scalar == "\\", let named = rest.first.flatMap(Self.named) {
                rest.removeFirst()
                set.formUnion(named)
                continue
            }
            let low = scalar == "\\" ? rest.popFirst() ?? scalar : scalar
            guard low.isASCII else {
                throw Pattern.Problem(words: "only ASCII characters can stand in [ ]")
            }
            var high = low
            let next = rest.dropFirst().first
            if rest.first == "-", let next, next != "]" {
                rest.removeFirst(2)
                high = next
            }
            guard high.isASCII, low.value <= high.value else {
                throw Pattern.Problem(words: "\(low)-\(high) is not a range")
            }
            set.insert(UInt8(low.value)...UInt8(high.value))
        }
        throw Pattern.Problem(words: "a ] is missing")
    }

    private static func named(_ scalar: Unicode.Scalar) -> ByteSet? {
        switch scalar {
        case "d": .digits
        case "w": .word
        case "s": .space
        default: nil
        }
    }

    private static func literal(_ scalar: Unicode.Scalar) -> PatternNode {
        let bytes = Array(String(Character(scalar)).utf8)
        let nodes = bytes.map { PatternNode.byte(ByteSet($0...$0).withoutCase) }
        return nodes.count == 1 ? nodes[0] : .sequence(nodes)
    }
}

/// Lays the parts of a pattern out as steps.
struct PatternCompiler {
    private(set) var steps: [Pattern.Step] = []

    mutating func add(_ node: PatternNode) {
        // A pattern that is too long is refused afterwards; it need not be laid out to its end.
        guard steps.count <= Pattern.stepLimit else { return }
        switch node {
        case .empty: break
        case .byte(let set): steps.append(.byte(set))
        case .character:
            steps.append(.byte(.leading))
            add(.any(.byte(.following)))
        case .sequence(let nodes): for node in nodes { add(node) }
        case .either(let nodes): add(either: nodes[...])
        case .optional(let node):
            let split = reserve()
            add(node)
            steps[split] = .split(split + 1, steps.count)
        case .any(let node):
            let split = reserve()
            add(node)
            steps.append(.jump(split))
            steps[split] = .split(split + 1, steps.count)
        case .start: steps.append(.start)
        case .end: steps.append(.end)
        case .boundary: steps.append(.boundary)
        }
    }

    private mutating func add(either nodes: ArraySlice<PatternNode>) {
        guard let first = nodes.first else { return }
        guard nodes.count > 1 else { return add(first) }
        let split = reserve()
        add(first)
        let jump = reserve()
        steps[split] = .split(split + 1, steps.count)
        add(either: nodes.dropFirst())
        steps[jump] = .jump(steps.count)
    }

    private mutating func reserve() -> Int {
        steps.append(.jump(0))
        return steps.count - 1
    }
}
