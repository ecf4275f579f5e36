import CMeasure
import CPseudoTerminal
import Foundation
import SwarmModel
import SwarmStore
import TerminalKit

/// A day in the life of a cluster that somebody keeps open: does it grow?
extension Measurement {
    static let day: [Measurement] = [
        Measurement("day-world", runs: 1) { _ in try dayOfWorld() },
        Measurement("day", runs: 1, needsProgram: true, body: dayFigures),
    ]

    private static let hour = 3_600.0

    /// Containers that end every few seconds and are started anew, and an update every half hour.
    private static let dayStack = """
        version: "3.7"
        services:
          web:
            image: web:1
            deploy:
              replicas: 20
          restless:
            image: busybox
            deploy:
              replicas: 10
              restart_policy:
                delay: 20s
        """

    /// The cluster alone: every two seconds a container is killed and replaced.
    private static func dayOfWorld() throws -> [Figure] {
        var cluster = try ClusterFixture(nodes: 5)
        try cluster.createService(replicas: 20)
        guard let service = cluster.store.service(named: "web")?.id else {
            throw Unmeasurable("no service")
        }
        var figures: [Figure] = []
        for hour in 1...24 {
            for _ in 0..<1_800 {
                let tasks = cluster.store.tasks(of: service)
                if let task = tasks.first(where: { $0.status.state == .running }) {
                    try cluster.perform(.removeContainer(task.id))
                }
                cluster.pass(.seconds(2))
            }
            guard [1, 3, 12, 24].contains(hour) else { continue }
            cm_trim()
            figures.append(Figure("day-world-live-\(hour)h", ProcessUsage.liveBytes / 1e6, "MB"))
        }
        return figures
    }

    /// Twenty-four hours at a thousand cluster seconds a second; memory at some of them.
    private static func dayFigures(_ subject: Subject) throws -> [Figure] {
        let fixture = try ProgramFixture(subject)
        let file = fixture.folder.appending(path: "day.yml")
        try dayStack.write(to: file, atomically: true, encoding: .utf8)
        let session = try fixture.startEmpty(nodes: 5)
        try session.type(":deploy day.yml day<enter>")
        try session.see("day_restless")
        try session.type("<enter>")
        try session.see("[ Deploy ]")
        try session.type("<tab><enter>")
        try session.see("day is deployed")
        try session.type(":services<enter>")
        try session.see("day_web", "20/20", within: .seconds(60))
        try session.type(":speed 1000<enter>")
        try session.see("clock ×1000")
        let process = session.terminal.processID
        let cpu = ProcessUsage.cpu(of: process)
        var day = Day(clock: try clock(on: session))
        var resident: [Figure] = []
        var hoursLeft = [3, 6, 12, 24][...]
        var updates = 0
        while !hoursLeft.isEmpty {
            if day.seconds >= Double(updates + 1) * hour / 2 {
                try session.type(":image day_web web:\(updates % 2 + 2)<enter>")
                try session.see("[ Update ]")
                try session.type("<enter><enter>")
                try session.seeNo("[ Update ]")
                updates += 1
            }
            session.watch(for: .milliseconds(200))
            day.advance(to: try clock(on: session))
            if let next = hoursLeft.first, day.seconds >= Double(next) * hour {
                let megabytes = ProcessUsage.residentMegabytes(of: process)
                resident.append(Figure("day-resident-\(next)h", megabytes, "MB"))
                hoursLeft.removeFirst()
            }
        }
        return [
            Figure("day-updates", Double(updates), "updates"),
            Figure("day-cpu", ProcessUsage.cpu(of: process) - cpu, "s"),
        ] + resident
    }

    /// The cluster's time of day in seconds, as the second line of the screen has it.
    private static func clock(on session: TerminalSession) throws -> Double {
        let line = session.picture.text(ofRow: 1)
        guard let match = line.firstMatch(of: /clock ×[0-9.]+ (\d\d):(\d\d):(\d\d)/),
            let hours = Double(match.1), let minutes = Double(match.2),
            let seconds = Double(match.3)
        else { throw Unmeasurable("there is no clock on the screen: \(line)") }
        return (hours * 60 + minutes) * 60 + seconds
    }
}

/// How much of a day has passed, told from a clock that begins anew at midnight.
private struct Day {
    private var clock: Double
    private(set) var seconds = 0.0

    init(clock: Double) { self.clock = clock }

    mutating func advance(to next: Double) {
        let passed = next - clock
        seconds += passed < 0 ? passed + 24 * 3_600 : passed
        clock = next
    }
}
