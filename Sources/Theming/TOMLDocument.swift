import TOMLKit

/// A parsed TOML text as plain values, with the lines on which its keys stand.
struct TOMLDocument {
    indirect enum Node {
        case string(String)
        case array([Node])
        case table([Entry])
        /// Numbers, dates and the like, which no theme uses.
        case other
    }

    struct Entry {
        let key: String
        let node: Node
    }

    /// In alphabetical order, which is the parser's.
    let entries: [Entry]
    private let lines: KeyLines

    init(_ text: String, file: String) throws(ThemeProblem) {
        do {
            let table = try TOMLTable(string: text)
            entries = withExtendedLifetime(table) { Self.entries(of: table) }
        } catch let error as TOMLParseError {
            throw ThemeProblem(
                file: file,
                line: error.source.begin.line,
                reason: .notTOML(error.description)
            )
        } catch {
            throw ThemeProblem(file: file, reason: .notTOML("\(error)"))
        }
        lines = KeyLines(text)
    }

    /// The line of a key, or of the table around it when the key has no line of its own.
    func line(of path: [String]) -> Int? { lines.line(of: path) }

    private static func entries(of table: TOMLTable) -> [Entry] {
        table.map { key, value in Entry(key: key, node: node(value)) }
    }

    private static func node(_ value: any TOMLValueConvertible) -> Node {
        if let text = value.string { return .string(text) }
        if let array = value.array { return .array(array.map { node($0) }) }
        if let table = value.table { return .table(entries(of: table)) }
        return .other
    }
}

/// Where each key of a TOML text stands: the parser says it for syntax errors only.
private struct KeyLines {
    private var lines: [String: Int] = [:]

    init(_ text: String) {
        var section: [String] = []
        var number = 0
        for line in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline) {
            number += 1
            let content = line.drop { $0 == " " || $0 == "\t" }
            if content.hasPrefix("[") {
                let inside = content.dropFirst().prefix { $0 != "]" }
                section = Self.parts(of: inside)
                note(section, at: number)
            } else if !content.hasPrefix("#"), let equals = Self.equals(in: content) {
                note(section + Self.parts(of: content[..<equals]), at: number)
            }
        }
    }

    func line(of path: [String]) -> Int? {
        var path = path
        while !path.isEmpty {
            if let line = lines[Self.name(path)] { return line }
            path.removeLast()
        }
        return nil
    }

    private mutating func note(_ path: [String], at line: Int) {
        let name = Self.name(path)
        if lines[name] == nil { lines[name] = line }
    }

    /// A quoted `"border.focus"` and a bare `border.focus` mean the same slot.
    private static func name(_ path: [String]) -> String { path.joined(separator: ".") }

    private static func parts(of key: Substring) -> [String] {
        let plain = key.filter { $0 != "\"" && $0 != "'" && $0 != " " && $0 != "\t" }
        return plain.split(separator: ".").map { String($0) }
    }

    private static func equals(in line: Substring) -> Substring.Index? {
        var quote: Character?
        for index in line.indices {
            let character = line[index]
            if let open = quote {
                if character == open { quote = nil }
            } else if character == "\"" || character == "'" {
                quote = character
            } else if character == "=" {
                return index
            }
        }
        return nil
    }
}
