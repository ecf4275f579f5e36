import SwarmModel
import SwarmStore

/// What a table's list has missed since it was made.
enum ListUpkeep: Sendable {
    case nothing
    /// Tasks in some places.
    case places(PlaceChanges)
    /// So much, or something unknown, that it has to be made from scratch.
    case everything
}

/// The places in which tasks changed, and how many more tasks there are.
struct PlaceChanges: Sendable {
    private(set) var places: Set<ServicePlace> = []
    /// How many more tasks there are than there were.
    private(set) var tasks = 0
    /// How many more of them are history.
    private(set) var finished = 0

    var isEmpty: Bool { places.isEmpty }

    /// Takes in what became of a task in one scope.
    ///
    /// - Parameters:
    ///   - change: the task before and after.
    ///   - scope: what the list is about.
    ///   - always: also if the row can neither come, go nor move.
    mutating func note(_ change: Difference<SwarmTask>, in scope: TaskScope, always: Bool) {
        let before = change.before.flatMap { scope.contains($0) ? $0 : nil }
        let after = change.after.flatMap { scope.contains($0) ? $0 : nil }
        let tasks = (after == nil ? 0 : 1) - (before == nil ? 0 : 1)
        let finished = (after?.isHistory == true ? 1 : 0) - (before?.isHistory == true ? 1 : 0)
        // The node of a task without a slot is its place.
        let moves = before?.place != after?.place
        guard always || moves || tasks != 0 || finished != 0 else { return }
        self.tasks += tasks
        self.finished += finished
        if let before { places.insert(ServicePlace(before)) }
        if let after { places.insert(ServicePlace(after)) }
    }
}

extension TaskScope {
    /// Whether a list of this scope goes place by place through services.
    var isByPlace: Bool {
        if case .node = self { return false }
        return true
    }

    func contains(_ task: SwarmTask) -> Bool {
        switch self {
        case .all: true
        case .service(let id): task.serviceID == id
        case .network(let id): task.networks.contains { $0.network == id }
        case .node(let id): task.nodeID == id
        }
    }
}
