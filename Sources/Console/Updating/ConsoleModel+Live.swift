import Basics
import ClusterPorts
import SwarmModel

// Specs that come back from the editor, and engines that wait for their key.
extension ConsoleModel {
    /// Shows what the user changed before anything is sent.
    mutating func take(
        _ reference: ObjectReference,
        _ edit: Result<SpecEdit, EngineError>
    ) -> [ConsoleEffect] {
        switch edit {
        case .success(let edit) where edit.before == edit.after || edit.before + "\n" == edit.after:
            toast("nothing was changed", .information)
            return []
        case .success(let edit): return ask(.editSpec(reference, edit))
        case .failure(let error):
            toast(error.message.safe, .failure)
            return []
        }
    }

    /// Unlocks the engine attached to; it is the one thing that a lost engine can be asked for.
    mutating func unlock(key: String) throws(CommandRefusal) -> [ConsoleEffect] {
        if settings.isReadOnly { throw CommandRefusal("this console is read-only") }
        if cluster?.snapshot.source.isEmbedded == true {
            throw CommandRefusal("say which manager: unlock NODE KEY")
        }
        let id = operations.takeID()
        operations.add(
            Operation(
                id: id,
                at: now,
                title: "Unlock the engine",
                // The key is nobody's business who looks at the log.
                origin: ":unlock KEY",
                subject: "",
                docker: "docker swarm unlock"
            )
        )
        return [.unlock(key: key, id)]
    }
}
