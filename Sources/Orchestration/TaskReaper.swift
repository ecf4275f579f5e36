import Basics
import SwarmModel
import SwarmStore

/// Deletes tasks that are to go, and the oldest of a place's history beyond the limit.
///
/// - Source: §2.3.
struct TaskReaper: Codable, Sendable {
    /// A place of a service.
    struct Place: Hashable, Comparable, Codable, Sendable {
        let service: ServiceID
        let place: TaskPlace

        static func < (one: Self, other: Self) -> Bool {
            (one.service, one.place) < (other.service, other.place)
        }

        init(of task: SwarmTask) {
            service = task.serviceID
            place = task.place
        }
    }

    private static let batching = Duration.milliseconds(250)
    private static let batchMaximum = 1_000

    /// Places to inspect at the next tick.
    private var places = UniqueQueue<Place>()
    /// Places with more than one task that still lives; inspected again when one of them moves.
    @SavedSorted private var crowded: Set<Place> = []
    private var doomed = UniqueQueue<TaskID>()
    private(set) var nextDeadline: Moment?

    /// A task was created: its place may have too many now.
    ///
    /// - Source: LIF-34.
    mutating func noteCreation(of task: SwarmTask, in store: Store, now: Moment) {
        guard store.taskCount(of: task.serviceID, in: task.place) > 1 else { return }
        places.add(Place(of: task))
        arm(now: now)
    }

    /// A task ended, or is to go.
    ///
    /// - Source: LIF-34, LIF-36.
    mutating func noteChange(of task: SwarmTask, now: Moment) {
        if task.mayBeDeleted {
            doomed.add(task.id)
            arm(now: now)
        }
        guard !crowded.isEmpty, task.isHistory, crowded.remove(Place(of: task)) != nil
        else { return }
        places.add(Place(of: task))
        arm(now: now)
    }

    /// Deletes at once what a former leader left to be deleted.
    ///
    /// - Source: LIF-38.
    mutating func sweep(_ store: inout Store) {
        for task in store.allTasks where task.mayBeDeleted { store.remove(task.id) }
    }

    private mutating func arm(now: Moment) {
        if nextDeadline == nil { nextDeadline = now + Self.batching }
    }

    /// Ticks when the batch is full or old enough.
    ///
    /// - Source: LIF-37.
    mutating func run(_ store: inout Store, now: Moment) {
        guard let deadline = nextDeadline,
            now >= deadline || places.count + doomed.count > Self.batchMaximum
        else { return }
        nextDeadline = nil
        var leaving = doomed.takeAll()
        for place in places.takeAll() { leaving += surplus(of: place, in: store) }
        for id in leaving { store.remove(id) }
    }

    /// The tasks of a place's history that are to be deleted, oldest first.
    ///
    /// - Source: LIF-30 to LIF-35, LIF-39.
    private mutating func surplus(of place: Place, in store: Store) -> [TaskID] {
        guard let service = store.service(place.service), !service.spec.mode.isJob else {
            return []
        }
        let limit =
            Self.limit(for: service, in: store) + (store.flaw == .historyOffByOne ? 1 : 0)
        let tasks = store.tasks(of: place.service, in: place.place)
        guard limit >= 0, tasks.count > limit else { return [] }
        let history = tasks.filter { $0.isHistory || store.flaw == .reapsLiveTasks }.sorted {
            ($0.orderingMoment, $0.id) < ($1.orderingMoment, $1.id)
        }
        let surplus = history.prefix(tasks.count - limit).map(\.id)
        if surplus.count < tasks.count - limit, tasks.count - history.count > 1 {
            crowded.insert(place)
        }
        return surplus
    }

    /// - Source: LIF-30, LIF-32.
    private static func limit(for service: Service, in store: Store) -> Int {
        let attempts = service.spec.task.restart?.maxAttempts ?? 0
        if attempts > 0 { return Int(clamping: min(attempts, .max - 1) + 1) }
        return store.cluster.spec.taskHistoryRetentionLimit
    }
}

extension SwarmTask {
    /// Wanted gone and not on any node any more: nothing is lost with it (LIF-36).
    fileprivate var mayBeDeleted: Bool {
        desiredState == .remove && (state < .assigned || state >= .complete)
    }

    /// Ended, or never to run: history rather than life (LIF-33).
    fileprivate var isHistory: Bool {
        isDead || (state < .assigned && desiredState > .running)
    }
}
