import ArgumentParser
import EngineServer
import FoundationEssentials

/// Where and as whom the Engine API is served.
///
/// One group for all commands: an option that two groups define goes to the one of the program,
/// whichever command it was given to.
struct ServeOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Serve the Engine API at unix:///PATH or tcp://HOST:PORT.",
            discussion: "skep serve takes $XDG_RUNTIME_DIR/skep/docker.sock when none is given.",
            valueName: "address"
        )
    )
    var listen: String?

    @Option(
        name: .customLong("node"),
        help: ArgumentHelp(
            "Whose engine answers: a node's host name. Otherwise that of a manager that can help.",
            valueName: "name"
        )
    )
    var node: String?

    @Option(
        name: .customLong("listen-all"),
        help: ArgumentHelp(
            "Serve every node's engine, too, at DIR/NAME.sock.",
            valueName: "dir"
        ),
        completion: .directory
    )
    var folder: String?

    @Flag(help: "Serve TCP to clients only that prove who they are with a certificate.")
    var tlsverify = false

    @Option(
        help: "Certificates of those who may vouch for clients, for --tlsverify.",
        completion: .file()
    )
    var tlscacert: String?

    @Option(
        help: "The server's own certificate, for --tlsverify.",
        completion: .file()
    )
    var tlscert: String?

    @Option(
        help: "The key of that certificate, for --tlsverify.",
        completion: .file()
    )
    var tlskey: String?

    func validate() throws {
        let files = [("--tlscacert", tlscacert), ("--tlscert", tlscert), ("--tlskey", tlskey)]
        if tlsverify, let missing = files.first(where: { $0.1 == nil }) {
            throw ValidationError("--tlsverify needs \(missing.0) FILE, too")
        }
        if !tlsverify, let given = files.first(where: { $0.1 != nil }) {
            throw ValidationError(
                "\(given.0) does nothing without --tlsverify: skep lets nobody in without a "
                    + "certificate once it serves TLS"
            )
        }
    }

    /// How both sides prove who they are; `nil` = they do not.
    var tls: ServerTLS? {
        guard tlsverify, let tlscacert, let tlscert, let tlskey else { return nil }
        return ServerTLS(authority: tlscacert, certificate: tlscert, key: tlskey)
    }
}

/// Addresses as the arguments name them.
enum ServeAddress {
    /// - Throws: a message for the user.
    static func parse(_ text: String?, isSecured: Bool = false) throws -> ListenAddress {
        do throws(ListenError) {
            guard let text, !text.isEmpty else {
                return try ListenAddress.standard(ProcessInfo.processInfo.environment)
            }
            return try ListenAddress(text, isSecured: isSecured)
        } catch {
            throw Failure(error)
        }
    }
}
