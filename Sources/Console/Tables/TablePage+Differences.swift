import SwarmModel
import SwarmStore

extension TablePage {
    /// Notes whether the list has to be made anew, which is more seldom than that cells change.
    mutating func note(_ differences: StoreDifferences, in cluster: ClusterState) {
        guard !isStale else { return }
        let isPlain = order == nil && filter.isEmpty && !showsOnlyFaulty
        isStale = isPlain ? changesMembers(differences) : concerns(differences)
    }

    /// Whether rows may come, go or move in the natural order.
    private func changesMembers(_ differences: StoreDifferences) -> Bool {
        switch kind {
        case .nodes: differences.nodes.contains { $0.before?.displayName != $0.after?.displayName }
        case .managers: !differences.nodes.isEmpty
        case .services: differences.services.contains { $0.changesListing }
        case .tasks(let scope):
            differences.tasks.contains { scope.contains($0) && $0.changesListing }
                || !differences.nodes.isEmpty && differences.nodes.contains { $0.before == nil }
        case .stacks, .networks, .configs, .secrets, .volumes, .images: concerns(differences)
        }
    }

    /// Whether anything that the rows show is different.
    private func concerns(_ differences: StoreDifferences) -> Bool {
        switch kind {
        case .managers: !differences.nodes.isEmpty
        case .nodes: !differences.nodes.isEmpty || !differences.tasks.isEmpty
        case .services: !differences.services.isEmpty || !differences.tasks.isEmpty
        case .tasks(let scope):
            !differences.nodes.isEmpty || differences.tasks.contains { scope.contains($0) }
        case .stacks:
            !differences.services.isEmpty || !differences.networks.isEmpty
                || !differences.configs.isEmpty || !differences.secrets.isEmpty
        case .networks: !differences.networks.isEmpty
        case .configs: !differences.configs.isEmpty
        case .secrets: !differences.secrets.isEmpty
        case .volumes: differences.volumesDiffer
        case .images: !differences.services.isEmpty
        }
    }
}

extension TaskScope {
    fileprivate func contains(_ change: Difference<SwarmTask>) -> Bool {
        switch self {
        case .all: true
        case .service(let id): (change.after ?? change.before)?.serviceID == id
        case .network(let id):
            (change.after ?? change.before)?.networks.contains { $0.network == id } == true
        case .node(let id): change.after?.nodeID == id || change.before?.nodeID == id
        }
    }
}

extension Difference<SwarmTask> {
    /// Whether the task comes, goes, moves to another node, or becomes history.
    fileprivate var changesListing: Bool {
        before == nil || after == nil || before?.nodeID != after?.nodeID
            || before?.isHistory != after?.isHistory
    }
}

extension Difference<Service> {
    fileprivate var changesListing: Bool {
        before?.name != after?.name || before?.stack != after?.stack
            || before?.taskSpec != after?.taskSpec
    }
}

extension SwarmTask {
    /// Whether it is over and nobody waits for it any more.
    var isHistory: Bool { isDead && desiredState > .running }
}
