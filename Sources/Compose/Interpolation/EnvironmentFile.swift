/// Reads files of `NAME=value` lines: the project's `.env`, and a service's `env_file`.
enum EnvironmentFile {
    /// A service's `env_file` as `docker stack deploy` reads it: a value is the rest of its line,
    /// quotes and all; a name alone takes its value from outside, or is left out.
    static func plain(
        _ file: SourceFile,
        outside: [String: String]
    ) throws(ComposeError) -> [(name: String, value: String)] {
        var entries: [(name: String, value: String)] = []
        for (number, line) in try lines(of: file) {
            let text = line.drop { $0.isWhitespace }
            if text.isEmpty || text.first == "#" { continue }
            let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            let name = String(parts[0])
            let place = SourcePlace(file: file.path, line: number)
            if name.isEmpty {
                throw .environmentFile("no variable name on line '\(text)'", at: place)
            }
            if name.contains(where: { $0 == " " || $0 == "\t" }) {
                throw .environmentFile("variable '\(name)' contains whitespaces", at: place)
            }
            guard let value = parts.count > 1 ? String(parts[1]) : outside[name] else { continue }
            entries.append((name, value))
        }
        return entries
    }

    /// Reads the project's `.env` file.
    ///
    /// It may have `export`, comments, quotes, and variables in all but single quotes. A variable is looked up outside first, then among the lines above.
    static func dotEnv(
        _ file: SourceFile,
        outside: [String: String]
    ) throws(ComposeError) -> [String: String] {
        var values: [String: String] = [:]
        var template = Template()
        for (number, line) in try lines(of: file) {
            var text = line.drop { $0.isWhitespace }
            if text.isEmpty || text.first == "#" { continue }
            if text.hasPrefix("export ") { text = text.dropFirst(7).drop { $0.isWhitespace } }
            let place = SourcePlace(file: file.path, line: number)
            let name = text.prefix { $0.isLetter || $0.isNumber || "_.-[]".contains($0) }
            let rest = text.dropFirst(name.count).drop { $0.isWhitespace }
            guard !name.isEmpty, rest.isEmpty || rest.first == "=" || rest.first == ":" else {
                throw .environmentFile(
                    "unexpected character in variable name \(Quoted.text(String(text)))",
                    at: place
                )
            }
            if rest.isEmpty {
                values[String(name)] = outside[String(name)]
                continue
            }
            let (written, isLiteral) = try value(rest.dropFirst(), at: place)
            do {
                values[String(name)] =
                    isLiteral
                    ? written : try template.substitute(written) { outside[$0] ?? values[$0] }
            } catch {
                throw fault(error, in: written, at: place)
            }
        }
        return values
    }

    /// What stands behind the equal sign, and whether variables in it stay as they are.
    private static func value(
        _ text: Substring,
        at place: SourcePlace
    ) throws(ComposeError) -> (text: String, isLiteral: Bool) {
        var trimmed = text.drop { $0.isWhitespace }
        if let quote = trimmed.first, quote == "'" || quote == "\"" {
            return (try quoted(trimmed.dropFirst(), by: quote, at: place), quote == "'")
        }
        if trimmed.first == "#" { return ("", true) }
        if let comment = trimmed.firstRange(of: " #") { trimmed = trimmed[..<comment.lowerBound] }
        while trimmed.last?.isWhitespace == true { trimmed.removeLast() }
        return (String(trimmed), false)
    }

    private static func quoted(
        _ text: Substring,
        by quote: Character,
        at place: SourcePlace
    ) throws(ComposeError) -> String {
        let escapes: [Character: Character] = ["n": "\n", "r": "\r", "t": "\t"]
        var result = ""
        var rest = text
        while let next = rest.popFirst() {
            if next == quote { return result }
            if quote == "\"", next == "\\", let escaped = rest.popFirst() {
                if escaped == "$" { result.append("$") }
                result.append(escapes[escaped] ?? escaped)
            } else {
                result.append(next)
            }
        }
        throw .environmentFile("unterminated quoted value", at: place)
    }

    private static func fault(
        _ fault: Template.Fault,
        in text: String,
        at place: SourcePlace
    ) -> ComposeError {
        switch fault {
        case .tooLong:
            .environmentFile(
                "variables make the file longer than \(Template.maximumLength) characters",
                at: place
            )
        case .invalid: .environmentFile("invalid variable in \(Quoted.text(text))", at: place)
        case .required(let name, let reason):
            .environmentFile("required variable \(name) is missing a value: \(reason)", at: place)
        }
    }

    private static func lines(
        of file: SourceFile
    ) throws(ComposeError) -> [(number: Int, text: Substring)] {
        let text = try TextDecoding.text(of: file)
        let lines = text.split(omittingEmptySubsequences: false) { $0 == "\n" || $0 == "\r\n" }
        return lines.enumerated().map { (number: $0.offset + 1, text: $0.element) }
    }
}
