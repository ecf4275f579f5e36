import Basics
import Cells
import ClusterPorts
import Console
import SwarmModel

/// The tabs with all that works for each of them: its session, its streams, its effects.
struct TabDesk {
    private struct Place {
        let start: ConsoleStart
        var runner: EffectRunner
        /// Brings the session's snapshots.
        let pump: Task<Void, Never>
        /// Looks at what lies beside the console, such as the configuration.
        let watch: Task<Void, Never>
    }

    let screen: any Screen
    let finder: any ClusterFinder
    let inbox: Inbox
    private(set) var tabs: ConsoleTabs
    private var places: [TabID: Place] = [:]
    /// Sessions that are being let go of.
    private var endings: [Task<Void, Never>] = []

    init(screen: any Screen, finder: any ClusterFinder, inbox: Inbox, theme: String) {
        self.screen = screen
        self.finder = finder
        self.inbox = inbox
        tabs = ConsoleTabs(size: screen.size, theme: theme)
    }

    /// Opens a tab and shows it, with what its cluster is like now.
    mutating func open(_ start: ConsoleStart, in group: inout DiscardingTaskGroup) async {
        let snapshot = await start.session.snapshot()
        let (id, effects) = tabs.open(start.settings)
        let own = TabInbox(inbox: inbox, tab: id)
        places[id] = Place(
            start: start,
            runner: EffectRunner(
                session: start.session,
                screen: screen,
                desk: start.desk,
                inbox: own,
                watcher: start.watcher
            ),
            pump: Task {
                start.watcher?.saw(snapshot)
                for await snapshot in await start.session.snapshots() {
                    start.watcher?.saw(snapshot)
                    own.post(.snapshot(snapshot))
                }
            },
            watch: Task { await start.watch { own.post($0) } }
        )
        for note in start.notes { own.post(.notice(SafeText(sanitizing: note), .warning)) }
        var all = effects + tabs.update(.time(.current))
        all += tabs.update(.snapshot(snapshot), of: id)
        for effect in all { _ = carryOut(effect, in: &group) }
    }

    /// Shows the first of the tabs that the console begins with.
    mutating func showFirst(in group: inout DiscardingTaskGroup) -> Bool {
        tabs.showFirst().allSatisfy { carryOut($0, in: &group) }
    }

    /// Who looks on at the tab that has the keys.
    var watcher: (any ConsoleWatcher)? {
        tabs.focused.flatMap { places[$0.id]?.start.watcher }
    }

    /// Takes a message in and carries out what comes of it.
    ///
    /// - Returns: whether the console goes on.
    mutating func take(
        _ message: ConsoleMessage,
        of id: TabID?,
        in group: inout DiscardingTaskGroup
    ) -> Bool {
        for effect in tabs.update(message, of: id) where !carryOut(effect, in: &group) {
            return false
        }
        return true
    }

    private mutating func carryOut(
        _ effect: TabEffect,
        in group: inout DiscardingTaskGroup
    ) -> Bool {
        switch effect {
        case .quit: return false
        case .console(let effect, let id): places[id]?.runner.carryOut(effect, in: &group)
        case .open(let words, let asker):
            group.addTask { [finder, inbox] in
                inbox.post(await finder.open(words), asker: asker)
            }
        case .end(let id): end(id)
        case .wear(let theme):
            guard let id = tabs.focused?.id, let desk = places[id]?.start.desk else { break }
            if let error = desk.useTheme(theme) { inbox.post(.notice(error, .warning), to: id) }
        }
        return true
    }

    private mutating func end(_ id: TabID) {
        guard var place = places.removeValue(forKey: id) else { return }
        place.pump.cancel()
        place.watch.cancel()
        let rest = place.runner.stop()
        endings.append(
            Task { [start = place.start] in
                for task in rest { await task.value }
                await start.end()
            }
        )
    }

    /// Lets go of every session, and waits until all are.
    mutating func endAll() async {
        for id in places.keys.sorted() { end(id) }
        // A cluster that was found too late for a tab is not to be left open.
        for case .found(.success(let start), _) in inbox.takeWaiting() {
            endings.append(Task { await start.end() })
        }
        for ending in endings { await ending.value }
    }
}
