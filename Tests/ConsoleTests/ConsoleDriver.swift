import Basics
import Cells
import ClusterPorts
import SwarmModel
import SwarmStore
import Testing
import Wording

@testable import Console

/// Types keys at a console and collects what it wants done.
struct ConsoleDriver {
    private(set) var model: ConsoleModel
    private(set) var effects: [ConsoleEffect] = []
    /// The same console in Korean: whatever a test walks through has to have Korean words.
    private(set) var twin: ConsoleModel
    private let gaps = Gaps()

    init(
        _ builder: ClusterBuilder? = DemoCluster().builder,
        size: Size = Size(columns: 120, rows: 40),
        settings: ConsoleSettings = ConsoleSettings(themeNames: ["dark", "nord"], version: "0.1")
    ) {
        model = ConsoleModel(settings: settings)
        var korean = settings
        korean.language = .korean
        twin = ConsoleModel(settings: korean)
        send(.input(.resize(size)))
        if let builder { show(builder) }
        effects = []
    }

    mutating func send(_ message: ConsoleMessage) {
        effects += model.update(message)
        _ = Wording.$gaps.withValue(gaps) { twin.update(message) }
    }

    /// The cluster at its own wall time.
    mutating func show(_ builder: ClusterBuilder) {
        send(.time(builder.wall))
        send(.snapshot(builder.snapshot))
    }

    /// Types keys as text: `jj<enter>z`.
    mutating func type(_ keys: String, sourceLocation: SourceLocation = #_sourceLocation) {
        guard let sequence = Key.sequence(keys) else {
            Issue.record("no such keys: \(keys)", sourceLocation: sourceLocation)
            return
        }
        for key in sequence { send(.input(.key(key))) }
    }

    /// Types a command line.
    mutating func command(_ line: String) {
        type(":")
        send(.input(.paste(SafeText(sanitizing: line))))
        type("<enter>")
    }

    mutating func pass(_ time: Duration) { send(.time(model.now + time)) }

    /// What was wanted since the last call, without the log streams that come and go with screens.
    mutating func takeEffects() -> [ConsoleEffect] {
        defer { effects = [] }
        return effects.filter {
            switch $0 {
            case .openLogs, .closeLogs: false
            default: true
            }
        }
    }

    mutating func takeAllEffects() -> [ConsoleEffect] {
        defer { effects = [] }
        return effects
    }

    /// The commands that were wanted since the last call.
    mutating func takeCommands() -> [ClusterCommand] {
        takeEffects().compactMap {
            if case .perform(let command, _) = $0 { return command }
            return nil
        }
    }

    /// The picture at a size.
    func grid(_ columns: Int? = nil, _ rows: Int? = nil) -> Grid {
        let size = Size(columns: columns ?? model.size.columns, rows: rows ?? model.size.rows)
        _ = Wording.$gaps.withValue(gaps) { view(twin, size: size) }
        #expect(gaps.all == [], "texts without Korean words")
        return view(model, size: size)
    }

    /// The picture in Korean.
    func koreanGrid() -> Grid { view(twin, size: model.size) }

    var text: String { grid().text }

    var box: Box? {
        if case .box(let box) = model.layer { return box }
        return nil
    }

    var prompt: Prompt? {
        if case .prompt(let prompt) = model.layer { return prompt }
        return nil
    }
}
