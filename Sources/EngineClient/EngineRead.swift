import Basics
import SwarmModel

/// The lists that a session keeps up to date.
enum EngineList: CaseIterable, Hashable, Sendable {
    case cluster, nodes, services, networks, secrets, configs, volumes, tasks
}

/// One question about the cluster's state.
enum EngineRead: Hashable, Sendable {
    case list(EngineList)
    case tasksOf([ServiceID])
    case tasksOn([NodeID])
    /// Tasks whose service is gone: an engine finds them by their ids only.
    case tasks([TaskID])

    var request: EngineRequest {
        switch self {
        case .list(.cluster): EngineRequest(.get, "/swarm")
        case .list(.nodes): EngineRequest(.get, "/nodes")
        // With the numbers of tasks: when one of them moves, the service's tasks are looked at.
        case .list(.services):
            EngineRequest(.get, "/services", query: [(name: "status", value: "true")])
        case .list(.networks): Self.filtered("/networks", "scope", ["swarm"])
        case .list(.secrets): EngineRequest(.get, "/secrets")
        case .list(.configs): EngineRequest(.get, "/configs")
        // Those of the engine's own node: no engine knows of the others'.
        case .list(.volumes): EngineRequest(.get, "/volumes")
        case .list(.tasks): EngineRequest(.get, "/tasks")
        case .tasksOf(let ids): Self.filtered("/tasks", "service", ids.map(\.description))
        case .tasksOn(let ids): Self.filtered("/tasks", "node", ids.map(\.description))
        case .tasks(let ids): Self.filtered("/tasks", "id", ids.map(\.description))
        }
    }

    private static func filtered(_ path: String, _ key: String, _ values: [String])
        -> EngineRequest
    {
        EngineRequest(.get, path, query: [EngineRequest.filters([key: values])])
    }
}

/// What the engine told of something that happened.
struct EngineNews: Sendable {
    let type: String
    let action: String
    let id: String
    /// The service of a container; empty for one that is no swarm's.
    let service: String

    /// Reads one line of the events stream; `nil` for what is no event.
    init?(line: [UInt8]) {
        guard let value = try? JSONValue(bytes: line), let type = value["Type"]?.text else {
            return nil
        }
        self.type = type
        action = value["Action"]?.text ?? ""
        let actor = value["Actor"]
        id = actor?["ID"]?.text ?? ""
        service = actor?["Attributes"]?["com.docker.swarm.service.id"]?.text ?? ""
    }

    init(type: String, action: String = "update", id: String = "", service: String = "") {
        self.type = type
        self.action = action
        self.id = id
        self.service = service
    }
}
