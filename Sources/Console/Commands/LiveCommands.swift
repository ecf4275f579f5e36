import ClusterPorts
import SwarmModel

/// Commands that hand the terminal to another program.
enum LiveCommands {
    static let all: [Command] = [
        Command(
            "edit KIND NAME",
            "the whole spec in $EDITOR; the difference is shown before it is sent",
            docker: "docker service update SERVICE",
            arguments: [.words(["node", "service"]), .service],
            counts: 2...2
        ) { model, call throws(CommandRefusal) in
            if let reason = model.situation.standstill { throw CommandRefusal(reason) }
            let reference = try model.resolver().object(call.word(0), call.word(1))
            switch reference {
            case .service, .node: return [.editSpec(reference)]
            default: throw CommandRefusal("usage: edit service NAME, edit node NAME")
            }
        },
        Command(
            "exec TASK [COMMAND …]",
            "a command in a task's container; a shell if none is named",
            docker: "docker exec -it CONTAINER COMMAND",
            arguments: [.task, .text],
            counts: 1...30
        ) { model, call throws(CommandRefusal) in
            if let reason = model.situation.standstill(needsQuorum: false) {
                throw CommandRefusal(reason)
            }
            let task = try model.resolver().task(call.word(0))
            let words = Array(call.words.dropFirst())
            return [.openTerminal(task.id, words.isEmpty ? ["sh"] : words)]
        },
        Command(
            "hold SERVICE",
            "stop an update after the slots at work; resume goes on",
            docker: "docker service update --update-delay 720h SERVICE",
            arguments: [.service],
            counts: 1...1
        ) { model, call throws(CommandRefusal) in
            let service = try model.resolver().service(call.word(0))
            return try model.ask(.holdUpdate(service.id), call: call)
        },
    ]
}

/// How an update stands still although the engine knows no such request: by its own knobs.
enum UpdateHold {
    /// A month: nobody waits for it to end.
    static let delay = Duration.seconds(30 * 24 * 3_600)

    static func isHeld(_ spec: ServiceSpec) -> Bool {
        spec.update.map { $0.delay >= delay } ?? false
    }
}
