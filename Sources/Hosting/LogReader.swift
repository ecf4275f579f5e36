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

    /// The lines of a task after `from` up to `end`, the newest `limit` of them, oldest first.
    func lines(
        of task: SwarmTask,
        after from: Moment,
        upTo end: Moment,
        limit: Int
    ) -> [LogLine] {
        let node = task.nodeID.flatMap { store.node($0) }
        return agents.logLines(of: task, node: node, from: from, to: end, limit: limit)
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
/// Nothing is worked out before it is asked for, and then only the lines of a while, so that a slow
/// reader costs nothing, fills no memory and misses nothing.
actor LogReader {
    private static let batchMaximum = 1_000
    /// Lines that one look takes in at most, as long as it can look at less time.
    private static let lookMaximum = 2_000
    /// Old lines of all tasks together, where a number was given.
    private static let oldLinesMaximum = 1_000_000
    /// The shortest time between two looks for new lines.
    private static let shortestRest = Duration.milliseconds(40)
    /// How much of the cluster's time a look takes in.
    private static let reaches = Duration.milliseconds(1)...Duration.seconds(86_400)

    private let request: LogRequest
    private let host: ClusterHost
    private let clock: any HostClock
    /// The last line of each task that was read.
    private var ends: [TaskID: Moment] = [:]
    /// All lines up to here have been read.
    private var cursor = Moment.zero
    private var reach = LogReader.shortestRest
    /// Whether ``cursor`` is as far as anybody could read.
    private var isAtPresent = false
    /// Where the lines end for a reader that does not follow; `nil` = it follows.
    private var last: Moment?
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
            begin(await host.logView())
        }
        while waiting.isEmpty {
            guard !Task.isCancelled else { return nil }
            if let last, cursor >= last { return nil }
            if isAtPresent { await rest() }
            let view = await host.logView()
            readNewLines(view)
            guard waiting.isEmpty, isAtPresent, last == nil else { continue }
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

    private func begin(_ view: LogView) {
        let tasks = view.tasks(of: request.target)
        last = request.follow ? nil : view.now
        cursor = view.now
        guard let limit = request.tail else {
            let oldest = tasks.map(\.milestones.created).min() ?? view.now
            cursor = min(view.now, max(oldest, request.since ?? oldest))
            return
        }
        let fitting = min(limit, max(1, Self.oldLinesMaximum / max(1, tasks.count)))
        var lines: [LogLine] = []
        for task in tasks {
            let old =
                limit > 0
                ? view.lines(of: task, after: start, upTo: view.now, limit: fitting) : []
            // A task that writes already, but of which no line is wanted, begins with new ones.
            let isWriting = task.milestones.starting != nil
            ends[task.id] = old.last?.moment ?? (isWriting && limit == 0 ? view.now : start)
            lines += old
        }
        waiting = Self.merged(lines)[...]
        isAtPresent = true
    }

    /// Looks at as much time as holds a few lines, or at all that there is.
    private func readNewLines(_ view: LogView) {
        let tasks = view.tasks(of: request.target)
        let present = min(view.now, last ?? view.now)
        while true {
            let horizon = min(present, cursor + reach)
            guard let (lines, ends) = lines(of: tasks, upTo: horizon, view) else {
                reach = max(reach / 4, Self.reaches.lowerBound)
                continue
            }
            if lines.count < Self.batchMaximum { reach = min(reach * 2, Self.reaches.upperBound) }
            self.ends = ends
            cursor = horizon
            isAtPresent = horizon == present
            waiting = Self.merged(lines)[...]
            if isAtPresent || !lines.isEmpty { return }
        }
    }

    /// All lines up to a moment, and the last of each task; `nil` if that is too much at a time.
    private func lines(
        of tasks: [SwarmTask],
        upTo horizon: Moment,
        _ view: LogView
    ) -> (lines: [LogLine], ends: [TaskID: Moment])? {
        var lines: [LogLine] = []
        var ends: [TaskID: Moment] = [:]
        for task in tasks {
            let end = self.ends[task.id] ?? start
            let new =
                end < horizon
                ? view.lines(of: task, after: end, upTo: horizon, limit: Self.lookMaximum) : []
            ends[task.id] = new.last?.moment ?? end
            lines += new
            if lines.count >= Self.lookMaximum, reach > Self.reaches.lowerBound { return nil }
        }
        return (lines, ends)
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
