package import Basics
import SwarmModel
package import SwarmStore

/// How a command that waits finds out that a service is as it should be.
///
/// Whoever waits looks every ``interval`` and tells it what there is.
///
/// - Source: LIF-63.
package struct Convergence: Sendable {
    /// The time between two looks.
    package static let interval = Duration.milliseconds(200)

    package enum Verdict: Hashable, Sendable {
        /// Not all that should run do.
        case waiting(running: Int, wanted: Int)
        /// All run; for how long they must still do so.
        case verifying(Duration)
        case converged
        /// The update or rollback stopped by itself, with its message.
        case paused(String)
    }

    /// Since when all has been well.
    private var since: Moment?

    package init() {}

    /// Looks at a service.
    ///
    /// - Parameters:
    ///   - id: the service; one that is gone waits for ever.
    ///   - store: the cluster now.
    ///   - now: the cluster's time.
    /// - Returns: how far it is.
    package mutating func look(at id: ServiceID, in store: Store, now: Moment) -> Verdict {
        guard let service = store.service(id) else { return .waiting(running: 0, wanted: 0) }
        switch service.updateStatus?.state {
        case .paused: return .paused("service update paused: " + message(of: service))
        case .rollbackPaused: return .paused("service rollback paused: " + message(of: service))
        default: break
        }
        let monitor = service.spec.update?.effectiveMonitor ?? UpdateConfig.standardMonitor
        if let since, now - since >= monitor { return .converged }
        let (running, wanted) = Self.progress(of: service, in: store)
        guard running == wanted, wanted > 0 || service.isReplicated else {
            since = nil
            return .waiting(running: running, wanted: wanted)
        }
        if service.spec.mode.isJob { return .converged }
        let start = since ?? now
        since = start
        return .verifying(monitor - (now - start))
    }

    private func message(of service: Service) -> String { service.updateStatus?.message ?? "" }

    /// How many of a service's places are as they should be, and how many there should be.
    ///
    /// Only tasks that are up to date and not on a node that is down count; of the tasks in one
    /// place the one that is wanted least, then the one that has come least far.
    private static func progress(of service: Service, in store: Store) -> (Int, Int) {
        var filters = TaskFilters()
        filters.services = [service.id]
        filters.isUpToDate = true
        var places: [TaskPlace: SwarmTask] = [:]
        for task in store.tasks(keptBy: filters) {
            if let node = task.nodeID, store.node(node)?.status.state == .down { continue }
            if task.desiredState == .remove || task.state == .orphaned { continue }
            if let job = service.jobStatus, task.jobIteration != job.iteration { continue }
            if let other = places[task.place],
                (other.desiredState, other.state) <= (task.desiredState, task.state)
            {
                continue
            }
            places[task.place] = task
        }
        let running = places.values.count {
            $0.state == .running && $0.desiredState <= .running
        }
        let complete = places.values.count { $0.state == .complete }
        switch service.spec.mode {
        case .replicated(let replicas): return (running, Int(clamping: replicas))
        case .global: return (running, places.count)
        case .replicatedJob(_, let total): return (complete, Int(clamping: total))
        case .globalJob: return (complete, places.count)
        }
    }
}
