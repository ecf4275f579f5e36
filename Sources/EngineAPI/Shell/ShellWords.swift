/// Takes command lines apart as a shell does, as far as a simulated container needs it.
package enum ShellWords {
    /// What ties a command to the one before it.
    package enum Link: Hashable, Sendable {
        case always, ifSucceeded, ifFailed
    }

    /// One command of a line.
    package struct Command: Hashable, Sendable {
        package let link: Link
        package let words: [String]

        package init(link: Link, words: [String]) {
            self.link = link
            self.words = words
        }
    }

    /// What a line consists of, or what in it is beyond this shell.
    package enum Parsed: Hashable, Sendable {
        case commands([Command])
        case unsupported(String)
    }

    /// Reads a line.
    ///
    /// - Parameters:
    ///   - line: as it was typed.
    ///   - environment: what variables stand for.
    ///   - entries: the names in a folder, for words such as `/run/secrets/*`.
    /// - Returns: the commands.
    package static func parse(
        _ line: String,
        environment: [String: String],
        entries: @escaping (String) -> [String] = { _ in [] }
    ) -> Parsed {
        var reader = Reader(line, environment, entries)
        return reader.read()
    }

    private struct Reader {
        private var rest: Substring
        private let environment: [String: String]
        private var commands: [Command] = []
        private var words: [String] = []
        private let entries: (String) -> [String]
        private var word: ShellPattern?
        private var link = Link.always

        init(
            _ line: String,
            _ environment: [String: String],
            _ entries: @escaping (String) -> [String]
        ) {
            rest = line[...]
            self.environment = environment
            self.entries = entries
        }

        mutating func read() -> Parsed {
            while let character = rest.popFirst() {
                switch character {
                case " ", "\t": endWord()
                case "\n", "\r\n", ";": endCommand(.always)
                case "&":
                    guard rest.first == "&" else {
                        return .unsupported("commands in the background")
                    }
                    rest = rest.dropFirst()
                    endCommand(.ifSucceeded)
                case "|":
                    guard rest.first == "|" else { return .unsupported("pipes") }
                    rest = rest.dropFirst()
                    endCommand(.ifFailed)
                case ">", "<": return .unsupported("redirections")
                case "`": return .unsupported("command substitution")
                case "'":
                    guard quoted() else { return .unsupported("an open quote") }
                case "\"":
                    guard doubleQuoted() else { return .unsupported("an open quote") }
                case "\\":
                    if let next = rest.popFirst() { append(String(next)) }
                case "$":
                    if rest.first == "(" { return .unsupported("command substitution") }
                    appendWords(variable())
                case "#" where word == nil:
                    rest = rest.drop { $0 != "\n" }
                default: append(String(character), isQuoted: false)
                }
            }
            endCommand(.always)
            return .commands(commands)
        }

        private mutating func append(_ text: String, isQuoted: Bool = true) {
            var pattern = word ?? ShellPattern()
            pattern.append(text, isQuoted: isQuoted)
            word = pattern
        }

        /// What stands for a variable without quotes is words of its own, or none.
        private mutating func appendWords(_ text: String) {
            for character in text {
                if character.isWhitespace {
                    endWord()
                } else {
                    append(String(character), isQuoted: false)
                }
            }
        }

        private mutating func endWord() {
            if let word { words += word.words(entries) }
            word = nil
        }

        private mutating func endCommand(_ next: Link) {
            endWord()
            if !words.isEmpty { commands.append(Command(link: link, words: words)) }
            words = []
            link = next
        }

        private mutating func quoted() -> Bool {
            append("")
            while let character = rest.popFirst() {
                if character == "'" { return true }
                append(String(character))
            }
            return false
        }

        private mutating func doubleQuoted() -> Bool {
            append("")
            while let character = rest.popFirst() {
                switch character {
                case "\"": return true
                case "\\" where rest.first.map { "\"\\$`".contains($0) } ?? false:
                    append(String(rest.removeFirst()))
                case "$": append(variable())
                default: append(String(character))
                }
            }
            return false
        }

        private mutating func variable() -> String {
            if rest.first == "?" {
                rest = rest.dropFirst()
                return environment["?"] ?? "0"
            }
            let isBraced = rest.first == "{"
            if isBraced { rest = rest.dropFirst() }
            let name = rest.prefix { $0.isLetter || $0.isNumber || $0 == "_" }
            rest = rest.dropFirst(name.count)
            if isBraced, rest.first == "}" { rest = rest.dropFirst() }
            return name.isEmpty ? "$" : environment[String(name)] ?? ""
        }
    }
}
