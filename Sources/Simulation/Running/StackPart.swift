import Compose
import StackDeployment
import SwarmModel
import SwarmStore

/// A stack of a story: a name and the text of a Compose file.
enum StackPart {
    /// The requests that `docker stack deploy` would send next; `[]` if the text is no stack.
    static func requests(for text: String, as name: String, in store: Store) -> [ClusterCommand] {
        let file = SourceFile(path: "compose.yml", text: text)
        guard
            let stack = try? ComposeLoader.load(
                ComposeInput(files: [file]),
                readFile: { Array($0.utf8) }
            ),
            let commands = try? StackCommands.next(for: stack, as: name, in: store)
        else { return [] }
        return commands.map(sealed)
    }

    /// Secrets come sealed into the core; here the seal is none.
    private static func sealed(_ command: ClusterCommand) -> ClusterCommand {
        guard case .createSecret(var spec) = command, case .plain(let bytes) = spec.data else {
            return command
        }
        spec.data = .sealed(bytes, size: bytes.count)
        return .createSecret(spec)
    }
}
