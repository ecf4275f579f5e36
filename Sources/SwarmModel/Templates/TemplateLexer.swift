/// Cuts a template's source into pieces, as Go's template package does.
struct TemplateLexer {
    private static let keywords: Set<String> = [
        "if", "else", "end", "range", "with", "define", "block", "template", "break", "continue",
    ]

    private let source: [UInt8]
    private var position = 0
    private var line = 1
    private var tokens: [TemplateToken] = []
    private var openParentheses = 0

    private init(_ text: String) { source = Array(text.utf8) }

    /// - Throws: The first fault.
    static func tokens(of text: String) throws(TemplateError) -> [TemplateToken] {
        var lexer = TemplateLexer(text)
        try lexer.readAll()
        return lexer.tokens
    }

    private mutating func readAll() throws(TemplateError) {
        var trimsStart = false
        while true {
            let trimsEnd = readText(trimsStart: trimsStart)
            guard position < source.count else { break }
            trimsStart = try readAction(trimmed: trimsEnd)
        }
        add(.end, "", at: position)
    }

    private mutating func add(_ kind: TemplateToken.Kind, _ text: String, at start: Int) {
        tokens.append(TemplateToken(kind: kind, text: text, position: start, line: line))
    }

    private func has(_ mark: String, at place: Int) -> Bool {
        place <= source.count && source[place...].starts(with: mark.utf8)
    }

    private func isSpace(at place: Int) -> Bool {
        place < source.count && Self.isSpace(source[place])
    }

    private static func isSpace(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") || byte == UInt8(ascii: "\r")
            || byte == UInt8(ascii: "\n")
    }

    private mutating func move(to place: Int) {
        line += source[position..<place].count { $0 == UInt8(ascii: "\n") }
        position = place
    }

    /// Text up to the next action; whether the action trims it.
    private mutating func readText(trimsStart: Bool) -> Bool {
        if trimsStart {
            var start = position
            while isSpace(at: start) { start += 1 }
            move(to: start)
        }
        let start = position
        var end = start
        while end < source.count, !has("{{", at: end) { end += 1 }
        let trims = has("{{-", at: end) && isSpace(at: end + 3)
        var last = end
        if trims { while last > start, Self.isSpace(source[last - 1]) { last -= 1 } }
        if last > start {
            add(.text, String(decoding: source[start..<last], as: UTF8.self), at: start)
        }
        move(to: end)
        return trims
    }

    /// An action or a comment; whether it trims the text after it.
    private mutating func readAction(trimmed: Bool) throws(TemplateError) -> Bool {
        let start = position
        let inside = position + (trimmed ? 4 : 2)
        if has("/*", at: inside) { return try readComment(from: inside) }
        add(.openAction, "{{", at: start)
        move(to: trimmed ? inside - 1 : inside)
        openParentheses = 0
        while true {
            if has(" -}}", at: position) || isSpace(at: position) && has("-}}", at: position + 1) {
                return try close(length: 4, trims: true)
            }
            if has("}}", at: position) { return try close(length: 2, trims: false) }
            try readPiece()
        }
    }

    private mutating func close(length: Int, trims: Bool) throws(TemplateError) -> Bool {
        if openParentheses > 0 { throw .reading("unclosed left paren", line: line) }
        add(.closeAction, "}}", at: position)
        move(to: position + length)
        return trims
    }

    private mutating func readComment(from inside: Int) throws(TemplateError) -> Bool {
        var end = inside + 2
        while end < source.count, !has("*/", at: end) { end += 1 }
        guard end < source.count else { throw .reading("unclosed comment", line: line) }
        end += 2
        if isSpace(at: end), has("-}}", at: end + 1) {
            move(to: end + 4)
            return true
        }
        guard has("}}", at: end) else {
            throw .reading("comment ends before closing delimiter", line: line)
        }
        move(to: end + 2)
        return false
    }

    private mutating func readPiece() throws(TemplateError) {
        guard position < source.count else { throw .reading("unclosed action", line: line) }
        let byte = source[position]
        let start = position
        switch byte {
        case _ where Self.isSpace(byte):
            var end = position
            while isSpace(at: end), !(has("-}}", at: end + 1)) { end += 1 }
            add(.space, " ", at: start)
            move(to: max(end, start + 1))
        case UInt8(ascii: "\""): try readQuoted()
        case UInt8(ascii: "`"): try readRaw()
        case UInt8(ascii: "'"): try readCharacter()
        case UInt8(ascii: "|"): addSingle(.pipe)
        case UInt8(ascii: ","): addSingle(.comma)
        case UInt8(ascii: "="): addSingle(.assign)
        case UInt8(ascii: ":"):
            guard has(":=", at: position) else { throw .reading("expected :=", line: line) }
            add(.declare, ":=", at: start)
            move(to: position + 2)
        case UInt8(ascii: "("):
            openParentheses += 1
            addSingle(.openParenthesis)
        case UInt8(ascii: ")"):
            openParentheses -= 1
            if openParentheses < 0 { throw .reading("unexpected right paren", line: line) }
            addSingle(.closeParenthesis)
        default: try readWord()
        }
    }

    private mutating func addSingle(_ kind: TemplateToken.Kind) {
        add(kind, String(UnicodeScalar(source[position])), at: position)
        move(to: position + 1)
    }
}

// MARK: - Words, numbers and strings

extension TemplateLexer {
    private static func isDigit(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
    }

    private static func isLetter(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: "_") || byte >= 0x80
            || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
    }

    private func wordEnd(from place: Int) -> Int {
        var end = place
        while end < source.count, Self.isLetter(source[end]) || Self.isDigit(source[end]) {
            end += 1
        }
        return end
    }

    private func slice(_ start: Int, _ end: Int) -> String {
        String(decoding: source[start..<end], as: UTF8.self)
    }

    private mutating func readWord() throws(TemplateError) {
        let byte = source[position]
        let start = position
        let next = position + 1 < source.count ? source[position + 1] : 0
        if byte == UInt8(ascii: ".") {
            if Self.isDigit(next) { return try readNumber() }
            let end = wordEnd(from: start + 1)
            return try finishWord(end == start + 1 ? .dot : .field, from: start, to: end)
        }
        if byte == UInt8(ascii: "$") {
            return try finishWord(.variable, from: start, to: wordEnd(from: start + 1))
        }
        if Self.isDigit(byte) || byte == UInt8(ascii: "+") || byte == UInt8(ascii: "-") {
            return try readNumber()
        }
        guard Self.isLetter(byte) else {
            throw badCharacter(at: start, "unrecognized character in action: ")
        }
        let end = wordEnd(from: start)
        let kind: TemplateToken.Kind =
            switch slice(start, end) {
            case let word where Self.keywords.contains(word): .keyword
            case "true", "false": .bool
            case "nil": .null
            default: .identifier
            }
        try finishWord(kind, from: start, to: end)
    }

    /// A word must end where something else may begin.
    private mutating func finishWord(
        _ kind: TemplateToken.Kind,
        from start: Int,
        to end: Int
    ) throws(TemplateError) {
        let isEnd =
            end == source.count || Self.isSpace(source[end]) || has("}}", at: end)
            || ".,|:)(".utf8.contains(source[end])
        if !isEnd { throw badCharacter(at: end, "bad character ") }
        add(kind, slice(start, end), at: start)
        move(to: end)
    }

    private func badCharacter(at place: Int, _ words: String) -> TemplateError {
        let scalar = slice(place, source.count).unicodeScalars.first ?? " "
        let digits = String(scalar.value, radix: 16, uppercase: true)
        let padded = String(repeating: "0", count: max(0, 4 - digits.utf8.count)) + digits
        return .reading("\(words)U+\(padded) '\(scalar)'", line: line)
    }

    private mutating func readNumber() throws(TemplateError) {
        let start = position
        var end = start + 1
        while end < source.count,
            Self.isLetter(source[end]) || Self.isDigit(source[end])
                || source[end] == UInt8(ascii: ".")
        {
            end += 1
        }
        let text = slice(start, end)
        guard TemplateValue(number: text) != nil else {
            throw .reading("bad number syntax: \(goQuoted(text))", line: line)
        }
        add(.number, text, at: start)
        move(to: end)
    }

    private mutating func readRaw() throws(TemplateError) {
        guard let end = source[(position + 1)...].firstIndex(of: UInt8(ascii: "`")) else {
            throw .reading("unterminated raw quoted string", line: line)
        }
        add(.string, slice(position + 1, end), at: position)
        move(to: end + 1)
    }

    private mutating func readQuoted() throws(TemplateError) {
        let (value, end) = try unescaped(
            until: UInt8(ascii: "\""),
            "unterminated quoted string"
        )
        add(.string, value, at: position)
        move(to: end)
    }

    private mutating func readCharacter() throws(TemplateError) {
        let (value, end) = try unescaped(
            until: UInt8(ascii: "'"),
            "unterminated character constant"
        )
        guard let scalar = value.unicodeScalars.first, value.unicodeScalars.count == 1 else {
            throw .reading("malformed character constant: \(slice(position, end))", line: line)
        }
        add(.character, "\(scalar.value)", at: position)
        move(to: end)
    }

    /// What stands between two marks, its escapes resolved, and where it ends.
    private func unescaped(
        until mark: UInt8,
        _ complaint: String
    ) throws(TemplateError) -> (String, end: Int) {
        var bytes: [UInt8] = []
        var place = position + 1
        while place < source.count, source[place] != mark {
            guard source[place] != UInt8(ascii: "\n") else { break }
            guard source[place] == UInt8(ascii: "\\"), place + 1 < source.count else {
                bytes.append(source[place])
                place += 1
                continue
            }
            guard let plain = Self.escapes[source[place + 1]] else {
                throw .reading("invalid syntax", line: line)
            }
            bytes.append(plain)
            place += 2
        }
        guard place < source.count, source[place] == mark else {
            throw .reading(complaint, line: line)
        }
        return (String(decoding: bytes, as: UTF8.self), place + 1)
    }

    private static let escapes: [UInt8: UInt8] = [
        UInt8(ascii: "n"): 10, UInt8(ascii: "t"): 9, UInt8(ascii: "r"): 13,
        UInt8(ascii: "\\"): UInt8(ascii: "\\"), UInt8(ascii: "\""): UInt8(ascii: "\""),
        UInt8(ascii: "'"): UInt8(ascii: "'"), UInt8(ascii: "a"): 7, UInt8(ascii: "b"): 8,
        UInt8(ascii: "f"): 12, UInt8(ascii: "v"): 11,
    ]
}
