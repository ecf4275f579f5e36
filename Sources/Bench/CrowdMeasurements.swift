import CPseudoTerminal
import Foundation
import TerminalKit

/// Two hundred clients at once for a minute, while somebody uses the console beside them.
///
/// They all ask as fast as they are answered, but for those that hardly read what they asked for.
extension Measurement {
    private static let crowd: [(kind: Crowd.Kind, count: Int)] = [
        (.list, 80), (.create, 40), (.followLogs, 40), (.followEvents, 20), (.look, 20),
    ]
    private static let minute = 60.0

    static func crowdFigures(_ subject: Subject) throws -> [Figure] {
        let fixture = try ProgramFixture(subject)
        let path = fixture.folder.path + "/e.sock"
        let session = try fixture.startEmpty(nodes: 5, ["--listen", "unix://" + path])
        let client = try RawClient(path)
        try client.send("POST", "/services/create", Crowd.many)
        try session.type(":tasks<enter>g")
        try session.see("┌─ tasks", " 1/")
        session.settle(quiet: .seconds(2), within: .seconds(20))
        let process = session.terminal.processID
        let alone = try keyWaits(50, session)
        let before = ProcessUsage.residentMegabytes(of: process)
        // Half a million lines within ten seconds, which all followers want.
        try client.send("POST", "/services/create", Crowd.talk)
        let crowd = Crowd(at: path)
        for (kind, count) in Self.crowd { crowd.add(kind, count) }
        let cpu = ProcessUsage.cpu(of: process)
        let began = cpt_now()
        var waits: [Double] = []
        var peak = before
        while Double(cpt_now() - began) / 1e9 < minute {
            waits += try keyWaits(10, session)
            peak = max(peak, ProcessUsage.residentMegabytes(of: process))
        }
        let seconds = Double(cpt_now() - began) / 1e9
        let used = (ProcessUsage.cpu(of: process) - cpu) / seconds
        let counts = crowd.disperse()
        session.settle(quiet: .seconds(2), within: .seconds(20))
        return [
            Figure("crowd-key-alone-p50", alone.median, "ms"),
            Figure("crowd-key-p50", waits.median, "ms"),
            Figure("crowd-key-p95", waits.percentile(0.95), "ms"),
            Figure("crowd-key-p99", waits.percentile(0.99), "ms"),
            Figure("crowd-key-max", waits.max() ?? 0, "ms"),
            Figure("crowd-resident-before", before, "MB"),
            Figure("crowd-resident-peak", peak, "MB"),
            Figure("crowd-resident-after", ProcessUsage.residentMegabytes(of: process), "MB"),
            Figure("crowd-cpu", used * 100, "%"),
        ] + counts.figures(seconds)
    }
}
