import Basics
import Cells
import ClusterPorts
import SwarmModel

extension ConsoleModel {
    /// How long the selection rests on a service before the deck shows its lines.
    private static let deckLogRest = Duration.milliseconds(300)
    private static let deckTail = 50

    /// Opens and closes streams so that there is one for each log in sight or beneath.
    mutating func syncStreams() -> [ConsoleEffect] {
        var effects: [ConsoleEffect] = []
        var wanted: Set<LogStreamID> = []
        for index in pages.path.indices {
            guard case .logs(var page) = pages.path[index].body else { continue }
            if let stream = page.stream, logs[stream] != nil {
                wanted.insert(stream)
                continue
            }
            let (stream, effect) = openStream(page.target, page.span)
            let names = logNames
            if !page.filter.isEmpty { logs[stream]?.keep(page.filter, names: names) }
            if !page.view.search.isEmpty { logs[stream]?.find(page.view.search, names: names) }
            page.stream = stream
            pages.path[index].body = .logs(page)
            wanted.insert(stream)
            effects.append(effect)
        }
        effects += syncDeckStream(&wanted)
        for id in logs.keys.sorted() where !wanted.contains(id) {
            logs[id] = nil
            effects.append(.closeLogs(id))
        }
        return effects
    }

    private mutating func openStream(
        _ target: LogRequest.Target,
        _ span: LogSpan,
        tail: Int? = nil
    ) -> (LogStreamID, ConsoleEffect) {
        let id = takeStreamID()
        var merges = false
        if case .service = target { merges = true }
        logs[id] = LogBuffer(merges: merges)
        let request = LogRequest(
            target: target,
            follow: true,
            tail: tail ?? (span == .tail ? LogSpan.tailLines : nil),
            since: span.duration.map { clusterNow - $0 }
        )
        return (id, .openLogs(request, id))
    }

    /// The deck's pane shows the selected service, once the selection has come to rest.
    private mutating func syncDeckStream(_ wanted: inout Set<LogStreamID>) -> [ConsoleEffect] {
        guard case .deck(var deck) = pages.top.body,
            DeckLayout(deck, in: layout.content).isVisible(.logs), let service = deckLogTarget(deck)
        else {
            deckStream = nil
            return []
        }
        if let deckStream, deckStream.service == service {
            deck.logWantedSince = nil
            pages.top.body = .deck(deck)
            wanted.insert(deckStream.id)
            return []
        }
        if let deckStream {
            let since = deck.logService == service ? deck.logWantedSince ?? now : now
            deck.logService = service
            deck.logWantedSince = since
            pages.top.body = .deck(deck)
            if now - since < Self.deckLogRest {
                wanted.insert(deckStream.id)
                return []
            }
        }
        let (id, effect) = openStream(.service(service), .tail, tail: Self.deckTail)
        deckStream = (id, service)
        wanted.insert(id)
        return [effect]
    }

    private func deckLogTarget(_ deck: DeckPage) -> ServiceID? {
        if case .service(let id)? = deck.services.selection { return id }
        return cluster?.serviceOrder.first
    }

    var nextDeckLogChange: WallTime? {
        guard case .deck(let deck) = pages.top.body, let since = deck.logWantedSince else {
            return nil
        }
        return since + Self.deckLogRest
    }

    // MARK: - The log screen

    var logBuffer: LogBuffer? {
        guard case .logs(let page) = pages.top.body else { return nil }
        return page.stream.flatMap { logs[$0] }
    }

    mutating func changeLogs(_ change: (LogBuffer, inout LogView) -> Void) -> [ConsoleEffect] {
        guard case .logs(var page) = pages.top.body, let buffer = logBuffer else { return [] }
        change(buffer, &page.view)
        pages.top.body = .logs(page)
        return []
    }

    mutating func moveInLogs(_ movement: Movement) {
        guard case .logs(var page) = pages.top.body, let buffer = logBuffer else { return }
        let window = LogWindow(
            buffer: buffer,
            view: page.view,
            area: layout.logArea,
            prefix: logPrefix
        )
        switch movement {
        case .rows(let rows): page.view = window.scrolled(by: rows)
        case .pages(let pages):
            page.view = window.scrolled(by: pages * max(1, layout.logArea.rows - 1))
        case .top: page.view = window.atTop()
        case .bottom: page.view.follows = true
        }
        pages.top.body = .logs(page)
    }

    // MARK: - Searching

    mutating func search(_ text: String) {
        switch pages.top.body {
        case .logs(var page):
            page.view.searchText = text
            page.view.search = TextSearch(typed: text)
            page.view.found = nil
            pages.top.body = .logs(page)
            let names = logNames
            if let stream = page.stream { logs[stream]?.find(page.view.search, names: names) }
            if let problem = page.view.search.problem { toast(problem.safe, .warning) }
            if !text.isEmpty { _ = goToMatch(forward: false) }
        case .text(var page):
            page.searchText = text
            page.search = TextSearch(typed: text)
            page.found = nil
            pages.top.body = .text(page)
            if !text.isEmpty { _ = goToMatch(forward: true) }
        case .deck, .table, .rollout: break
        }
    }

    mutating func goToMatch(forward: Bool) -> [ConsoleEffect] {
        var isFound = false
        switch pages.top.body {
        case .logs(var page):
            guard let buffer = logBuffer else { return [] }
            let window = LogWindow(
                buffer: buffer,
                view: page.view,
                area: layout.logArea,
                prefix: logPrefix
            )
            if let view = window.atMatch(forward: forward) {
                page.view = view
                isFound = true
            }
            pages.top.body = .logs(page)
        case .text(var page):
            isFound = page.goToMatch(forward: forward, height: layout.textHeight)
            pages.top.body = .text(page)
        case .deck, .table, .rollout: return []
        }
        if !isFound {
            toast(logBuffer?.isScanning == true ? "still looking" : "not found", .information)
        }
        return []
    }
}
