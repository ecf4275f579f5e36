import Scheduling
import SwarmModel

/// What one task costs as clusters grow: it should be the same for all of them.
///
/// The last figure of each series is the dearest size's cost over the cheapest one's.
extension Measurement {
    static let slopes: [Measurement] = [
        slope("slope-schedule-tasks", [1_000, 10_000, 100_000, 1_000_000], times: 5) { size in
            try schedulingCost(nodes: 1_000, tasks: size) / Double(size)
        },
        slope("slope-schedule-nodes", [10, 100, 1_000, 10_000], times: 5) { size in
            try schedulingCost(nodes: size, tasks: 100_000) / 100_000
        },
        slope("slope-create-tasks", [1_000, 10_000, 100_000, 1_000_000], times: 1) { size in
            try creationCost(nodes: 1_000, replicas: size) / Double(size)
        },
        slope("slope-create-nodes", [10, 100, 1_000, 10_000], times: 1) { size in
            try creationCost(nodes: size, replicas: 100_000) / 100_000
        },
    ]

    /// `cost` gives the CPU seconds of one task at a size; it is measured so many times.
    private static func slope(
        _ name: String,
        _ sizes: [Int],
        times: Int,
        cost: @escaping @Sendable (Int) throws -> Double
    ) -> Measurement {
        Measurement(name, runs: 1) { _ in
            let costs = try sizes.map { size in
                try (0..<times).map { _ in try cost(size) }.median
            }
            let figures = zip(sizes, costs).map { size, cost in
                Figure("\(name)-\(short(size))", cost * 1e6, "us/task")
            }
            let spread = (costs.max() ?? 0) / (costs.min() ?? 1)
            return figures + [Figure("\(name)-spread", spread, "x")]
        }
    }

    private static func schedulingCost(nodes: Int, tasks: Int) throws -> Double {
        try placementCost(SchedulingWorkload(.grouped, nodes: nodes, tasks: tasks)).cpu
    }

    private static func creationCost(nodes: Int, replicas: Int) throws -> Double {
        var cluster = try ClusterFixture(nodes: nodes)
        return try Cost { try cluster.createService(replicas: replicas) }.cpu
    }
}
