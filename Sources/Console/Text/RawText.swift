import Basics
import Cells
import ClusterPorts
import SwarmModel
import SwarmStore

/// What has a raw view although it is no object of the swarm.
enum RawText: Hashable, Sendable {
    /// The swarm's settings, with its tokens written out or not.
    case swarm(reveals: Bool)
    case event(ClusterEvent)
    case events, operations, aliases

    /// What the title calls it.
    var noun: String {
        switch self {
        case .swarm: "swarm"
        case .event: "event"
        case .events: "events"
        case .operations: "operations"
        case .aliases: "aliases"
        }
    }
}

/// Writes as JSON what the console itself knows; engines write the rest.
struct RawReader {
    let cluster: ClusterState

    // MARK: - The swarm

    /// The swarm as `GET /swarm` has it, from the snapshot.
    func swarm() -> JSONValue? {
        let swarm = cluster.store.cluster
        let body = EngineCluster(swarm, epoch: cluster.snapshot.epoch)
        guard var json = try? JSONValue(encoding: body) else { return nil }
        if let tokens = swarm.joinTokens {
            json["JoinTokens"] = [
                "Worker": .string(tokens[.worker]), "Manager": .string(tokens[.manager]),
            ]
        }
        return json
    }

    /// The lines of a swarm's JSON with no more of its tokens than tells one from another.
    static func hidingTokens(in text: String) -> String {
        guard let json = try? JSONValue(bytes: Array(text.utf8)),
            let hidden = try? Basics.JSONText.indented(hidingTokens(in: json))
        else { return "" }
        return hidden
    }

    /// Whatever looks like a token is one, wherever it stands.
    static func hidingTokens(in value: JSONValue) -> JSONValue {
        switch value {
        case .string(let text) where text.hasPrefix("SWMTKN-") || text.hasPrefix("SWMKEY-"):
            .string(SwarmSettingsText.shortened(text))
        case .array(let elements): .array(elements.map { hidingTokens(in: $0) })
        case .object(let members):
            .object(
                members.map { .init(key: $0.key, value: hidingTokens(in: $0.value)) }
            )
        default: value
        }
    }

    // MARK: - Images

    /// All that the swarm knows of an image: who names it, and where that runs.
    ///
    /// O(tasks of the services that name it).
    func image(_ image: ImageSummary) -> JSONValue {
        let tasks = image.services.flatMap { cluster.store.tasks(of: $0.id) }
            .filter { $0.isLive && $0.image == image.reference }
        var nodes: [NodeID] = []
        var seen: Set<NodeID> = []
        for node in tasks.compactMap(\.nodeID) where seen.insert(node).inserted {
            nodes.append(node)
        }
        let order = nodes.map { (cluster.nodeName($0).string, $0.description) }.sorted { $0 < $1 }
        return [
            "Reference": .string(image.reference),
            "Repository": .string(image.parts.repository),
            "Tag": .string(image.parts.tag),
            "Digest": .string(image.parts.digest),
            "Services": .array(
                image.services.map {
                    [
                        "ID": .string($0.id.description), "Name": .string($0.name),
                        "Stack": $0.stack.map { .string($0) } ?? .null,
                    ]
                }
            ),
            "Tasks": .array(
                tasks.map {
                    [
                        "ID": .string($0.id.description),
                        "Name": .string(cluster.placeName(of: $0).string),
                        "NodeID": .string($0.nodeID?.description ?? ""),
                        "State": .string($0.state.word),
                    ]
                }
            ),
            "Nodes": .array(order.map { ["ID": .string($0.1), "Hostname": .string($0.0)] }),
        ]
    }

    // MARK: - Events

    /// An event in the shape of `docker events --format '{{json .}}'`.
    ///
    /// The engine tells nothing of tasks: those have the type `task`, and their state as action.
    func event(_ event: ClusterEvent) -> JSONValue {
        let time = cluster.snapshot.wallTime(of: event.moment).nanoseconds
        let attributes = event.attributes.sorted { $0.key < $1.key }
            .map { JSONValue.Member(key: $0.key, value: .string($0.value)) }
        return [
            "Type": .string(ClusterState.kindWord(of: event.subject)),
            "Action": .string(event.action),
            "Actor": [
                "ID": .string(event.subject.fullID), "Attributes": .object(attributes),
            ],
            "scope": "swarm",
            "time": .number("\(time / 1_000_000_000)"),
            "timeNano": .number("\(time)"),
        ]
    }

    // MARK: - The console's own

    /// What was asked of the cluster, oldest first.
    static func operations(_ operations: [Operation]) -> JSONValue {
        .array(operations.map(operation))
    }

    private static func operation(_ operation: Operation) -> JSONValue {
        let (outcome, words): (String, SafeText) =
            switch operation.state {
            case .pending: ("pending", "")
            case .done(let words): ("done", words)
            case .failed(let words): ("refused", words)
            }
        return [
            "Time": .string(operation.at.rfc3339),
            "Title": .string(operation.title.string),
            "Origin": .string(operation.origin.string),
            "Subject": .string(operation.subject.string),
            "Docker": .string(operation.docker.string),
            "Outcome": .string(outcome),
            "Message": .string(words.string),
            "Finished": operation.finishedAt.map { .string($0.rfc3339) } ?? .null,
        ]
    }

    /// The short names of commands: the user's with their lines, the console's with their command.
    static func aliases(_ own: [CommandAlias]) -> JSONValue {
        var builtIn: [JSONValue.Member] = []
        for command in CommandRegistry.all {
            builtIn += command.aliases.map { .init(key: $0, value: .string(command.name)) }
        }
        return [
            "Own": .object(own.map { .init(key: $0.name, value: .string($0.line)) }),
            "BuiltIn": .object(builtIn),
        ]
    }
}

extension RawReader {
    /// A value over many lines, as `docker inspect` prints it.
    static func lines(_ value: JSONValue) -> [Line] {
        lines((try? Basics.JSONText.indented(value)) ?? "")
    }

    /// A value on one line.
    static func line(_ value: JSONValue) -> Line {
        Line((try? Basics.JSONText.compact(value)) ?? "")
    }

    /// The lines of a JSON text, with its keys in their colour.
    static func lines(_ text: String) -> [Line] {
        text.split(separator: "\n", omittingEmptySubsequences: false)
            .map { JSONLine.line(String($0)) }
    }
}
