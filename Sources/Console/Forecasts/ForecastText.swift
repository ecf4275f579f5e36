import Basics
import Cells
import ClusterPorts
import SwarmModel
import SwarmStore

/// A forecast in words: what moves where, what cannot, how low services fall, and the quorum.
struct ForecastText {
    let cluster: ClusterState
    let entry: ForecastEntry
    let width: Int

    /// What a box has room for.
    private static let boxReplicas = 6
    private static let boxServices = 5

    // MARK: - In a box

    /// The short form, below what a box says by itself.
    func boxLines(isRefreshing: Bool) -> [Line] {
        var lines: [Line] = [Line(), heading(isRefreshing: isRefreshing)]
        guard let forecast = entry.forecast else { return lines + trouble }
        lines += troubles(forecast)
        lines += replicaLines(forecast, limit: Self.boxReplicas)
        lines += serviceLines(forecast, limit: Self.boxServices)
        lines += managerLines(forecast)
        lines.append(ending(forecast))
        return lines
    }

    /// How a box says what the numbers are worth.
    private func heading(isRefreshing: Bool) -> Line {
        guard let forecast = entry.forecast else {
            return Line(entry.error == nil ? "Forecast: working it out …" : "Forecast", .heading)
        }
        let title: Phrase =
            switch forecast.basis {
            case .exact: "Forecast, if it is done now"
            case .rehearsal: "Forecast, if skep begins now"
            case .estimate: "Estimate, from what is known of this cluster"
            }
        var line = Line(title, .heading)
        if isRefreshing { line += Span(" · working it out anew …", .dim) }
        return line
    }

    private var trouble: [Line] {
        entry.error.map { [Line("  ✗ " + $0.message, .bad)] } ?? []
    }

    // MARK: - On a page

    /// The whole of it.
    func pageLines(of question: WhatIf) -> [Line] {
        var text = Description()
        text.section("Question")
        text.field("What if", question.title)
        text.field("Command", ":" + question.line, .accent)
        if let refusal = question.refusal { text.field("Refused", refusal, .bad) }
        guard let forecast = entry.forecast else {
            text.section(entry.error == nil ? "Forecast: working it out …" : "Forecast")
            for line in trouble { text.line(line) }
            return text.lines(width: width)
        }
        text.field("Answer", basisWords(forecast))
        text.section("Outcome")
        for line in troubles(forecast) { text.line(line) }
        if forecast.replicas.isEmpty, forecast.refusals.isEmpty { text.line(Self.stillness) }
        text.line(ending(forecast))
        for line in managerLines(forecast) { text.line(line) }
        if !forecast.services.isEmpty {
            text.section("Services")
            for line in serviceLines(forecast, limit: .max) { text.line(line) }
        }
        if !forecast.replicas.isEmpty {
            text.section("Tasks")
            for line in replicaLines(forecast, limit: .max) { text.line(line) }
        }
        return text.lines(width: width)
    }

    private func basisWords(_ forecast: Forecast) -> Phrase {
        switch forecast.basis {
        case .exact:
            "exact: a copy of this cluster was run ahead; holds if nothing else comes between"
        case .rehearsal:
            "a rehearsal: skep's own steps, one after the other, on a copy of this cluster"
        case .estimate:
            "an estimate: Swarm's rules over what is known here, with start-up times as observed"
        }
    }

    // MARK: - Parts

    private func troubles(_ forecast: Forecast) -> [Line] {
        forecast.refusals.uniqued().map { Line("  ✗ the cluster refuses: \($0)", .bad) }
            + forecast.obstacles.map { Line("  ✗ it stops and asks: \($0)", .bad) }
    }

    private func replicaLines(_ forecast: Forecast, limit: Int) -> [Line] {
        // What goes wrong comes first, so that it is seen where there is little room.
        let sorted =
            forecast.replicas.filter { !$0.outcome.isFine }
            + forecast.replicas.filter(\.outcome.isFine)
        var lines = sorted.prefix(limit).flatMap { Self.wrapped(line($0), width) }
        if sorted.count > limit { lines.append(rest(sorted.dropFirst(limit))) }
        if sorted.isEmpty, forecast.refusals.isEmpty { lines.append(Self.stillness) }
        return lines
    }

    private static var stillness: Line { Line("  No task moves.", .dim) }

    /// A reason may be long: it goes on below itself.
    private static func wrapped(_ line: Line, _ width: Int) -> [Line] {
        guard line.width > width, let last = line.spans.last, line.spans.count > 1 else {
            return [line]
        }
        let head = Line(Array(line.spans.dropLast()))
        let room = max(12, width - 6)
        let rows = last.text.wrapped(toWidth: room)
        return [head] + rows.map { [Span("      " + $0, last.slot)] }
    }

    private func rest(_ replicas: ArraySlice<Forecast.Replica>) -> Line {
        let moved = replicas.count { $0.outcome == .running }
        let words: Phrase = "  … and \(replicas.count) more, \(moved) of them running in the end"
        return Line(words, .dim)
    }

    private func line(_ replica: Forecast.Replica) -> Line {
        let name = replica.name.safe.truncated(toWidth: nameWidth - 1)
        var line: Line = [Span("  " + name.padded(toWidth: nameWidth), .text)]
        let from = replica.from.map { cluster.nodeName($0) }
        switch replica.outcome {
        case .running:
            line += Span(way(from: from, to: replica), .accent)
            if let after = replica.after { line += Span("  " + Self.time(after), .dim) }
        case .stopped:
            line += Span((from ?? "") + (from == nil ? "" : " → "), .accent)
            line += Span("stops, not replaced", .text)
        case .complete: line += Span("completes", .ok)
        case .waiting(let reason):
            line += Span((from ?? "") + (from == nil ? "" : " → "), .accent)
            line += Span("✗ waits: ", .bad)
            line += Span(reason, .warn)
        case .underWay(let state):
            line += Span((from ?? "") + (from == nil ? "" : " → "), .accent)
            line += Span("on its way: \(word: state.word)", .progress)
        case .failing(let error):
            line += Span((from ?? "") + (from == nil ? "" : " → "), .accent)
            line += Span("✗ fails again and again: ", .bad)
            line += Span(error, .warn)
        }
        return line
    }

    private func way(from: SafeText?, to replica: Forecast.Replica) -> SafeText {
        let to =
            replica.to.map { node in
                cluster.store.node(node) == nil ? said("the new node").safe : cluster.nodeName(node)
            } ?? ""
        guard let from else { return said("new on \(to)").safe }
        return replica.from == replica.to ? said("replaced on \(to)").safe : from + " → " + to
    }

    private var nameWidth: Int {
        let names = entry.forecast?.replicas.map { $0.name.safe.width } ?? []
        return min(max(12, (names.max() ?? 0) + 2), max(12, width / 3))
    }

    private func serviceLines(_ forecast: Forecast, limit: Int) -> [Line] {
        // Those whose number of replicas falls come first.
        let touched = forecast.services.filter { outlook in
            outlook.before != outlook.after || outlook.lowest < outlook.before
                || outlook.update != nil || limit == .max
        }
        let sorted = touched.filter { $0.isShort } + touched.filter { !$0.isShort }
        var lines = sorted.prefix(limit).map(line)
        if sorted.count > limit {
            lines.append(
                Line("  … and \(Amount.count(sorted.count - limit, "more service"))", .dim)
            )
        }
        return lines
    }

    private func line(_ outlook: Forecast.Outlook) -> Line {
        var line: Line = [Span("  \(outlook.name): ", .accent)]
        let isDown = outlook.lowest == 0 && outlook.isShort
        line += Span("\(outlook.before) running", .text)
        if outlook.isShort {
            line += Span(
                isDown ? " → none" : " → at least \(outlook.lowest)",
                isDown ? .bad : .warn
            )
            line += Span(" for \(Self.length(outlook.below))", .warn)
        }
        let isLess = outlook.after < outlook.before
        if outlook.after != outlook.before || outlook.isShort {
            line += Span(" → \(outlook.after)", isLess ? .warn : .text)
        }
        if let update = outlook.update {
            line += Span(" · update ", .dim)
            line += Span(update.shortWord, update.isPaused ? .bad : .text)
        }
        return line
    }

    private func managerLines(_ forecast: Forecast) -> [Line] {
        let before = forecast.managersBefore
        let after = forecast.managersAfter
        var lines: [Line] = []
        if before.total != after.total || before.reachable != after.reachable {
            let slot: Slot = after.hasQuorum ? (after.tolerance == 0 ? .warn : .manager) : .bad
            lines.append([
                Span("  quorum ", .dim), Span(Self.words(before), .manager), Span(" → ", .dim),
                Span(Self.words(after), slot),
            ])
        } else {
            lines.append([
                Span("  quorum ", .dim), Span("\(Self.words(before)), as before", .manager),
            ])
        }
        if before.leader != after.leader, let leader = after.leader {
            lines.append([Span("  leader ", .dim), Span(cluster.nodeName(leader), .leader)])
        }
        if !after.hasQuorum {
            lines.append(
                Line(
                    "  ▲ no leader any more: nothing can be changed, and nothing is replaced",
                    .bad
                )
            )
        } else if forecast.leaderless > .zero {
            let words: Phrase =
                "  ▲ no leader for \(Self.length(forecast.leaderless)): nothing can be changed"
            lines.append(Line(words, .warn))
        }
        return lines
    }

    private static func words(_ managers: ManagersSummary) -> String {
        let loss: Phrase =
            managers.hasQuorum
            ? (managers.tolerance == 0
                ? "survives no loss"
                : "survives \(Amount.count(managers.tolerance, "loss", "losses"))") : "NO QUORUM"
        return said("\(managers.reachable) of \(Amount.count(managers.total, "manager")), \(loss)")
    }

    private func ending(_ forecast: Forecast) -> Line {
        if forecast.isCut {
            return Line(
                "  ▲ looked ahead \(Self.length(span(forecast))) only: it is much work",
                .warn
            )
        }
        if forecast.isStuck {
            let names = forecast.services.filter { $0.update?.isActive == true }.map(\.name)
            let length = Self.length(span(forecast))
            return names.isEmpty
                ? Line("  ▲ nothing more happens after \(length), though not all is at rest", .warn)
                : Line(
                    "  ▲ nothing more happens after \(length), but updates do not end: \(Amount.list(names))",
                    .warn
                )
        }
        guard forecast.isSettled else {
            return Line("  ▲ not at rest after \(Self.length(span(forecast)))", .warn)
        }
        return Line("  all at rest after \(Self.length(forecast.duration))", .ok)
    }

    private func span(_ forecast: Forecast) -> Duration { forecast.end - forecast.start }

    private static func time(_ duration: Duration) -> SafeText {
        said("after \(length(duration))").safe
    }

    /// `3.2 s` up to a minute, then `2:03`.
    private static func length(_ duration: Duration) -> String {
        duration < .seconds(60) ? Age.tenths(duration) + " s" : Age.clock(duration)
    }
}

extension Forecast.Replica.Outcome {
    /// Whether nobody has to look into it.
    fileprivate var isFine: Bool {
        switch self {
        case .running, .stopped, .complete, .underWay: true
        case .waiting, .failing: false
        }
    }
}

extension Forecast.Outlook {
    /// Whether fewer replicas run for a while than before and in the end.
    fileprivate var isShort: Bool { lowest < min(before, after) }
}

extension UpdateStatus.State {
    fileprivate var shortWord: Phrase {
        switch self {
        case .updating: "goes on"
        case .completed: "completes"
        case .paused: "pauses on a failure"
        case .rollbackStarted: "rolls back"
        case .rollbackPaused: "rolls back and pauses"
        case .rollbackCompleted: "is rolled back"
        }
    }
}
