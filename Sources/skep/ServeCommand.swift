import ArgumentParser
import ClusterPorts
import EngineAPI
import EngineServer
import Hosting
import SwarmStore

/// `skep serve`: the cluster without a screen, for the docker command line and its like.
struct ServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve",
        abstract: "Serve the Engine API over a cluster, so that docker commands drive it.",
        discussion: """
            Opens the cluster of this user's own, or makes one, and answers docker's commands at a \
            socket: the line that is printed tells a shell where. The nodes and containers are \
            simulated, as docker info and docker version say.
            """
    )

    @OptionGroup var serving: ServeOptions

    @Option(help: "How many nodes a cluster has that is created now.")
    var nodes = 1

    @Option(help: "How many of them are managers; 1, or 3 of three and more, when not given.")
    var managers: Int?

    @Flag(help: "Create the nodes as engines that are in no swarm: docker swarm init begins one.")
    var fresh = false

    @OptionGroup var cluster: ClusterOptions

    private static let settlingTime = Duration.seconds(5)

    func validate() throws {
        guard (1...500).contains(nodes) else {
            throw ValidationError("--nodes must be from 1 to 500, not \(nodes)")
        }
        guard managers.map({ (1...min(nodes, 7)).contains($0) }) ?? true else {
            throw ValidationError("--managers must be from 1 to --nodes, and at most 7")
        }
    }

    func run() async throws {
        let address = try ServeAddress.parse(serving.listen, isSecured: serving.tlsverify)
        let folder = try cluster.stateFolder(below: nil)
        // A cluster that is made now has settled before anybody sees it.
        let age = folder.holdsCluster || fresh ? Duration.zero : Self.settlingTime
        let host = try await cluster.openHost(in: folder, name: "local", age: age)
        let session = HostSession(host)
        let names = (1...nodes).map { "node\($0)" }
        do {
            let isEmpty = await session.snapshot().store.nodeCount == 0
            if isEmpty, !fresh {
                try await ClusterSetup(session: session).addNodes(nodes, managers: managers)
                await host.skip(Self.settlingTime)
            }
            for note in host.notes { print(note) }
            let served = try await Serving.start(
                session,
                at: [address],
                options: serving,
                fresh: isEmpty && fresh ? names : []
            )
            served.announce()
            await Termination.wait()
            await served.server.stop()
        } catch {
            await session.close()
            throw error is ExitCode ? error : Failure(error)
        }
        await session.close()
    }
}

/// A server at work, and where.
struct Serving {
    let server: EngineServer
    let addresses: [ListenAddress]
    /// Whether clients on TCP have to prove who they are.
    let isSecured: Bool

    /// Begins to serve a session.
    ///
    /// - Parameters:
    ///   - session: the cluster.
    ///   - addresses: where the engine of `options.node` answers.
    ///   - options: whose engine that is, and where those of all nodes answer.
    ///   - fresh: machines that are in no swarm yet.
    /// - Returns: the server and its addresses.
    /// - Throws: a message for the user.
    static func start(
        _ session: any ClusterSession,
        at addresses: [ListenAddress],
        options: ServeOptions,
        fresh: [String] = []
    ) async throws -> Serving {
        let roster = MachineRoster(session: session, fresh: fresh)
        let machines = await roster.names()
        if let node = options.node, !machines.contains(node) {
            throw Failure(UnknownMachine(name: node, known: machines))
        }
        let machine = options.node ?? (fresh.isEmpty ? nil : fresh.first)
        var listeners = addresses.map { EngineServer.Listener($0, machine: machine) }
        if let folder = options.folder {
            for name in machines {
                let address = try ServeAddress.parse("unix://\(absolute(folder))/\(name).sock")
                listeners.append(EngineServer.Listener(address, machine: name))
            }
        }
        let server = EngineServer(
            session: session,
            roster: roster,
            identity: EngineIdentity(version: Skep.version),
            tls: options.tls
        )
        do throws(ListenError) {
            return Serving(
                server: server,
                addresses: try await server.start(listeners),
                isSecured: options.tls != nil
            )
        } catch {
            throw Failure(error)
        }
    }

    /// The same for who looks at the console.
    var notes: [String] {
        addresses.map { "serving the Engine API: export DOCKER_HOST=\($0)" }
    }

    /// Says where docker's commands find the cluster.
    func announce() {
        if let first = addresses.first {
            print("Serving the Engine API of a simulated cluster. In another shell:")
            print("  export DOCKER_HOST=\(first)")
            if isSecured, addresses.contains(where: { "\($0)".hasPrefix("tcp://") }) {
                print(
                    "  export DOCKER_TLS_VERIFY=1 DOCKER_CERT_PATH=...  (ca.pem, cert.pem, key.pem)"
                )
            }
        }
        for other in addresses.dropFirst() { print("  also at \(other)") }
        print("Ctrl-C ends it.")
        StandardOutput.flush()
    }

    private static func absolute(_ path: String) -> String {
        path.hasPrefix("/") ? path : StandardOutput.currentFolder + "/" + path
    }
}

/// Told to serve a machine that there is not.
private struct UnknownMachine: Error, CustomStringConvertible {
    let name: String
    let known: [String]

    var description: String {
        "there is no node named \(name): there are \(known.joined(separator: ", "))"
    }
}
