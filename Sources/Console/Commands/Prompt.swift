import Basics
import ClusterPorts
import SwarmModel
import SwarmStore

/// The one line at the bottom that is being typed.
struct Prompt: Sendable {
    enum Kind: Hashable, Sendable {
        case command
        /// Narrows the table while it is typed; holds what was there before.
        case filter(before: String)
        /// Looks for text in a log or a page of text.
        case search
        /// Narrows the log once it is entered; holds what was there before.
        case logFilter(before: String)
    }

    let kind: Kind
    var editor: LineEditor
    /// What is wrong with the line, said in place.
    var error: String?
    /// How far back in the history the line is from.
    var historyStep = 0
    /// What was typed before the history was looked at.
    var draft = ""
    private(set) var candidates: [String] = []
    private var candidateIndex: Int?

    init(_ kind: Kind, text: String) {
        self.kind = kind
        editor = LineEditor(text)
    }

    var sign: SafeText {
        switch kind {
        case .command: ":"
        case .filter, .search: "/"
        case .logFilter: said("only ").safe
        }
    }

    mutating func edited() {
        error = nil
        candidates = []
        candidateIndex = nil
    }

    /// Puts the next candidate in the place of the word at the cursor.
    mutating func complete(_ found: Completion, backwards: Bool) {
        guard !found.candidates.isEmpty || candidateIndex != nil else { return }
        if let index = candidateIndex, candidates.count > 1 {
            let step = backwards ? candidates.count - 1 : 1
            let next = (index + step) % candidates.count
            replaceWord(with: candidates[next])
            candidateIndex = next
            return
        }
        candidates = found.candidates
        let common = Self.commonBeginning(candidates)
        if candidates.count == 1 {
            replaceWord(with: candidates[0] + " ")
            candidates = []
        } else if common.count > found.word.count {
            replaceWord(with: common)
        } else {
            replaceWord(with: candidates[0])
            candidateIndex = 0
        }
    }

    private mutating func replaceWord(with word: String) {
        let head = String(editor.text.prefix(editor.cursor))
        let tail = String(editor.text.dropFirst(editor.cursor))
        let kept = head.lastIndex(of: " ").map { String(head[...$0]) } ?? ""
        editor = LineEditor(kept + word + tail)
    }

    private static func commonBeginning(_ words: [String]) -> String {
        guard var common = words.first else { return "" }
        for word in words.dropFirst() {
            while !word.hasPrefix(common) { common.removeLast() }
        }
        return common
    }
}

/// What may stand in the place of a half-typed word.
struct Completion: Sendable {
    let word: String
    let candidates: [String]

    private static let limit = 200

    init(line: String, model: ConsoleModel) {
        var words = CommandWords.split(line)
        if line.isEmpty || line.hasSuffix(" ") { words.append("") }
        let word = words.last ?? ""
        self.word = word
        let all =
            words.count <= 1
            ? (CommandRegistry.all.map(\.name) + model.settings.aliases.map(\.name)).sorted()
            : Self.arguments(words, model: model)
        candidates = Array(all.filter { $0.hasPrefix(word) }.prefix(Self.limit))
    }

    private static func arguments(_ words: [String], model: ConsoleModel) -> [String] {
        // What is looked ahead of is a command itself.
        if words.count > 2, words[0] == "whatif" {
            return arguments(Array(words.dropFirst()), model: model)
        }
        guard let command = try? CommandRegistry.command(words[0]), !command.arguments.isEmpty
        else {
            return []
        }
        let position = min(words.count - 2, command.arguments.count - 1)
        var argument = command.arguments[position]
        if position == 1, case .words = command.arguments[0], argument != .text,
            ViewCommands.kinds.contains(words[1])
        {
            argument = kind(words[1])
        }
        return names(argument, model: model, word: words.last ?? "")
    }

    private static func kind(_ word: String) -> Command.Argument {
        switch word {
        case "node": .node
        case "task": .task
        case "stack": .stack
        case "network": .network
        case "config": .config
        case "secret": .secret
        case "volume": .volume
        case "image": .image
        default: .service
        }
    }

    private static func names(
        _ argument: Command.Argument,
        model: ConsoleModel,
        word: String
    ) -> [String] {
        if case .words(let words) = argument { return words }
        if argument == .theme { return model.settings.themeNames }
        if argument == .cluster {
            return ["local", "demo", "default"] + model.settings.contexts
        }
        if argument == .column {
            let columns = model.table?.kind.columns ?? []
            return columns.map { $0.title.string.lowercased() }.flatMap {
                [$0, "+\($0)", "-\($0)"]
            }
        }
        guard let cluster = model.cluster else { return [] }
        let store = cluster.store
        return switch argument {
        case .node: cluster.nodeOrder.map { cluster.nodeName($0).string }
        case .service: cluster.serviceOrder.compactMap { store.service($0)?.name }
        case .labelled:
            cluster.nodeOrder.map { cluster.nodeName($0).string }
                + cluster.serviceOrder.compactMap { store.service($0)?.name }
        case .task: tasks(in: cluster)
        case .zone: cluster.snapshot.topology.zones.map(\.name)
        case .linkEnd: ends(in: cluster, after: word)
        case .fault: FaultCommands.verbs + cluster.nodeOrder.map { cluster.nodeName($0).string }
        case .endpoint: endpoints(in: cluster)
        case .stack: cluster.stacks.names
        case .network: store.networks.map(\.name)
        case .config: store.configs.map(\.name)
        case .secret: store.secrets.map(\.name)
        case .volume: store.volumes.map { "\($0.name)@\(cluster.nodeName($0.node))" }
        case .image: cluster.usage.images
        case .words, .theme, .column, .text, .cluster: []
        }
    }

    /// Zones and nodes; after a comma, one more of them.
    private static func ends(in cluster: ClusterState, after word: String) -> [String] {
        let head = word.lastIndex(of: ",").map { String(word[...$0]) } ?? ""
        let zones = cluster.snapshot.topology.zones.map(\.name)
        return (zones + cluster.nodeOrder.map { cluster.nodeName($0).string }).map { head + $0 }
    }

    /// Every node with every port that the routing mesh publishes, then the services.
    private static func endpoints(in cluster: ClusterState) -> [String] {
        var ports: [UInt32] = []
        var names: [String] = []
        for service in cluster.serviceOrder.compactMap({ cluster.store.service($0) }) {
            names.append(service.name)
            for port in service.endpoint?.ports ?? [] where port.transport == .tcp {
                if port.publishMode == .ingress { ports.append(port.publishedPort) }
            }
        }
        let nodes = cluster.nodeOrder.prefix(limit).map { cluster.nodeName($0).string }
        return nodes.flatMap { node in ports.map { "\(node):\($0)" } } + names
    }

    private static func tasks(in cluster: ClusterState) -> [String] {
        var names: [String] = []
        for id in cluster.serviceOrder where names.count < limit {
            guard let service = cluster.store.service(id) else { continue }
            for place in cluster.store.places(of: id) {
                if case .slot(let slot) = place { names.append("\(service.name).\(slot)") }
            }
        }
        return names
    }
}
