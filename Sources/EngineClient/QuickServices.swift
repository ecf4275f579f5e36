import Basics
import SwarmModel

/// Services that replace a task sooner than the list of services is read again.
///
/// Between two lists such a task ends and another one runs, and the numbers are the same. On nodes
/// other than the one attached to nothing tells of it. So their tasks are read in turn, a few
/// services every five seconds, and never more than a thousand tasks a minute.
struct QuickServices: Sendable {
    typealias Instant = ContinuousClock.Instant

    static let pace = Duration.seconds(5)
    /// What a task in an answer costs in time until the next question.
    static let timeATask = Duration.milliseconds(60)
    /// Services are asked for together until they have as many tasks.
    static let tasksATurn = 80
    /// Who waits at least so long with a replacement is seen to miss one.
    static let delay = Duration.seconds(1)

    /// How many tasks each of them has.
    var services: [ServiceID: Int] = [:]
    private var last: ServiceID?
    private var dueAt: Instant

    init(now: Instant) { dueAt = now + Self.pace }

    /// When some are due; `nil` while there are none.
    var next: Instant? { services.isEmpty ? nil : dueAt }

    /// Whose tasks are to be read now, at most so many.
    mutating func due(at now: Instant, atMost limit: Int) -> [ServiceID] {
        guard dueAt <= now, !services.isEmpty else { return [] }
        let order = services.keys.sorted()
        let start = last.flatMap { last in order.firstIndex { last < $0 } } ?? 0
        var turn: [ServiceID] = []
        var tasks = 0
        for id in order[start...] + order[..<start] {
            guard turn.count < limit, tasks < Self.tasksATurn else { break }
            turn.append(id)
            tasks += services[id] ?? 0
        }
        last = turn.last ?? last
        dueAt = now + max(Self.pace, Self.timeATask * tasks)
        return turn
    }
}
