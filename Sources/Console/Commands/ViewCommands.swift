import ClusterPorts
import SwarmModel

/// Commands that show something.
enum ViewCommands {
    static let all: [Command] = [
        Command("deck", "the overview", aliases: ["home", "overview"]) {
            model,
            _ throws(CommandRefusal) in
            model.openDeck()
        },
        list("nodes", "node", .nodes, "docker node ls"),
        list("services", "service", .services(.all), "docker service ls"),
        list("stacks", "stacks", .stacks, "docker stack ls"),
        list("networks", "network", .networks, "docker network ls"),
        list("configs", "config", .configs, "docker config ls"),
        list("secrets", "secret", .secrets, "docker secret ls"),
        Command(
            "volumes [NODE]",
            "list of volumes, or those of a node",
            aliases: ["volume"],
            docker: "docker volume ls",
            arguments: [.node],
            counts: 0...1
        ) { model, call throws(CommandRefusal) in
            guard let name = call.words.first else {
                return model.openTable(.volumes(.all), fromRoot: true)
            }
            let node = try model.resolver().node(name)
            return model.openTable(.volumes(.node(node.id)), fromRoot: true)
        },
        list("images", "image-list", .images, "docker service ls"),
        Command(
            "tasks [SERVICE|NODE]",
            "all tasks, or those of a service or node",
            aliases: ["ps"],
            docker: "docker service ps SERVICE",
            arguments: [.labelled],
            counts: 0...1
        ) { model, call throws(CommandRefusal) in
            guard let name = call.words.first else {
                return model.openTable(.tasks(.all), fromRoot: true)
            }
            let resolver = try model.resolver()
            if let service = try? resolver.service(name) {
                return model.openTable(.tasks(.service(service.id)))
            }
            if let node = try? resolver.node(name) {
                return model.openTable(.tasks(.node(node.id)))
            }
            throw CommandRefusal("neither a service nor a node is called \(name)")
        },
        Command(
            "rollout SERVICE",
            "its update, slot by slot",
            docker: "docker service inspect --pretty SERVICE",
            arguments: [.service],
            counts: 1...1
        ) { model, call throws(CommandRefusal) in
            let service = try model.resolver().service(call.word(0))
            return model.openRollout(service.id)
        },
        Command(
            "logs SERVICE|TASK|NODE",
            "lines in order of time",
            docker: "docker service logs -f SERVICE",
            arguments: [.labelled],
            counts: 1...1
        ) { model, call throws(CommandRefusal) in
            let resolver = try model.resolver()
            if let service = try? resolver.service(call.word(0)) {
                return model.openLogs(.service(service.id))
            }
            if let node = try? resolver.node(call.word(0)) { return model.openLogs(.node(node.id)) }
            return model.openLogs(.task(try resolver.task(call.word(0)).id))
        },
        Command(
            "describe KIND NAME",
            "an object in words",
            docker: "docker inspect NAME",
            arguments: [.words(Self.kinds), .service],
            counts: 2...2
        ) { model, call throws(CommandRefusal) in
            let reference = try model.resolver().object(call.word(0), call.word(1))
            return model.openText(.describe(reference))
        },
        Command("ops", "what was asked for, and what came of it", aliases: ["operations"]) {
            model,
            _ throws(CommandRefusal) in
            model.openText(.operations)
        },
        Command("help", "all keys and commands") { model, _ throws(CommandRefusal) in
            model.openHelp()
            return []
        },
    ]

    static let kinds = [
        "node", "service", "task", "stack", "network", "config", "secret", "volume", "image",
    ]

    private static func list(
        _ name: String,
        _ alias: String,
        _ kind: TableKind,
        _ docker: String
    ) -> Command {
        Command(
            name,
            "list of \(word: name)",
            aliases: alias == name ? [] : [alias],
            docker: docker
        ) { model, _ throws(CommandRefusal) in
            model.openTable(kind, fromRoot: true)
        }
    }
}

extension NameResolver {
    /// An object of a kind by its name.
    func object(_ kind: String, _ name: String) throws(CommandRefusal) -> ObjectReference {
        switch kind {
        case "node": return .node(try node(name).id)
        case "service": return .service(try service(name).id)
        case "task": return .task(try task(name).id)
        case "stack": return .stack(try stack(name))
        case "network": return .network(try network(name).id)
        case "config": return .config(try config(name).id)
        case "secret": return .secret(try secret(name).id)
        case "volume":
            let volume = try volume(name)
            return .volume(name: volume.name, node: volume.node)
        case "image": return .image(try image(name))
        default:
            let kinds = ViewCommands.kinds.joined(separator: ", ")
            throw CommandRefusal("\(kind) is none of \(kinds)")
        }
    }
}
