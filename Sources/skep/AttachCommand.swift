import ArgumentParser
import ClusterPorts
import EngineClient
import FoundationEssentials

/// `skep attach`: the console on a real Docker Swarm.
struct AttachCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "attach",
        abstract: "Open the console on a real Docker Swarm, by way of one of its managers.",
        discussion: """
            Without a host, the engine is found as the docker command finds it: DOCKER_HOST, \
            DOCKER_CONTEXT, the context in use, the standard socket. DOCKER_TLS_VERIFY and \
            DOCKER_CERT_PATH are respected, and so are the certificates of a context. A host behind \
            ssh:// is reached by the ssh program, with its settings and without a question. When a \
            manager is lost that was reached over the network, the others are tried. Several hosts \
            or docker contexts are opened in a tab each.
            """
    )

    @Argument(
        help: ArgumentHelp(
            "unix:///path/to/docker.sock, tcp://HOST:PORT, ssh://USER@HOST or a docker context.",
            valueName: "host"
        ),
        completion: .dockerContexts
    )
    var hosts: [String] = []

    @Option(
        help: ArgumentHelp("A docker context.", valueName: "name"),
        completion: .dockerContexts
    )
    var context: String?

    @OptionGroup var options: Options

    func validate() throws {
        try options.console.refuseClusterOptions()
        if options.view.isPlain, hosts.count + (context == nil ? 0 : 1) > 1 {
            throw ValidationError("--plain tells of one cluster, not of several")
        }
    }

    func run() async throws {
        let options = try options.console
        let targets = hosts.map { EngineChoice($0) } + (context.map { [.context($0)] } ?? [])
        try await Self.open(targets.isEmpty ? [.usual] : targets, options: options)
    }

    /// The program's own options, of which only how the console looks makes sense here.
    ///
    /// On a recording the speed does, too. The others are taken all the same, so that they can be refused: the program would swallow them.
    struct Options: ParsableArguments {
        @OptionGroup var view: ViewOptions
        @OptionGroup(visibility: .hidden) var cluster: ClusterOptions
        @OptionGroup(visibility: .hidden) var serving: ServeOptions

        var console: ConsoleOptions {
            get throws {
                var options = try ConsoleOptions.parse([])
                options.view = view
                options.cluster = cluster
                options.serving = serving
                return options
            }
        }
    }

    /// Attaches to engines, the docker command's own unless others are named, and opens the console.
    static func open(_ choices: [EngineChoice] = [.usual], options: ConsoleOptions) async throws {
        var sessions: [any ClusterSession] = []
        do throws(AttachFailure) {
            for choice in choices { sessions.append(try await choice.attach()) }
            try await open(sessions, options: options)
        } catch {
            for session in sessions { await session.close() }
            throw Failure(error)
        }
    }

    private static func open(
        _ sessions: [any ClusterSession],
        options: ConsoleOptions
    ) async throws(AttachFailure) {
        do {
            try await ConsoleRun(options: options).open(sessions)
        } catch {
            throw .console("\(error)")
        }
    }
}

/// Which engine a word of the user's means.
enum EngineChoice {
    /// The one that the docker command would talk to.
    case usual
    case host(String)
    case context(String)

    /// An address has a scheme, or is a socket's path; everything else is a docker context.
    init(_ word: String) {
        self = word.hasPrefix("/") || word.contains("://") ? .host(word) : .context(word)
    }

    /// Opens a session on that engine.
    func attach() async throws(AttachFailure) -> EngineSession {
        let contexts = DockerContexts(environment: ProcessInfo.processInfo.environment)
        let target =
            switch self {
            case .usual: try contexts.target(host: nil, context: nil)
            case .host(let address): try contexts.target(host: address, context: nil)
            case .context(let name): try contexts.target(host: nil, context: name)
            }
        return try await EngineSession.attach(to: target)
    }
}
