import Basics
import Cells
import ClusterPorts
import SwarmModel
import SwarmStore

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
                if case .node(let id) = page.target {
                    effects += followTasks(on: id, into: stream, page.span)
                }
                continue
            }
            let (stream, opened) = openStream(page.target, page.span)
            let names = logNames
            if !page.filter.isEmpty { logs[stream]?.keep(page.filter, names: names) }
            if !page.view.search.isEmpty { logs[stream]?.find(page.view.search, names: names) }
            page.stream = stream
            pages.path[index].body = .logs(page)
            wanted.insert(stream)
            effects += opened
        }
        effects += syncDeckStream(&wanted)
        for id in logs.keys.sorted() where !wanted.contains(id) {
            logs[id] = nil
            effects += nodeLogs.close(id) ?? [.closeLogs(id)]
        }
        return effects
    }

    private mutating func openStream(
        _ target: LogTarget,
        _ span: LogSpan,
        tail: Int? = nil
    ) -> (LogStreamID, [ConsoleEffect]) {
        let id = takeStreamID()
        switch target {
        case .task(let task):
            logs[id] = LogBuffer(merges: false)
            return (id, [.openLogs(request(.task(task), span, tail: tail), id)])
        case .service(let service):
            logs[id] = LogBuffer(merges: true)
            return (id, [.openLogs(request(.service(service), span, tail: tail), id)])
        case .node(let node):
            logs[id] = LogBuffer(merges: true)
            nodeLogs.begin(id)
            return (id, followTasks(on: node, into: id, span))
        }
    }

    private func request(
        _ target: LogRequest.Target,
        _ span: LogSpan,
        tail: Int? = nil
    ) -> LogRequest {
        LogRequest(
            target: target,
            follow: true,
            tail: tail ?? (span == .tail ? LogSpan.tailLines : nil),
            since: span.duration.map { clusterNow - $0 }
        )
    }

    /// How many tasks of a node's log are followed, and of how many.
    func followedTasks(of page: LogsPage) -> (followed: Int, all: Int)? {
        guard case .node(let node) = page.target, let stream = page.stream,
            let present = past?.present ?? cluster
        else { return nil }
        let all = present.store.tasks(on: node).count { $0.state >= .starting }
        return (nodeLogs.count(in: stream), all)
    }

    /// Opens the streams of those tasks on a node that have none yet.
    ///
    /// An engine knows logs of tasks and services only, so a node's are those of its tasks.
    private mutating func followTasks(
        on node: NodeID,
        into buffer: LogStreamID,
        _ span: LogSpan
    ) -> [ConsoleEffect] {
        guard let present = past?.present ?? cluster else { return [] }
        let tasks = present.store.tasks(on: node).filter { $0.state >= .starting }
            .sorted { ($0.isDead ? 1 : 0, $0.id) < ($1.isDead ? 1 : 0, $1.id) }
        var effects: [ConsoleEffect] = []
        for task in tasks where nodeLogs.wants(task.id, in: buffer) {
            let stream = takeStreamID()
            nodeLogs.add(stream, of: task.id, to: buffer)
            effects.append(.openLogs(request(.task(task.id), span), stream))
        }
        return effects
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
        let (id, effects) = openStream(.service(service), .tail, tail: Self.deckTail)
        deckStream = (id, service)
        wanted.insert(id)
        return effects
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
