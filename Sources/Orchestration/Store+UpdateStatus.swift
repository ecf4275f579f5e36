import Basics
import SwarmModel
import SwarmStore

/// What updaters write into their service.
extension Store {
    /// - Source: §7.3 step 3.
    mutating func beginUpdate(of id: ServiceID) {
        guard var service = service(id), service.updateStatus == nil else { return }
        service.updateStatus = UpdateStatus(
            state: .updating,
            startedAt: now,
            message: "update in progress"
        )
        put(service)
    }

    /// - Source: UPD-34, UPD-38, UPD-39.
    mutating func pauseUpdate(of id: ServiceID, message: String) {
        guard var service = service(id), var status = service.updateStatus else { return }
        status.state = status.state == .rollbackStarted ? .rollbackPaused : .paused
        status.message = message
        service.updateStatus = status
        put(service)
    }

    /// Makes the previous spec the current one; does nothing without one.
    ///
    /// - Source: UPD-35, UPD-36, UPD-39.
    mutating func rollBackUpdate(of id: ServiceID, message: String) {
        guard var service = service(id), let previous = service.previousSpec,
            var status = service.updateStatus
        else { return }
        status.state = .rollbackStarted
        status.message = message
        service.updateStatus = status
        service.spec = previous
        service.specVersion = service.previousSpecVersion
        service.previousSpec = nil
        service.previousSpecVersion = nil
        put(service)
    }

    /// Writes that an update or a rollback is through.
    ///
    /// SwarmKit writes "update completed" over any other state, too. A rollback that leaves surplus
    /// tasks would read as a completed update once they are cleaned up; what ended stays as it is.
    ///
    /// - Source: UPD-50.
    mutating func completeUpdate(of id: ServiceID) {
        guard var service = service(id), var status = service.updateStatus,
            status.state == .updating || status.state == .rollbackStarted
        else { return }
        let isRollback = status.state == .rollbackStarted
        status.state = isRollback ? .rollbackCompleted : .completed
        status.message = isRollback ? "rollback completed" : "update completed"
        status.completedAt = now
        service.updateStatus = status
        put(service)
    }
}
