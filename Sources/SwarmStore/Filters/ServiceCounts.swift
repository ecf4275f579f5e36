package import Basics
package import SwarmModel

extension Store {
    /// How many tasks of a service run, should run and have completed; zeros for an unknown one.
    ///
    /// The tasks of a service that is gone still count as running. During a scale-down more may
    /// run than are wanted. O(1) for replicated services, O(tasks of the service) for others.
    ///
    /// - Source: VAL-90, VAL-91.
    package func counts(of id: ServiceID) -> EngineServiceCounts {
        guard let service = service(id) else {
            return EngineServiceCounts(running: UInt64(tally(of: id).running), desired: 0)
        }
        if let replicas = service.spec.mode.replicas {
            return EngineServiceCounts(running: UInt64(tally(of: id).running), desired: replicas)
        }
        var counts = EngineServiceCounts(running: 0, desired: 0)
        if case .replicatedJob(let concurrent, _) = service.spec.mode {
            counts.desired = concurrent
        }
        let isGlobal = service.spec.mode == .global || service.spec.mode == .globalJob
        for task in tasks(of: id) {
            if let job = service.jobStatus {
                guard task.jobIteration == job.iteration else { continue }
                if task.state == .complete { counts.completed += 1 }
            }
            if task.state == .running { counts.running += 1 }
            if isGlobal, task.isWantedByGlobalMode { counts.desired += 1 }
        }
        return counts
    }

    /// The same for several services, in the order asked for.
    ///
    /// - Source: VAL-90.
    package func counts(of ids: [ServiceID]) -> [EngineServiceCounts] { ids.map { counts(of: $0) } }
}

extension SwarmTask {
    /// Wanted to run, or to complete without having done so yet.
    fileprivate var isWantedByGlobalMode: Bool {
        desiredState == .running || (desiredState == .complete && state != .complete)
    }
}
