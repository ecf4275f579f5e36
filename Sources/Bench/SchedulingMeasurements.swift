import Basics
import Scheduling
import SwarmModel
import SwarmStore

/// Placements a second on SwarmKit's own benchmark workloads.
///
/// From the moment the objects are in the store: the scheduler digests all creations, decides,
/// writes each placement to the store, and a subscriber counts the changes. The debounce of 50 ms
/// passes in the cluster's time and costs none of ours.
extension Measurement {
    static let scheduling: [Measurement] = [
        placements("schedule-grouped-10k", .grouped, nodes: 1_000, tasks: 10_000),
        placements("schedule-grouped-100k", .grouped, nodes: 1_000, tasks: 100_000),
        placements("schedule-reserving-100k", .reserving, nodes: 1_000, tasks: 100_000),
        placements("schedule-single-10k", .oneByOne, nodes: 1_000, tasks: 10_000),
        placements("schedule-single-100k", .oneByOne, nodes: 1_000, tasks: 100_000),
        placements(
            "schedule-single-constrained-100k",
            .oneByOneConstrained,
            nodes: 1_000,
            tasks: 100_000
        ),
        placements("schedule-loners-100k", .loners, nodes: 1_000, tasks: 100_000),
        placements("schedule-single-100k-nodes", .oneByOne, nodes: 100_000, tasks: 1_000),
    ]

    private static func placements(
        _ name: String,
        _ kind: SchedulingWorkload.Kind,
        nodes: Int,
        tasks: Int
    ) -> Measurement {
        Measurement(name, runs: 5) { _ in
            let workload = SchedulingWorkload(kind, nodes: nodes, tasks: tasks)
            var store = workload.store()
            var placed = 0
            let seconds = cpuSeconds { placed = schedule(&store) }
            guard placed == tasks else {
                throw Unmeasurable("\(placed) of \(tasks) tasks were placed")
            }
            return [
                Figure("\(name)-rate", Double(tasks) / seconds, "tasks/cpu-s"),
                Figure("\(name)-cpu", seconds, "s"),
                Figure("\(name)-peak", ProcessUsage.peakMegabytes, "MB"),
            ]
        }
    }

    /// Lets a new scheduler follow the store until all its decisions have come back.
    ///
    /// - Returns: how many placements the subscriber counted.
    private static func schedule(_ store: inout Store) -> Int {
        var scheduler = Scheduler()
        var random = SeededGenerator(seed: 7)
        var now = Moment.zero
        var placed = 0
        while case let changes = store.takeChanges(), !changes.isEmpty {
            for change in changes {
                if case .task(.some, .some(let after)) = change, after.state == .assigned {
                    placed += 1
                }
                scheduler.observe(change, now: now)
            }
            guard let due = scheduler.nextDeadline else { break }
            now = due
            scheduler.timePassed(now: now)
            store.now = now
            store.beginTransaction()
            scheduler.run(&store, now: now, random: &random)
        }
        return placed
    }
}
