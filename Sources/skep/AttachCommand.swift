import ArgumentParser
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
            manager is lost that was reached over the network, the others are tried.
            """
    )

    @Argument(help: "unix:///path/to/docker.sock, tcp://HOST:PORT or ssh://USER@HOST")
    var host: String?

    @Option(help: ArgumentHelp("A docker context.", valueName: "name"))
    var context: String?

    @OptionGroup var options: Options

    func run() async throws {
        var options = try ConsoleOptions.parse([])
        options.view = self.options.view
        try await Self.open(host: host, context: context, options: options)
    }

    /// What of the program's own options makes sense on somebody else's cluster.
    struct Options: ParsableArguments {
        @OptionGroup var view: ViewOptions
    }

    /// Attaches to an engine, the docker command's own unless another is named, and opens the console.
    static func open(
        host: String? = nil,
        context: String? = nil,
        options: ConsoleOptions
    ) async throws {
        do throws(AttachFailure) {
            let contexts = DockerContexts(environment: ProcessInfo.processInfo.environment)
            let target = try contexts.target(host: host, context: context)
            let session = try await EngineSession.attach(to: target)
            try await open(session, options: options)
        } catch {
            throw Failure(error)
        }
    }

    private static func open(
        _ session: EngineSession,
        options: ConsoleOptions
    ) async throws(AttachFailure) {
        do {
            try await ConsoleRun(options: options).open(session)
        } catch {
            await session.close()
            throw .console("\(error)")
        }
    }
}
