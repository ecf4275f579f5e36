import Agents
import Basics
import SwarmModel
import SwarmStore

/// How long containers of each image took to start so far, in a cluster that is looked at.
struct ObservedStarts {
    /// Starts that took longer than this were held up by something that will not be so again.
    private static let longest = Duration.seconds(120)
    /// The newest so many of an image count: a machine's load changes.
    private static let mostCounted = 15
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
    private var repositories: Set<String> = []

    /// Reads them off the tasks that run; O(all tasks).
    init(in store: Store) {
        for service in store.services {
            if let reference = ImageReference(service.spec.task.container.image) {
                repositories.insert(reference.repository)
            }
            var before: SwarmTask?
            // Place by place, the oldest first.
            for task in store.tasks(of: service.id) {
                let last = before?.place == task.place ? before : nil
                note(task, releasedAt: last.flatMap { Self.release(after: $0, of: service) })
                before = task
            }
        }
    }

    /// When a task may start whose predecessor has ended: at once, or after the restart delay.
    private static func release(after last: SwarmTask, of service: Service) -> Moment? {
        guard last.isDead else { return nil }
        let ended = last.milestones.ended ?? last.status.timestamp
        guard last.desiredState <= .running || last.state != .shutdown else { return ended }
        let restart = service.spec.task.restart ?? RestartPolicy()
        return ended + restart.effectiveDelay
    }

    private mutating func note(_ task: SwarmTask, releasedAt released: Moment?) {
        guard task.state == .running, let reference = ImageReference(task.image) else { return }
        repositories.insert(reference.repository)
        let created = task.milestones.created
        let running = task.milestones.running ?? task.status.timestamp
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
        return ImageEntry(
            repository: repository,
            tags: [TaggedImage(pattern: "*", profile: profile)]
        )
    }

    /// The middle one of the newest: one slow pull says nothing about the next start.
    private static func usual(_ starts: [Start]?) -> Duration? {
        guard let starts else { return nil }
        let newest = starts.sorted { $0.created > $1.created }.prefix(mostCounted)
        let times = newest.map(\.time).sorted()
        return times[times.count / 2]
    }
}
