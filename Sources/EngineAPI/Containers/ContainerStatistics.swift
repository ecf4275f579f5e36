import Basics
import ClusterPorts
package import SwarmModel
import SwarmStore

// What a simulated container would consume. Nothing does: the figures are made up from its id and
// its age, so that they stay in proportion from call to call, and they say that they are simulated.
extension ContainerView {
    /// `GET /containers/ID/stats`, one line.
    package var statistics: JSONValue {
        let now = view.snapshot.now
        let earlier = now - .seconds(1)
        let wall = { (moment: Moment) in
            JSONValue.string(view.snapshot.wallTime(of: moment).rfc3339)
        }
        let figures = SimulatedFigures(seed: id.description)
        let age = { (moment: Moment) in
            isRunning ? max(0, (moment - (startedAt ?? moment)).nanoseconds) : 0
        }
        return [
            "simulated": true,
            "read": isRunning ? wall(now) : .string(WallTime.zeroText),
            "preread": isRunning ? wall(earlier) : .string(WallTime.zeroText),
            "pids_stats": isRunning ? ["current": 1] : [:],
            "blkio_stats": Self.blockStatistics(isRunning ? figures.bytesRead : nil),
            "num_procs": 0, "storage_stats": [:],
            "cpu_stats": processorStatistics(at: now, age(now), figures),
            "precpu_stats": processorStatistics(at: earlier, age(earlier), figures),
            "memory_stats": isRunning ? memoryStatistics(age(now), figures) : [:],
            "name": .string("/" + task.name),
            "id": .string(id.description),
            "networks": isRunning ? networkStatistics(age(now), figures) : [:],
        ]
    }

    private var processors: Int64 {
        max(1, (view.node?.description.resources.nanoCPUs ?? 0) / 1_000_000_000)
    }

    private func processorStatistics(
        at moment: Moment,
        _ age: Int64,
        _ figures: SimulatedFigures
    ) -> JSONValue {
        guard isRunning else {
            return [
                "cpu_usage": Self.usage(0),
                "throttling_data": ["periods": 0, "throttled_periods": 0, "throttled_time": 0],
            ]
        }
        let limit = task.spec.value.resources.limits.nanoCPUs
        let share = limit > 0 ? min(figures.busyPermille, limit / 1_000_000) : figures.busyPermille
        let uptime = (moment - Moment.zero).nanoseconds
        return [
            "cpu_usage": Self.usage(age / 1_000 * share),
            "system_cpu_usage": JSONValue(uptime * processors),
            "online_cpus": JSONValue(processors),
            "throttling_data": ["periods": 0, "throttled_periods": 0, "throttled_time": 0],
        ]
    }

    private static func usage(_ total: Int64) -> JSONValue {
        [
            "total_usage": JSONValue(total), "usage_in_kernelmode": JSONValue(total / 4),
            "usage_in_usermode": JSONValue(total - total / 4),
        ]
    }

    private func memoryStatistics(_ age: Int64, _ figures: SimulatedFigures) -> JSONValue {
        let limit = task.spec.value.resources.limits.memoryBytes
        let room = limit > 0 ? limit : view.node?.description.resources.memoryBytes ?? 0
        let wish = figures.memory(atSecond: age / 1_000_000_000)
        return [
            "usage": JSONValue(room > 0 ? min(wish, room / 10 * 9) : wish),
            "stats": ["inactive_file": 0], "limit": JSONValue(room),
        ]
    }

    private func networkStatistics(_ age: Int64, _ figures: SimulatedFigures) -> JSONValue {
        let seconds = age / 1_000_000_000
        return [
            "eth0": [
                "rx_bytes": JSONValue(seconds * figures.bytesPerSecond),
                "rx_packets": JSONValue(seconds * figures.bytesPerSecond / 500),
                "rx_errors": 0, "rx_dropped": 0,
                "tx_bytes": JSONValue(seconds * figures.bytesPerSecond * 3),
                "tx_packets": JSONValue(seconds * figures.bytesPerSecond * 3 / 500),
                "tx_errors": 0, "tx_dropped": 0,
            ]
        ]
    }

    private static func blockStatistics(_ read: Int64?) -> JSONValue {
        guard let read else { return ["io_service_bytes_recursive": nil] }
        return [
            "io_service_bytes_recursive": [
                ["major": 8, "minor": 0, "op": "Read", "value": JSONValue(read)],
                ["major": 8, "minor": 0, "op": "Write", "value": 0],
            ]
        ]
    }
}

/// Figures of a modest server process, a little different for each container.
private struct SimulatedFigures {
    /// Thousandths of one processor.
    let busyPermille: Int64
    let bytesPerSecond: Int64
    let bytesRead: Int64
    private let memoryBytes: Int64

    init(seed: String) {
        var sum: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in seed.utf8 { sum = (sum ^ UInt64(byte)) &* 0x100_0000_01b3 }
        var generator = SeededGenerator(seed: sum)
        busyPermille = Int64(generator.next() % 25) + 1
        bytesPerSecond = Int64(generator.next() % 400) + 20
        bytesRead = Int64(generator.next() % 4_096) * 4_096
        memoryBytes = Int64(generator.next() % 56 + 8) * 1_048_576
    }

    /// It breathes a little: a sawtooth of a minute, a sixteenth high.
    func memory(atSecond second: Int64) -> Int64 { memoryBytes + memoryBytes / 960 * (second % 60) }
}
