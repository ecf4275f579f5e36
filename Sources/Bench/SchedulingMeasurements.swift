import Basics
import Scheduling
import SwarmModel
import SwarmStore

/// Placements a second on SwarmKit's own benchmark workloads, and on the same with services.
///
/// From the moment the objects are in the store: the scheduler digests all creations, decides,
/// writes each placement to the store, and a subscriber counts the changes. The debounce of 50 ms
/// passes in the cluster's time and costs none of ours.
extension Measurement {
    static let scheduling: [Measurement] = oneByOne + grouped

    /// Names give nodes and tasks; tasks without a spec version, each placed alone.
    private static let oneByOne: [Measurement] = [
        placements("single", .oneByOne, 1_000, 1_000),
        placements("single", .oneByOne, 1_000, 10_000),
        placements("single", .oneByOne, 1_000, 100_000),
        placements("single", .oneByOne, 100_000, 1_000),
        placements("single", .oneByOne, 100_000, 100_000, runs: 3),
        placements("single", .oneByOne, 100_000, 1_000_000, runs: 1),
        placements("single-constrained", .oneByOneConstrained, 1_000, 1_000),
        placements("single-constrained", .oneByOneConstrained, 1_000, 10_000),
        placements("single-constrained", .oneByOneConstrained, 1_000, 100_000),
        placements("single-constrained", .oneByOneConstrained, 5_000, 100_000),
        placements("loners", .loners, 1_000, 100_000),
    ]

    /// The same with tasks that belong to services.
    private static let grouped: [Measurement] = [
        placements("grouped", .grouped, 1_000, 1_000),
        placements("grouped", .grouped, 1_000, 10_000),
        placements("grouped", .grouped, 1_000, 10_000, services: 100),
        placements("reserving", .reserving, 1_000, 10_000),
        placements("constrained", .constrained, 1_000, 10_000),
        placements("grouped", .grouped, 1_000, 100_000),
        placements("grouped", .grouped, 1_000, 100_000, services: 1_000),
        placements("reserving", .reserving, 1_000, 100_000),
        placements("grouped", .grouped, 5_000, 100_000),
        placements("grouped", .grouped, 100_000, 1_000),
        placements("grouped", .grouped, 100_000, 100_000, runs: 3),
        placements("grouped", .grouped, 1_000, 1_000_000, runs: 3),
    ]

    private static func placements(
        _ kindName: String,
        _ kind: SchedulingWorkload.Kind,
        _ nodes: Int,
        _ tasks: Int,
        services: Int = 1,
        runs: Int = 5
    ) -> Measurement {
        let suffix = services > 1 ? "-\(short(services))-services" : ""
        let name = "schedule-\(kindName)-\(short(nodes))x\(short(tasks))\(suffix)"
        return Measurement(name, runs: runs) { _ in
            let workload = SchedulingWorkload(
                kind,
                nodes: nodes,
                tasks: tasks,
                services: services
            )
            return try placementCost(workload).figures(name, count: tasks)
        }
    }

    /// What it takes to place all tasks of a workload, which is built before the clock starts.
    static func placementCost(_ workload: SchedulingWorkload) throws -> Cost {
        var store = workload.store()
        var placed = 0
        let cost = Cost { placed = schedule(&store) }
        guard placed == workload.tasks else {
            throw Unmeasurable("\(placed) of \(workload.tasks) tasks were placed")
        }
        return cost
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
