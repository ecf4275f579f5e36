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
            "rotate worker|manager|unlock-key, rotate config|secret NAME FILE [NEWNAME]",
            "a new join token or unlock key; a new config or secret for all that use one",
            docker: "docker swarm join-token --rotate worker",
            arguments: [
                .words(["config", "manager", "secret", "unlock-key", "worker"]), .config, .text,
                .text,
            ],
            counts: 1...4
        ) { model, call throws(CommandRefusal) in
            if let kind = FileObjectKind(rawValue: call.word(0)) {
                return try rotateData(kind, &model, call)
            }
            if call.word(0) == "unlock-key" { return try model.ask(.rotateUnlockKey, call: call) }
            guard call.words.count == 1 else {
                throw CommandRefusal("usage: rotate worker|manager|unlock-key")
            }
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
            "unlock [NODE] KEY",
            "unlock a manager that started again; a live engine needs no name",
            docker: "docker swarm unlock",
            arguments: [.node, .text],
            counts: 1...2
        ) { model, call throws(CommandRefusal) in
            if call.words.count == 1 { return try model.unlock(key: call.word(0)) }
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

    private static func rotateData(
        _ kind: FileObjectKind,
        _ model: inout ConsoleModel,
        _ call: Command.Call
    ) throws(CommandRefusal) -> [ConsoleEffect] {
        guard call.words.count >= 3 else {
            throw CommandRefusal("usage: rotate \(kind.rawValue) NAME FILE [NEWNAME]")
        }
        let reference = try model.resolver().object(kind.rawValue, call.word(1))
        guard let name = model.cluster?.name(of: reference).string else { return [] }
        let rotation = DataRotation(
            kind: kind,
            name: name,
            newName: call.words.count > 3 ? call.word(3) : DataRotation.nextName(after: name),
            path: call.word(2)
        )
        return try model.ask(.rotateData(rotation), call: call)
    }

    private static func role(
        _ word: String,
        _ usage: String
    ) throws(CommandRefusal) -> NodeRole {
        guard let role = NodeRole(rawValue: word) else { throw CommandRefusal("usage: \(usage)") }
        return role
    }
}
