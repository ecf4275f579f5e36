import Basics
import SwarmModel
import SwarmStore

/// What points at what: nothing points at what is gone, and what is gone leaves nothing behind.
///
/// - Source: REP-2, GLB-7, LIF-21, SEC-5, VAL-62.
struct ReferenceWatch {
    func see(_ sight: Sight, _ findings: inout Findings) {
        let hasRemovals =
            [
                sight.differences.networks.contains { $0.after == nil },
                sight.differences.secrets.contains { $0.after == nil },
                sight.differences.configs.contains { $0.after == nil },
            ].contains(true)
        let services =
            hasRemovals
            ? sight.after.services : sight.differences.services.compactMap(\.after)
        // A network that is gone when a service asks for it is not missed: the engine looks for it
        // before it asks, and it may go in between.
        let gone = sight.differences.networks.compactMap { $0.after == nil ? $0.before?.id : nil }
        for service in services { seeNeeds(of: service, sight.after, gone, &findings) }
        guard sight.canCommit, !sight.leaderChanged else { return }
        for task in sight.differences.tasks.compactMap(\.after) {
            seeNode(of: task, sight.after, &findings)
        }
    }

    private func seeNeeds(
        of service: Service,
        _ store: Store,
        _ gone: [NetworkID],
        _ findings: inout Findings
    ) {
        switch service.updateStatus?.state {
        // A rollback does not ask whether what the earlier spec needs is still there (UPD-60).
        case .rollbackStarted, .rollbackPaused, .rollbackCompleted: return
        case nil, .updating, .paused, .completed: break
        }
        let task = service.spec.task
        let isMet =
            task.networks.allSatisfy { !gone.contains($0.target) }
            && task.container.secrets.allSatisfy { store.secret($0.id) != nil }
            && task.container.configs.allSatisfy { store.config($0.id) != nil }
        findings.expect(isMet, .referencesHold, "\(service.name) needs an object that is gone")
    }

    private func seeNode(of task: SwarmTask, _ store: Store, _ findings: inout Findings) {
        guard let node = task.nodeID, task.isWanted, task.state >= .assigned else { return }
        findings.expect(
            store.node(node) != nil,
            .referencesHold,
            "\(task.words) is on a node that is gone"
        )
    }
}
