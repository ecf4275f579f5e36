import Basics
import SwarmModel

/// Commands about nodes.
enum NodeCommands {
    static let all: [Command] = [
        onNode("drain", "move its tasks away", "docker node update --availability drain NODE") {
            .availability($0, .drain)
        },
        onNode("pause", "no new tasks (cordon)", "docker node update --availability pause NODE") {
            .availability($0, .pause)
        },
        onNode("activate", "take tasks again", "docker node update --availability active NODE") {
            .availability($0, .active)
        },
        onNode("promote", "make it a manager", "docker node promote NODE") { .role($0, .manager) },
        onNode("demote", "make it a worker", "docker node demote NODE") { .role($0, .worker) },
        Command(
            "join worker|manager [NAME [ZONE]]",
            "a new simulated machine joins",
            docker: "docker swarm join --token TOKEN ADDRESS",
            arguments: [.words(["manager", "worker"]), .text, .zone],
            counts: 1...3
        ) { model, call throws(CommandRefusal) in
            guard let role = NodeRole(rawValue: call.word(0)) else {
                throw CommandRefusal("usage: join worker|manager [NAME [ZONE]]")
            }
            let zone = call.words.count > 2 ? call.word(2) : NewNode.standardZone
            return try model.ask(.addNode(role, zone: zone), input: call.word(1), call: call)
        },
    ]

    private static func onNode(
        _ name: String,
        _ summary: Phrase,
        _ docker: String,
        _ change: @escaping @Sendable (NodeID) -> Change
    ) -> Command {
        Command("\(name) NODE", summary, docker: docker, arguments: [.node], counts: 1...1) {
            model,
            call throws(CommandRefusal) in
            let node = try model.resolver().node(call.word(0))
            return try model.ask(change(node.id), call: call)
        }
    }
}
