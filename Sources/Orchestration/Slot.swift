import Basics
import SwarmModel
import SwarmStore

/// One place of a service with those of its tasks that count.
///
/// - Source: OBJ-23.
struct Slot: Sendable {
    let place: TaskPlace
    /// Oldest first; never empty.
    let tasks: [SwarmTask]
}

/// The places of a service: those that are filled, and those that must be filled anew.
///
/// - Source: REP-10 to REP-12.
struct SlotSurvey: Sendable {
    /// Slots ascending, then nodes ascending.
    private(set) var updatable: [Slot] = []
    /// Places that have tasks, none of which counts.
    private(set) var dead: [Slot] = []

    /// Looks at all places of a service; O(tasks of the service).
    init(of service: Service, in store: Store, history: RestartHistory) {
        for place in store.places(of: service.id) {
            let tasks = store.tasks(of: service.id, in: place)
            let counting = Self.updatable(tasks, of: service, history: history)
            if counting.isEmpty {
                dead.append(Slot(place: place, tasks: tasks))
            } else {
                updatable.append(Slot(place: place, tasks: counting))
            }
        }
    }

    /// The tasks by which a place counts as filled; empty if it does not.
    ///
    /// - Source: REP-10, REP-11.
    static func updatable(
        _ tasks: [SwarmTask],
        of service: Service,
        history: RestartHistory
    ) -> [SwarmTask] {
        let wanted = tasks.filter { $0.desiredState <= .running }
        if !wanted.isEmpty { return wanted }
        if service.updateStatus?.state == .rollbackStarted { return [] }
        guard let newest = newest(of: tasks) else { return [] }
        return history.allowsRestart(of: newest, of: service) ? [] : [newest]
    }

    private static func newest(of tasks: [SwarmTask]) -> SwarmTask? {
        tasks.max { ($0.orderingMoment, $0.id) < ($1.orderingMoment, $1.id) }
    }
}
