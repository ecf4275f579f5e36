/// A group of keys that belong together; a screen has several.
enum Context: String, Hashable, Sendable, CaseIterable {
    case global, list, table
    case nodes, services, service, tasks, stacks, networks, configs, secrets, volumes, images
    case objects
    case deck, map, events, deckLogs
    case rollout, logs, text, json, describe, plan, requests, zones, swarm, whatIf, safeDrain
    case deployed, output, records, atWork
}

/// What the user looks at, as far as keys go.
enum Surface: Hashable, Sendable, CaseIterable {
    case nodes, managers, services, tasks, stacks, networks, configs, secrets, volumes, images
    case deckServices, deckNodes, deckMap, deckEvents, deckLogs
    case rollout, logs, help, operations, describe, json, plan, lookup, requests, zones, secretText
    case swarm, eventPage, aliases, messages, output
    case whatIf, why, safeDrain, deployed

    /// The groups of keys that work here.
    var contexts: [Context] {
        switch self {
        case .nodes, .managers: [.global, .list, .table, .objects, .nodes]
        case .services: [.global, .list, .table, .objects, .service, .services]
        case .tasks: [.global, .list, .table, .objects, .tasks]
        case .stacks: [.global, .list, .table, .objects, .stacks]
        case .networks: [.global, .list, .table, .objects, .networks]
        case .configs: [.global, .list, .table, .objects, .configs]
        case .secrets: [.global, .list, .table, .objects, .secrets]
        case .volumes: [.global, .list, .table, .objects, .volumes]
        case .images: [.global, .list, .table, .objects, .images]
        case .deckServices: [.global, .deck, .list, .table, .objects, .service, .services]
        case .deckNodes: [.global, .deck, .list, .table, .objects, .nodes]
        case .deckMap: [.global, .deck, .list, .map]
        case .deckEvents: [.global, .deck, .list, .events]
        case .deckLogs: [.global, .deck, .deckLogs]
        case .rollout: [.global, .list, .objects, .service, .rollout]
        case .logs: [.global, .list, .logs]
        case .help, .lookup, .secretText, .messages, .why: [.global, .list, .text]
        case .operations: [.global, .list, .text, .records, .atWork]
        case .aliases: [.global, .list, .text, .records]
        case .output: [.global, .list, .text, .output]
        case .eventPage: [.global, .list, .text, .events]
        case .swarm: [.global, .list, .text, .swarm]
        case .whatIf: [.global, .list, .text, .whatIf]
        case .safeDrain: [.global, .list, .text, .safeDrain]
        case .describe: [.global, .list, .text, .describe]
        case .json: [.global, .list, .text, .json]
        case .plan: [.global, .list, .text, .plan]
        case .deployed: [.global, .list, .text, .deployed, .atWork]
        case .requests: [.global, .list, .text, .requests]
        case .zones: [.global, .list, .text, .zones]
        }
    }

    /// What the help calls it.
    var title: String {
        switch self {
        case .nodes: "nodes"
        case .managers: "managers"
        case .services: "services"
        case .tasks: "tasks"
        case .stacks: "stacks"
        case .networks: "networks"
        case .configs: "configs"
        case .secrets: "secrets"
        case .volumes: "volumes"
        case .images: "images"
        case .deckServices: "deck · services"
        case .deckNodes: "deck · nodes"
        case .deckMap: "deck · replica map"
        case .deckEvents: "deck · events"
        case .deckLogs: "deck · logs"
        case .rollout: "rollout"
        case .logs: "logs"
        case .help: "help"
        case .operations: "operations"
        case .describe: "describe"
        case .json: "raw JSON"
        case .plan: "stack plan"
        case .deployed: "deployed stack"
        case .lookup: "lookup"
        case .requests: "requests"
        case .zones: "zones"
        case .secretText: "token or key"
        case .swarm: "swarm"
        case .eventPage: "events"
        case .aliases: "aliases"
        case .messages: "messages"
        case .output: "output"
        case .whatIf: "what if"
        case .why: "why here"
        case .safeDrain: "safe drain"
        }
    }
}
