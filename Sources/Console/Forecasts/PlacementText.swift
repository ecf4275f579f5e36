import Basics
import Cells
import ClusterPorts
import SwarmModel
import SwarmStore

/// Why a task waits or is where it is: a table of nodes against the scheduler's filters.
struct PlacementText {
    let cluster: ClusterState
    let question: PlacementQuestion
    /// `nil` while it is being asked.
    let answer: Result<PlacementReport, EngineError>?
    /// Why it cannot be asked; `nil` if it can.
    var whyUnanswered: Phrase?
    let width: Int

    private static let titles: [Phrase] = [
        "READY", "CPU/MEM", "PLUGINS", "CONSTR", "PLATFORM", "PORTS", "MAX",
    ]
    private static let leastNodeWidth = 14

    /// Long names are cut late, and later the more room there is.
    private func nodeWidth(_ report: PlacementReport) -> Int {
        let longest = report.rows.map { cluster.nodeName($0.node).width + 1 }.max() ?? 0
        let most = width >= 150 ? 40 : (width >= 110 ? 24 : 20)
        return max(Self.leastNodeWidth, min(longest, most))
    }

    func lines() -> [Line] {
        var text = Description()
        subject(into: &text)
        if let whyUnanswered {
            text.line(Line("  \(whyUnanswered)", .dim))
            return text.lines(width: width)
        }
        switch answer {
        case nil: text.line(Line("  asking the scheduler …", .dim))
        case .failure(let error): text.field("Refused", error.message, .bad)
        case .success(let report): tell(report, into: &text)
        }
        return text.lines(width: width)
    }

    // MARK: - What it is about

    private func subject(into text: inout Description) {
        switch question {
        case .next(let id):
            text.section(isGlobal ? "One task on each node" : "The next replica")
            text.field("Service", cluster.name(of: .service(id)).string)
        case .task(let id):
            text.section("Task")
            guard let task = cluster.store.task(id) else {
                return text.field("Task", "it is gone", .bad)
            }
            text.field("Task", "\(cluster.placeName(of: task)) · \(id.short)")
            text.field("State", "\(task.state.word), wanted \(task.desiredState.word)")
            if let node = task.nodeID { text.field("Node", cluster.nodeName(node).string, .accent) }
            text.field("Error", task.status.error, .bad)
        }
    }

    /// Whether it is about all tasks of a global service, whose nodes are never chosen.
    private var isGlobal: Bool {
        guard case .next(let id) = question, let mode = cluster.store.service(id)?.spec.mode else {
            return false
        }
        return mode == .global || mode == .globalJob
    }

    private func tell(_ report: PlacementReport, into text: inout Description) {
        let rules = cluster.store.service(report.service)?.spec.task.placement
        text.list("Constraints", rules?.constraints ?? [])
        text.list("Spread over", report.preferences)
        let ranked = Ranked(report)
        if let task = unallocated {
            tellAllocation(of: task, into: &text)
        } else {
            text.field("Verdict", verdict(report, ranked), ranked.open.isEmpty ? .bad : .ok)
        }
        if !cluster.snapshot.managers.hasQuorum {
            text.line(
                Line("  ▲ the managers have no quorum: nothing is placed until it is back", .warn)
            )
        }
        text.section(report.isEstimate ? "Nodes, an estimate" : "Nodes")
        if width >= 110 { table(report, ranked, into: &text) } else { list(report, ranked, &text) }
        text.line(Line())
        for words in legend(report) { text.line(Line("  " + words.safe, .dim)) }
    }

    /// The task, if the scheduler has not come to see it yet.
    private var unallocated: SwarmTask? {
        guard case .task(let id) = question, let task = cluster.store.task(id), task.isLive,
            task.state < .pending
        else { return nil }
        return task
    }

    /// Why a task stays new: what its networks have left.
    private func tellAllocation(of task: SwarmTask, into text: inout Description) {
        text.field(
            "Verdict",
            "it is new still: no node is looked for until its networks have given it addresses",
            .warn
        )
        for attachment in task.spec.value.networks {
            guard let network = cluster.store.network(attachment.target),
                let (used, total) = NetworkReading(network, in: cluster).occupancy
            else { continue }
            let words: Phrase = "\(network.name): \(used) of \(total) addresses are in use"
            text.field("Network", words, used >= total ? .bad : .text)
        }
    }

    private func verdict(_ report: PlacementReport, _ ranked: Ranked) -> Phrase {
        if isGlobal {
            let (count, total) = (ranked.open.count, report.rows.count)
            return count == total
                ? "every node takes one"
                : "\(count) of \(total) nodes take one: the others' first reasons are below"
        }
        guard let best = ranked.open.first else {
            return "no node takes it: each one's first reason is below"
        }
        guard let node = report.node else {
            return
                "\(cluster.nodeName(best.node)) would take it: \(ranked.reason(for: best, cluster))"
        }
        guard let own = report.rows.first(where: { $0.node == node }) else {
            return "its node is not known any more"
        }
        if own.refusal != nil { return "its node would not take it again" }
        let place = ranked.open.firstIndex { ranked.isEqual($0, own) } ?? 0
        return place == 0
            ? "here: \(ranked.reason(for: own, cluster))"
            : "\(cluster.nodeName(best.node)) would be chosen today: "
                + "\(ranked.reason(for: best, cluster))"
    }

    // MARK: - The table

    /// Every filter in a column of its own.
    private func table(_ report: PlacementReport, _ ranked: Ranked, into text: inout Description) {
        let nameWidth = nodeWidth(report)
        var head = "  " + said("NODE").safe.padded(toWidth: nameWidth)
        let titles = Self.titles.map(\.safe)
        for title in titles { head = head + title.padded(toWidth: title.width + 1) }
        head = head + numbersHead(report) + said("REASON").safe
        text.line(Line(head, .heading))
        for row in ranked.inOrder {
            var line = start(row, report, ranked, nameWidth)
            for (filter, title) in zip(PlacementFilter.allCases, titles) {
                let (sign, slot) = Self.sign(filter, row)
                line += Span(sign.padded(toWidth: title.width + 1), slot)
            }
            line += numbers(row, report)
            line += Span(reason(row), row.refusal == nil ? .dim : .warn)
            text.line(line)
        }
    }

    /// The filters as seven signs, for narrow screens.
    private func list(_ report: PlacementReport, _ ranked: Ranked, _ text: inout Description) {
        let nameWidth = nodeWidth(report)
        let head =
            "  " + said("NODE").safe.padded(toWidth: nameWidth)
            + said("FILTERS").safe.padded(toWidth: 9) + numbersHead(report) + said("REASON").safe
        text.line(Line(head, .heading))
        for row in ranked.inOrder {
            var line = start(row, report, ranked, nameWidth)
            for filter in PlacementFilter.allCases {
                let (sign, slot) = Self.sign(filter, row)
                line += Span(sign, slot)
            }
            line += Span("  ")
            line += numbers(row, report)
            line += Span(reason(row), row.refusal == nil ? .dim : .warn)
            text.line(line)
        }
        text.line(Line())
        text.line(
            Line(
                "  filters: ready, CPU and memory, plugins, constraints, platform, ports, max",
                .dim
            )
        )
    }

    private func start(
        _ row: PlacementReport.Row,
        _ report: PlacementReport,
        _ ranked: Ranked,
        _ nameWidth: Int
    ) -> Line {
        let isOwn = row.node == report.node || isGlobal && row.serviceTasks > 0
        let isBest = !isGlobal && report.node == nil && ranked.open.first?.node == row.node
        let mark: SafeText = isOwn ? "● " : (isBest ? "→ " : "  ")
        let name = cluster.nodeName(row.node).truncated(toWidth: nameWidth - 1)
        return [
            Span(mark, .ok), Span(name.padded(toWidth: nameWidth), isOwn ? .accent : .text),
        ]
    }

    private static func sign(
        _ filter: PlacementFilter,
        _ row: PlacementReport.Row
    ) -> (SafeText, Slot) {
        guard let refusal = row.refusal else { return ("✓", .ok) }
        if filter == refusal { return ("✗", .bad) }
        return filter.rawValue < refusal.rawValue ? ("✓", .ok) : ("·", .dim)
    }

    private func numbersHead(_ report: PlacementReport) -> SafeText {
        [said("OWN"), said("ALL"), said("FAIL")].map { $0.safe.padded(toWidth: 5) }.joined()
    }

    private func numbers(_ row: PlacementReport.Row, _ report: PlacementReport) -> Span {
        let own = "\(row.serviceTasks)".safe.padded(toWidth: 5)
        let all = "\(row.activeTasks)".safe.padded(toWidth: 5)
        let failures = "\(row.recentFailures)".safe.padded(toWidth: 5)
        return Span(own + all + failures, row.refusal == nil ? .text : .dim)
    }

    private func reason(_ row: PlacementReport.Row) -> SafeText {
        guard row.refusal == nil else { return row.reason.safe }
        return row.branch.isEmpty
            ? ""
            : row.branch.map { $0.isEmpty ? "none" : $0 }
                .joined(separator: "/").safe
    }

    private func legend(_ report: PlacementReport) -> [Phrase] {
        var words: [Phrase] = [
            report.node == nil && !isGlobal
                ? "✓ passes  ✗ refuses first  · not asked any more  → would be chosen"
                : "✓ passes  ✗ refuses first  · not asked any more  ● is here",
            "OWN tasks of this service there, ALL active ones, FAIL failures in five minutes;",
            isGlobal
                ? "a global service has a task on each node that passes"
                : "ranked by failures from \(PlacementReport.countedFailures) on, then OWN, then ALL; "
                    + "as things stand now, this task left out",
        ]
        if !report.preferences.isEmpty {
            words.append(
                "first the branch with the fewest tasks of the service, then the node in it"
            )
        }
        if report.isEstimate {
            words.append("an estimate: worked out here from what the managers list")
        }
        return words
    }
}

/// Nodes in the scheduler's order: those that take the task first, the best one first.
private struct Ranked {
    let open: [PlacementReport.Row]
    let inOrder: [PlacementReport.Row]
    private let branches: [[String]: Int]
    private let usesBranches: Bool

    init(_ report: PlacementReport) {
        var branches: [[String]: Int] = [:]
        for row in report.rows { branches[row.branch, default: 0] += row.serviceTasks }
        self.branches = branches
        usesBranches = !report.preferences.isEmpty
        open = report.rows.enumerated().filter { $0.element.refusal == nil }
            .sorted { left, right in
                let one = Self.key(left.element, branches)
                let other = Self.key(right.element, branches)
                return one == other ? left.offset < right.offset : one < other
            }.map(\.element)
        inOrder = open + report.rows.filter { $0.refusal != nil }
    }

    private static func key(
        _ row: PlacementReport.Row,
        _ branches: [[String]: Int]
    ) -> (Int, Int, Int, Int) {
        let counted = row.recentFailures >= PlacementReport.countedFailures ? row.recentFailures : 0
        let branch = row.branch.isEmpty ? 0 : branches[row.branch] ?? 0
        return (branch, counted, row.serviceTasks, row.activeTasks)
    }

    /// Whether the scheduler would not tell the two apart.
    func isEqual(_ one: PlacementReport.Row, _ other: PlacementReport.Row) -> Bool {
        Self.key(one, branches) == Self.key(other, branches)
    }

    /// Why a node comes before the others that would take the task.
    func reason(for row: PlacementReport.Row, _ cluster: ClusterState) -> Phrase {
        let others = open.filter { $0.node != row.node }
        guard !others.isEmpty else { return "no other node takes it" }
        if usesBranches, let own = branches[row.branch],
            others.contains(where: { branches[$0.branch] ?? 0 > own })
        {
            let name = row.branch.map { $0.isEmpty ? "none" : $0 }.joined(separator: "/")
            return "branch \(name) has the fewest tasks of the service, \(own)"
        }
        if others.contains(where: { $0.recentFailures >= PlacementReport.countedFailures }),
            row.recentFailures < PlacementReport.countedFailures
        {
            return "the service failed less often there"
        }
        if others.contains(where: { $0.serviceTasks > row.serviceTasks }),
            others.allSatisfy({ $0.serviceTasks >= row.serviceTasks })
        {
            return "fewest tasks of the service, \(row.serviceTasks)"
        }
        if others.contains(where: { $0.activeTasks > row.activeTasks }) {
            return "fewest tasks in all, \(row.activeTasks), where the service has as many"
        }
        return "as good as the others: equals take turns"
    }
}
