import Basics
import CPseudoTerminal
import ClusterPorts
import Foundation
import Glibc
import SwarmModel
import Synchronization
import TerminalKit

/// The whole console on an engine with 10,000 tasks, and what people do instead.
///
/// The engine is served by the measuring process, so that the console's CPU is its own alone.
extension Measurement {
    private static let rounds = 40

    static func programFigures(_ subject: Subject) throws -> [Figure] {
        let stage = try blocking {
            try await EngineStage.open(services: serviceCount, tasks: taskCount)
        }
        let fixture = try ProgramFixture(subject)
        let (session, began) = try fixture.start(["attach", "unix://" + stage.path])
        try session.see("nodes 100/100 ready", "tasks 10000/10000 running")
        var figures = [
            Figure("attach-program-first-picture", Double(cpt_now() - began) / 1e6, "ms")
        ]
        try session.type(":services<enter>")
        try session.see("service-0 ", "500/500")
        figures += try screenFigures(stage, session)
        session.watch(for: .seconds(30))
        figures += shareFigures("attach-program-still", session, seconds: 60)
        let churn = try churnFigures(stage, session)
        try fixture.leave()
        try blocking { await stage.close() }
        return figures + churn
    }

    /// From the answer to a change until its number is on the screen.
    private static func screenFigures(
        _ stage: EngineStage,
        _ session: TerminalSession
    ) throws -> [Figure] {
        var latencies: [Double] = []
        for round in 0..<rounds {
            let index = round % serviceCount
            // Changes come at any moment of the console's rounds, and one at a time.
            session.watch(for: .milliseconds(1_000 + 137 * (round % 7)))
            let changed = Mutex<Int64>(0)
            let replicas = try blocking {
                let (id, _) = try await stage.touch(index)
                let now = cpt_now()
                changed.withLock { $0 = now }
                return await stage.replicas(of: id)
            }
            var seen: Int64 = 0
            try session.wait(for: "the change", settling: false) { screen in
                guard screen.row(with: ["│service-\(index) ", "/\(replicas) "]) != nil else {
                    return false
                }
                seen = cpt_now()
                return true
            }
            latencies.append(Double(seen - changed.withLock { $0 }) / 1e6)
        }
        return [
            Figure("attach-program-latency", latencies.median, "ms"),
            Figure("attach-program-latency-p95", latencies.percentile(0.95), "ms"),
        ]
    }

    /// Ten times a second ten tasks end, each of which is replaced.
    private static func churnFigures(
        _ stage: EngineStage,
        _ session: TerminalSession
    ) throws -> [Figure] {
        let breaking = Task {
            var round = 0
            while !Task.isCancelled {
                await stage.breakTasks(10, of: round % serviceCount)
                round += 1
                try? await Task.sleep(for: .milliseconds(100))
            }
        }
        session.watch(for: .seconds(10))
        defer { breaking.cancel() }
        return shareFigures("attach-program-churn", session, seconds: 30)
    }

    private static func shareFigures(
        _ name: String,
        _ session: TerminalSession,
        seconds: Int
    ) -> [Figure] {
        let process = session.terminal.processID
        let cpu = ProcessUsage.cpu(of: process)
        let own = ProcessUsage.cpu
        let began = cpt_now()
        session.watch(for: .seconds(seconds))
        let time = Double(cpt_now() - began) / 1e9
        return [
            Figure("\(name)-cpu", (ProcessUsage.cpu(of: process) - cpu) / time * 100, "%"),
            Figure("\(name)-engine-cpu", (ProcessUsage.cpu - own) / time * 100, "%"),
            Figure("\(name)-resident", ProcessUsage.residentMegabytes(of: process), "MB"),
        ]
    }

    /// `watch -n1 docker service ps` of the same twenty services.
    static func watchFigures(_ subject: Subject) throws -> [Figure] {
        let docker = ["/usr/local/bin/docker", "/usr/bin/docker"].first {
            FileManager.default.isExecutableFile(atPath: $0)
        }
        guard let docker else { throw Unmeasurable("there is no docker command") }
        let stage = try blocking {
            try await EngineStage.open(services: serviceCount, tasks: taskCount)
        }
        let names = (0..<serviceCount).map { "service-\($0)" }
        var walls: [Double] = []
        let cpu = childrenCPU
        let own = ProcessUsage.cpu
        let runs = 5
        for _ in 0..<runs {
            let process = Process()
            process.executableURL = URL(filePath: docker)
            process.arguments = ["-H", "unix://" + stage.path, "service", "ps"] + names
            process.standardOutput = FileHandle.nullDevice
            let began = cpt_now()
            try process.run()
            process.waitUntilExit()
            guard process.terminationStatus == 0 else { throw Unmeasurable("docker refuses") }
            walls.append(Double(cpt_now() - began) / 1e9)
        }
        let client = (childrenCPU - cpu) / Double(runs)
        let engine = (ProcessUsage.cpu - own) / Double(runs)
        try blocking { await stage.close() }
        // It begins anew a second after the last one has ended; a change waits half of that, and
        // then for the answer.
        let round = 1 + walls.median
        return [
            Figure("attach-watch-wall", walls.median, "s"),
            Figure("attach-watch-cpu", client / round * 100, "%"),
            Figure("attach-watch-engine-cpu", engine / round * 100, "%"),
            Figure("attach-watch-latency", (round / 2 + walls.median) * 1e3, "ms"),
        ]
    }

    /// CPU seconds of all processes that were started here and have ended.
    private static var childrenCPU: Double {
        var usage = rusage()
        getrusage(__rusage_who_t(RUSAGE_CHILDREN.rawValue), &usage)
        func seconds(_ time: timeval) -> Double {
            Double(time.tv_sec) + Double(time.tv_usec) / 1e6
        }
        return seconds(usage.ru_utime) + seconds(usage.ru_stime)
    }
}
