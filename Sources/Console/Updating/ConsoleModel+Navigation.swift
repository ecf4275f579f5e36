import Basics
import ClusterPorts
import SwarmModel

extension ConsoleModel {
    /// What keys mean on the screen that is seen.
    var surface: Surface { surface(of: pages.top) }

    /// A plan that was carried out, or changes nothing, has other keys than one that waits.
    func surface(of page: Page) -> Surface {
        guard page.surface == .plan, case .text(let text) = page.body,
            case .plan(let id) = text.content, let plan = plans[id]
        else { return page.surface }
        return plan.hasBegun || plan.plan?.isEmpty == true ? .deployed : .plan
    }
}

extension Page {
    /// What the user looks at, as far as keys go.
    var surface: Surface {
        switch body {
        case .table(let table): table.kind.surface
        case .rollout: .rollout
        case .logs: .logs
        case .text(let text): text.content.surface
        case .deck(let deck):
            switch deck.focus {
            case .services: .deckServices
            case .nodes: .deckNodes
            case .map: .deckMap
            case .events: .deckEvents
            case .logs: .deckLogs
            }
        }
    }
}

extension ConsoleModel {
    /// The object that keys are about.
    var selection: ObjectReference? {
        switch pages.top.body {
        case .table, .deck: return table?.selection
        case .rollout(let rollout): return .service(rollout.service)
        case .logs(let page):
            return page.target.reference
        case .text(let text): return text.content.reference
        }
    }

    mutating func goBack() -> [ConsoleEffect] {
        if case .table(let table) = pages.top.body, table.filter.isShown {
            applyFilter("")
            return []
        }
        if case .deck = pages.top.body, let table, table.filter.isShown {
            applyFilter("")
            return []
        }
        if !pages.pop() { remark("this is the first screen; type :q to quit") }
        arrive()
        return []
    }

    mutating func travel(_ step: (inout PageStack) -> Bool) -> [ConsoleEffect] {
        if step(&pages) { arrive() } else { toast("there is no other view", .information) }
        return []
    }

    /// Brings the screen that is seen now up to date.
    mutating func arrive() {
        forEachVisibleTable { table, _ in
            table.isStale = true
            table.builtAt = WallTime(nanoseconds: .min)
        }
        refreshText()
    }

    private mutating func open(_ body: PageBody, fromRoot: Bool = false) -> [ConsoleEffect] {
        if fromRoot { pages.open(body) } else { pages.push(body) }
        arrive()
        return []
    }

    mutating func openDeck() -> [ConsoleEffect] { open(.deck(deckPage()), fromRoot: true) }

    mutating func openTable(_ kind: TableKind, fromRoot: Bool = false) -> [ConsoleEffect] {
        open(.table(tablePage(kind)), fromRoot: fromRoot)
    }

    /// A new table, with the order and the columns that the user has chosen for its kind.
    private func tablePage(_ kind: TableKind) -> TablePage {
        var page = TablePage(kind)
        page.columnChoice = columnChoices[kind.noun]
        if let order = memory.orders[kind.noun],
            kind.columns.contains(where: { $0.id == order.column })
        {
            page.order = order
        }
        return page
    }

    func deckPage() -> DeckPage {
        var deck = DeckPage()
        deck.services = tablePage(.services(.all))
        deck.nodes = tablePage(.nodes)
        return deck
    }

    /// Opens a table with one row selected.
    mutating func openTable(_ kind: TableKind, at row: ObjectReference) -> [ConsoleEffect] {
        var page = tablePage(kind)
        page.select(row, height: layout.tableHeight)
        return open(.table(page))
    }

    mutating func openRollout(_ id: ServiceID) -> [ConsoleEffect] {
        if let present = past?.present ?? cluster { rollouts.open(id, in: present) }
        if let cluster { past?.rollouts.open(id, in: cluster) }
        return open(.rollout(RolloutPage(service: id)))
    }

    mutating func openLogs(_ target: LogTarget) -> [ConsoleEffect] {
        var page = LogsPage(target: target)
        page.view.until = past?.moment
        return open(.logs(page))
    }

    // MARK: - From the selection

    mutating func openTasksOfNode() -> [ConsoleEffect] {
        guard let node = situation.node else { return [] }
        return openTable(.tasks(.node(node.id)))
    }

    mutating func openTasksOfService() -> [ConsoleEffect] {
        guard let service = situation.service else { return [] }
        return openTable(.tasks(.service(service.id)))
    }

    mutating func openRolloutOfSelection() -> [ConsoleEffect] {
        situation.service.map { openRollout($0.id) } ?? []
    }

    mutating func openLogsOfSelection() -> [ConsoleEffect] {
        if let service = situation.service { return openLogs(.service(service.id)) }
        if let node = situation.node { return openLogs(.node(node.id)) }
        return situation.task.map { openLogs(.task($0.id)) } ?? []
    }

    mutating func openPreviousLogs() -> [ConsoleEffect] {
        guard let cluster, let task = situation.task, let old = cluster.predecessor(of: task) else {
            toast("no task of this slot was before it", .warning)
            return []
        }
        return openLogs(.task(old.id))
    }

    mutating func openNodeOfTask() -> [ConsoleEffect] {
        guard let node = situation.task?.nodeID else { return [] }
        return openTable(.nodes, at: .node(node))
    }

    mutating func openServiceOfTask() -> [ConsoleEffect] {
        guard let service = situation.task?.serviceID else { return [] }
        return openTable(.services(.all), at: .service(service))
    }

    // MARK: - The deck

    mutating func changeDeck(_ change: (inout DeckPage) -> Void) {
        guard case .deck(var deck) = pages.top.body else { return }
        change(&deck)
        pages.top.body = .deck(deck)
    }

    mutating func moveFocus(by step: Int) -> [ConsoleEffect] {
        changeDeck { $0.moveFocus(by: step) }
        keepSelectionsInSight()
        return []
    }

    mutating func openEvent() -> [ConsoleEffect] {
        chosenEvent.map { openText(.describe($0.subject)) } ?? []
    }

    mutating func openDeckLogs() -> [ConsoleEffect] {
        deckStream.map { openLogs(.service($0.service)) } ?? []
    }

    // MARK: - Moving

    mutating func move(_ movement: Movement) -> [ConsoleEffect] {
        let layout = layout
        switch pages.top.body {
        case .table: moveInTable(movement)
        case .deck(let deck):
            switch deck.focus {
            case .services, .nodes: moveInTable(movement)
            case .map:
                changeDeck {
                    $0.mapTop = max(0, movement.target(from: $0.mapTop, count: 1, height: 8))
                }
            case .events: moveInEvents(movement)
            case .logs: break
            }
        case .rollout: moveInRollout(movement)
        case .logs: moveInLogs(movement)
        case .text(var text):
            let height = layout.textHeight
            let from = text.cursor ?? text.top
            let target = movement.target(from: from, count: text.lines.count, height: height)
            if text.cursor == nil {
                text.top = target
                text.scroll(by: 0, height: height)
            } else {
                text.moveCursor(to: target, height: height)
            }
            pages.top.body = .text(text)
        }
        return []
    }

    private mutating func moveInTable(_ movement: Movement) {
        withTable { table, height in
            let target = movement.target(from: table.index, count: table.count, height: height)
            table.select(row: target, height: height)
        }
    }

    /// The newest event stands on top.
    private mutating func moveInEvents(_ movement: Movement) {
        let count = shownEvents.count
        changeDeck { deck in
            let target = movement.target(from: deck.eventIndex, count: count, height: 8)
            deck.eventIndex = min(max(0, target), max(0, count - 1))
        }
    }
}

extension TableKind {
    var surface: Surface {
        switch self {
        case .nodes: .nodes
        case .managers: .managers
        case .services: .services
        case .tasks: .tasks
        case .stacks: .stacks
        case .networks: .networks
        case .configs: .configs
        case .secrets: .secrets
        case .volumes: .volumes
        case .images: .images
        }
    }
}

extension TextPage.Content {
    var surface: Surface {
        switch self {
        case .describe: .describe
        case .json, .raw: .json
        case .help: .help
        case .operations: .operations
        case .plan: .plan
        case .lookup: .lookup
        case .requests: .requests
        case .zones: .zones
        case .joinToken, .unlockKey: .secretText
        case .swarm: .swarm
        case .events: .eventPage
        case .aliases: .aliases
        case .messages: .messages
        case .plugin: .output
        case .whatIf: .whatIf
        case .why: .why
        case .safeDrain: .safeDrain
        }
    }

    var reference: ObjectReference? {
        switch self {
        case .describe(let reference), .json(let reference): reference
        case .why(let question):
            switch question {
            case .task(let id): .task(id)
            case .next(let id): .service(id)
            }
        case .safeDrain(let id): .node(id)
        case .help, .operations, .plan, .lookup, .requests, .zones, .joinToken, .unlockKey,
            .swarm, .events, .aliases, .messages, .plugin, .whatIf, .raw:
            nil
        }
    }
}
