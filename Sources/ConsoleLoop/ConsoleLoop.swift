package import Basics
package import Cells
import ClusterPorts
package import Console
import Glibc
import SwarmModel

/// Runs the console: events in, frames out, and what it wants done carried out.
///
/// The only owner of ``ConsoleTabs``. It sleeps until something is posted or the tabs' own
/// next wake; what takes time runs beside it and posts what came of it.
package struct ConsoleLoop: Sendable {
    /// Tells the console something.
    package typealias Post = @Sendable (ConsoleMessage) -> Void

    /// Frames that no key asked for are at least this far apart.
    static let frameInterval = Duration.milliseconds(33)

    private let screen: any Screen
    private let finder: any ClusterFinder

    package init(screen: any Screen, finder: any ClusterFinder = NoFinder()) {
        self.screen = screen
        self.finder = finder
    }

    /// Runs until the user quits or the terminal goes away.
    ///
    /// Every session has been let go of when it returns.
    ///
    /// - Parameter starts: the tabs to begin with, at least one; the first is shown.
    package func run(_ starts: [ConsoleStart]) async {
        let inbox = Inbox()
        var left = await withDiscardingTaskGroup(returning: TabDesk.self) { group in
            group.addTask {
                for await event in screen.events {
                    inbox.post(.input(event))
                }
                inbox.post(.input(.endOfInput))
            }
            var desk = TabDesk(
                screen: screen,
                finder: finder,
                inbox: inbox,
                theme: starts.first?.settings.themeName ?? ""
            )
            await follow(&desk, from: starts, in: &group)
            inbox.close()
            screen.close()
            group.cancelAll()
            return desk
        }
        // After the group, so that a cluster which was still being looked for is let go of, too.
        await left.endAll()
    }

    private func follow(
        _ desk: inout TabDesk,
        from starts: [ConsoleStart],
        in group: inout DiscardingTaskGroup
    ) async {
        var pace = FramePace()
        var alarm = Alarm(inbox: desk.inbox)
        var bell = desk.inbox.makeIterator()
        for start in starts { await desk.open(start, in: &group) }
        guard desk.showFirst(in: &group) else { return }
        show(desk.tabs, starts.first?.watcher)
        while let items = await desk.inbox.take(&bell) {
            guard desk.take(.time(.current), of: nil, in: &group) else { return }
            let bar = desk.tabs.barStamp
            for item in items {
                switch item {
                case .message(let message, let tab):
                    if case .input(let event) = message { desk.watcher?.typed(event) }
                    if desk.tabs.isSeen(tab) { pace.note(message) }
                    guard desk.take(message, of: tab, in: &group) else { return }
                case .found(.success(let start), _):
                    await desk.open(start, in: &group)
                    pace.note(.input(.resumed))
                case .found(.failure(let error), let asker):
                    let words = SafeText(sanitizing: error.message)
                    pace.note(.notice(words, .failure))
                    guard desk.take(.notice(words, .failure), of: asker, in: &group) else { return }
                }
            }
            if bar != desk.tabs.barStamp { pace.note(.time(.current)) }
            if pace.mayDraw(at: .current) { show(desk.tabs, starts.first?.watcher) }
            alarm.set(pace.earliest(desk.tabs.nextWake), in: &group)
        }
    }
}

extension ConsoleLoop {
    private func show(_ tabs: ConsoleTabs, _ watcher: (any ConsoleWatcher)?) {
        let grid = view(tabs, size: screen.size)
        screen.show(grid)
        watcher?.showed(grid, theme: tabs.focused?.model.settings.themeName ?? "")
    }
}

extension WallTime {
    /// The wall's time now.
    package static var current: WallTime {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return WallTime(
            nanoseconds: Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
        )
    }
}
