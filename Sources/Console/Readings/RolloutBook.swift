import Basics
import Cells
import ClusterPorts
import SwarmModel
import SwarmStore

/// The rollouts that are going on, and the last one of each service.
struct RolloutBook: Sendable {
    private(set) var trackers: [ServiceID: RolloutTracker] = [:]

    func tracker(of service: ServiceID) -> RolloutTracker? { trackers[service] }

    /// `4/10` while a rollout of the service goes on; `nil` otherwise.
    func progressWords(of service: Service) -> String? {
        guard service.updateStatus?.state.isActive == true, let tracker = trackers[service.id]
        else {
            return nil
        }
        return "\(tracker.count(.up))/\(tracker.slots.count)"
    }

    /// Starts to follow all rollouts that are under way.
    mutating func begin(in cluster: ClusterState) {
        for id in cluster.serviceOrder {
            guard let service = cluster.store.service(id),
                service.updateStatus?.state.isActive == true
            else { continue }
            follow(service, in: cluster.store)
        }
    }

    /// Starts to follow a service for its screen, if nobody does yet.
    mutating func open(_ id: ServiceID, in store: Store) {
        guard trackers[id] == nil, let service = store.service(id) else { return }
        follow(service, in: store)
    }

    /// Takes the differences of two snapshots over.
    mutating func note(_ differences: StoreDifferences, in store: Store) {
        for change in differences.services { note(change, in: store) }
        for change in differences.tasks {
            guard let id = change.after?.serviceID ?? change.before?.serviceID else { continue }
            trackers[id]?.note(before: change.before, after: change.after)
        }
    }

    private mutating func note(_ change: Difference<Service>, in store: Store) {
        guard let after = change.after else {
            change.before.map { trackers[$0.id] = nil }
            return
        }
        guard let before = change.before else { return }
        let isActive = after.updateStatus?.state.isActive == true
        let hasNewTarget =
            before.taskSpec != after.taskSpec || before.spec.endpoint != after.spec.endpoint
        if hasNewTarget {
            let failed = failure(before: before, after: after)
            trackers[after.id] = RolloutTracker(
                service: after,
                tasks: store.tasks(of: after.id),
                after: failed
            )
        } else if trackers[after.id] != nil {
            let wasOver = trackers[after.id]?.isOver == true
            trackers[after.id]?.note(after)
            if wasOver, isActive { follow(after, in: store) }
        } else if isActive {
            follow(after, in: store)
        }
    }

    private mutating func follow(_ service: Service, in store: Store) {
        trackers[service.id] = RolloutTracker(service: service, tasks: store.tasks(of: service.id))
    }

    /// What failed, if the new target is an automatic rollback's.
    private func failure(before: Service, after: Service) -> RolloutTracker.Failure? {
        guard let status = after.updateStatus, status.state.isRollback,
            !status.message.hasPrefix("manually")
        else { return nil }
        return trackers[before.id]?.asFailure(message: status.message)
    }
}
