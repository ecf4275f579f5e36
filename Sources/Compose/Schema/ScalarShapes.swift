import Basics

/// Checks single values and writes them in canonical form.
enum ScalarShapes {
    static func content(
        of node: YAMLNode,
        as shape: Shape,
        at path: TreePath
    ) throws(ComposeError) -> YAMLNode.Content {
        let value = Value(node: node, path: path)
        switch shape {
        case .text: return try value.text()
        case .scalar: return try value.scalar()
        case .scalarOrNothing: return node.isNull ? .null : try value.scalar()
        case .scalarOrEmpty: return node.isNull ? .text("") : try value.scalar()
        case .boolean: return try value.boolean()
        case .integer(let range): return .integer(try value.integer(in: range))
        case .number: return try value.number()
        case .duration: return try value.duration()
        case .size: return .text("\(try value.size())")
        case .byteCount: return .integer(try value.size())
        case .cpus: return .text(try value.cpus())
        case .mode: return .integer(try value.mode())
        case .choice(let words): return try value.choice(among: words)
        case .anything, .list, .dictionary, .record, .short: return node.content
        }
    }

    /// Cores as docker reads them: at most nine decimals.
    static func nanoCPUs(_ text: String) -> Int64? {
        var rest = Substring(text)
        if rest.first == "+" { rest = rest.dropFirst() }
        let parts = rest.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
        guard let whole = parts.first, !rest.isEmpty, rest != "." else { return nil }
        var fraction = parts.count > 1 ? parts[1] : ""
        while fraction.last == "0" { fraction.removeLast() }
        let digits = String(whole) + fraction
        guard fraction.count <= 9, digits.utf8.allSatisfy({ (48...57).contains($0) }) else {
            return nil
        }
        return Int64(digits + String(repeating: "0", count: 9 - fraction.count))
    }

    /// Billionths of a core as the shortest decimal number.
    static func cores(_ nanoCPUs: Int64) -> String {
        let (whole, rest) = nanoCPUs.quotientAndRemainder(dividingBy: 1_000_000_000)
        var digits = String(rest)
        digits = String(repeating: "0", count: 9 - digits.count) + digits
        while digits.last == "0" { digits.removeLast() }
        return digits.isEmpty ? "\(whole)" : "\(whole).\(digits)"
    }

    /// Bytes as docker reads them: `100M`, `1g`, `64 kib`, `1.5G`, `4096`; powers of 1024.
    static func bytes(_ text: String) -> Int64? {
        guard
            let last = text.lastIndex(where: {
                $0.isASCII && ($0.isNumber || $0 == "." || $0 == " ")
            })
        else { return nil }
        let number = text[...last].last == " " ? text[..<last] : text[...last]
        let suffix = text[text.index(after: last)...].lowercased()
        let powers = ["": 0, "b": 0, "k": 1, "m": 2, "g": 3, "t": 4, "p": 5]
        guard let unit = powers[suffix.count > 1 ? stripped(suffix) : suffix],
            let value = Double(number), value >= 0, !number.contains("x"), !number.contains("X")
        else { return nil }
        let bytes = (0..<unit).reduce(value) { size, _ in size * 1024 }
        return bytes < 9.2e18 ? Int64(bytes) : nil
    }

    /// The letter of `kb` and `kib`.
    private static func stripped(_ suffix: String) -> String {
        let isPlain = suffix.count == 2 && suffix.hasSuffix("b")
        let isBinary = suffix.count == 3 && suffix.hasSuffix("ib")
        return (isPlain || isBinary) && suffix.first != "b" ? String(suffix.prefix(1)) : "?"
    }
}

/// One value on its way through a check.
private struct Value {
    let node: YAMLNode
    let path: TreePath

    func wrong(_ expected: String) -> ComposeError {
        .wrongType(path: path.description, expected: expected, found: node.found, at: node.place)
    }

    func invalid(_ reason: String) -> ComposeError {
        .invalidValue(path: path.description, reason: reason, at: node.place)
    }

    func text() throws(ComposeError) -> YAMLNode.Content {
        switch node.content {
        case .text: return node.content
        case .integer, .number, .boolean:
            throw wrong("a text (put it in quotes)")
        default: throw wrong("a text")
        }
    }

    func scalar() throws(ComposeError) -> YAMLNode.Content {
        switch node.content {
        case .text: return node.content
        case .integer(let value): return .text("\(value)")
        case .number(let value): return .text(GoNumber.text(value))
        case .boolean: throw wrong("a text or a number (put it in quotes)")
        default: throw wrong("a text or a number")
        }
    }

    func boolean() throws(ComposeError) -> YAMLNode.Content {
        if case .boolean = node.content { return node.content }
        switch node.text?.lowercased() {
        case "y", "yes", "true", "on": return .boolean(true)
        case "n", "no", "false", "off": return .boolean(false)
        default: throw wrong("true or false")
        }
    }

    func integer(in range: ClosedRange<Int64>) throws(ComposeError) -> Int64 {
        var found: Int64?
        if case .integer(let value) = node.content { found = value }
        if case .number(let value) = node.content { found = Int64(exactly: value) }
        if let text = node.text { found = Int64(text) }
        guard let found else { throw wrong("a whole number") }
        guard range.contains(found) else {
            let most = range.upperBound == .max ? "" : " and at most \(range.upperBound)"
            throw invalid("\(found) is out of range: at least \(range.lowerBound)\(most)")
        }
        return found
    }

    func number() throws(ComposeError) -> YAMLNode.Content {
        var found: Double?
        if case .integer(let value) = node.content { found = Double(value) }
        if case .number(let value) = node.content { found = value }
        if let text = node.text { found = Double(text) }
        guard let found, found.isFinite else { throw wrong("a number") }
        return .number(found)
    }

    func duration() throws(ComposeError) -> YAMLNode.Content {
        guard let text = node.text else { throw wrong("a duration such as \"1m30s\"") }
        guard let duration = GoDuration.parse(text) else {
            throw invalid("\(Quoted.text(text)) is no duration; write it as \"1m30s\" or \"500ms\"")
        }
        return .text(GoDuration.format(duration))
    }

    func size() throws(ComposeError) -> Int64 {
        if case .integer(let value) = node.content, value >= 0 { return value }
        guard let text = node.text else { throw wrong("a size such as \"100M\"") }
        guard let bytes = ScalarShapes.bytes(text) else {
            throw invalid("\(Quoted.text(text)) is no size; write it as \"100M\" or \"1g\"")
        }
        return bytes
    }

    func cpus() throws(ComposeError) -> String {
        let text: String
        switch node.content {
        case .text(let written): text = written
        case .integer(let value): text = "\(value)"
        case .number(let value): text = GoNumber.text(value)
        default: throw wrong("a number of cores such as \"0.50\"")
        }
        guard let nanoCPUs = ScalarShapes.nanoCPUs(text) else {
            throw invalid("\(Quoted.text(text)) is no number of cores; write it as \"0.50\"")
        }
        return ScalarShapes.cores(nanoCPUs)
    }

    func mode() throws(ComposeError) -> Int64 {
        var found: Int64?
        if case .integer(let value) = node.content { found = value }
        if let text = node.text { found = Int64(text, radix: 8) }
        guard let found else { throw wrong("permission bits such as 0440") }
        guard (0...0o7777).contains(found) else {
            throw invalid("\(found) is out of range: permission bits reach from 0 to 07777")
        }
        return found
    }

    func choice(among words: [String]) throws(ComposeError) -> YAMLNode.Content {
        guard let text = node.text else { throw wrong("one of \(words.joined(separator: ", "))") }
        if words.contains(text) { return node.content }
        let nearest = NearestWord.nearest(to: text, among: words)
        throw invalid(
            "\(Quoted.text(text)) is none of \(words.joined(separator: ", "))"
                + (nearest.map { "; did you mean `\($0)`?" } ?? "")
        )
    }
}
