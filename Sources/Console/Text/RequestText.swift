import Basics
import Cells
import ClusterPorts
import SwarmModel
import SwarmStore

/// Which way requests took, in words: hop by hop, then task by task.
struct RequestText {
    let cluster: ClusterState
    let run: RequestRun
    let width: Int

    func lines() -> [Line] {
        var text = Description()
        text.section("Requests")
        text.field("To", cluster.words(of: run.target).string)
        if let report = run.report {
            tell(report, into: &text)
        } else if let error = run.error {
            text.field("Refused", error.message, .bad)
        } else {
            text.line(Line("  on the way …", .dim))
        }
        return text.lines
    }

    private func tell(_ report: RequestReport, into text: inout Description) {
        if let service = report.service {
            text.field("Service", cluster.name(of: .service(service)).string)
        }
        text.field("Way", way(report))
        if let failure = report.failure {
            text.field("Outcome", "✗ \(failure.words)", .bad)
            text.field("", failure.reason, .warn)
            return
        }
        text.field("Request", "GET \(report.path) on port \(report.port) of the container")
        let failed = report.shares.reduce(0) { $0 + $1.failed }
        text.field(
            "Outcome",
            failed == 0
                ? "✓ \(Amount.count(report.count, "request")) answered"
                : "▲ \(failed) of \(report.count) answered with an error",
            failed == 0 ? .ok : .warn
        )
        text.section("Shares")
        for share in report.shares { text.line(line(share, of: report.count)) }
        text.section("Hops")
        let isWide = report.traces.allSatisfy { line($0, number: 1, report).width + 3 <= width }
        for (index, trace) in report.traces.enumerated() {
            text.line(line(trace, number: index + 1, report, isWhole: isWide))
        }
        if report.count > report.traces.count {
            text.line(Line("  … and \(report.count - report.traces.count) more", .dim))
        }
    }

    private func way(_ report: RequestReport) -> Phrase {
        let network = report.network.map { cluster.name(of: .network($0)).string } ?? ""
        switch report.way {
        case .ingress:
            return "routing mesh: any node's port, then the tasks in turn"
        case .hostPort: return "host mode: a port that the node publishes for its own task"
        case .virtualIP: return "virtual address on \(network), then the tasks in turn"
        case .direct: return "a task's own address on \(network)"
        case nil: return ""
        }
    }

    private func line(_ share: RequestReport.Share, of total: Int) -> Line {
        let width = 20
        let filled = max(1, share.count * width / max(1, total))
        let bar = SafeText("█").repeated(filled) + SafeText.space.repeated(width - filled)
        var line: Line = [
            Span("  " + cluster.name(of: .task(share.task)).padded(toWidth: 26), .text),
            Span(bar, share.failed > 0 ? .warn : .ok),
            Span(" \(share.count)", .text),
        ]
        if share.failed > 0 { line += Span(" · \(share.failed) with an error", .bad) }
        return line
    }

    /// `node2:8010 → ingress 10.0.0.3 → node4 10.0.0.7:80 web.3  200`; on a narrow screen without
    /// the node that was asked, which is the same for all.
    private func line(
        _ trace: RequestReport.Trace,
        number: Int,
        _ report: RequestReport,
        isWhole: Bool = true
    ) -> Line {
        let arrow = Span(" → ", .dim)
        var line: Line = [Span("  \(number)".safe.padded(toWidth: 6), .dim)]
        if isWhole {
            line += Span(start(report), .text)
            line += arrow
        }
        switch report.way {
        case .ingress, .virtualIP:
            let network = report.network.map { cluster.name(of: .network($0)).string } ?? ""
            line += Span(
                isWhole ? "\(network) \(report.entryAddress)" : report.entryAddress,
                .accent
            )
            line += arrow
        case .hostPort, .direct, nil: break
        }
        let isHere = trace.node == report.entry
        line += Span(cluster.nodeName(trace.node), isHere ? .text : .manager)
        if !trace.address.isEmpty { line += Span(" \(trace.address):\(report.port)", .accent) }
        line += Span(" ", .text)
        line += Span(cluster.name(of: .task(trace.task)), .text)
        line += Span("  \(trace.status)", trace.status >= 500 ? .bad : .ok)
        if trace.roundTrip > .zero { line += Span(" " + Age.milliseconds(trace.roundTrip), .dim) }
        return line
    }

    private func start(_ report: RequestReport) -> SafeText {
        switch report.target {
        case .published: cluster.words(of: report.target)
        case .name(_, _, let task):
            cluster.nodeName(report.entry) + " " + cluster.name(of: .task(task))
        }
    }
}
