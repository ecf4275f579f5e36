import Basics
import SwarmModel
import SwarmStore

/// How often a job runs, and how often at once.
///
/// - Source: JOB-3, JOB-4.
struct JobWatch {
    func see(_ sight: Sight, _ findings: inout Findings) {
        var seen: Set<ServiceID> = []
        for task in sight.differences.tasks.compactMap(\.after) where task.jobIteration != nil {
            guard seen.insert(task.serviceID).inserted,
                let service = sight.after.service(task.serviceID),
                case .replicatedJob(let concurrent, let total) = service.spec.mode
            else { continue }
            let tasks = sight.after.tasks(of: service.id)
                .filter { $0.jobIteration == service.jobStatus?.iteration }
            let complete = tasks.count { $0.state == .complete }
            let wanted = tasks.count(where: \.isWanted)
            findings.expect(
                complete <= total && wanted <= concurrent,
                .jobLimits,
                "\(service.name) has \(complete) of \(total) complete, \(wanted) of \(concurrent) "
                    + "under way"
            )
        }
    }
}
