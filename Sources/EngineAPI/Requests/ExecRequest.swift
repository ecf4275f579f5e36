package import SwarmModel

/// What a client wants to run in a container.
package struct ExecRequest: Hashable, Sendable {
    package var words: [String]
    package var isTerminal: Bool
    package var wantsInput: Bool
    package var environment: [String]
    package var user: String
    package var directory: String

    /// Reads the body of `POST /containers/ID/exec`.
    ///
    /// - Throws: 400 for a body that is none, or names no command.
    package init(_ request: APIRequest) throws(EngineError) {
        let body = try request.json()
        words = body["Cmd"]?.elements.compactMap(\.text) ?? []
        isTerminal = body["Tty"]?.flag ?? false
        wantsInput = body["AttachStdin"]?.flag ?? false
        environment = body["Env"]?.elements.compactMap(\.text) ?? []
        user = body["User"]?.text ?? ""
        directory = body["WorkingDir"]?.text ?? ""
        if words.isEmpty {
            throw EngineError(status: 400, message: "No exec command specified")
        }
    }

    /// Sixty-four digits for the so-many-th command, in that container.
    package static func id(_ container: ContainerID, _ number: UInt64) -> String {
        LocalNetwork.digits("exec \(container) \(number)")
    }
}
