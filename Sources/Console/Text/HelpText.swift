import Basics
import Cells

/// The help: all keys of a screen and all commands, from the registries.
enum HelpText {
    private static let keyWidth = 16
    private static let commandWidth = 28

    static func lines(
        for surface: Surface,
        commandsFirst: Bool,
        version: String,
        keymap: Keymap = .standard,
        width: Int = .max
    ) -> [Line] {
        // What does not fit goes on below, in the column of what is said.
        let keys = keyLines(for: surface, keymap).flatMap {
            $0.wrapped(toWidth: width, indent: keyWidth + 2)
        }
        let commands = commandLines.flatMap {
            $0.wrapped(toWidth: width, indent: commandWidth + 2)
        }
        var lines = commandsFirst ? commands + [Line()] + keys : keys + [Line()] + commands
        lines += [Line(), Line("skep \(version)", .dim)]
        return lines
    }

    private static func keyLines(for surface: Surface, _ keymap: Keymap) -> [Line] {
        var lines: [Line] = []
        var listed: Set<String> = []
        var lastTitle = ""
        for context in surface.contexts.reversed() {
            let actions = keymap.all.filter {
                $0.contexts.contains(context) && listed.insert($0.id).inserted
            }
            guard !actions.isEmpty else { continue }
            // Groups of one title that follow each other are one to the reader.
            if context.title != lastTitle {
                if !lines.isEmpty { lines.append(Line()) }
                lines.append(Line(context.title.said, .heading))
            }
            lastTitle = context.title
            lines += actions.map(line)
        }
        return [Line("Keys on this screen: \(word: surface.title)", .title)] + lines
    }

    private static func line(_ action: Action) -> Line {
        let keys = action.keys.map(\.description).joined(separator: " ").safe
        var line: Line = [
            Span("  " + column(keys, keyWidth), .key), Span(action.title, .text),
        ]
        if action.risk != .none {
            line += Span(action.risk == .destroy ? "  ✗ asks first" : "  ▲ asks first", .warn)
        }
        if !action.docker.isEmpty { line += Span("   $ " + action.docker, .dim) }
        return line
    }

    /// A first column: filled up, and never cut.
    private static func column(_ text: SafeText, _ width: Int) -> SafeText {
        text + SafeText.space.repeated(max(2, width - text.width))
    }

    private static var commandLines: [Line] {
        [Line("Commands after :", .title)]
            + CommandRegistry.all.map { command in
                var line: Line = [
                    Span("  " + column(command.usage.safe, commandWidth), .key),
                    Span(command.summary, .text),
                ]
                if !command.docker.isEmpty { line += Span("   $ " + command.docker, .dim) }
                return line
            }
    }
}

extension Context {
    /// What a group of keys is called in the help.
    var title: String {
        switch self {
        case .global: "everywhere"
        case .list: "moving"
        case .table: "tables"
        case .objects: "the selected object"
        case .nodes: "nodes"
        case .services, .service: "services"
        case .tasks: "tasks"
        case .stacks: "stacks"
        case .networks: "networks"
        case .configs: "configs"
        case .secrets: "secrets"
        case .volumes: "volumes"
        case .images: "images"
        case .deck: "deck"
        case .map: "replica map"
        case .events: "events"
        case .deckLogs: "log pane"
        case .rollout: "rollout"
        case .logs: "logs"
        case .text: "text"
        case .json: "raw JSON"
        case .describe: "description"
        case .plan: "stack plan"
        case .deployed: "deployed stack"
        case .requests: "requests"
        case .zones: "zones"
        case .whatIf: "what if"
        case .safeDrain: "safe drain"
        case .swarm: "swarm"
        case .output: "output"
        case .records: "records"
        case .atWork: "work of several steps"
        }
    }
}
