package import Basics
package import Cells
package import ClusterPorts
package import Console
import Glibc

/// Runs the console: events in, frames out, and what it wants done carried out.
///
/// The only owner of a ``ConsoleModel``. It sleeps until something is posted or the model's own
/// next wake; what takes time runs beside it and posts what came of it.
package struct ConsoleLoop: Sendable {
    /// Tells the console something.
    package typealias Post = @Sendable (ConsoleMessage) -> Void

    /// Frames that no key asked for are at least this far apart.
    static let frameInterval = Duration.milliseconds(33)

    private let session: any ClusterSession
    private let screen: any Screen
    private let desk: any ConsoleDesk
    private let inbox = Inbox()

    package init(session: any ClusterSession, screen: any Screen, desk: any ConsoleDesk) {
        self.session = session
        self.screen = screen
        self.desk = desk
    }

    /// Runs until the user quits or the terminal goes away.
    ///
    /// - Parameters:
    ///   - settings: what the console is told when it starts.
    ///   - notes: what the user should learn first, such as troubles when the cluster was opened.
    ///   - watch: runs beside the console and posts what it sees, until it is cancelled.
    package func run(
        _ settings: ConsoleSettings,
        notes: [String] = [],
        watch: @escaping @Sendable (@escaping Post) async -> Void = { _ in }
    ) async {
        for note in notes { inbox.post(.notice(SafeText(sanitizing: note), .warning)) }
        await withDiscardingTaskGroup { group in
            group.addTask {
                for await event in screen.events { inbox.post(.input(event)) }
                inbox.post(.input(.endOfInput))
            }
            group.addTask {
                for await snapshot in await session.snapshots() { inbox.post(.snapshot(snapshot)) }
            }
            group.addTask { await watch { inbox.post($0) } }
            await follow(ConsoleModel(settings: settings), in: &group)
            inbox.close()
            screen.close()
            group.cancelAll()
        }
    }

    private func follow(_ start: ConsoleModel, in group: inout DiscardingTaskGroup) async {
        var model = start
        var runner = EffectRunner(session: session, screen: screen, desk: desk, inbox: inbox)
        var pace = FramePace()
        var alarm = Alarm(inbox: inbox)
        var bell = inbox.makeIterator()
        var first = model.update(.time(.current))
        first += model.update(.input(.resize(screen.size)))
        first += model.update(.snapshot(await session.snapshot()))
        for effect in first {
            guard runner.carryOut(effect, in: &group) else { return }
        }
        screen.show(view(model, size: screen.size))
        while let messages = await inbox.take(&bell) {
            var effects = model.update(.time(.current))
            for message in messages {
                pace.note(message)
                effects += model.update(message)
            }
            for effect in effects {
                guard runner.carryOut(effect, in: &group) else { return }
            }
            if pace.mayDraw(at: .current) { screen.show(view(model, size: screen.size)) }
            alarm.set(pace.earliest(model.nextWake), in: &group)
        }
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
