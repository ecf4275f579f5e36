/// A conversation with a cluster: docker commands that two engines are asked to answer alike.
///
/// The format is explained in `Scripts/README.md`.
struct ContractScript: Equatable, Sendable {
    var name: String
    /// How many machines it needs.
    var nodes = 1
    var steps: [Step] = []

    enum Step: Equatable, Sendable {
        case command(Command)
        /// A machine loses its power, or gets it back.
        case power(node: Int, isOn: Bool, line: Int)
    }

    /// One line of shell, and how its two answers are compared.
    struct Command: Equatable, Sendable {
        /// Whose engine it is for.
        var node = 1
        var text: String
        /// Where it stands in its file.
        var line: Int
        /// The variable that takes its output.
        var variable: String?
        /// It is repeated until both answers are the same and stay so.
        var isEventual = false
        /// It is repeated on each engine until the answer has this text.
        var awaited: String?
        /// The order of its lines is left open.
        var isSorted = false
        /// It shows progress, of which only the end is sure.
        var showsProgress = false
        /// Only whether it succeeds counts.
        var isQuiet = false
    }

    struct Mistake: Error, Equatable, CustomStringConvertible {
        let line: Int
        let text: String
        var description: String { "line \(line): \(text)" }
    }

    /// Reads a script.
    ///
    /// - Throws: ``Mistake``, with the line.
    init(name: String, _ text: String) throws {
        self.name = name
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        for (index, line) in lines.enumerated() {
            try read(Self.trimmed(line), number: index + 1)
        }
    }

    private mutating func read(_ line: Substring, number: Int) throws {
        if line.isEmpty || line.hasPrefix("#") { return }
        if let match = line.wholeMatch(of: /nodes: (\d)/), let count = Int(match.1) {
            nodes = count
        } else if let match = line.wholeMatch(of: /power (on|off) node(\d)/),
            let node = Int(match.2)
        {
            steps.append(.power(node: node, isOn: match.1 == "on", line: number))
        } else {
            steps.append(.command(try Self.command(line, number: number)))
        }
    }

    /// Words that say how answers are compared, whose engine is asked, and the line of shell.
    private static func command(_ line: Substring, number: Int) throws -> Command {
        var command = Command(text: "", line: number)
        var rest = line
        while let match = rest.prefixMatch(of: /([a-z]+)(?: ([A-Z_]+)| "([^"]*)")?: +/) {
            switch (match.1, match.2, match.3) {
            case ("eventually", nil, nil): command.isEventual = true
            case ("sorted", nil, nil): command.isSorted = true
            case ("progress", nil, nil): command.showsProgress = true
            case ("quiet", nil, nil): command.isQuiet = true
            case ("set", let name?, nil): command.variable = String(name)
            case ("until", nil, let text?): command.awaited = String(text)
            default: throw Mistake(line: number, text: "unknown word: \(match.0)")
            }
            rest = rest[match.range.upperBound...]
        }
        guard let match = rest.wholeMatch(of: /(?:node(\d))?\$ (.+)/) else {
            throw Mistake(line: number, text: "neither a command nor anything else: \(line)")
        }
        if let node = match.1.flatMap({ Int($0) }) { command.node = node }
        command.text = String(match.2)
        return command
    }

    private static func trimmed(_ text: Substring) -> Substring {
        let start = text.drop { $0 == " " }
        return start.prefix(
            upTo: start.lastIndex { $0 != " " }.map(start.index(after:)) ?? start.startIndex
        )
    }
}
