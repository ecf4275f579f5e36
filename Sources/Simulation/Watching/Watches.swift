import Basics
import SwarmModel
import SwarmStore

/// All that watch every instant.
struct Watches {
    private var lives = LifeWatch()
    private var slots = SlotWatch()
    private var placement = PlacementWatch()
    private var addresses = AddressWatch()
    private(set) var updates = UpdateWatch()
    private var restarts = RestartWatch()
    private var jobs = JobWatch()
    private var requests = RequestWatch()
    private var references = ReferenceWatch()
    private var managers = ManagerWatch()
    private var agreement = AgreementWatch()
    private var history = HistoryWatch()
    /// The most tasks that any place of a service may have been allowed to keep.
    private(set) var historyLimits = HistoryLimits()
    private(set) var specChanges = SpecChanges()

    mutating func see(
        _ sight: Sight,
        outstanding: [SentRequest],
        read store: Store?,
        _ findings: inout Findings
    ) {
        managers.see(sight, &findings)
        agreement.see(sight, &findings)
        requests.see(sight, outstanding: outstanding, &findings)
        history.see(sight, read: store, &findings)
        lives.see(sight, &findings)
        slots.see(sight, &findings)
        placement.see(sight, &findings)
        addresses.see(sight, &findings)
        references.see(sight, &findings)
        jobs.see(sight, &findings)
        restarts.see(sight, &findings)
        updates.see(sight, &findings)
        historyLimits.see(sight)
        specChanges.see(sight)
    }
}

/// The highest limits that held, as a limit that sinks is not applied to what is there already.
struct HistoryLimits {
    private var cluster = 0
    /// The lowest limit that held.
    private(set) var lowest = Int.max
    private var attempts: [ServiceID: Int] = [:]
    /// Services that had a policy by which a place may be given up.
    private(set) var mayGiveUp: Set<ServiceID> = []
    /// Whether all histories are kept, or a leader forgot what was to be cut.
    private(set) var isUnknown = false

    mutating func see(_ sight: Sight) {
        let limit = sight.after.cluster.spec.taskHistoryRetentionLimit
        cluster = max(cluster, limit)
        lowest = min(lowest, limit)
        if limit < 0 || sight.leaderChanged && sight.leadership.before.leader != nil {
            isUnknown = true
        }
        for service in sight.differences.services.compactMap(\.after) {
            let most = Int(service.spec.task.restart?.maxAttempts ?? 0)
            attempts[service.id] = max(attempts[service.id] ?? 0, most)
            if most > 0 || service.spec.task.restart?.condition ?? .any != .any {
                mayGiveUp.insert(service.id)
            }
        }
    }

    func limit(of service: ServiceID) -> Int {
        max(cluster, (attempts[service] ?? 0) + 1)
    }
}

/// When services got another spec last.
struct SpecChanges {
    private var moments: [ServiceID: Moment] = [:]

    mutating func see(_ sight: Sight) {
        for change in sight.differences.services
        where change.before != nil && change.before?.specVersion != change.after?.specVersion {
            if let id = change.after?.id { moments[id] = sight.now }
        }
    }

    /// Before the beginning if the spec is still the first one.
    func last(of service: ServiceID) -> Moment {
        moments[service] ?? Moment(nanoseconds: -1)
    }
}

extension SwarmTask {
    /// Alive and wanted to run.
    var isWanted: Bool { isLive && desiredState <= .complete }
    /// Whether it takes room on its node.
    var takesRoom: Bool { nodeID != nil && state >= .assigned && state <= .running }

    /// A few words for a reader.
    var words: String { "\(rowName) (\(id.short), \(state), wanted \(desiredState))" }
}
