import SwarmModel

/// The command that changes the labels of a node or a service.
enum LabelCommand {
    static let all: [Command] = [
        Command(
            "label [node|service] NAME [KEY=VALUE …]",
            "add labels to a node or a service, or remove one with KEY-",
            docker: "docker node update --label-add KEY=VALUE NODE",
            arguments: [.labelled, .text],
            counts: 1...21
        ) { model, call throws(CommandRefusal) in
            let (subject, edits) = try subject(of: call, by: try model.resolver())
            let (change, labels): (Change, [String: String]) =
                switch subject {
                case .node(let node): (.nodeLabels(node.id), node.spec.labels)
                case .service(let service): (.serviceLabels(service.id), service.spec.labels)
                }
            let input = LabelText.write(try edited(labels, by: edits))
            return try model.ask(change, input: input, call: call)
        }
    ]

    private enum Subject {
        case node(Node), service(Service)
    }

    /// Whose labels are meant, and what is to become of them.
    private static func subject(
        of call: Command.Call,
        by resolver: NameResolver
    ) throws(CommandRefusal) -> (Subject, edits: [String]) {
        let name = call.word(1)
        let hasKind = call.words.count > 1 && !name.contains("=") && !name.hasSuffix("-")
        switch call.word(0) {
        case "node" where hasKind:
            return (.node(try resolver.node(name)), Array(call.words.dropFirst(2)))
        case "service" where hasKind:
            return (.service(try resolver.service(name)), Array(call.words.dropFirst(2)))
        default:
            return (try either(call.word(0), by: resolver), Array(call.words.dropFirst()))
        }
    }

    private static func either(
        _ name: String,
        by resolver: NameResolver
    ) throws(CommandRefusal) -> Subject {
        let node = try? resolver.node(name)
        let service = try? resolver.service(name)
        guard let node else {
            guard let service else { throw CommandRefusal("no node or service \(name) found") }
            return .service(service)
        }
        guard let service else { return .node(node) }
        // What is written out is meant, whatever else begins like it.
        let isNode = node.displayName == name
        guard isNode != (service.name == name) else {
            throw CommandRefusal("say which: label node \(name), or label service \(name)")
        }
        return isNode ? .node(node) : .service(service)
    }

    private static func edited(
        _ labels: [String: String],
        by edits: [String]
    ) throws(CommandRefusal) -> [String: String] {
        var labels = labels
        for edit in edits {
            guard let parsed = EnvironmentEdit(edit) else {
                throw CommandRefusal("\(edit) is neither KEY=VALUE nor KEY-")
            }
            labels[parsed.name] = parsed.value
        }
        return labels
    }
}
