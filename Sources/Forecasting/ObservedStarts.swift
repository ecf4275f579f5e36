import Agents
import Basics
import SwarmModel
import SwarmStore

/// How containers of each image fared so far, in a cluster that is looked at: how long they took to
/// start, and whether they end by themselves.
struct ObservedStarts {
    /// Starts that took longer than this were held up by something that will not be so again.
    private static let longest = Duration.seconds(120)
    /// The newest so many of an image count: a machine's load changes.
    private static let mostCounted = 15
    /// How long a container ran of which only the end was seen.
    private static let unseenRun = Duration.milliseconds(500)
    /// What managers and agents need to pass a task on, which a World does of its own.
    private static let passing = Duration.milliseconds(200)

    private struct Start {
        let created: Moment
        let time: Duration
    }

    /// From being made to running, of tasks that nothing held back; by repository.
    private var whole: [String: [Start]] = [:]
    /// From the end of the task before, or of the restart delay, to running, of those that waited.
    private var held: [String: [Start]] = [:]
    /// How tasks of a tag ended by themselves, and how long another one runs already; by repository.
    private var fates: [String: [String: Fate]] = [:]
    private var repositories: Set<String> = []
    private let now: Moment

    private struct Fate {
        var ends: [(created: Moment, time: Duration, code: Int32)] = []
        var longestRun = Duration.zero

        /// What becomes of the next one; `nil` where nothing says that it ends.
        ///
        /// Two ends alone say so, and no task that has outlived them.
        var rule: ExitRule? {
            let newest = ends.sorted { $0.created > $1.created }.prefix(5)
            guard newest.count > 1, let last = newest.first else { return nil }
            let usual = newest.map(\.time).sorted()[newest.count / 2]
            guard longestRun < usual * 2 + .seconds(5) else { return nil }
            return ExitRule(after: DurationRange(usual), code: last.code)
        }
    }

    /// Reads them off the tasks that run; O(all tasks).
    init(in store: Store, at now: Moment) {
        self.now = now
        for service in store.services {
            if let reference = ImageReference(service.spec.task.container.image) {
                repositories.insert(reference.repository)
            }
            var before: SwarmTask?
            // Place by place, the oldest first.
            for task in store.tasks(of: service.id) {
                let last = before?.place == task.place ? before : nil
                note(task, releasedAt: last.flatMap { Self.release(of: task, after: $0, service) })
                before = task
            }
        }
    }

    /// When a task may start whose predecessor has ended: at once, or after the restart delay.
    private static func release(
        of task: SwarmTask,
        after last: SwarmTask,
        _ service: Service
    ) -> Moment? {
        let delay = (service.spec.task.restart ?? RestartPolicy()).effectiveDelay
        guard last.isDead else {
            // Its node was lost: nobody will tell that it ended, and it is replaced all the same.
            return last.desiredState > .running ? task.milestones.created + delay : nil
        }
        let ended = last.milestones.ended ?? last.status.timestamp
        guard last.desiredState <= .running || last.state != .shutdown else { return ended }
        return ended + delay
    }

    private mutating func note(_ task: SwarmTask, releasedAt released: Moment?) {
        guard let reference = ImageReference(task.image) else { return }
        repositories.insert(reference.repository)
        let created = task.milestones.created
        let running = task.milestones.running ?? task.status.timestamp
        noteFate(of: task, as: reference)
        guard task.state == .running else { return }
        let isHeld = released.map { $0 > created && $0 < running } ?? false
        let time = running - (isHeld ? released ?? created : created)
        guard time > .zero, time <= Self.longest else { return }
        let start = Start(created: created, time: time)
        if isHeld {
            held[reference.repository, default: []].append(start)
        } else {
            whole[reference.repository, default: []].append(start)
        }
    }

    private mutating func noteFate(of task: SwarmTask, as reference: ImageReference) {
        let tag = reference.tag ?? "latest"
        var fate = fates[reference.repository]?[tag] ?? Fate()
        let ended = task.milestones.ended ?? task.status.timestamp
        switch task.state {
        case .running:
            let running = task.milestones.running ?? task.status.timestamp
            fate.longestRun = max(fate.longestRun, now - running)
        case .failed, .complete:
            guard let container = task.status.container else { return }
            // When it began to run was perhaps not seen: it was soon after the start, then.
            let began = task.milestones.running ?? task.milestones.starting
            let time = began.map { ended - $0 } ?? Self.unseenRun
            fate.ends.append((task.milestones.created, max(.zero, time), container.exitCode))
        case .shutdown:
            // It was stopped: until then it ran.
            guard let running = task.milestones.running else { return }
            fate.longestRun = max(fate.longestRun, ended - running)
        default: return
        }
        fates[reference.repository, default: [:]][tag] = fate
    }

    /// Images that behave so again.
    var catalog: ImageCatalog {
        ImageCatalog(entries: repositories.sorted().map { entry($0) })
    }

    private func entry(_ repository: String) -> ImageEntry {
        var profile = ImageProfile()
        if let time = Self.usual(whole[repository]) {
            let own = max(.zero, time - Self.passing)
            profile.create = DurationRange(own / 2)
            profile.start = DurationRange(own / 2)
        } else if let time = Self.usual(held[repository]) {
            // They were made while they had to wait: how fast was not seen.
            profile.create = DurationRange(time)
            profile.start = DurationRange(time)
        }
        var tags: [TaggedImage] = []
        for (tag, fate) in (fates[repository] ?? [:]).sorted(by: { $0.key < $1.key }) {
            guard let rule = fate.rule else { continue }
            var ending = profile
            ending.exits = [rule]
            tags.append(TaggedImage(pattern: tag, profile: ending))
        }
        tags.append(TaggedImage(pattern: "*", profile: profile))
        return ImageEntry(repository: repository, tags: tags)
    }

    /// The middle one of the newest: one slow pull says nothing about the next start.
    private static func usual(_ starts: [Start]?) -> Duration? {
        guard let starts else { return nil }
        let newest = starts.sorted { $0.created > $1.created }.prefix(mostCounted)
        let times = newest.map(\.time).sorted()
        return times[times.count / 2]
    }
}
