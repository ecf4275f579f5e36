import CMeasure
import SwarmModel
import SwarmStore

/// A whole cluster in the cluster's own time: every machine, every store write, simulated
/// containers; only the waiting is left out.
extension Measurement {
    static let wholeCluster: [Measurement] =
        [
            create(1_000, nodes: 100),
            create(10_000),
            create(100_000),
            update(1_000, parallelism: 100, nodes: 100),
            update(10_000, parallelism: 100),
            update(10_000, parallelism: 100, order: .startFirst),
            update(100_000, parallelism: 100, runs: 1),
            scaleToZero(1_000, nodes: 100),
            scaleToZero(10_000),
            scaleToZero(100_000),
        ] + [500, 1_000, 2_000, 4_000, 10_000].map { update($0, parallelism: 0) }

    /// From the request until all replicas are seen running.
    private static func create(_ replicas: Int, nodes: Int = 1_000) -> Measurement {
        let name = "create-\(short(replicas))"
        return Measurement(name) { _ in
            var cluster = try ClusterFixture(nodes: nodes)
            cm_trim()
            let liveBefore = ProcessUsage.liveBytes
            let cost = try Cost { try cluster.createService(replicas: replicas) }
            let live = (ProcessUsage.liveBytes - liveBefore) / Double(replicas)
            return cost.figures(name, count: replicas)
                + [Figure("\(name)-live-per-task", live, "B")]
        }
    }

    /// A new image for all replicas; no delay, no monitoring.
    private static func update(
        _ replicas: Int,
        parallelism: UInt64,
        order: UpdateConfig.Order = .stopFirst,
        nodes: Int = 1_000,
        runs: Int = 3
    ) -> Measurement {
        let suffix = order == .startFirst ? "-start-first" : ""
        let name = "update-\(short(replicas))-par-\(parallelism)\(suffix)"
        return Measurement(name, runs: runs) { _ in
            var cluster = try ClusterFixture(nodes: nodes)
            let config = UpdateConfig(
                parallelism: parallelism,
                delay: .zero,
                monitor: .zero,
                order: order
            )
            try cluster.createService(replicas: replicas, update: config)
            let cost = try Cost {
                try cluster.updateService { $0.task.container.image = "web:2" }
                // A hundred at a time take about two of the cluster's seconds.
                let limit = Duration.seconds(600 + replicas / 25)
                try cluster.run("the update's end", within: limit) {
                    $0.service(named: "web")?.updateStatus?.state == .completed
                }
            }
            return cost.figures(name, count: replicas)
        }
    }

    private static func scaleToZero(_ replicas: Int, nodes: Int = 1_000) -> Measurement {
        let name = "scale-\(short(replicas))-to-0"
        return Measurement(name) { _ in
            var cluster = try ClusterFixture(nodes: nodes)
            try cluster.createService(replicas: replicas)
            let cost = try Cost {
                try cluster.updateService { $0.mode = .replicated(replicas: 0) }
                try cluster.run("no task left") { $0.taskCount == 0 }
            }
            return cost.figures(name, count: replicas)
        }
    }
}
