import Basics
import Cells
import ClusterPorts
import SwarmModel

extension ConsoleModel {
    mutating func openText(_ content: TextPage.Content) -> [ConsoleEffect] {
        pages.pushText(TextPage(content))
        arrive()
        // What is told last matters most.
        if content == .operations || content == .raw(.events) { moveTextToEnd() }
        return loadJSONIfNeeded()
    }

    mutating func describeSelection() -> [ConsoleEffect] {
        selection.map { openText(.describe($0)) } ?? []
    }

    mutating func openJSONOfSelection() -> [ConsoleEffect] {
        selection.map { openText(.json($0)) } ?? []
    }

    /// From the words about an object to its JSON and back.
    mutating func switchText() -> [ConsoleEffect] {
        guard case .text(let page) = pages.top.body else { return [] }
        switch page.content {
        case .describe(let reference): replaceText(.json(reference))
        case .json(let reference): replaceText(.describe(reference))
        case .swarm(let reveals): replaceText(.raw(.swarm(reveals: reveals)))
        case .raw(.swarm(let reveals)): replaceText(.swarm(reveals: reveals))
        case .operations: replaceText(.raw(.operations))
        case .raw(.operations): replaceText(.operations)
        case .aliases: replaceText(.raw(.aliases))
        case .raw(.aliases): replaceText(.aliases)
        // They were opened on top of what they are about.
        case .raw(.event), .raw(.events): return goBack()
        case .help, .plan, .lookup, .requests, .zones, .joinToken, .unlockKey, .events, .messages,
            .plugin, .whatIf, .why, .safeDrain:
            break
        }
        return loadJSONIfNeeded()
    }

    private mutating func replaceText(_ content: TextPage.Content) {
        pages.replaceText(with: TextPage(content))
        arrive()
    }

    private mutating func loadJSONIfNeeded() -> [ConsoleEffect] {
        guard case .text(var page) = pages.top.body, let effect = loading(of: page.content) else {
            return []
        }
        guard past == nil else {
            page.lines = [Line("the engine tells of now only: F8 goes back there", .warn)]
            pages.top.body = .text(page)
            return []
        }
        page.isLoading = true
        pages.top.body = .text(page)
        return [effect]
    }

    /// What brings the JSON of a page that the console cannot write itself.
    private func loading(of content: TextPage.Content) -> ConsoleEffect? {
        switch content {
        case .json(.image): nil
        case .json(.stack(let name)):
            .loadParts(.stack(name), cluster?.stacks.members[name]?.references ?? [])
        case .json(let reference): .loadJSON(reference)
        case .raw(.swarm): writesSwarm ? nil : .loadSwarm
        default: nil
        }
    }

    mutating func take(json text: String?, of reference: ObjectReference) {
        for index in pages.path.indices {
            guard case .text(var page) = pages.path[index].body, page.content == .json(reference)
            else {
                continue
            }
            page.isLoading = false
            page.lines = text.map { RawReader.lines($0) } ?? [Line("it is gone", .bad)]
            pages.path[index].body = .text(page)
        }
    }

    mutating func openHelp(commandsFirst: Bool = false) {
        if case .text(let open) = pages.top.body, open.content == .help {
            _ = pages.pop()
            // The key that opened it closes it.
            if open.commandsFirst == commandsFirst { return arrive() }
        }
        let surface = surface
        pages.push(.text(TextPage(.help)))
        guard case .text(var page) = pages.top.body else { return }
        page.commandsFirst = commandsFirst
        page.lines = HelpText.lines(
            for: surface,
            commandsFirst: commandsFirst,
            version: settings.version,
            keymap: settings.keymap,
            width: layout.logArea.columns
        )
        pages.top.body = .text(page)
    }

    mutating func shiftText(by columns: Int) -> [ConsoleEffect] {
        guard case .text(var page) = pages.top.body else { return [] }
        page.left = max(0, page.left + columns)
        pages.top.body = .text(page)
        return []
    }

    mutating func moveTextToEnd() { _ = move(.bottom) }

    /// Writes a page about something that changes anew.
    mutating func refreshText() {
        guard case .text(var page) = pages.top.body else { return }
        switch page.content {
        case .describe(let reference):
            guard let cluster else { return }
            page.lines = Description.fitting(
                Describer(cluster: cluster, rollouts: shownRollouts).lines(about: reference),
                width: layout.logArea.columns
            )
        case .operations:
            page.lines = OperationText.lines(
                operations.operations,
                ofRecording: replay != nil,
                width: layout.logArea.columns
            )
        case .plan(let id):
            // The newest step stays in sight, unless the user has gone elsewhere.
            let end = max(0, page.lines.count - layout.textHeight)
            let follows = plans[id]?.hasBegun == true && page.top >= end
            page.lines =
                plans[id].map { PlanText.lines($0, width: layout.logArea.columns) } ?? []
            if follows { page.top = max(0, page.lines.count - layout.textHeight) }
        case .lookup(let query):
            guard let cluster else { return }
            page.lines = wrapped(
                LookupText(cluster: cluster, query: query, lookup: lookups[query]).lines()
            )
        case .requests(let id):
            guard let cluster, let run = requestRuns[id] else { return }
            page.lines = RequestText(
                cluster: cluster,
                run: run,
                width: layout.logArea.columns
            ).lines()
        case .zones:
            guard let cluster else { return }
            page.lines = ZonesText(cluster: cluster).lines()
        case .joinToken(let role):
            guard let cluster else { return }
            page.lines = wrapped(SwarmText(cluster: cluster).joinToken(role))
        case .unlockKey:
            guard let cluster else { return }
            page.lines = wrapped(SwarmText(cluster: cluster).unlockKey())
        case .whatIf(let id):
            guard let cluster, let entry = forecasts[id], let question = whatIfs[id] else { return }
            page.lines = ForecastText(
                cluster: cluster,
                entry: entry,
                width: layout.logArea.columns
            ).pageLines(of: question)
        case .why(let question):
            guard let cluster else { return }
            page.lines = PlacementText(
                cluster: cluster,
                question: question,
                answer: placements[question]?.answer,
                whyUnanswered: whyUnanswered,
                width: layout.logArea.columns
            ).lines()
        case .safeDrain(let id):
            guard let drain = drains[id] else { return }
            page.lines = DrainText(drain: drain, width: layout.logArea.columns).lines()
        case .swarm(let reveals):
            guard let cluster else { return }
            page.lines = SwarmSettingsText(cluster: cluster, reveals: reveals).lines()
        case .events:
            guard let cluster else { return }
            page.lines = Describer.events(shownEvents, dropped: events.dropped, in: cluster)
            page.follow(
                events: shownEvents.count + events.dropped,
                height: layout.textHeight
            )
        case .plugin(let id): page.lines = pluginRuns[id]?.text ?? []
        case .aliases: page.lines = wrapped(AliasText.lines(settings.aliases), indent: 18)
        case .messages: page.lines = MessageText.lines(messages, width: layout.logArea.columns)
        case .json(.image(let name)):
            guard let cluster else { return }
            page.lines =
                cluster.image(named: name)
                .map { RawReader.lines(RawReader(cluster: cluster).image($0)) }
                ?? [Line("it is gone", .bad)]
        case .raw(let raw):
            guard let lines = rawLines(of: raw) else { return }
            page.lines = lines
        case .help, .json: return
        }
        page.scroll(by: 0, height: layout.textHeight)
        pages.top.body = .text(page)
    }

    /// Lines that are too wide for the page, cut between words.
    private func wrapped(_ lines: [Line], indent: Int? = nil) -> [Line] {
        lines.flatMap { $0.wrapped(toWidth: layout.logArea.columns, indent: indent) }
    }

    /// Writes what is on the screen to a file, and says so if that takes a while.
    mutating func save(to place: SavePlace? = nil) -> [ConsoleEffect] {
        if let count = logBuffer?.count, count >= Self.manyLines {
            toast("saving \(count) lines …", .information)
        }
        return [.save(savedText, place: place ?? .named(savedName))]
    }

    private static let manyLines = 100_000

    /// What a file of this screen is called, if the user does not say it.
    var savedName: String {
        if case .logs = pages.top.body { return "skep-logs.txt" }
        let words = surface.title.lowercased().split { !$0.isLetter && !$0.isNumber }
        return "skep-\(words.joined(separator: "-")).txt"
    }

    private var savedText: SavedText {
        switch pages.top.body {
        case .text(let page):
            return SavedText(page.lines.map(\.text.string).joined(separator: "\n") + "\n")
        case .logs(let page):
            guard let buffer = page.stream.flatMap({ logs[$0] }) else { break }
            return SavedText(logText(page, buffer))
        case .deck, .table, .rollout: break
        }
        return SavedText(view(self, size: size).text + "\n")
    }

    mutating func take(theme name: String, error: SafeText?) {
        if let error {
            toast("theme \(name): \(error)", .failure)
        } else {
            settings.themeName = name
            if case .themes = layer { return }
            toast("theme \(name)", .information)
        }
    }
}
