import SwarmModel

/// Commands that make new objects out of files and names.
enum CreateCommands {
    static let all: [Command] = [
        Command(
            "create config|secret|network NAME [FILE]",
            "a config or secret from a file, or an overlay network",
            docker: "docker config create NAME FILE",
            arguments: [.words(["config", "secret", "network"]), .text, .text],
            counts: 2...3
        ) { model, call throws(CommandRefusal) in
            let name = call.word(1)
            let path = call.word(2)
            switch (call.word(0), path.isEmpty) {
            case ("network", true): return try model.ask(.createNetwork(name), call: call)
            case ("config", false):
                return try model.ask(.createFromFile(.config, name: name, path: path), call: call)
            case ("secret", false):
                return try model.ask(.createFromFile(.secret, name: name, path: path), call: call)
            default:
                throw CommandRefusal(
                    "usage: create config NAME FILE, create secret NAME FILE, create network NAME"
                )
            }
        }
    ]
}

/// What is made of a file's contents.
package enum FileObjectKind: String, Hashable, Sendable {
    case config, secret
}

extension BoxReader {
    func createContents(
        _ kind: FileObjectKind,
        name: String,
        path: String
    ) -> BoxContents {
        var contents = BoxContents(
            title: "Create \(word: kind.rawValue) \(name)",
            docker: "docker \(kind.rawValue) create \(name) \(path)",
            verb: "Create"
        )
        contents.say("It holds what is in \(path) now, and never changes.")
        if kind == .secret { contents.say("It is sealed on disk and never shown again.") }
        if let refusal = NameRules.refusal(ofDataName: name) {
            contents.refusal = Phrase(refusal.message)
        }
        contents.deed = .createFromFile(kind, name: name, path: path)
        return contents
    }

    func createNetworkContents(_ name: String) -> BoxContents {
        var contents = BoxContents(
            title: "Create network \(name)",
            docker: "docker network create --driver overlay \(name)",
            verb: "Create"
        )
        contents.say("An overlay network with a subnet of the cluster's pool.")
        if let refusal = NameRules.refusal(ofObjectName: name) {
            contents.refusal = Phrase(refusal.message)
        }
        contents.deed = .command(.createNetwork(NetworkSpec(name: name)))
        return contents
    }
}
