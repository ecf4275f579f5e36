package import Basics
import SwarmModel
package import SwarmStore

/// The leader's keeper of promises: makes, replaces and removes tasks until every service has what
/// its spec wants.
///
/// Reconcilers for each mode, the updater, the restart supervisor, the constraint enforcer and the
/// task reaper, behind one face. ``observe(_:now:)`` notes what was written, ``run(_:now:random:)``
/// answers it; waits are deadlines.
///
/// - Source: §4 to §7, §2.3.
package struct Orchestrator: Codable, Sendable {
    var isLeading = true
    var happenings: [Happening] = []
    var supervisor = RestartSupervisor()
    var updates = UpdateSupervisor()
    var replicated = ReplicatedReconciler()
    var global = GlobalReconciler()
    var jobs = JobReconciler()
    var reaper = TaskReaper()

    /// A leader's orchestrator for a store without services; see ``becomeLeader(_:now:random:)``.
    package init() {}

    /// When ``run(_:now:random:)`` next has something to do though nothing is written.
    package var nextDeadline: Moment? {
        guard isLeading else { return nil }
        let deadlines = (supervisor.nextDeadline, updates.nextDeadline, reaper.nextDeadline)
        return Self.earlier(Self.earlier(deadlines.0, deadlines.1), deadlines.2)
    }

    private static func earlier(_ one: Moment?, _ other: Moment?) -> Moment? {
        guard let one, let other else { return one ?? other }
        return min(one, other)
    }

    /// Time is passed as an argument to ``run(_:now:random:)``; there is nothing to note.
    package mutating func timePassed(now: Moment) {}

    /// Notes a change of the store; O(1).
    package mutating func observe(_ change: StoreChange, now: Moment) {
        guard isLeading else { return }
        switch change {
        case .task(let before, let after): noteTask(before, after)
        case .service(_, let after?): happenings.append(.serviceChanged(after.id))
        case .service(let before?, nil): happenings.append(.serviceRemoved(before.id))
        case .node(nil, let after?): happenings.append(.nodeCreated(after.id))
        case .node(_, let after?): happenings.append(.nodeUpdated(after.id))
        case .node(let before?, nil): happenings.append(.nodeRemoved(before.id))
        case .service(nil, nil), .node(nil, nil): break
        case .network, .secret, .config, .volume, .cluster: break
        }
    }

    private mutating func noteTask(_ before: SwarmTask?, _ after: SwarmTask?) {
        guard let after else {
            guard let before else { return }
            let wasWanted = before.desiredState <= .running
            return happenings.append(
                .taskRemoved(before.id, of: before.serviceID, wasWanted: wasWanted)
            )
        }
        guard let before else { return happenings.append(.taskCreated(after.id)) }
        let isFollowed = updates.isUpdating(after.serviceID)
        if after.isOfInterest(since: before, isFollowed: isFollowed) {
            happenings.append(.taskMoved(after.id))
        }
    }
}
