import Agents
import Basics
import ClusterPorts
import SwarmModel
import SwarmStore

/// What a reader of logs looks at: a copy that nobody changes under it.
struct LogView: Sendable {
    let store: Store
    let agents: Agents
    let now: Moment
    let edition: UInt64
    let isClosed: Bool

    func tasks(of target: LogRequest.Target) -> [SwarmTask] {
        switch target {
        case .task(let id): store.task(id).map { [$0] } ?? []
        case .service(let id): store.tasks(of: id)
        }
    }

    /// The lines of a task after `from`, the newest `limit` of them, oldest first.
    func lines(of task: SwarmTask, after from: Moment, limit: Int) -> [LogLine] {
        let node = task.nodeID.flatMap { store.node($0) }
        return agents.logLines(of: task, node: node, from: from, to: now, limit: limit)
    }

    /// Whether no line will ever come any more.
    func isOver(_ target: LogRequest.Target) -> Bool {
        if isClosed { return true }
        switch target {
        case .task(let id): return store.task(id)?.isDead ?? true
        case .service(let id): return store.service(id) == nil && store.tasks(of: id).isEmpty
        }
    }
}

/// Reads one task's or one service's lines, as fast as somebody asks for them.
///
/// Nothing is worked out before it is asked for, so that a slow reader costs nothing and fills no
/// memory; what it missed it gets in one piece, up to ``newLinesMaximum`` lines a task.
actor LogReader {
    private static let batchMaximum = 1_000
    /// Old lines of all tasks together, where no number was given.
    private static let oldLinesMaximum = 1_000_000
    private static let newLinesMaximum = 10_000
    /// The shortest time between two looks for new lines.
    private static let shortestRest = Duration.milliseconds(40)

    private let request: LogRequest
    private let host: ClusterHost
    private let clock: any HostClock
    /// The last line of each task that was read.
    private var ends: [TaskID: Moment] = [:]
    private var waiting: ArraySlice<LogLine> = []
    private var hasStarted = false
    private var lastLook: Duration?

    init(_ request: LogRequest, host: ClusterHost) {
        self.request = request
        self.host = host
        clock = host.clock
    }

    /// The next lines, oldest first; waits for them; `nil` at the end.
    func next() async -> [LogLine]? {
        if !hasStarted {
            hasStarted = true
            readOldLines(await host.logView())
        }
        while waiting.isEmpty {
            guard request.follow, !Task.isCancelled else { return nil }
            await rest()
            let view = await host.logView()
            readNewLines(view)
            guard waiting.isEmpty else { break }
            if view.isOver(request.target) { return nil }
            await host.waitForNews(after: view.edition, until: nextLine(view))
        }
        let batch = Array(waiting.prefix(Self.batchMaximum))
        waiting = waiting.dropFirst(batch.count)
        return batch
    }

    private func rest() async {
        if let lastLook { await clock.sleep(until: lastLook + Self.shortestRest) }
        lastLook = clock.now
    }

    private func readOldLines(_ view: LogView) {
        let tasks = view.tasks(of: request.target)
        let limit = request.tail ?? max(1, Self.oldLinesMaximum / max(1, tasks.count))
        var lines: [LogLine] = []
        for task in tasks {
            let old = limit > 0 ? view.lines(of: task, after: start, limit: limit) : []
            // A task that writes already, but of which no line is wanted, begins with new ones.
            let isWriting = task.milestones.starting != nil
            ends[task.id] = old.last?.moment ?? (isWriting && limit == 0 ? view.now : start)
            lines += old
        }
        waiting = Self.merged(lines)[...]
    }

    private func readNewLines(_ view: LogView) {
        var lines: [LogLine] = []
        var stillThere: [TaskID: Moment] = [:]
        for task in view.tasks(of: request.target) {
            let end = ends[task.id] ?? start
            let new = view.lines(of: task, after: end, limit: Self.newLinesMaximum)
            stillThere[task.id] = new.last?.moment ?? end
            lines += new
        }
        ends = stillThere
        waiting = Self.merged(lines)[...]
    }

    private func nextLine(_ view: LogView) -> Moment? {
        view.tasks(of: request.target)
            .compactMap { view.agents.nextLogMoment(of: $0, after: view.now) }.min()
    }

    /// The moment just before the first line that is wanted.
    private var start: Moment {
        request.since.map { $0 - .nanoseconds(1) } ?? Moment(nanoseconds: .min)
    }

    /// In the order of time; lines of one moment keep theirs.
    private static func merged(_ lines: [LogLine]) -> [LogLine] {
        lines.enumerated()
            .sorted { ($0.element.moment, $0.offset) < ($1.element.moment, $1.offset) }
            .map(\.element)
    }
}
