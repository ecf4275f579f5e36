package import Basics

/// Something that was asked of the cluster not by the user, but beside the console: by the demo.
package struct ForeignOperation: Hashable, Codable, Sendable {
    package enum Deed: Hashable, Codable, Sendable {
        case beginSwarm(nodes: Int)
        case labelNode(String, label: String)
        case deployStack(String, files: [String])
    }

    package let deed: Deed
    /// Who asked.
    package let asker: String
    package let at: WallTime
    package let finishedAt: WallTime
    /// Why it was refused; `nil` when it was done.
    package let refusal: String?

    package init(
        _ deed: Deed,
        by asker: String,
        at: WallTime,
        finishedAt: WallTime,
        refusal: String? = nil
    ) {
        self.deed = deed
        self.asker = asker
        self.at = at
        self.finishedAt = finishedAt
        self.refusal = refusal
    }
}

extension ForeignOperation.Deed {
    fileprivate var title: Phrase {
        switch self {
        case .beginSwarm(let nodes): "Begin a swarm of \(Phrase(counting: nodes, "node", "nodes"))"
        case .labelNode(let node, _): "Labels of node \(node)"
        case .deployStack(let name, _): "Deploy stack \(name)"
        }
    }

    fileprivate var subject: String {
        switch self {
        case .beginSwarm: ""
        case .labelNode(let node, _): "node \(node)"
        case .deployStack(let name, _): "stack \(name)"
        }
    }

    fileprivate var docker: String {
        switch self {
        case .beginSwarm: "docker swarm init; docker swarm join --token TOKEN ADDRESS:2377"
        case .labelNode(let node, let label): "docker node update --label-add \(label) \(node)"
        case .deployStack(let name, let files):
            "docker stack deploy \(files.map { "-c \($0) " }.joined())\(name)"
        }
    }
}

extension ConsoleModel {
    /// Notes what somebody else has asked.
    mutating func take(_ foreign: ForeignOperation) {
        let id = operations.takeID()
        operations.add(
            Operation(
                id: id,
                at: foreign.at,
                title: foreign.deed.title.safe,
                origin: foreign.asker.safe,
                subject: foreign.deed.subject.safe,
                docker: foreign.deed.docker.safe
            )
        )
        let state: Operation.State = foreign.refusal.map { .failed($0.safe) } ?? .done("")
        _ = operations.finish(id, state, at: foreign.finishedAt)
        refreshText()
    }
}
