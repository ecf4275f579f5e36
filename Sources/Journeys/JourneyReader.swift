/// Reads scripts.
///
///     # What it is about
///     size 120x40
///     cluster $DIR/demo
///     start --state $DIR/demo
///     # What is to be seen now.
///     keys :services<enter>
///     wait "numbers_numbers-api" "6/6"
///     quit
///
/// Words with spaces stand in double quotes; `\"` and `\\` are a quote and a backslash.
package struct JourneyReader {
    private var lines: [Substring]
    private var number = 0

    /// Reads a whole script.
    ///
    /// - Throws: ``JourneyProblem`` that names the line.
    package static func read(_ text: String) throws(JourneyProblem) -> Journey {
        var reader = JourneyReader(
            lines: text.split(separator: "\n", omittingEmptySubsequences: false)
        )
        return try reader.journey()
    }

    private mutating func journey() throws(JourneyProblem) -> Journey {
        var steps: [JourneyStep] = []
        while number < lines.count {
            number += 1
            let start = number
            let line = lines[number - 1]
            guard line.contains(where: { !$0.isWhitespace }) else { continue }
            if line.first?.isWhitespace == true {
                throw problem("only the lines of a file are indented")
            }
            let deed = try deed(line)
            steps.append(JourneyStep(line: start, deed: deed))
        }
        guard case .caption(let title)? = steps.first?.deed else {
            throw JourneyProblem(line: 1, message: "a script begins with # and what it is about")
        }
        return Journey(title: title, steps: Array(steps.dropFirst()))
    }

    private mutating func deed(_ line: Substring) throws(JourneyProblem) -> JourneyDeed {
        let name = line.prefix { !$0.isWhitespace }
        let rest = line.dropFirst(name.count).drop { $0.isWhitespace }
        let whole = String(rest)
        switch name {
        case _ where name.hasPrefix("#"):
            return .caption(String(line.dropFirst().drop { $0.isWhitespace }))
        case "size": return try size(rest)
        case "cluster": return .cluster(try only(rest))
        case "file": return .file(name: try only(rest), text: indentedLines())
        case "start": return .start(try words(rest))
        case "serve":
            let words = try some(rest)
            return .serve(name: words[0], arguments: Array(words.dropFirst()))
        case "stop": return .stop(try only(rest))
        case "keys": return .keys(try filled(whole))
        case "select": return .select(try only(rest))
        case "fill": return .fill(try filled(whole))
        case "agree": return .agree(try only(rest))
        case "wait": return .wait(try some(rest))
        case "wait-not": return .waitNot(try some(rest))
        case "expect": return .expect(try some(rest))
        case "expect-not": return .expectNot(try some(rest))
        case "docker": return .docker(try some(rest), succeeds: true)
        case "docker-fails": return .docker(try some(rest), succeeds: false)
        case "output": return .output(try some(rest), isThere: true)
        case "output-not": return .output(try some(rest), isThere: false)
        case "quit": return .quit
        case "end":
            guard let code = Int(rest) else { throw problem("end needs an exit code") }
            return .end(code: code)
        default: throw problem("there is no step named \(name)")
        }
    }

    private func problem(_ message: String) -> JourneyProblem {
        JourneyProblem(line: number, message: message)
    }

    private func size(_ rest: Substring) throws(JourneyProblem) -> JourneyDeed {
        let sides = rest.split(separator: "x").compactMap { Int($0) }
        guard sides.count == 2, sides.allSatisfy({ (1...1_000).contains($0) }) else {
            throw problem("a size is written 120x40")
        }
        return .size(columns: sides[0], rows: sides[1])
    }

    private func filled(_ text: String) throws(JourneyProblem) -> String {
        guard !text.isEmpty else { throw problem("something is missing") }
        return text
    }

    private func some(_ rest: Substring) throws(JourneyProblem) -> [String] {
        let words = try words(rest)
        guard !words.isEmpty else { throw problem("something is missing") }
        return words
    }

    private func only(_ rest: Substring) throws(JourneyProblem) -> String {
        let words = try words(rest)
        guard words.count == 1 else { throw problem("one word is wanted, not \(words.count)") }
        return words[0]
    }

    private func words(_ rest: Substring) throws(JourneyProblem) -> [String] {
        var words: [String] = []
        var word: String?
        var isQuoted = false
        var isEscaped = false
        for character in rest {
            switch character {
            case _ where isEscaped:
                word = (word ?? "") + String(character)
                isEscaped = false
            case "\\" where isQuoted: isEscaped = true
            case "\"":
                isQuoted.toggle()
                word = word ?? ""
            case _ where character.isWhitespace && !isQuoted:
                if let whole = word { words.append(whole) }
                word = nil
            default: word = (word ?? "") + String(character)
            }
        }
        guard !isQuoted else { throw problem("a quote is not closed") }
        if let whole = word { words.append(whole) }
        return words
    }

    /// The lines of a file, without the four spaces before them.
    private mutating func indentedLines() -> String {
        var text = ""
        while number < lines.count {
            let line = lines[number]
            guard line.hasPrefix("    ") || line.allSatisfy(\.isWhitespace) else { break }
            number += 1
            text += line.dropFirst(4) + "\n"
        }
        while text.hasSuffix("\n\n") { text.removeLast() }
        return text
    }
}
