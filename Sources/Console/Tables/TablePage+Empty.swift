import ClusterPorts
import SwarmStore

extension TablePage {
    /// What a table without rows says: why, and what to do next.
    func emptyWords(keymap: Keymap, in snapshot: ClusterSnapshot?) -> Phrase {
        if let problem = filter.problem { return "the filter is not in effect: \(problem)" }
        if filter.looksForAge {
            return "nothing matches, and ages are not looked at; esc takes the filter away"
        }
        if !filter.isEmpty { return "nothing matches; esc takes the filter away" }
        if showsOnlyFaulty, list.hidden > 0 {
            return
                "nothing alive is in trouble; \(keymap.words(for: "task.history")) shows finished tasks"
        }
        if showsOnlyFaulty {
            return "nothing is in trouble; \(keymap.words(for: "faulty")) shows all rows"
        }
        if list.hidden > 0 {
            return "all have finished; \(keymap.words(for: "task.history")) shows them"
        }
        // An engine that is locked has told nothing yet.
        if let snapshot, snapshot.lostContact != nil, snapshot.store.nodes.isEmpty {
            return "nothing is known of it yet"
        }
        // What was recorded cannot be added to.
        if snapshot?.replay != nil { return "none at this moment of the recording" }
        return switch kind {
        case .nodes, .managers:
            snapshot?.source.isEmbedded == false
                ? "no nodes" : "no nodes; :join worker adds a simulated one"
        case .services(.all): "no services; :deploy FILE NAME makes a stack"
        case .services: "no service refers to it"
        case .tasks(.all): "no tasks; services make them: :deploy FILE NAME"
        case .tasks: "no tasks"
        case .stacks: "no stacks; :deploy FILE NAME makes one"
        case .networks: "no networks; :create network NAME makes one"
        case .configs: "no configs; :create config NAME FILE makes one"
        case .secrets: "no secrets; :create secret NAME FILE makes one"
        case .volumes where snapshot?.source.isEmbedded == false:
            "no volumes on the engine's own node; of the others' no engine tells"
        case .volumes: "no volumes; a service that mounts one makes it"
        case .images: "no images; services name them: :deploy FILE NAME"
        }
    }
}
