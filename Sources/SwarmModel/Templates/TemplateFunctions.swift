/// Go's own template functions, and `join`.
///
/// Faults are worded as Go does, without the place, which the caller adds.
enum TemplateFunctions {
    static let names: Set<String> = [
        "and", "call", "eq", "ge", "gt", "html", "index", "join", "js", "le", "len", "lt", "ne",
        "not", "or", "print", "printf", "println", "slice", "urlquery",
    ]

    static func call(
        _ name: String,
        _ arguments: [TemplateValue]
    ) throws(TemplateError) -> TemplateValue {
        switch name {
        case "and", "or":
            try require(1..., name, arguments)
            return arguments[arguments.count - 1]
        case "not":
            try require(1...1, name, arguments)
            return .bool(!arguments[0].isTrue)
        case "len":
            try require(1...1, name, arguments)
            return .int(try length(arguments[0]))
        case "index": return try index(arguments)
        case "slice": return try slice(arguments)
        case "join": return .string(try join(arguments))
        case "print": return .string(Self.printed(arguments))
        case "println":
            return .string(arguments.map(\.text).joined(separator: " ") + "\n")
        case "printf":
            try require(1..., name, arguments)
            return .string(
                TemplateFormat.text(try string(arguments[0]), Array(arguments.dropFirst()))
            )
        case "html": return .string(escaped(printed(arguments), Self.htmlMarks))
        case "js": return .string(escaped(printed(arguments), Self.scriptMarks))
        case "urlquery": return .string(urlQuery(printed(arguments)))
        case "call": throw failure("call", "call of nil")
        default: return .bool(try compare(name, arguments))
        }
    }

    private static func failure(_ name: String, _ text: String) -> TemplateError {
        TemplateError("error calling \(name): \(text)")
    }

    private static func require(
        _ range: some RangeExpression<Int>,
        _ name: String,
        _ arguments: [TemplateValue]
    ) throws(TemplateError) {
        if range.contains(arguments.count) { return }
        let want = (0...3).first { range.contains($0) } ?? 0
        let atLeast = range.contains(want + 1) ? "at least " : ""
        throw TemplateError(
            "wrong number of args for \(name): want \(atLeast)\(want) got \(arguments.count)"
        )
    }

    private static func string(_ value: TemplateValue) throws(TemplateError) -> String {
        if case .string(let text) = value { return text }
        if case .missing = value { throw TemplateError("invalid value; expected string") }
        throw TemplateError("wrong type for value; expected string; got \(value.typeName)")
    }

    /// Values side by side; spaces only where neither neighbour is a text.
    private static func printed(_ values: [TemplateValue]) -> String {
        var text = ""
        for (place, value) in values.enumerated() {
            if place > 0, !value.isText, !values[place - 1].isText { text += " " }
            text += value.text
        }
        return text
    }

    private static func length(_ value: TemplateValue) throws(TemplateError) -> Int {
        switch value {
        case .string(let text): return text.utf8.count
        case .map(let entries): return entries.count
        case .missing: throw failure("len", "len of nil pointer")
        default: throw failure("len", "len of type \(value.typeName)")
        }
    }

    private static func index(_ arguments: [TemplateValue]) throws(TemplateError) -> TemplateValue {
        try require(1..., "index", arguments)
        var value = arguments[0]
        for key in arguments.dropFirst() {
            switch value {
            case .map(let entries):
                guard case .string(let name) = key else {
                    throw failure("index", "value has type \(key.typeName); should be string")
                }
                // Go gives the element's zero value for a key that is not there.
                value = .string(entries[name] ?? "")
            case .string(let text):
                guard case .int(let place) = key else {
                    throw failure("index", "cannot index slice/array with type \(key.typeName)")
                }
                let bytes = Array(text.utf8)
                guard bytes.indices.contains(place) else {
                    throw failure("index", "index out of range: \(place)")
                }
                value = .int(Int(bytes[place]))
            case .missing: throw failure("index", "index of untyped nil")
            default: throw failure("index", "can't index item of type \(value.typeName)")
            }
        }
        return value
    }

    private static func slice(_ arguments: [TemplateValue]) throws(TemplateError) -> TemplateValue {
        try require(1..., "slice", arguments)
        guard case .string(let text) = arguments[0] else {
            throw failure("slice", "can't slice item of type \(arguments[0].typeName)")
        }
        if arguments.count > 3 { throw failure("slice", "cannot 3-index slice a string") }
        let bytes = Array(text.utf8)
        var bounds = [0, bytes.count]
        for (place, argument) in arguments.dropFirst().enumerated() {
            guard case .int(let bound) = argument else {
                throw failure("slice", "cannot index slice/array with type \(argument.typeName)")
            }
            guard (0...bytes.count).contains(bound) else {
                throw failure("slice", "index out of range: \(bound)")
            }
            bounds[place] = bound
        }
        if bounds[0] > bounds[1] {
            throw failure("slice", "invalid slice index: \(bounds[0]) > \(bounds[1])")
        }
        return .string(String(decoding: bytes[bounds[0]..<bounds[1]], as: UTF8.self))
    }

    /// The first argument stands between the others.
    private static func join(_ arguments: [TemplateValue]) throws(TemplateError) -> String {
        var texts: [String] = []
        for argument in arguments { texts.append(try string(argument)) }
        if texts.isEmpty {
            throw failure("join", "runtime error: index out of range [0] with length 0")
        }
        return texts.dropFirst().joined(separator: texts[0])
    }

    // MARK: Comparing

    private static func compare(
        _ name: String,
        _ arguments: [TemplateValue]
    ) throws(TemplateError) -> Bool {
        if name == "eq" {
            try require(1..., name, arguments)
            if arguments.count == 1 { throw failure(name, "missing argument for comparison") }
            for other in arguments.dropFirst() where try isEqual(arguments[0], other, name) {
                return true
            }
            return false
        }
        try require(2...2, name, arguments)
        let (one, other) = (arguments[0], arguments[1])
        switch name {
        case "ne": return try !isEqual(one, other, name)
        case "lt": return try isLess(one, other, name)
        case "ge": return try !isLess(one, other, name)
        case "gt": return try isLess(other, one, name)
        default: return try !isLess(other, one, name)
        }
    }

    private static func isEqual(
        _ one: TemplateValue,
        _ other: TemplateValue,
        _ name: String
    ) throws(TemplateError) -> Bool {
        switch (one, other) {
        case (.string, .string), (.int, .int), (.float, .float), (.bool, .bool),
            (.missing, .missing):
            return one == other
        case (.record, _), (_, .record), (.map, _), (_, .map):
            throw failure(name, "non-comparable type")
        default: throw failure(name, "incompatible types for comparison")
        }
    }

    private static func isLess(
        _ one: TemplateValue,
        _ other: TemplateValue,
        _ name: String
    ) throws(TemplateError) -> Bool {
        switch (one, other) {
        case (.string(let left), .string(let right)):
            return left.utf8.lexicographicallyPrecedes(right.utf8)
        case (.int(let left), .int(let right)): return left < right
        case (.float(let left), .float(let right)): return left < right
        case (.string, _), (.int, _), (.float, _):
            throw failure(name, "incompatible types for comparison")
        default: throw failure(name, "invalid type for comparison")
        }
    }

    // MARK: Escaping

    private static let htmlMarks: [Character: String] = [
        "\"": "&#34;", "'": "&#39;", "&": "&amp;", "<": "&lt;", ">": "&gt;", "\0": "\u{FFFD}",
    ]
    private static let scriptMarks: [Character: String] = [
        "\\": "\\\\", "'": "\\'", "\"": "\\\"", "<": "\\u003C", ">": "\\u003E", "&": "\\u0026",
        "=": "\\u003D", "\n": "\\u000A", "\r": "\\u000D", "\t": "\\u0009",
    ]

    private static func escaped(_ text: String, _ marks: [Character: String]) -> String {
        text.map { marks[$0] ?? String($0) }.joined()
    }

    private static func urlQuery(_ text: String) -> String {
        text.utf8.map { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"),
                UInt8(ascii: "."), UInt8(ascii: "~"):
                return String(UnicodeScalar(byte))
            case UInt8(ascii: " "): return "+"
            default:
                let digits = String(byte, radix: 16, uppercase: true)
                return "%" + (byte < 16 ? "0" : "") + digits
            }
        }.joined()
    }
}

extension TemplateValue {
    fileprivate var isText: Bool {
        if case .string = self { return true }
        return false
    }
}
