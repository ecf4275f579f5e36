import CPseudoTerminal
import TerminalKit

/// The real program in a terminal: what its user waits for and what it costs.
extension Measurement {
    static let program: [Measurement] = [
        Measurement("start", runs: 1, needsProgram: true, body: startFigures),
        Measurement("idle-empty", runs: 1, needsProgram: true) { subject in
            let fixture = try ProgramFixture(subject)
            return try idleFigures("idle-empty", fixture.startEmpty(nodes: 5))
        },
        Measurement("idle-demo", runs: 1, needsProgram: true) { subject in
            let fixture = try ProgramFixture(subject)
            let (session, _) = try fixture.start(["demo", "--seed", "7"])
            try session.see("numbers_numbers-api", "updating")
            try session.seeNo("updating")
            return try idleFigures("idle-demo", session)
        },
        Measurement("keys", runs: 1, needsProgram: true) { subject in
            let fixture = try ProgramFixture(subject)
            let (session, _) = try fixture.start(["demo", "--seed", "7"])
            try session.see("numbers_numbers-api", "updating")
            try session.seeNo("updating")
            return try keyFigures("keys", session)
        },
        Measurement("keys-100k", runs: 1, needsProgram: true, body: hugeFigures),
    ]

    /// From exec to the end of the first whole frame: a cluster that is there, and a new demo.
    private static func startFigures(_ subject: Subject) throws -> [Figure] {
        var ready: [Double] = []
        var fresh: [Double] = []
        var resident: [Double] = []
        for _ in 0..<10 {
            let fixture = try ProgramFixture(subject)
            fresh.append(try milliseconds(of: fixture, ["demo", "--seed", "7"]))
            try fixture.leave()
            ready.append(try milliseconds(of: fixture, []))
            fixture.session?.settle(quiet: .seconds(1))
            resident.append(
                ProcessUsage.residentMegabytes(of: fixture.session?.terminal.processID ?? 0)
            )
            try fixture.leave()
        }
        return [
            Figure("start-first-frame", ready.median, "ms"),
            Figure("start-new-demo-first-frame", fresh.median, "ms"),
            Figure("start-resident", resident.median, "MB"),
        ]
    }

    private static func milliseconds(
        of fixture: ProgramFixture,
        _ arguments: [String]
    ) throws -> Double {
        let (session, began) = try fixture.start(arguments)
        var seen: Int64 = 0
        try session.wait(for: "the first frame") { screen in
            guard screen.contains("nodes 5/5 ready"), screen.contains("? help") else {
                return false
            }
            seen = cpt_now()
            return true
        }
        return Double(seen - began) / 1e6
    }

    /// Thirty seconds of leaving it alone.
    private static func idleFigures(
        _ name: String,
        _ session: TerminalSession
    ) throws -> [Figure] {
        let process = session.terminal.processID
        session.settle(quiet: .seconds(1), within: .seconds(5))
        let cpu = ProcessUsage.cpu(of: process)
        let resident = ProcessUsage.residentMegabytes(of: process)
        let began = cpt_now()
        var bytes = 0
        while cpt_now() - began < 30_000_000_000 {
            bytes += session.terminal.read(within: .milliseconds(500)).count
        }
        let seconds = Double(cpt_now() - began) / 1e9
        let share = (ProcessUsage.cpu(of: process) - cpu) / seconds * 100
        return [
            Figure("\(name)-cpu", share, "%"),
            Figure("\(name)-output", Double(bytes) / seconds, "B/s"),
            Figure("\(name)-resident", resident, "MB"),
            // What lets go of nothing grows by the clock on the wall, too.
            Figure("\(name)-grown", ProcessUsage.residentMegabytes(of: process) - resident, "MB"),
        ]
    }
}
