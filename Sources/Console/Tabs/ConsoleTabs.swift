package import Basics
package import Cells
import Wording

/// Names one tab for as long as the console runs.
package struct TabID: Hashable, Comparable, Sendable {
    package let number: Int
    package init(number: Int) { self.number = number }
    package static func < (left: Self, right: Self) -> Bool { left.number < right.number }
}

/// What a tab key or command is about.
package enum TabRequest: Hashable, Sendable {
    /// The tab of a number, counted from 0.
    case show(Int)
    /// The tab of a cluster's name, or of a number as the bar shows it.
    case named(String)
    /// So many tabs to the right; round and round.
    case step(Int)
    case close
    /// The tab that is shown and the one before it side by side, or one alone again.
    case split
    /// Another cluster: an engine's address, a docker context, or a cluster of skep's own.
    case attach(String)
}

/// What several tabs want done.
package enum TabEffect: Hashable, Sendable {
    /// What one tab's console wants.
    case console(ConsoleEffect, TabID)
    /// Find that cluster and open a tab on it, or tell that tab why not.
    case open(String, asker: TabID)
    /// Let go of a tab's session.
    case end(TabID)
    /// Put the theme of the tab that is shown in place.
    case wear(theme: String)
    case quit
}

/// One cluster in the console.
package struct ConsoleTab: Sendable {
    package let id: TabID
    package internal(set) var model: ConsoleModel
}

/// Several consoles in one terminal, each with a cluster, screens and looks of its own.
///
/// A value as ``ConsoleModel`` is: messages in, effects out. Every tab takes in what its cluster
/// tells; keys go to the one in focus.
package struct ConsoleTabs: Sendable {
    package internal(set) var tabs: [ConsoleTab] = []
    var shown = 0
    /// The tab that was shown before, for the other half of a split.
    var before: TabID?
    var wantsSplit = false
    /// The tab whose closing has been asked for once although something is in flight.
    var asksToClose: TabID?
    var asksToQuit = false
    var size: Size
    private var worn: String
    private var nextNumber = 1

    package init(size: Size, theme: String) {
        self.size = size
        worn = theme
    }

    /// Opens a tab at the end of the bar and shows it.
    package mutating func open(_ settings: ConsoleSettings) -> (id: TabID, effects: [TabEffect]) {
        let id = TabID(number: nextNumber)
        nextNumber += 1
        if let focused { before = focused.id }
        tabs.append(ConsoleTab(id: id, model: ConsoleModel(settings: settings)))
        shown = tabs.count - 1
        return (id, fit() + dress())
    }

    /// Shows the first tab, when several were opened to begin with.
    package mutating func showFirst() -> [TabEffect] { show(0) + dress() }

    /// The tab that takes the keys.
    package var focused: ConsoleTab? { tabs.indices.contains(shown) ? tabs[shown] : nil }

    /// The earliest time at which some tab's picture changes by itself.
    package var nextWake: WallTime? { tabs.compactMap(\.model.nextWake).min() }

    /// Whether what a tab takes in can be seen in its own picture.
    package func isSeen(_ id: TabID?) -> Bool {
        guard let id else { return true }
        return places.contains { tabs[$0.index].id == id }
    }

    /// Stands for what the bar says: the same number while it says the same.
    package var barStamp: Int { hasBar ? summaries.hashValue : 0 }

    /// Takes something in that has happened to a tab, or to the terminal.
    ///
    /// - Parameters:
    ///   - message: what has happened; the time is everybody's.
    ///   - id: whose it is; a tab that is closed needs it no more.
    /// - Returns: what is to be done about it.
    package mutating func update(_ message: ConsoleMessage, of id: TabID? = nil) -> [TabEffect] {
        Wording.$language.withValue(language) { take(message, of: id) }
    }

    /// What belongs to no tab is said in the language of the one in focus.
    var language: Language { focused?.model.settings.language ?? .english }

    private mutating func take(_ message: ConsoleMessage, of id: TabID?) -> [TabEffect] {
        switch message {
        case .time: return tabs.map(\.id).flatMap { tell($0, message) }
        case .input(let event): return take(event) + dress()
        default:
            guard let id else { return [] }
            if case .themeWanted(let name) = message, id != focused?.id {
                // It is put on when its tab is shown.
                if let index = tabs.firstIndex(where: { $0.id == id }) {
                    tabs[index].model.settings.themeName = name
                }
                return []
            }
            if case .themeChanged(let name, nil) = message, id == focused?.id { worn = name }
            return tell(id, message) + dress()
        }
    }

    /// Tells one tab, and passes on what it wants.
    mutating func tell(_ id: TabID, _ message: ConsoleMessage) -> [TabEffect] {
        guard let index = tabs.firstIndex(where: { $0.id == id }) else { return [] }
        let toasts = tabs[index].model.toasts.toasts
        let effects = tabs[index].model.update(message)
        if !isSeen(id) { passOn(from: index, since: toasts) }
        return effects.flatMap { effect -> [TabEffect] in
            switch effect {
            case .tab(let request): carryOut(request, asker: id)
            case .quit: quit(after: message, asker: id)
            default: [.console(effect, id)]
            }
        }
    }

    /// What failed in a tab that nobody sees is said in the one that is seen.
    private mutating func passOn(from index: Int, since toasts: [Toast]) {
        let name = tabs[index].name
        for toast in tabs[index].model.toasts.toasts where toast.severity == .failure {
            guard !toasts.contains(toast) else { continue }
            tabs[shown].model.toast(name + ": " + toast.words, .failure)
        }
    }

    /// One tab's quitting is everybody's, unless that would cut something off unasked.
    private mutating func quit(after message: ConsoleMessage, asker: TabID) -> [TabEffect] {
        let others = tabs.filter { $0.id != asker }.map(\.model.operations.inFlight).reduce(0, +)
        guard case .input(.key(.control("c"))) = message, others > 0, !asksToQuit else {
            return [.quit]
        }
        asksToQuit = true
        let words = Phrase(counting: others, "operation", "operations")
        toast("\(words) in flight in other tabs: ^c again quits all the same")
        return []
    }

    mutating func toast(_ words: Phrase) {
        guard tabs.indices.contains(shown) else { return }
        tabs[shown].model.toast(words, .warning)
    }

    /// Puts the theme of the tab in focus in place, if another one is.
    mutating func dress() -> [TabEffect] {
        guard let theme = focused?.model.settings.themeName, theme != worn else { return [] }
        worn = theme
        return [.wear(theme: theme)]
    }
}
