import Basics
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
        return "\(tracker.count(.up))/\(tracker.count)"
    }

    /// Starts to follow all rollouts that are under way.
    mutating func begin(in cluster: ClusterState) {
        for id in cluster.serviceOrder {
            guard let service = cluster.store.service(id),
                service.updateStatus?.state.isActive == true
            else { continue }
            follow(service, in: cluster)
        }
    }

    /// Starts to follow a service for its screen, if nobody does yet.
    mutating func open(_ id: ServiceID, in cluster: ClusterState) {
        guard trackers[id] == nil, let service = cluster.store.service(id) else { return }
        follow(service, in: cluster)
    }

    /// Takes the differences of two snapshots over.
    ///
    /// Tasks are taken before a status, since a rollout that is complete is not touched any more.
    mutating func note(_ differences: StoreDifferences, in cluster: ClusterState) {
        for change in differences.services { noteTarget(change, in: cluster) }
        for change in differences.tasks {
            guard let id = change.after?.serviceID ?? change.before?.serviceID else { continue }
            trackers[id]?.note(before: change.before, after: change.after)
        }
        for change in differences.services { noteStatus(change, in: cluster) }
    }

    private mutating func noteTarget(_ change: Difference<Service>, in cluster: ClusterState) {
        guard let after = change.after else {
            if let before = change.before { trackers[before.id] = nil }
            return
        }
        guard let before = change.before, change.hasNewTarget else { return }
        follow(after, in: cluster, after: failure(before: before, after: after))
    }

    private mutating func noteStatus(_ change: Difference<Service>, in cluster: ClusterState) {
        guard let after = change.after, !change.hasNewTarget else { return }
        let isActive = after.updateStatus?.state.isActive == true
        let wasOver = trackers[after.id]?.isOver ?? true
        trackers[after.id]?.note(after)
        if wasOver, isActive { follow(after, in: cluster) }
    }

    private mutating func follow(
        _ service: Service,
        in cluster: ClusterState,
        after failed: RolloutTracker.Failure? = nil
    ) {
        trackers[service.id] = RolloutTracker(
            service: service,
            tasks: cluster.store.tasks(of: service.id),
            nodeNames: cluster.nodeNames,
            isSampled: !cluster.snapshot.source.isEmbedded,
            after: failed
        )
    }

    /// What failed, if the new target is an automatic rollback's.
    private func failure(before: Service, after: Service) -> RolloutTracker.Failure? {
        guard let status = after.updateStatus, status.state.isRollback,
            !status.message.hasPrefix("manually")
        else { return nil }
        return trackers[before.id]?.asFailure(message: status.message)
    }
}

extension Difference<Service> {
    /// Whether tasks have to be replaced to follow the change.
    fileprivate var hasNewTarget: Bool {
        guard let before, let after else { return false }
        return before.taskSpec != after.taskSpec || before.spec.endpoint != after.spec.endpoint
    }
}
