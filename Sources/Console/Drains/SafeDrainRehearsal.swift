import Basics
import ClusterPorts
import SwarmModel
import SwarmStore

/// A safe drain that is played on a copy of a cluster, to see how far it would come.
struct SafeDrainRehearsal: ForecastScript {
    private let node: NodeID
    private let parallelism: UInt64
    private var drain: SafeDrain?
    private var hasBegun = false

    init(_ node: NodeID, parallelism: UInt64) {
        self.node = node
        self.parallelism = parallelism
    }

    mutating func next(_ store: Store, now: Moment) -> [ClusterCommand] {
        if !hasBegun, let node = store.node(node) {
            drain = SafeDrain(node, parallelism: parallelism, in: store)
        }
        hasBegun = true
        return drain?.step(store, now: now) ?? []
    }

    mutating func take(_ answer: Result<CommandOutcome, EngineError>, now: Moment) {
        drain?.take(answer, now: now)
    }

    /// Where it would ask what to do, the look ahead ends.
    var isThrough: Bool {
        guard let drain else { return hasBegun }
        return drain.phase.isOver || drain.phase == .held
    }

    /// As often as the console looks again.
    var pause: Duration? { .seconds(1) }

    var obstacles: [String] {
        guard let drain else { return [] }
        var words = drain.stragglers.map { "\($0.name): \($0.reason)" }
        if case .failed(let reason) = drain.phase { words.append(reason.words.english) }
        return words
    }
}
