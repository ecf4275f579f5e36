import Basics
import SwarmModel
import SwarmStore

/// Why a command line is not carried out, in words.
struct CommandRefusal: Error, Hashable, Sendable {
    let words: String
    init(_ phrase: Phrase) { words = said(phrase) }

    @_disfavoredOverload
    init(_ words: some StringProtocol) { self.words = String(words) }
}

/// Finds objects by what people call them: id, name, then unique beginning of an id or a name.
struct NameResolver {
    let cluster: ClusterState

    private var store: Store { cluster.store }

    func node(_ text: String) throws(CommandRefusal) -> Node {
        let nodes = cluster.nodeOrder.compactMap { store.node($0) }
        return try find(
            text,
            "node",
            in: nodes,
            id: { $0.id.description },
            name: { $0.displayName }
        )
    }

    func service(_ text: String) throws(CommandRefusal) -> Service {
        let services = cluster.serviceOrder.compactMap { store.service($0) }
        return try find(
            text,
            "service",
            in: services,
            id: { $0.id.description },
            name: { $0.name }
        )
    }

    /// A task by id, by `SERVICE.SLOT` (its newest one), or by the beginning of its id.
    func task(_ text: String) throws(CommandRefusal) -> SwarmTask {
        if let id = TaskID(text), let task = store.task(id) { return task }
        if let task = taskOfSlot(text) { return task }
        let found = store.allTasks.filter { $0.id.description.hasPrefix(text) }
        guard let first = found.first, !text.isEmpty else {
            throw CommandRefusal("task \(text) not found")
        }
        guard found.count == 1 else { throw Self.ambiguous("task", text, found.count) }
        return first
    }

    private func taskOfSlot(_ text: String) -> SwarmTask? {
        guard let dot = text.lastIndex(of: "."), let slot = Int(text[text.index(after: dot)...]),
            let service = store.service(named: String(text[..<dot]))
        else { return nil }
        return store.tasks(of: service.id, in: .slot(slot)).last
    }

    func network(_ text: String) throws(CommandRefusal) -> Network {
        try find(
            text,
            "network",
            in: store.networks,
            id: { $0.id.description },
            name: { $0.name }
        )
    }

    func config(_ text: String) throws(CommandRefusal) -> Config {
        try find(text, "config", in: store.configs, id: { $0.id.description }, name: { $0.name })
    }

    func secret(_ text: String) throws(CommandRefusal) -> Secret {
        try find(text, "secret", in: store.secrets, id: { $0.id.description }, name: { $0.name })
    }

    /// A volume by name, or `NAME@NODE` where several nodes have one of that name.
    func volume(_ text: String) throws(CommandRefusal) -> Volume {
        let found = store.volumes.filter {
            $0.name == text || "\($0.name)@\(cluster.nodeName($0.node))" == text
        }
        guard let first = found.first else { throw CommandRefusal("volume \(text) not found") }
        guard found.count == 1 else {
            throw CommandRefusal("volume \(text) is on \(found.count) nodes: say \(text)@NODE")
        }
        return first
    }

    func stack(_ text: String) throws(CommandRefusal) -> String {
        let names = cluster.stacks.names
        return try find(text, "stack", in: names, id: { _ in "" }, name: { $0 })
    }

    /// An image that a service names, with or without its digest.
    func image(_ text: String) throws(CommandRefusal) -> String {
        try find(text, "image", in: cluster.usage.images, id: { _ in "" }, name: { $0 })
    }

    private func find<Object>(
        _ text: String,
        _ kind: String,
        in objects: [Object],
        id: @escaping (Object) -> String,
        name: @escaping (Object) -> String
    ) throws(CommandRefusal) -> Object {
        let ways: [(Object) -> Bool] = [
            { id($0) == text }, { name($0) == text },
            { name($0).lowercased() == text.lowercased() },
            { !id($0).isEmpty && id($0).hasPrefix(text) }, { name($0).hasPrefix(text) },
        ]
        guard !text.isEmpty else { throw CommandRefusal("a \(word: kind) is missing") }
        for way in ways {
            let found = objects.filter(way)
            guard let first = found.first else { continue }
            guard found.count == 1 else { throw Self.ambiguous(kind, text, found.count) }
            return first
        }
        throw CommandRefusal("\(word: kind) \(text) not found")
    }

    private static func ambiguous(_ kind: String, _ text: String, _ count: Int) -> CommandRefusal {
        CommandRefusal("\(word: kind) \(text) is ambiguous (\(count) matches found)")
    }
}
