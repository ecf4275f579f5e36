import Basics
import Cells
import ClusterPorts

/// What the bar says of one tab.
struct TabSummary: Hashable, Sendable {
    let name: SafeText
    let badge: Span
    /// What is wrong with the cluster; `nil` while nothing is.
    let alarm: Span?
    let isShown: Bool
}

extension ConsoleTab {
    /// What the cluster is called.
    var name: SafeText { model.cluster?.snapshot.source.shortName.safe ?? "?" }
}

extension ClusterSource {
    /// What it is called where there is little room: of a socket's path the file's name does.
    var shortName: String {
        guard !isEmbedded, name.hasPrefix("unix://"), let last = name.split(separator: "/").last
        else { return name }
        return String(last)
    }
}

extension TabSummary {
    init(_ tab: ConsoleTab, isShown: Bool) {
        name = tab.name
        self.isShown = isShown
        let snapshot = tab.model.cluster?.snapshot
        badge =
            snapshot?.replay != nil
            ? Span(" REPLAY ", .bannerProduction)
            : snapshot?.source.isSimulated == false
                ? Span(" LIVE ", .bannerProduction) : Span(" SIM ", .bannerTraining)
        alarm = Self.alarm(of: tab.model)
    }

    /// The worst that can be said of a cluster in two words.
    private static func alarm(of model: ConsoleModel) -> Span? {
        if case .lost(let since, _) = model.connection {
            return Span("✗ lost \(Age.text(model.now - since))", .bad)
        }
        // The past may be looked at; an alarm is about the present.
        guard let cluster = model.past?.present ?? model.cluster else {
            return Span("no answer yet", .dim)
        }
        if !cluster.snapshot.managers.hasQuorum { return Span("✗ NO QUORUM", .bad) }
        if cluster.snapshot.managers.leader == nil { return Span("✗ no leader", .bad) }
        let missing = cluster.nodeOrder.count - cluster.readyNodes
        return missing > 0
            ? Span("▲ \(Phrase(counting: missing, "node", "nodes")) not ready", .warn) : nil
    }
}

/// The line above the consoles: a number, a name, a badge and an alarm for each tab.
struct TabBar {
    let line: Line
    private var ends: [Int] = []

    /// Says as much of each tab as the width allows, of alarms longest.
    init(tabs: [TabSummary], width: Int) {
        let forms = [
            Form(name: 60, badge: true, alarm: true), Form(name: 24, badge: true, alarm: true),
            Form(name: 16, badge: false, alarm: true), Form(name: 10, badge: false, alarm: false),
            Form(name: 0, badge: false, alarm: false),
        ]
        let drawn = forms.map { form in
            tabs.enumerated().map { Self.entry($1, number: $0 + 1, form) }
        }
        let entries =
            drawn.first { $0.map(\.width).reduce(0, +) <= width } ?? drawn.last ?? []
        var line = Line()
        for entry in entries {
            for span in entry.spans { line += span }
            ends.append(line.width)
        }
        self.line = line
    }

    /// Which tab is at a column.
    func index(at column: Int) -> Int? { ends.firstIndex { column < $0 } }

    private struct Form {
        /// How much of a name there is room for.
        let name: Int
        let badge: Bool
        let alarm: Bool
    }

    private static func entry(_ tab: TabSummary, number: Int, _ form: Form) -> Line {
        let look: Slot = tab.isShown ? .cursor : .dim
        var line: Line = [Span(" \(number)", look)]
        if form.name > 0 {
            line += Span(" " + tab.name.truncated(toWidth: form.name), look)
        }
        line += Span(" ", look)
        if form.badge { line += tab.badge }
        if let alarm = tab.alarm {
            let sign = SafeText(sanitizing: String(alarm.text.string.prefix(1)))
            line += Span(" " + (form.alarm ? alarm.text : sign) + " ", alarm.slot)
        }
        line += Span("│", .border)
        return line
    }
}
