import ArgumentParser
import EngineServer
import FoundationEssentials

/// Where and as whom the Engine API is served.
struct ServeOptions: ParsableArguments {
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
        )
    )
    var folder: String?
}

/// Addresses as the arguments name them.
enum ServeAddress {
    /// - Throws: a message for the user.
    static func parse(_ text: String?) throws -> ListenAddress {
        do throws(ListenError) {
            guard let text, !text.isEmpty else {
                return try ListenAddress.standard(ProcessInfo.processInfo.environment)
            }
            return try ListenAddress(text)
        } catch {
            throw Failure(error)
        }
    }
}
