package import Basics
package import ClusterPorts
package import SwarmModel

/// What containers have written: worked out from the catalogue and the task whenever somebody
/// asks, never kept.
///
/// The same question always has the same answer. The newest lines of a container that has run for
/// years cost no more than those of one that has just started. Requests that were sent on purpose
/// leave no line: the task does not know of them.
package struct ContainerLogs: Sendable {
    /// The most lines one answer has, whatever was asked for.
    package static let linesMaximum = 1_000_000

    let catalog: ImageCatalog
    let images: ImageTable
    let epoch: WallTime
    let seed: UInt64

    /// The lines of a task written after `from`, up to and including `to`, oldest first.
    ///
    /// - Parameters:
    ///   - task: the task; its milestones say when its process ran.
    ///   - node: its node, for lines that name it.
    ///   - from: the moment up to which the reader has them already.
    ///   - to: the newest moment of interest.
    ///   - limit: at most this many, the newest ones; `nil` = ``linesMaximum``.
    ///   - silentFrom: when its process ended, or its machine went off, if no manager knows yet.
    /// - Returns: the lines, raw.
    /// - Complexity: O(rules · limit).
    package func lines(
        of task: SwarmTask,
        node: Node?,
        from: Moment,
        to: Moment,
        limit: Int? = nil,
        silentFrom: Moment? = nil
    ) -> [LogLine] {
        guard let life = life(of: task, silentFrom: silentFrom) else { return [] }
        let last = min(life.age(at: to), life.endAge)
        let first = life.age(at: from)
        guard last >= 0, last > first else { return [] }
        let most = Int64(min(limit ?? Self.linesMaximum, Self.linesMaximum))
        var places: [Place] = []
        for (index, stream) in life.streams.enumerated() {
            let end = stream.count(by: last)
            let start = max(first < 0 ? 0 : stream.count(by: first), end - most)
            for number in stride(from: start, to: end, by: 1) {
                places.append(Place(time: stream.time(number), stream: index, number: number))
            }
        }
        if life.streams.count > 1 { places.sort() }
        let text = text(of: task, node, life)
        return places.suffix(Int(most)).map { line(at: $0, of: life, text) }
    }

    /// When the next line after `moment` is written; `nil` when none will be, as far as is known.
    ///
    /// A container that is yet to start has none: its milestones will say.
    package func nextMoment(
        of task: SwarmTask,
        after moment: Moment,
        silentFrom: Moment? = nil
    ) -> Moment? {
        guard let life = life(of: task, silentFrom: silentFrom) else { return nil }
        let age = life.age(at: moment)
        let next = life.streams.map { $0.time(age < 0 ? 0 : $0.count(by: age)) }.min()
        guard let next, next <= life.endAge, next < ProbeSchedule.never else { return nil }
        return life.start + .nanoseconds(next)
    }

    private func line(at place: Place, of life: ContainerLife, _ text: LogText) -> LogLine {
        let stream = life.streams[place.stream]
        let moment = life.start + .nanoseconds(place.time)
        return LogLine(
            moment: moment,
            task: text.task.id,
            node: text.task.nodeID,
            stream: stream.rule.isError ? .stderr : .stdout,
            text: text.line(stream, place.number, moment: moment, age: place.time)
        )
    }

    private func text(of task: SwarmTask, _ node: Node?, _ life: ContainerLife) -> LogText {
        var chance = Chance.generator(seed, task.id.seed, .container)
        let id = task.status.container?.id ?? ContainerID(using: &chance)
        return LogText(
            task: task,
            node: node,
            profile: life.profile,
            epoch: epoch,
            containerID: id,
            health: life.health
        )
    }

    /// Where a line stands among the others.
    private struct Place: Comparable {
        let time: Int64
        let stream: Int
        let number: Int64

        static func < (lhs: Place, rhs: Place) -> Bool {
            (lhs.time, lhs.stream, lhs.number) < (rhs.time, rhs.stream, rhs.number)
        }
    }
}

/// From when to when a process ran, and when it wrote.
private struct ContainerLife {
    let profile: ImageProfile
    let health: HealthWatch?
    let probedPath: String
    let start: Moment
    /// Nanoseconds since the start; ``ProbeSchedule/never`` while it runs.
    let endAge: Int64
    var streams: [LogStream] = []

    func age(at moment: Moment) -> Int64 {
        // The earliest moments of all are too far away to be subtracted.
        moment < start - .seconds(1) ? -1 : (moment - start).nanoseconds
    }
}

extension ContainerLogs {
    /// The life of a task's process; `nil` if there was none, it could not be started, or nothing
    /// it says is kept.
    private func life(of task: SwarmTask, silentFrom: Moment?) -> ContainerLife? {
        guard let startingAt = task.milestones.starting,
            let profile = images.profile(of: task.image) ?? catalog.profile(of: task.image)
        else { return nil }
        if task.logDriver?.name == "none" || task.couldNotStart { return nil }
        let id = task.id.seed
        let start = startingAt + .nanoseconds(Chance.duration(profile.start, seed, id, .start))
        var end = task.milestones.ended
        let isLost = task.status.container?.exitCode == 255
        let isCut = silentFrom.map { $0 >= start && (end.map { _ in isLost } ?? true) } ?? false
        if isCut, let silentFrom { end = min(end ?? silentFrom, silentFrom) }
        if let end, end < start { return nil }
        let health = HealthSettings(of: task.spec.value.container, profile)
        var life = ContainerLife(
            profile: profile,
            health: health?.watch(profile, seed, id),
            probedPath: health?.check.probedPath ?? "/health",
            start: start,
            endAge: end.map { ($0 - start).nanoseconds } ?? ProbeSchedule.never
        )
        let saysGoodbye = !isCut && task.isDead && task.endedInPeace
        life.streams = streams(life, task.id.seed, saysGoodbye: saysGoodbye)
        return life
    }

    private func streams(
        _ life: ContainerLife,
        _ id: UInt64,
        saysGoodbye: Bool
    ) -> [LogStream] {
        var streams: [LogStream] = []
        for (index, rule) in life.profile.logs.enumerated() {
            let seed = Chance.generator(seed &+ UInt64(index), id, .log).seedOfNext
            func add(_ ticks: LogTicks, path: String = "") {
                streams.append(LogStream(rule: rule, ticks: ticks, seed: seed, path: path))
            }
            switch rule.trigger {
            case .start(let after): add(.once(at: after.nanoseconds))
            case .every(let period, let after):
                let mean = period.low + (period.high - period.low) / 2
                let spread = (period.high - period.low) / 4
                add(.periodic(after: after.nanoseconds, mean: mean, spread: spread, seed: seed))
            case .stop:
                let length = rule.duration.nanoseconds
                if saysGoodbye { add(.once(at: max(0, life.endAge - length))) }
            case .request(let paths):
                for (ticks, path) in life.requests where paths.isEmpty || paths.contains(path) {
                    add(ticks, path: path)
                }
            }
        }
        return streams
    }
}

extension ContainerLife {
    /// Health probes, and what nobody in particular asks.
    fileprivate var requests: [(LogTicks, String)] {
        var requests: [(LogTicks, String)] = []
        if let health { requests.append((.probes(health.schedule), probedPath)) }
        if profile.requestsPerSecond > 0 {
            let path = profile.answers.first { $0.path != probedPath }?.path ?? "/"
            requests.append((.background(perSecond: profile.requestsPerSecond), path))
        }
        return requests
    }
}

extension SwarmTask {
    /// Whether its node had a container that no process came of.
    fileprivate var couldNotStart: Bool {
        switch status.container?.exitCode {
        case 128: true
        case 127: milestones.running == nil
        default: false
        }
    }
}

extension HealthConfig {
    /// The path of the first address in the test.
    fileprivate var probedPath: String? {
        for word in test.flatMap({ $0.split(separator: " ") }) {
            guard let scheme = word.firstRange(of: "://") else { continue }
            let rest = word[scheme.upperBound...]
            return rest.firstIndex(of: "/").map { String(rest[$0...]) } ?? "/"
        }
        return nil
    }
}

extension SwarmTask {
    /// Whether its process had the time for a last word: it was not killed, and not lost.
    fileprivate var endedInPeace: Bool {
        guard let code = status.container?.exitCode else { return false }
        return code != 137 && code != 255
    }
}

extension SeededGenerator {
    /// The number it would draw next.
    fileprivate var seedOfNext: UInt64 {
        var copy = self
        return copy.next()
    }
}

extension Agents {
    /// The logs of all containers, as a value that a reader may keep.
    package var logs: ContainerLogs {
        ContainerLogs(catalog: catalog, images: images, epoch: epoch, seed: seed)
    }

    /// The lines of a task's container written after `from`, up to and including `to`.
    ///
    /// See ``ContainerLogs/lines(of:node:from:to:limit:silentFrom:)``; nothing is written on a
    /// machine that is off.
    package func logLines(
        of task: SwarmTask,
        node: Node?,
        from: Moment,
        to: Moment,
        limit: Int? = nil
    ) -> [LogLine] {
        logs.lines(
            of: task,
            node: node,
            from: from,
            to: to,
            limit: limit,
            silentFrom: silentFrom(task)
        )
    }

    /// When a task's container writes next after `moment`; `nil` when it will not.
    package func nextLogMoment(of task: SwarmTask, after moment: Moment) -> Moment? {
        logs.nextMoment(of: task, after: moment, silentFrom: silentFrom(task))
    }

    /// When the task's process ended, or will, though no manager knows yet.
    private func silentFrom(_ task: SwarmTask) -> Moment? {
        if let slot = containerSlot(of: task.id) { return containers[slot]?.ending?.moment }
        guard let node = task.nodeID, let slot = sessionSlot(of: node) else { return nil }
        return sessions[slot]?.poweredOffAt
    }
}
