import CPseudoTerminal
import Foundation
import TerminalKit

/// From a key to the frame that answers it, as somebody before the terminal sees it.
extension Measurement {
    private static let presses = 200

    /// Presses down and up in the tasks table; the title says when the frame is there.
    static func keyFigures(_ name: String, _ session: TerminalSession) throws -> [Figure] {
        try session.type(":tasks<enter>g")
        try session.see("┌─ tasks", " 1/")
        let process = session.terminal.processID
        let idle = idleRate(of: session)
        session.clearTranscript()
        let cpu = ProcessUsage.cpu(of: process)
        let began = cpt_now()
        let waits = try keyWaits(presses, session)
        let seconds = Double(cpt_now() - began) / 1e9
        let all = ProcessUsage.cpu(of: process) - cpu
        let used = all - idle * seconds
        return [
            Figure("\(name)-p50", waits.median, "ms"),
            Figure("\(name)-p95", waits.percentile(0.95), "ms"),
            Figure("\(name)-p99", waits.percentile(0.99), "ms"),
            Figure("\(name)-cpu-per-key", max(0, used) / Double(presses) * 1e3, "ms"),
            Figure(
                "\(name)-bytes-per-key",
                Double(session.transcript.count) / Double(presses),
                "B"
            ),
            // Of one core, the cluster's own work included.
            Figure("\(name)-cpu", all / seconds * 100, "%"),
            Figure("\(name)-cpu-without-keys", idle * 100, "%"),
        ]
    }

    /// From so many keys to their frames, in milliseconds.
    static func keyWaits(_ presses: Int, _ session: TerminalSession) throws -> [Double] {
        try (0..<presses).map { press in
            let goesDown = press.isMultiple(of: 2)
            let wait = try milliseconds(
                from: goesDown ? "j" : "k",
                to: goesDown ? " 2/" : " 1/",
                session
            )
            session.watch(for: .milliseconds(40))
            return wait
        }
    }

    /// CPU seconds a second while nobody types.
    private static func idleRate(of session: TerminalSession) -> Double {
        let process = session.terminal.processID
        let cpu = ProcessUsage.cpu(of: process)
        let began = cpt_now()
        session.watch(for: .seconds(4))
        return (ProcessUsage.cpu(of: process) - cpu) / (Double(cpt_now() - began) / 1e9)
    }

    private static func milliseconds(
        from key: String,
        to words: String,
        _ session: TerminalSession
    ) throws -> Double {
        let pressed = cpt_now()
        try session.type(key)
        var seen: Int64 = 0
        try session.wait(for: "row\(words)", within: .seconds(20), settling: false) { screen in
            guard screen.text(ofRow: 3).contains("tasks" + words) else { return false }
            seen = cpt_now()
            return true
        }
        return Double(seen - pressed) / 1e6
    }

    /// The same with 1,000 nodes and 100,000 tasks: at rest, and while an update changes about a
    /// thousand objects a second.
    static func hugeFigures(_ subject: Subject) throws -> [Figure] {
        let fixture = try ProgramFixture(subject)
        let file = fixture.folder.appending(path: "huge.yml")
        try hugeStack.write(to: file, atomically: true, encoding: .utf8)
        let session = try fixture.startEmpty(nodes: 1_000)
        try session.type(":deploy huge.yml huge<enter>")
        try session.see("huge_web")
        try session.type("<enter>")
        try session.see("[ Deploy ]")
        try session.type("<tab><enter>")
        try session.see("tasks 100000/100000 running", within: .seconds(300))
        let process = session.terminal.processID
        var figures = try keyFigures("keys-100k", session)
        figures.append(
            Figure("keys-100k-resident", ProcessUsage.residentMegabytes(of: process), "MB")
        )
        try session.type(":image huge_web web:2<enter>")
        try session.see("[ Update ]")
        try session.type("<enter><enter>")
        try session.seeNo("[ Update ]")
        // A thousand nodes came one by one, so that the program saves its state now: once, which is
        // no part of what goes on.
        session.watch(for: .seconds(20))
        figures += try keyFigures("keys-100k-updating", session)
        return figures
    }

    /// A network as large as that has addresses for all of them; a usual one has 252.
    private static let hugeStack = """
        version: "3.7"
        services:
          web:
            image: web:1
            deploy:
              replicas: 100000
              update_config:
                parallelism: 300
                monitor: 0s
        networks:
          default:
            ipam:
              config:
                - subnet: 10.64.0.0/10

        """
}
