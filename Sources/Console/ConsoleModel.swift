import Basics
package import Cells
import ClusterPorts
import SwarmModel
import Wording

/// Everything the console knows: what the cluster is like, which screens are open, and what the
/// user is about.
///
/// It changes by messages only, and what it wants done comes back as effects. It reads no clock:
/// send ``ConsoleMessage/time(_:)`` before other messages, and when ``nextWake`` has come.
package struct ConsoleModel: Sendable {
    package internal(set) var settings: ConsoleSettings
    /// The terminal's size, as it was last told.
    package internal(set) var size = Size(columns: 80, rows: 24)
    var now = WallTime(nanoseconds: 0)
    var cluster: ClusterState?
    var connection = ConnectionState.connected
    var pages = PageStack(root: .deck(DeckPage()))
    var layer: Layer?
    var toasts = ToastShelf()
    var messages = MessageLog()
    var operations = OperationLog()
    var events = EventFeed()
    var rollouts = RolloutBook()
    var plans: [OperationID: StackPlan] = [:]
    var lookups: [NameQuery: Lookup] = [:]
    var pluginRuns: [OperationID: PluginRun] = [:]
    var requestRuns: [OperationID: RequestRun] = [:]
    var forecasts = ForecastBook()
    /// The forecast of the box that is open.
    var boxForecast: BoxForecast?
    var whatIfs: [ForecastID: WhatIf] = [:]
    /// Whether this is a copy, made to see what a command would ask.
    var isTrial = false
    var placements: [PlacementQuestion: Placement] = [:]
    /// What was seen, and which moment of it is looked at; `nil` = the present.
    var pastBook = PastBook()
    var past: PastView?
    var drains: [NodeID: SafeDrain] = [:]
    /// The key or line that began each drain, and which drain waits for which answer.
    var drainOrigins: [NodeID: SafeText] = [:]
    var drainOperations: [OperationID: NodeID] = [:]
    var logs: [LogStreamID: LogBuffer] = [:]
    var nodeLogs = NodeLogs()
    /// The stream of the deck's log pane, and whose lines it brings.
    var deckStream: (id: LogStreamID, service: ServiceID)?
    var commandHistory: [String] = []
    /// The cluster as it is shown while the picture is held.
    var frozen: Frozen?
    /// The columns that the user has chosen, by the table's noun.
    var columnChoices: [String: [ColumnID]] = [:]
    /// How tables are arranged, for the next start.
    var memory: ViewMemory
    /// What the configuration said when it was last read.
    var configured: ConsoleSettings
    var mouse = MouseMemory()
    var hints: Hints
    /// The members of JSON lines that the user has chosen.
    var logFields: [String] = []
    var showsHeader = true
    var showsCrumbs = true
    /// What asked for the change in hand: a key, for the operation log.
    var origin = SafeText()
    var hasStarted = false
    var asksToQuit = false
    private var nextStream = 1
    private(set) var statistics = ConsoleStatistics()

    package init(settings: ConsoleSettings) {
        self.settings = settings
        hints = Hints(areWanted: settings.showsHints)
        memory = settings.memory
        configured = settings
        columnChoices = Self.columnChoices(settings)
        pages = PageStack(root: .deck(deckPage()))
    }

    /// Takes something in that has happened; returns what is to be done about it.
    package mutating func update(_ message: ConsoleMessage) -> [ConsoleEffect] {
        Wording.$language.withValue(settings.language) { updated(by: message) }
    }

    private mutating func updated(by message: ConsoleMessage) -> [ConsoleEffect] {
        let before = memory
        var effects = take(message)
        if memory != before { effects.append(.remember(memory)) }
        if message.mayMoveDrains { effects += stepDrains() }
        refreshLists()
        effects += syncStreams()
        effects += syncForecasts()
        return effects
    }

    private mutating func take(_ message: ConsoleMessage) -> [ConsoleEffect] {
        switch message {
        case .input(let event): return take(event)
        case .snapshot(let snapshot): return take(snapshot)
        case .time(let time): take(time)
        case .outcome(let id, let result): return take(id, result)
        case .asked(let operation): take(operation)
        case .logLines(let stream, let lines, let ended):
            let names = logNames
            if let buffer = nodeLogs.buffer(of: stream) {
                logs[buffer]?.add(lines, ended: false, at: now, names: names)
            } else {
                logs[stream]?.add(lines, ended: ended, at: now, names: names)
            }
        case .json(let reference, let text): take(json: text, of: reference)
        case .swarmJSON(let text): take(swarm: text)
        case .editedSpec(let reference, let edit): return take(reference, edit)
        case .nameAnswer(let query, let answer): take(query, answer)
        case .forecast(let id, let result): take(id, result)
        case .placement(let question, let answer): take(question, answer)
        case .stackPlan(let id, let result): return take(id, plan: result)
        case .workProgress(let id, let lines, let ended): take(id, progress: lines, ended: ended)
        case .pluginOutput(let id, let lines, let status):
            take(plugin: id, lines, status: status)
        case .themeChanged(let name, let error): take(theme: name, error: error)
        case .themeWanted(let name): return [.setTheme(name)]
        case .notice(let words, let severity): toast(words, severity)
        case .saved(let outcome): take(outcome)
        case .connection(let state): connection = state
        case .configured(let settings): take(settings)
        case .misconfigured(let problem):
            toast("\(problem); what was read before holds", .failure)
        }
        return []
    }

    mutating func takeStreamID() -> LogStreamID {
        defer { nextStream += 1 }
        return LogStreamID(number: nextStream)
    }

    mutating func countBuild(of list: RowList) {
        statistics.listBuilds += 1
        statistics.rowsListed += list.looked
    }

    /// What guards look at, for the screen that is seen.
    var situation: Situation { situation(in: cluster) }

    func situation(in cluster: ClusterState?) -> Situation {
        Situation(
            cluster: cluster,
            isReadOnly: settings.isReadOnly,
            connection: connection,
            selection: selection,
            isAboutMarks: table?.marks.isEmpty == false,
            marksOthers: table.map {
                !$0.marks.isEmpty && $0.marks != Set([selection].compactMap(\.self))
            }
                ?? false,
            isPast: past != nil || replay != nil,
            planRefusal: shownPlan?.plan.whyNot,
            isPluginAtWork: shownPluginRun.map { $0.run.status == nil } ?? false,
            drainPhase: shownDrainPhase,
            event: chosenEvent,
            whyNotStopped: whyNotStopped
        )
    }

    /// The cluster's own time now.
    ///
    /// Stands still while the picture is held.
    var clusterNow: Moment {
        frozen.map { $0.cluster.now(at: $0.wall) } ?? cluster?.now(at: now) ?? .zero
    }
}

/// How much work was done, for tests that hold the costs down.
struct ConsoleStatistics: Hashable, Sendable {
    /// Lists of rows that were made.
    var listBuilds = 0
    /// Objects that were looked at for all of them together.
    var rowsListed = 0
}

/// What lies over the screen and takes the keys.
enum Layer: Sendable {
    case prompt(Prompt)
    case box(Box)
    case menu(Menu)
    case training(TrainingBar)
    case themes(ThemePicker)
}

/// The list of what can be done here.
struct Menu: Sendable {
    var index = 0
}

/// A stack deployment that is planned or under way.
struct StackPlan: Sendable {
    let name: String
    let files: [String]
    let line: SafeText
    var plan: StackPlanText?
    var progress: [SafeText] = []
    /// How it ended.
    var end: WorkEnd?
    /// Whether the user wanted it to stop.
    var isStopped = false
    var hasBegun = false

    /// Why it cannot be carried out now; `nil` if it can.
    var whyNot: Phrase? {
        if hasBegun { return "it has been carried out already" }
        guard let plan, end == nil else { return "there is no plan to carry out yet" }
        return plan.isEmpty ? "nothing would change" : nil
    }
}
