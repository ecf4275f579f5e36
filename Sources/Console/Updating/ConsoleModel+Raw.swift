import Basics
import Cells
import ClusterPorts
import SwarmModel
import SwarmStore

// Raw views of what is no object of the swarm.
extension ConsoleModel {
    /// Whether the swarm's JSON is written from the snapshot, and no engine is asked for it.
    var writesSwarm: Bool {
        if case .simulated? = cluster?.snapshot.source { return true }
        return false
    }

    /// The lines of a raw view; `nil` for one that stays as it was loaded.
    func rawLines(of raw: RawText) -> [Line]? {
        guard let cluster else { return nil }
        let reader = RawReader(cluster: cluster)
        switch raw {
        case .swarm(let reveals):
            guard writesSwarm, let swarm = reader.swarm() else { return nil }
            return RawReader.lines(reveals ? swarm : RawReader.hidingTokens(in: swarm))
        case .event(let event): return RawReader.lines(reader.event(event))
        case .events: return shownEvents.map { RawReader.line(reader.event($0)) }
        case .operations: return RawReader.lines(RawReader.operations(operations.operations))
        case .aliases: return RawReader.lines(RawReader.aliases(settings.aliases))
        }
    }

    /// Takes what an engine tells of its swarm; tokens that are not to be seen are cut at once.
    mutating func take(swarm text: String?) {
        for index in pages.path.indices {
            guard case .text(var page) = pages.path[index].body,
                case .raw(.swarm(let reveals)) = page.content
            else { continue }
            page.isLoading = false
            page.lines =
                text.map { RawReader.lines(reveals ? $0 : RawReader.hidingTokens(in: $0)) }
                ?? [Line("the cluster does not tell it", .bad)]
            pages.path[index].body = .text(page)
        }
    }

    // MARK: - Events

    /// The event under the cursor; `nil` elsewhere than on a list of events.
    var chosenEvent: ClusterEvent? {
        let index: Int? =
            switch pages.top.body {
            case .deck(let deck): deck.focus == .events ? deck.eventIndex : nil
            case .text(let page): page.cursor
            default: nil
            }
        guard let index else { return nil }
        let events = shownEvents
        return index < events.count ? events[events.count - 1 - index] : nil
    }

    mutating func openRawEvent() -> [ConsoleEffect] {
        chosenEvent.map { openText(.raw(.event($0))) } ?? []
    }

    /// Opens all events, the newest at the end as `docker events` prints them.
    mutating func openRawEvents() -> [ConsoleEffect] { openText(.raw(.events)) }

    /// Opens what the chosen event's object belongs to: a task's service, a service's stack.
    mutating func openOwnerOfEvent() -> [ConsoleEffect] {
        guard let cluster, let subject = chosenEvent?.subject else { return [] }
        switch subject {
        case .task(let id):
            guard let service = cluster.store.task(id)?.serviceID else { return [] }
            return openTable(.services(.all), at: .service(service))
        case .service(let id):
            guard let stack = cluster.store.service(id)?.stack else { return [] }
            return openTable(.stacks, at: .stack(stack))
        default: return []
        }
    }

    mutating func openNodeOfEvent() -> [ConsoleEffect] {
        guard let node = situation.nodeOfEvent else { return [] }
        return openTable(.nodes, at: .node(node))
    }
}

extension Situation {
    /// Why nothing can be asked of the chosen event's object; `nil` when it can.
    var whyNoSubject: Phrase? {
        guard let event else { return "no event is chosen" }
        guard cluster?.exists(event.subject) == true else {
            return "the \(word: ClusterState.kindWord(of: event.subject)) is gone"
        }
        return nil
    }

    var whyNoOwnerOfEvent: Phrase? {
        if let reason = whyNoSubject { return reason }
        return switch event?.subject {
        case .task: nil
        case .service(let id):
            cluster?.store.service(id)?.stack == nil ? "it belongs to no stack" : nil
        default: "a node belongs to nothing else"
        }
    }

    var whyNoNodeOfEvent: Phrase? {
        if let reason = whyNoSubject { return reason }
        guard nodeOfEvent == nil else { return nil }
        if case .task? = event?.subject { return "it has no node yet" }
        return "a service is on no one node"
    }

    /// The node that the chosen event is about, or whose task.
    fileprivate var nodeOfEvent: NodeID? {
        switch event?.subject {
        case .task(let id): cluster?.store.task(id)?.nodeID
        case .node(let id): id
        default: nil
        }
    }
}
