import ClusterPorts
import SwarmModel

/// Commands that look ahead, and those that explain.
enum ForecastCommands {
    private static let verbs = [
        "activate", "demote", "deploy", "drain", "env", "fault", "force-new-cluster", "heal",
        "hold",
        "image", "join", "kill", "label", "leave", "pause", "promote", "resume", "rm", "rollback",
        "rotate", "safe-drain", "scale", "stack", "start", "update",
    ]

    static let all: [Command] = [
        Command(
            "whatif COMMAND …",
            "what would come of a command, such as whatif drain node2; nothing is done",
            arguments: [.words(verbs), .text],
            counts: 1...20
        ) { model, call throws(CommandRefusal) in
            try model.openWhatIf(call)
        },
        Command(
            "why TASK|SERVICE",
            "why a task waits, or is where it is; where the next replica would go",
            docker: "docker service ps --no-trunc SERVICE",
            arguments: [.task],
            counts: 1...1
        ) { model, call throws(CommandRefusal) in
            let resolver = try model.resolver()
            if let service = try? resolver.service(call.word(0)) {
                return model.openWhy(resolver.cluster.openQuestion(about: service.id))
            }
            return model.openWhy(.task(try resolver.task(call.word(0)).id))
        },
        Command(
            "safe-drain NODE [N]",
            "empty a node, N tasks of a service at a time, each replacement first; shows one begun",
            arguments: [.node, .text],
            counts: 1...2
        ) { model, call throws(CommandRefusal) in
            let node = try model.resolver().node(call.word(0))
            if model.drains[node.id]?.phase.isOver == false {
                return model.openText(.safeDrain(node.id))
            }
            if let reason = model.situation.standstill { throw CommandRefusal(reason) }
            guard let count = UInt64(call.words.count > 1 ? call.word(1) : "1"), count > 0 else {
                throw CommandRefusal("\(call.word(1)) is no number of tasks")
            }
            return try model.ask(.safeDrain(node.id, parallelism: count), call: call)
        },
    ]
}
