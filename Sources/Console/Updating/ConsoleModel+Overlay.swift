import Basics
import Cells
import ClusterPorts
import SwarmModel
import SwarmStore

/// What the embedded DNS answered last, and whether it is being asked again.
struct Lookup: Sendable {
    var answer: Result<NameAnswer, EngineError>?
    var isAsked = false
}

/// Requests that were sent together, and what became of them.
struct RequestRun: Sendable {
    let target: RequestTarget
    let count: Int
    var report: RequestReport?
    var error: EngineError?
}

extension ConsoleModel {
    private static let runsLimit = 50

    // MARK: - Names

    mutating func openLookup(_ query: NameQuery) -> [ConsoleEffect] {
        lookups = lookups.filter { $0.key == query }
        return openText(.lookup(query)) + askAgain()
    }

    /// Asks for the name on the screen that is seen, unless an answer is on its way.
    mutating func askAgain() -> [ConsoleEffect] {
        guard case .text(let page) = pages.top.body, case .lookup(let query) = page.content,
            lookups[query]?.isAsked != true
        else { return [] }
        lookups[query, default: Lookup()].isAsked = true
        return [.resolve(query)]
    }

    mutating func take(_ query: NameQuery, _ answer: Result<NameAnswer, EngineError>) {
        lookups[query] = Lookup(answer: answer)
        refreshText()
    }

    // MARK: - Requests

    mutating func openRequests(
        _ target: RequestTarget,
        count: Int,
        origin: SafeText
    ) -> [ConsoleEffect] {
        let effects = startRequests(target, count: count, origin: origin)
        return openText(.requests(effects.id)) + effects.effects
    }

    /// Sends the requests of the screen that is seen once more.
    mutating func repeatRequests() -> [ConsoleEffect] {
        guard case .text(var page) = pages.top.body, case .requests(let id) = page.content,
            let run = requestRuns[id]
        else { return [] }
        let next = startRequests(run.target, count: run.count, origin: origin)
        page.content = .requests(next.id)
        pages.top.body = .text(page)
        refreshText()
        return next.effects
    }

    private mutating func startRequests(
        _ target: RequestTarget,
        count: Int,
        origin: SafeText
    ) -> (id: OperationID, effects: [ConsoleEffect]) {
        let id = operations.takeID()
        let words = cluster?.words(of: target).string ?? ""
        operations.add(
            Operation(
                id: id,
                at: now,
                title: said("Send \(Amount.count(count, "request")) to \(words)").safe,
                origin: origin,
                subject: "",
                docker: docker(for: target, words: words).safe
            )
        )
        requestRuns[id] = RequestRun(target: target, count: count)
        if requestRuns.count > Self.runsLimit, let oldest = requestRuns.keys.min() {
            requestRuns[oldest] = nil
        }
        return (id, [.perform(.request(target, count: count), id)])
    }

    private func docker(for target: RequestTarget, words: String) -> String {
        switch target {
        case .published: return "curl http://\(words)/"
        case .name(let name, let port, let task):
            let container = cluster?.store.task(task)?.status.container?.id.short ?? "CONTAINER"
            let tail = port.map { ":\($0)" } ?? ""
            return "docker container exec \(container) curl http://\(name)\(tail)/"
        }
    }

    /// Keeps what requests came to; says whether the operation was one of those.
    mutating func note(
        _ id: OperationID,
        _ result: Result<CommandOutcome, EngineError>
    ) -> Bool {
        guard requestRuns[id] != nil else { return false }
        switch result {
        case .success(let outcome): requestRuns[id]?.report = outcome.requests
        case .failure(let error): requestRuns[id]?.error = error
        }
        return true
    }

    // MARK: - Networks

    mutating func openTasksOfNetwork() -> [ConsoleEffect] {
        guard case .network(let id)? = selection else { return [] }
        return openTable(.tasks(.network(id)))
    }

    /// Types the command, ready for the name; the selected task is who asks.
    mutating func openLookupPrompt() -> [ConsoleEffect] {
        openPrompt(.command, text: "lookup ")
        return []
    }

    mutating func openRequestPrompt() -> [ConsoleEffect] {
        let node = situation.node.map { $0.displayName + ":" } ?? ""
        openPrompt(.command, text: "request " + node)
        return []
    }
}

extension ClusterState {
    /// `node2:8010`, `web:80 from shop_api.1`.
    func words(of target: RequestTarget) -> SafeText {
        switch target {
        case .published(let node, let port): return nodeName(node) + ":\(port)".safe
        case .name(let name, let port, let task):
            let tail = port.map { ":\($0)" } ?? ""
            return (name + tail + " from ").safe + self.name(of: .task(task))
        }
    }
}
