import Basics
import ClusterPorts
import SwarmModel
import SwarmStore

/// Which lines of a log are shown: every term must hold.
///
/// `word` must be there, `a|b` one of them, `!word` must not; `-r PATTERN` (in quotes if it has
/// spaces) is a regular expression; `node:NAME`, `task:NAME`, `stderr` and `stdout` look at where
/// a line comes from.
struct LogFilter: Hashable, Sendable {
    private enum Test: Hashable, Sendable {
        /// One of several texts.
        case text([TextSearch])
        case node(String)
        case task(String)
        case stream(LogLine.Stream)
    }

    private struct Term: Hashable, Sendable {
        let test: Test
        let isInverse: Bool
    }

    /// As it was typed.
    let text: String
    private let terms: [Term]
    /// What is wrong with it, in words; wrong terms are left out.
    let problem: Phrase?

    static let none = LogFilter("")

    init(_ text: String) {
        self.text = text
        var terms: [Term] = []
        var problem: Phrase?
        var words = CommandWords.split(text)[...]
        while var word = words.popFirst() {
            let isInverse = word.count > 1 && word.hasPrefix("!")
            if isInverse { word.removeFirst() }
            if word == "-r" {
                guard let pattern = words.popFirst() else { break }
                let search = TextSearch(pattern: pattern)
                problem = problem ?? search.problem
                if search.problem == nil {
                    terms.append(Term(test: .text([search]), isInverse: isInverse))
                }
            } else {
                terms.append(Term(test: Self.test(word), isInverse: isInverse))
            }
        }
        self.terms = terms
        self.problem = problem
    }

    private static func test(_ word: String) -> Test {
        if word == "stderr" { return .stream(.stderr) }
        if word == "stdout" { return .stream(.stdout) }
        if word.hasPrefix("node:") { return .node(String(word.dropFirst(5))) }
        if word.hasPrefix("task:") { return .task(String(word.dropFirst(5))) }
        return .text(word.split(separator: "|").map { TextSearch(words: String($0)) })
    }

    var isEmpty: Bool { terms.isEmpty }

    /// Whether a line stays; `names` tells what its task and node are called.
    func keeps(_ line: LogLine, words: String, names: LogNames) -> Bool {
        terms.allSatisfy { term in
            let holds =
                switch term.test {
                case .text(let searches): searches.contains { $0.isFound(in: words) }
                case .node(let name): line.node.map { names.node($0) == name } ?? false
                case .task(let name): names.isTask(line.task, called: name)
                case .stream(let stream): line.stream == stream
                }
            return holds != term.isInverse
        }
    }
}

/// What the tasks and nodes of a log's lines are called.
struct LogNames: Sendable {
    let cluster: ClusterState?

    func node(_ id: NodeID) -> String { cluster?.nodeName(id).string ?? id.short }

    /// Whether a task is called so: `web.3`, `shop_web.3`, `3`, or the beginning of its id.
    func isTask(_ id: TaskID, called name: String) -> Bool {
        if !name.isEmpty, id.description.hasPrefix(name) { return true }
        guard let cluster, let task = cluster.store.task(id) else { return false }
        let names = [cluster.placeName(of: task).string, cluster.shortPlaceName(of: task).string]
        return names.contains { $0 == name || $0.hasSuffix("." + name) }
    }
}
