import Basics
import ClusterPorts
import SwarmModel
import SwarmStore

/// Commands that look into the overlay networks.
enum NetworkCommands {
    static let all: [Command] = [
        Command(
            "lookup NAME [from TASK|SERVICE]",
            "what a name stands for, as a task sees it",
            docker: "docker container exec CONTAINER getent ahosts NAME",
            arguments: [.service, .words(["from"]), .task],
            counts: 1...3
        ) { model, call throws(CommandRefusal) in
            try model.requireSimulation()
            let words = try AskingWords(call.words, usage: "lookup NAME [from TASK|SERVICE]")
            guard words.own.count == 1 else { throw words.misuse }
            let asker = try model.asker(words.asker, of: words.own[0])
            return model.openLookup(NameQuery(words.own[0], from: asker))
        },
        Command(
            "request NODE:PORT|NAME[:PORT] [N] [from TASK]",
            "send N requests and see which task each one reaches",
            docker: "curl http://NODE:PORT/",
            arguments: [.endpoint, .words(["from", "10"]), .task, .task],
            counts: 1...4
        ) { model, call throws(CommandRefusal) in
            let usage = "request NODE:PORT [N], or request NAME[:PORT] [N] from TASK"
            let words = try AskingWords(call.words, usage: usage)
            guard (1...2).contains(words.own.count) else { throw words.misuse }
            let count = try model.requestCount(words.own.count > 1 ? words.own[1] : "1")
            let target = try model.requestTarget(words.own[0], from: words.asker)
            return try model.sendRequests(to: target, count: count, call: call)
        },
    ]
}

/// The words of a command that may end with `from TASK`.
private struct AskingWords {
    let own: [String]
    /// The task or service after `from`.
    let asker: String?
    let misuse: CommandRefusal

    init(_ words: [String], usage: String) throws(CommandRefusal) {
        misuse = CommandRefusal("usage: \(usage)")
        guard let place = words.firstIndex(of: "from") else {
            own = words
            asker = nil
            return
        }
        guard place == words.count - 2, place > 0 else { throw misuse }
        own = Array(words[..<place])
        asker = words[place + 1]
    }
}

extension ConsoleModel {
    /// Who asks: the task that was named, a service's first, the selected one, or one that can.
    fileprivate func asker(
        _ word: String?,
        of name: String
    ) throws(CommandRefusal) -> TaskID {
        let resolver = try resolver()
        if let word { return try resolver.asker(word) }
        if let task = situation.task, task.state == .running { return task.id }
        if let service = situation.service, let task = resolver.firstTask(of: service) {
            return task.id
        }
        let service = try? resolver.service(
            name.hasPrefix("tasks.") ? String(name.dropFirst(6)) : name
        )
        if let task = resolver.anyTask(near: service) { return task.id }
        throw CommandRefusal(
            "no task runs that could ask; say from which: lookup \(name) from TASK"
        )
    }

    fileprivate func requestCount(_ word: String) throws(CommandRefusal) -> Int {
        guard let count = Int(word), count > 0 else {
            throw CommandRefusal("\(word) is no number of requests")
        }
        return count
    }

    fileprivate func requestTarget(
        _ word: String,
        from asker: String?
    ) throws(CommandRefusal) -> RequestTarget {
        let resolver = try resolver()
        let (host, port) = try Self.hostAndPort(word)
        if let asker { return .name(host, port: port, from: try resolver.asker(asker)) }
        guard let node = try? resolver.node(host) else {
            let isService = (try? resolver.service(host)) != nil
            throw CommandRefusal(
                isService
                    ? "\(host) is a service: say which task asks, request \(word) from TASK, "
                        + "or ask a node's published port"
                    : "node \(host) not found"
            )
        }
        guard let port else {
            throw CommandRefusal("a port is missing: request \(host):PORT")
        }
        return .published(node: node.id, port: port)
    }

    private static func hostAndPort(
        _ word: String
    ) throws(CommandRefusal) -> (host: String, port: UInt32?) {
        guard let colon = word.lastIndex(of: ":") else { return (word, nil) }
        let digits = word[word.index(after: colon)...]
        guard let port = UInt32(digits), (1...65_535).contains(port) else {
            throw CommandRefusal("\(digits) is no port: it must be from 1 to 65535")
        }
        return (String(word[..<colon]), port)
    }

    fileprivate mutating func sendRequests(
        to target: RequestTarget,
        count: Int,
        call: Command.Call
    ) throws(CommandRefusal) -> [ConsoleEffect] {
        try requireSimulation()
        if settings.isReadOnly { throw CommandRefusal("this console is read-only") }
        return openRequests(target, count: count, origin: (":" + call.line).safe)
    }
}

extension NameResolver {
    /// A task by its name, or the first running one of a service.
    fileprivate func asker(_ word: String) throws(CommandRefusal) -> TaskID {
        if let service = try? service(word) {
            guard let task = firstTask(of: service) else {
                throw CommandRefusal("service \(service.name) has no running task to ask from")
            }
            return task.id
        }
        return try task(word).id
    }

    func firstTask(of service: Service) -> SwarmTask? {
        cluster.store.tasks(of: service.id)
            .filter { $0.state == .running && $0.desiredState == .running }
            .min { ($0.place, $0.id) < ($1.place, $1.id) }
    }

    /// A running task that shares a network with a service, or is on one at all.
    fileprivate func anyTask(near service: Service?) -> SwarmTask? {
        let wanted = service?.spec.task.networks.map(\.target) ?? []
        for id in cluster.serviceOrder {
            guard let other = cluster.store.service(id) else { continue }
            let networks = other.spec.task.networks.map(\.target)
            let fits =
                wanted.isEmpty ? !networks.isEmpty : networks.contains { wanted.contains($0) }
            if fits, let task = firstTask(of: other) { return task }
        }
        return nil
    }
}
