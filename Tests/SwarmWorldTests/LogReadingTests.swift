import Basics
import ClusterPorts
import SwarmModel
import SwarmStore
import SwarmWorld
import Testing

/// The logs of every image that the notes use, read while and after their containers ran.
@Suite struct LogReadingTests {
    @Test(arguments: [
        "diamol/ch12-timecheck:1.0", "diamol/ch12-timecheck:2.0", "diamol/ch09-access-log",
        "diamol/ch09-image-of-the-day", "diamol/ch09-image-gallery", "diamol/ch06-todo-list",
        "diamol/postgres:11.5", "diamol/numbers-api:v3", "diamol/numbers-api:v5",
        "diamol/numbers-web:v3", "nginx", "redis", "alpine", "unknown:1.0", "plain:crash",
        "skep/hostile-logs",
    ])
    func `logs can be read at any time`(image: String) throws {
        var swarm = try WorldDriver(managers: 1, workers: 1)
        try swarm.perform(.createService(plain("web", replicas: 2, image: image)))
        for wait in [Duration.seconds(1), .seconds(10), .seconds(3_600)] {
            swarm.run(wait)
            for task in swarm.tasks("web") {
                let lines = swarm.world.logLines(
                    of: task.id,
                    from: .zero,
                    to: swarm.now,
                    limit: 1_000
                )
                #expect(lines.allSatisfy { $0.moment <= swarm.now && $0.task == task.id })
                #expect(lines.map(\.moment) == lines.map(\.moment).sorted())
                let next = swarm.world.nextLogMoment(of: task.id, after: swarm.now)
                #expect(next.map { $0 > swarm.now } ?? true)
            }
        }
    }
}
