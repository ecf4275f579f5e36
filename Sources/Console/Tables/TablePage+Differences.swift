import SwarmModel
import SwarmStore

extension TablePage {
    /// Notes what the list misses now, which is more seldom something than that cells change.
    mutating func note(_ differences: StoreDifferences, in cluster: ClusterState) {
        if case .tasks(let scope) = kind, scope.isByPlace {
            note(differences, by: scope)
            return
        }
        guard !isStale else { return }
        isStale = isPlain ? changesMembers(differences) : concerns(differences)
    }

    /// Whether all rows are shown in their natural order.
    var isPlain: Bool { order == nil && filter.isEmpty && !showsOnlyFaulty }

    private mutating func note(_ differences: StoreDifferences, by scope: TaskScope) {
        var changes = PlaceChanges()
        switch upkeep {
        case .everything: return
        case .places(let known): changes = known
        case .nothing: break
        }
        // Until it is noted again there must be one owner, or all places would be copied.
        upkeep = .nothing
        if changesPlaces(differences) {
            upkeep = .everything
            return
        }
        let always = !isPlain
        for change in differences.tasks { changes.note(change, in: scope, always: always) }
        upkeep = changes.isEmpty ? .nothing : .places(changes)
    }

    /// Whether places may be in another order now, or all rows be kept or left for another reason.
    private func changesPlaces(_ differences: StoreDifferences) -> Bool {
        differences.nodes.contains { $0.before?.displayName != $0.after?.displayName }
            || differences.services.contains {
                $0.before?.name != $0.after?.name
                    || filter.looksAtLabels && $0.before?.spec.labels != $0.after?.spec.labels
            }
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
        change.after.map(contains) == true || change.before.map(contains) == true
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
