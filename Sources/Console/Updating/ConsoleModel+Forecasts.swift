import Basics
import ClusterPorts
import SwarmModel
import SwarmStore

/// A question that was typed, `whatif drain node2`, and the commands behind it.
struct WhatIf: Sendable {
    /// `Drain node node2`.
    let title: Phrase
    /// What does it, without `whatif`.
    let line: String
    /// Why it would not be done.
    var refusal: Phrase?
}

/// What the scheduler said of a task last, and whether it is being asked again.
struct Placement: Sendable {
    var answer: Result<PlacementReport, EngineError>?
    var isAsked = false
}

extension ConsoleModel {
    /// A box's forecast is worked out anew when the cluster moved on, but not more often than this.
    private static let refreshTime = Duration.seconds(3)
    /// Nor are they worked at for more than this part of the time.
    private static let rest = 3
    private static let whatIfLimit = 10

    // MARK: - Boxes

    /// Asks for the forecasts that the screen needs, and ends those that it does not any more.
    mutating func syncForecasts() -> [ConsoleEffect] {
        var effects = syncBoxForecast()
        var wanted = Set(whatIfs.keys)
        if let boxForecast {
            wanted.insert(boxForecast.id)
            if let shown = boxForecast.shown { wanted.insert(shown) }
        }
        for id in forecasts.keep(wanted) { effects.append(.cancelForecast(id)) }
        return effects
    }

    private mutating func syncBoxForecast() -> [ConsoleEffect] {
        guard case .box(let box) = layer, let cluster, cluster.snapshot.forecasts != nil,
            let foresight = box.foresight(in: cluster)
        else {
            boxForecast = nil
            return []
        }
        let changes = box.chosenAlternative.map { [$0.change] } ?? box.parts.map(\.change)
        // A name that is typed to confirm changes nothing.
        let input = box.contents.confirmName == nil ? box.field.text : ""
        let known = boxForecast.flatMap { $0.changes == changes && $0.input == input ? $0 : nil }
        if let known, !mustRefresh(known, cluster) { return [] }
        let id = forecasts.nextID
        guard let effect = foresight.effect(id) else {
            boxForecast = nil
            return []
        }
        forecasts.ask(id, at: now, version: cluster.store.version)
        var next = BoxForecast(id: id, changes: changes, input: input)
        next.shown = known?.id
        boxForecast = next
        return [effect]
    }

    private func mustRefresh(_ known: BoxForecast, _ cluster: ClusterState) -> Bool {
        guard let entry = forecasts[known.id], !entry.isAsked else { return false }
        return entry.version != cluster.store.version
            && now - entry.askedAt >= max(Self.refreshTime, entry.cost * Self.rest)
    }

    mutating func take(_ id: ForecastID, _ result: Result<Forecast, EngineError>) {
        forecasts.take(id, result, at: now)
        refreshText()
    }

    /// The forecast to show in the box that is open, and whether a newer one is on its way.
    var shownForecast: (entry: ForecastEntry, isRefreshing: Bool)? {
        guard let boxForecast, let newest = forecasts[boxForecast.id] else { return nil }
        if newest.isAsked, let shown = boxForecast.shown, let entry = forecasts[shown] {
            return (entry, true)
        }
        return (newest, false)
    }

    /// Why the box that is open has no forecast; `nil` if it has one, or none is to be had at all.
    var whyNoForecast: Phrase? {
        guard case .box(let box) = layer, let cluster, cluster.snapshot.forecasts != nil,
            case .without(let reason)? = box.foresight(in: cluster)
        else { return nil }
        return reason.words
    }

    // MARK: - What if

    /// Opens the page of what would come of a command line; nothing is done.
    mutating func openWhatIf(_ call: Command.Call) throws(CommandRefusal) -> [ConsoleEffect] {
        if past != nil {
            throw CommandRefusal("only the present is looked ahead of: F8 goes there")
        }
        guard let cluster, cluster.snapshot.forecasts != nil else {
            throw CommandRefusal("this cluster cannot be looked ahead of")
        }
        let line = whatIfLine(call.words)
        // The command is typed into a copy of the console, to see what box it opens.
        var trial = self
        trial.layer = nil
        trial.settings.isReadOnly = false
        trial.cluster?.takeAsChangeable()
        trial.isTrial = true
        let effects = try trial.run(line: line)
        guard case .box(let box) = trial.layer else { return try openOtherwise(effects, line) }
        guard let foresight = box.foresight(in: cluster) else {
            let reason = box.contents.fieldError ?? box.contents.refusal
            throw CommandRefusal(
                reason ?? "there is nothing to look ahead of: say how much, or what"
            )
        }
        let id = forecasts.nextID
        guard let effect = foresight.effect(id) else {
            if case .without(let reason) = foresight { throw CommandRefusal(reason.words) }
            return []
        }
        forecasts.ask(id, at: now, version: cluster.store.version)
        whatIfs[id] = WhatIf(title: box.contents.title, line: line, refusal: box.contents.refusal)
        if whatIfs.count > Self.whatIfLimit, let oldest = whatIfs.keys.min() {
            whatIfs[oldest] = nil
        }
        return openText(.whatIf(id)) + [effect]
    }

    /// What opens no box at once: plans and edited specs show a forecast before anything is sent.
    private mutating func openOtherwise(
        _ effects: [ConsoleEffect],
        _ line: String
    ) throws(CommandRefusal) -> [ConsoleEffect] {
        switch effects.last {
        case .planStack?:
            toast("nothing is done by a plan; enter on it shows the forecast", .information)
            return try run(line: line)
        case .editSpec?:
            throw CommandRefusal("edit itself shows a forecast before anything is sent")
        default:
            throw CommandRefusal("whatif looks ahead of changes only, such as whatif drain NODE")
        }
    }

    /// `kill` and `start` are about nodes' machines where they name some; `node rm` is `rm node`.
    private func whatIfLine(_ words: [String]) -> String {
        var words = words
        if words.count == 2, ["kill", "start"].contains(words[0]),
            let resolver = try? resolver(),
            case let names = words[1].split(separator: ","), !names.isEmpty,
            names.allSatisfy({ (try? resolver.node(String($0))) != nil })
        {
            words.insert("fault", at: 0)
        }
        if words.count == 3, words[1] == "rm", ViewCommands.kinds.contains(words[0]) {
            words.swapAt(0, 1)
        }
        return words.map { $0.contains(" ") ? "\"\($0)\"" : $0 }.joined(separator: " ")
    }

    /// Asks whether to do what the page is about.
    mutating func askToDoWhatIf() -> [ConsoleEffect] {
        guard case .text(let page) = pages.top.body, case .whatIf(let id) = page.content,
            let question = whatIfs[id]
        else { return [] }
        do {
            return try run(line: question.line)
        } catch {
            toast(error.words.safe, .warning)
            return []
        }
    }

    // MARK: - Why here

    /// Explains where the selected task is, or where the selected service's next one would go.
    mutating func openWhyOfSelection() -> [ConsoleEffect] {
        if let task = situation.task { return openWhy(.task(task.id)) }
        guard let cluster, let service = situation.service else { return [] }
        return openWhy(cluster.openQuestion(about: service.id))
    }

    mutating func openWhy(_ question: PlacementQuestion) -> [ConsoleEffect] {
        placements = placements.filter { $0.key == question }
        return openText(.why(question)) + askPlacement()
    }

    /// Asks the question of the screen that is seen, unless an answer is on its way.
    mutating func askPlacement() -> [ConsoleEffect] {
        guard whyUnanswered == nil, case .text(let page) = pages.top.body,
            case .why(let question) = page.content, placements[question]?.isAsked != true
        else { return [] }
        placements[question, default: Placement()].isAsked = true
        return [.askPlacement(question)]
    }

    /// Why the scheduler cannot be asked about what is shown; `nil` if it can.
    var whyUnanswered: Phrase? {
        past == nil ? nil : "the scheduler knows the present only: F8 goes there"
    }

    mutating func take(
        _ question: PlacementQuestion,
        _ answer: Result<PlacementReport, EngineError>
    ) {
        placements[question] = Placement(answer: answer)
        refreshText()
    }
}

extension ClusterState {
    /// What is worth asking about a service: its first task that waits, else its next replica.
    func openQuestion(about service: ServiceID) -> PlacementQuestion {
        let waiting = store.tasks(of: service).first {
            $0.nodeID == nil && $0.isLive && $0.desiredState <= .running
        }
        return waiting.map { .task($0.id) } ?? .next(service)
    }
}
