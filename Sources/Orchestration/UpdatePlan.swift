import Basics
import SwarmModel

/// How one run of an updater goes; settled when it starts.
///
/// - Source: §7.3 step 4, UPD-20.
struct UpdatePlan: Codable, Sendable {
    /// Whether it rolls back; what happens to the stored status later does not change that.
    let isRollback: Bool
    /// How many slots needed replacement at the start; the base of the failure ratio.
    let slotCount: Int
    /// Slots in work at once; at least one.
    let parallelism: Int
    let delay: Duration
    let monitor: Duration
    let failureAction: UpdateConfig.FailureAction
    let maxFailureRatio: Float
    let order: UpdateConfig.Order

    init(for service: Service, slotCount: Int) {
        isRollback = service.updateStatus?.state == .rollbackStarted
        let config = (isRollback ? service.spec.rollback : service.spec.update) ?? .standard
        self.slotCount = slotCount
        parallelism = config.parallelism == 0 ? slotCount : Int(clamping: config.parallelism)
        delay = config.delay
        monitor = config.effectiveMonitor
        failureAction = config.failureAction
        maxFailureRatio = config.maxFailureRatio
        order = config.order
    }

    /// How long failures are watched for after the last slot.
    ///
    /// - Source: §7.3 step 8.
    var lastWatch: Duration { delay >= monitor ? delay + .seconds(1) : monitor }

    /// - Source: UPD-33.
    func isExceeded(by failures: Int) -> Bool {
        Float(failures) / Float(slotCount) > maxFailureRatio
    }
}
