import Basics
import SwarmModel
import SwarmStore

/// What a new leader puts right before it begins.
extension Orchestrator {
    /// Brings every task that the store has under this leader's care.
    ///
    /// O(all tasks), once.
    ///
    /// - Source: INI-1 to INI-4.
    mutating func repairTasks(in store: inout Store, turn: inout Turn) {
        for id in store.servicesWithTasks {
            guard let service = store.service(id) else {
                for task in store.tasks(of: id) { store.remove(task.id) }
                continue
            }
            for task in store.tasks(of: id) {
                fix(task, of: service, in: &store)
                resume(task, in: &store, now: turn.now)
            }
            rebuildHistory(of: service, in: store)
        }
    }

    /// - Source: INI-2.
    private mutating func fix(_ task: SwarmTask, of service: Service, in store: inout Store) {
        switch service.spec.mode {
        case .replicated: replicated.noteChange(of: task, in: store)
        case .global where store.hasInvalidNode(task), .globalJob where store.hasInvalidNode(task):
            store.raiseDesired(of: task.id, to: .shutdown)
        case .global: global.noteChange(of: task)
        case .replicatedJob, .globalJob: break
        }
    }

    /// Goes on with a start that the former leader held back.
    ///
    /// - Source: INI-3, RST-23.
    private mutating func resume(_ task: SwarmTask, in store: inout Store, now: Moment) {
        guard task.desiredState == .ready, task.state <= .complete else { return }
        let delay = task.spec.value.restart?.effectiveDelay ?? RestartPolicy.standardDelay
        let rest = min(delay, task.orderingMoment + delay - now)
        supervisor.start(task.id, delay: rest, after: nil, in: &store, now: now)
    }

    /// Counts each task of a place but the first as a restart; only those of the newest spec.
    ///
    /// - Source: INI-4.
    private mutating func rebuildHistory(of service: Service, in store: Store) {
        let places = Dictionary(grouping: store.tasks(of: service.id), by: service.place(of:))
        for place in places.keys.sorted() {
            let tasks = places[place, default: []].sorted {
                ($0.meta.createdAt, $0.id) < ($1.meta.createdAt, $1.id)
            }
            let newest = tasks.compactMap(\.specVersion).max() ?? 0
            for task in tasks.filter({ $0.specVersion == newest }).dropFirst() {
                supervisor.history.note(task, of: service, at: task.meta.createdAt)
            }
        }
    }
}
