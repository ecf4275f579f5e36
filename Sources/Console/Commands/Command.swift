import ClusterPorts

/// One word of the command line, with what it takes and does.
struct Command: Sendable {
    /// What an argument names, for completion.
    enum Argument: Hashable, Sendable {
        case node, service, task, stack, network, config, secret, volume, image, theme
        /// `NODE:PORT` with the ports that are published, or a service.
        case endpoint
        case zone
        /// A node or a zone, or several with commas.
        case linkEnd
        /// A node or a service.
        case labelled
        /// What `fault` may be about.
        case fault
        /// A cluster that a tab can be opened on.
        case cluster
        /// A column of the table that is seen.
        case column
        case words([String])
        case text
    }

    /// What a command is carried out with.
    struct Call: Sendable {
        /// The words after the command.
        let words: [String]
        /// What the user typed, for the operation log.
        let line: String
        /// Whether the command was typed with a `!`: do it although something is in the way.
        var isForced = false

        /// The line with that `!`.
        var forcedLine: String {
            let name = line.prefix { $0 != " " }
            return name + "!" + line.dropFirst(name.count)
        }

        func word(_ index: Int) -> String { index < words.count ? words[index] : "" }
    }

    let name: String
    var aliases: [String] = []
    /// How it is typed, such as `scale SERVICE N`.
    let usage: String
    let summary: Phrase
    var docker = ""
    var arguments: [Argument] = []
    /// How many words may follow.
    let counts: ClosedRange<Int>
    /// Whether a `!` may follow its name.
    let takesForce: Bool
    let run: @Sendable (inout ConsoleModel, Call) throws(CommandRefusal) -> [ConsoleEffect]

    init(
        _ usage: String,
        _ summary: Phrase,
        aliases: [String] = [],
        docker: String = "",
        arguments: [Argument] = [],
        counts: ClosedRange<Int> = 0...0,
        takesForce: Bool = false,
        run:
            @escaping @Sendable (inout ConsoleModel, Call) throws(CommandRefusal) -> [ConsoleEffect]
    ) {
        name = String(usage.prefix { $0 != " " })
        self.usage = usage
        self.summary = summary
        self.aliases = aliases
        self.docker = docker
        self.arguments = arguments
        self.counts = counts
        self.takesForce = takesForce
        self.run = run
    }
}

/// All commands of the command line.
enum CommandRegistry {
    static let all: [Command] =
        ViewCommands.all + ServiceCommands.all + NodeCommands.all + LabelCommand.all
        + SwarmCommands.all
        + FaultCommands.all + NetworkCommands.all + ForecastCommands.all
        + CreateCommands.all + LiveCommands.all + PictureCommands.all + TabCommands.all
        + ReplayCommands.all
        + OtherCommands.all

    /// The command of a name, an alias, or an unambiguous beginning; with a `!` where it takes one.
    static func command(_ word: String) throws(CommandRefusal) -> Command {
        guard !word.hasSuffix("!") else {
            let command = try command(String(word.dropLast()))
            guard command.takesForce else {
                throw CommandRefusal("\(command.name) takes no !")
            }
            return command
        }
        if let exact = all.first(where: { $0.name == word || $0.aliases.contains(word) }) {
            return exact
        }
        let found = all.filter { $0.name.hasPrefix(word) }
        guard let first = found.first else {
            throw CommandRefusal("there is no command \(word); ^a lists all")
        }
        guard found.count == 1 else {
            let names = found.map(\.name).joined(separator: ", ")
            throw CommandRefusal("\(word) may be \(names)")
        }
        return first
    }
}

extension ConsoleModel {
    /// Carries a command line out.
    ///
    /// - Throws: why it cannot be, in words.
    mutating func run(line: String) throws(CommandRefusal) -> [ConsoleEffect] {
        let words = CommandWords.split(line)
        guard let first = words.first else { return [] }
        if let alias = settings.aliases.first(where: { $0.name == first }) {
            return try run(
                line: ([alias.line] + words.dropFirst()).joined(separator: " "),
                of: alias
            )
        }
        let command = try CommandRegistry.command(first)
        let call = Command.Call(
            words: Array(words.dropFirst()),
            line: line,
            isForced: first.hasSuffix("!")
        )
        guard command.counts.contains(call.words.count) else {
            throw CommandRefusal("usage: \(command.usage)")
        }
        return try command.run(&self, call)
    }

    /// Carries out what an alias stands for; one that leads back to itself is refused.
    private mutating func run(
        line: String,
        of alias: CommandAlias
    ) throws(CommandRefusal) -> [ConsoleEffect] {
        let own = settings.aliases
        defer { settings.aliases = own }
        settings.aliases.removeAll { $0.name == alias.name }
        return try run(line: line)
    }

    /// Names are looked up in the newest snapshot.
    func resolver() throws(CommandRefusal) -> NameResolver {
        guard let cluster else { throw CommandRefusal("the cluster has not answered yet") }
        return NameResolver(cluster: cluster)
    }

    /// Asks about a change that was typed, unless a guard refuses.
    mutating func ask(
        _ change: Change,
        input: String? = nil,
        call: Command.Call
    ) throws(CommandRefusal) -> [ConsoleEffect] {
        if let reason = situation.standstill(needsQuorum: change.needsQuorum) {
            throw CommandRefusal(reason)
        }
        // What only a simulated cluster can be told to do, any can be looked ahead at.
        if change.isSimulationOnly, !isTrial { try requireSimulation() }
        return ask(change, input: input, origin: (":" + call.line).safe)
    }

    func requireSimulation() throws(CommandRefusal) {
        if let reason = situation.whyNotSimulated { throw CommandRefusal(reason) }
    }
}
