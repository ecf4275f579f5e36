import CMeasure
import SwarmModel
import SwarmStore

/// A whole cluster in the cluster's own time: every machine, every store write, simulated
/// containers; only the waiting is left out.
extension Measurement {
    static let wholeCluster: [Measurement] = [
        create("create-10k", replicas: 10_000),
        create("create-100k", replicas: 100_000),
        rollingUpdate("update-10k-par-100", parallelism: 100),
        rollingUpdate("update-10k-par-0", parallelism: 0),
        Measurement("scale-10k-to-0") { _ in
            var cluster = try ClusterFixture(nodes: 1_000)
            try cluster.createService(replicas: 10_000)
            let seconds = try cpuSeconds {
                try cluster.updateService { $0.mode = .replicated(replicas: 0) }
                try cluster.run("no task left") { $0.taskCount == 0 }
            }
            return [Figure("scale-10k-to-0-cpu", seconds, "s")]
        },
    ]

    /// From the request until all replicas are seen running, on 1,000 nodes.
    private static func create(_ name: String, replicas: Int) -> Measurement {
        Measurement(name) { _ in
            var cluster = try ClusterFixture(nodes: 1_000)
            cm_trim()
            let liveBefore = ProcessUsage.liveBytes
            let seconds = try cpuSeconds { try cluster.createService(replicas: replicas) }
            let live = ProcessUsage.liveBytes - liveBefore
            return [
                Figure("\(name)-cpu", seconds, "s"),
                Figure("\(name)-peak", ProcessUsage.peakMegabytes, "MB"),
                Figure("\(name)-live-per-task", live / Double(replicas), "B"),
            ]
        }
    }

    /// A new image for all 10,000 replicas; no delay, no monitoring, stop first.
    private static func rollingUpdate(_ name: String, parallelism: UInt64) -> Measurement {
        Measurement(name) { _ in
            var cluster = try ClusterFixture(nodes: 1_000)
            let config = UpdateConfig(parallelism: parallelism, delay: .zero, monitor: .zero)
            try cluster.createService(replicas: 10_000, update: config)
            let seconds = try cpuSeconds {
                try cluster.updateService { $0.task.container.image = "web:2" }
                try cluster.run("the update's end") {
                    $0.service(named: "web")?.updateStatus?.state == .completed
                }
            }
            return [
                Figure("\(name)-cpu", seconds, "s"),
                Figure("\(name)-peak", ProcessUsage.peakMegabytes, "MB"),
            ]
        }
    }
}
