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
        if hasRemovals {
            for service in sight.after.services { seeNeeds(of: service, sight.after, &findings) }
        } else {
            for service in sight.differences.services.compactMap(\.after) {
                seeNeeds(of: service, sight.after, &findings)
            }
        }
        guard sight.canCommit, !sight.leaderChanged else { return }
        for task in sight.differences.tasks.compactMap(\.after) {
            seeNode(of: task, sight.after, &findings)
        }
    }

    private func seeNeeds(of service: Service, _ store: Store, _ findings: inout Findings) {
        switch service.updateStatus?.state {
        // A rollback does not ask whether what the earlier spec needs is still there (UPD-60).
        case .rollbackStarted, .rollbackPaused, .rollbackCompleted: return
        case nil, .updating, .paused, .completed: break
        }
        let task = service.spec.task
        let isMet =
            task.networks.allSatisfy { store.network($0.target) != nil }
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
