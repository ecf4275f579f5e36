import Basics
import ClusterPorts
import SwarmModel

/// Commands about the swarm itself: its managers, its zones, and what machines join it with.
enum SwarmCommands {
    static let all: [Command] = [
        Command(
            "managers",
            "who votes and leads: terms, logs, reachability",
            aliases: ["quorum"],
            docker: "docker node ls --filter role=manager"
        ) { model, _ throws(CommandRefusal) in
            model.openTable(.managers, fromRoot: true)
        },
        Command("zones", "data centres, and the links between them", aliases: ["links"]) {
            model,
            _ throws(CommandRefusal) in
            model.openText(.zones)
        },
        Command(
            "join-token worker|manager",
            "what a machine joins with",
            docker: "docker swarm join-token worker",
            arguments: [.words(["manager", "worker"])],
            counts: 1...1
        ) { model, call throws(CommandRefusal) in
            model.openText(.joinToken(try role(call.word(0), "join-token worker|manager")))
        },
        Command(
            "rotate worker|manager|unlock-key",
            "a new join token or unlock key; the old one is void",
            docker: "docker swarm join-token --rotate worker",
            arguments: [.words(["manager", "unlock-key", "worker"])],
            counts: 1...1
        ) { model, call throws(CommandRefusal) in
            if call.word(0) == "unlock-key" { return try model.ask(.rotateUnlockKey, call: call) }
            let role = try role(call.word(0), "rotate worker|manager|unlock-key")
            return try model.ask(.rotateToken(role), call: call)
        },
        Command(
            "lock on|off",
            "whether a manager that starts again needs the unlock key",
            docker: "docker swarm update --autolock=true",
            arguments: [.words(["off", "on"])],
            counts: 1...1
        ) { model, call throws(CommandRefusal) in
            guard ["on", "off"].contains(call.word(0)) else {
                throw CommandRefusal("usage: lock on|off")
            }
            return try model.ask(.lock(call.word(0) == "on"), call: call)
        },
        Command(
            "unlock-key",
            "the key that managers are unlocked with",
            docker: "docker swarm unlock-key"
        ) { model, _ throws(CommandRefusal) in
            model.openText(.unlockKey)
        },
        Command(
            "unlock NODE KEY",
            "unlock a manager that started again",
            docker: "docker swarm unlock",
            arguments: [.node, .text],
            counts: 2...2
        ) { model, call throws(CommandRefusal) in
            let node = try model.resolver().node(call.word(0))
            return try model.ask(.unlock(node.id, key: call.word(1)), call: call)
        },
        Command(
            "leave NODE",
            "the machine leaves the swarm",
            docker: "docker swarm leave --force",
            arguments: [.node],
            counts: 1...1
        ) { model, call throws(CommandRefusal) in
            let node = try model.resolver().node(call.word(0))
            return try model.ask(.leave(node.id), call: call)
        },
        Command(
            "force-new-cluster NODE",
            "one manager goes on alone when the others are lost for good",
            docker: "docker swarm init --force-new-cluster",
            arguments: [.node],
            counts: 1...1
        ) { model, call throws(CommandRefusal) in
            let node = try model.resolver().node(call.word(0))
            return try model.ask(.forceNewCluster(node.id), call: call)
        },
    ]

    private static func role(
        _ word: String,
        _ usage: String
    ) throws(CommandRefusal) -> NodeRole {
        guard let role = NodeRole(rawValue: word) else { throw CommandRefusal("usage: \(usage)") }
        return role
    }
}
