import ArgumentParser
import Basics
import Cells
import ClusterPorts
import ConfigFile
import Console
import ConsoleLoop
import Curses
import EngineClient
import EngineServer
import FoundationEssentials
import Hosting
import ImageCatalogFile
import RecordingFiles
import SwarmModel
import Theming
import Wording

/// One run of the console: a theme, a terminal, a cluster, and the loop that ties them together.
struct ConsoleRun {
    let options: ConsoleOptions
    private let user = UserConfig.load()

    init(options: ConsoleOptions) { self.options = options }

    // MARK: - Which cluster

    /// Opens the user's own cluster; asks what to begin with when there is none.
    func openOwnCluster() async throws {
        if options.view.isPlain { return try await tellOwnCluster() }
        let theme = try loadTheme(for: "local")
        let folder = try options.cluster.stateFolder(below: nil)
        let screen = try openScreen(theme: theme)
        do {
            var answer: Welcome.Answer?
            if !folder.holdsCluster {
                answer = await ask(on: screen)
                guard let answer, answer != .quit else { return screen.close() }
                if answer == .attach {
                    screen.close()
                    return try await AttachCommand.open(options: options)
                }
            }
            let isDemo = answer == .demo
            let deeds = DeedFile(folder).read()
            let host = try await options.cluster.openHost(
                in: folder,
                name: "local",
                age: isDemo ? DemoScript.age : .zero
            )
            let demo = isDemo ? DemoScript(host: host, in: folder) : nil
            try await demo?.prepare()
            if case .empty(let nodes) = answer {
                try await ClusterSetup(session: HostSession(host)).addNodes(nodes)
                await host.skip(.seconds(5))
            }
            try await run(host, on: screen, deeds: deeds, demo: demo)
        } catch {
            screen.close()
            throw Failure(error)
        }
    }

    /// Opens the demo: a new one, or one that was killed and goes on where it stopped.
    func openDemo() async throws {
        if options.view.isPlain { return try await tellDemo() }
        let theme = try loadTheme(for: "demo")
        let folder = try options.cluster.stateFolder(below: "demo")
        let isDiscarded = options.cluster.stateFolder == nil
        let deeds = DeedFile(folder).read()
        // First, so that nothing is made on disk for a terminal that cannot show it.
        let screen = try openScreen(theme: theme)
        do {
            let host = try await options.cluster.openHost(
                in: folder,
                name: "demo",
                age: DemoScript.age
            )
            let script = DemoScript(host: host, in: folder)
            if host.isNew { try await script.prepare() }
            try await run(
                host,
                on: screen,
                deeds: deeds,
                demo: script,
                isForgotten: isDiscarded
            )
        } catch {
            screen.close()
            throw Failure(error)
        }
        if isDiscarded { Self.discard(folder) }
    }

    /// Opens the console on sessions that are somebody else's clusters, a tab for each.
    func open(_ sessions: [any ClusterSession], notes: [String] = []) async throws {
        guard let first = sessions.first else { return }
        if options.view.isPlain {
            let failure = await PlainRun(session: first).run()
            await first.close()
            if let failure { throw failure }
            return
        }
        let theme = try loadTheme(for: (await first.snapshot()).source.name)
        let screen = try openScreen(theme: theme)
        var starts: [ConsoleStart] = []
        for session in sessions { starts.append(await start(session, on: screen)) }
        starts[0].notes += notes
        await run(starts, on: screen)
    }

    /// A demo that was left in good order begins anew the next time.
    static func discard(_ folder: StateFolder) {
        try? FileManager.default.removeItem(atPath: folder.path)
    }

    // MARK: - The screen

    private func loadTheme(for context: String) throws -> Theme {
        let name = options.view.theme ?? user.configuration.manners(for: context).theme ?? "dark"
        do throws(ThemeFailure) {
            return try ThemeLibrary.ofThisProgram.theme(named: name)
        } catch {
            throw Failure(error)
        }
    }

    private func openScreen(theme: Theme) throws -> CursesScreen {
        do throws(ScreenError) {
            let screen = try CursesScreen.open(theme: theme)
            screen.use(mouse: !options.view.leavesMouse && user.configuration.usesMouse ?? true)
            return screen
        } catch {
            throw Failure(error)
        }
    }

    /// What the console is told of a configuration.
    private func settings(_ user: UserConfig, context: String) -> ConsoleSettings {
        let own = user.configuration
        let manners = own.manners(for: context)
        var settings = ConsoleSettings(
            readOnly: options.view.isReadOnly || manners.isReadOnly == true,
            themeNames: ThemeLibrary.ofThisProgram.names,
            themeName: options.view.theme ?? manners.theme ?? "dark",
            startScreen: own.start ?? "deck",
            version: Skep.version
        )
        settings.aliases = own.aliases
        settings.keymap = own.keymap
        settings.columns = own.columns
        settings.contexts = DockerContexts(environment: ProcessInfo.processInfo.environment).names
        settings.showsHints = own.showsHints ?? !HintMemory.isSet
        settings.language = language(of: user)
        settings.secondsFromGMT = LocalTime.secondsFromGMT
        return settings
    }

    /// As the configuration says, else as the environment does.
    private func language(of user: UserConfig) -> Language {
        user.configuration.language.flatMap { Language(rawValue: $0) }
            ?? .preferred(in: ProcessInfo.processInfo.environment)
    }

    /// A text of our own for the user, in the language that the console begins with.
    func note(_ words: Phrase) -> String {
        Wording.$language.withValue(language(of: user)) { said(words) }
    }

    private func picture(of welcome: Welcome, on screen: CursesScreen) -> Grid {
        Wording.$language.withValue(language(of: user)) { welcome.view(size: screen.size) }
    }

    /// The first start's question.
    private func ask(on screen: CursesScreen) async -> Welcome.Answer? {
        var welcome = Welcome()
        screen.show(picture(of: welcome, on: screen))
        for await event in screen.events {
            switch event {
            case .key(let key):
                if let answer = welcome.press(key) { return answer }
            case .endOfInput: return nil
            default: break
            }
            screen.show(picture(of: welcome, on: screen))
        }
        return nil
    }

    private func run(
        _ host: ClusterHost,
        on screen: CursesScreen,
        deeds: [ForeignOperation],
        demo: DemoScript?,
        isForgotten: Bool = false
    ) async throws {
        let session = HostSession(host)
        let serving = try await serve(session)
        let story = Task { await demo?.play() }
        let notes = host.notes + (serving?.notes ?? [])
        let start = await start(
            session,
            on: screen,
            notes: notes,
            deeds: deeds,
            demo: demo,
            isForgotten: isForgotten
        ) {
            story.cancel()
            await serving?.server.stop()
        }
        await run([start], on: screen)
    }

    /// Runs the console until the user leaves.
    private func run(_ starts: [ConsoleStart], on screen: CursesScreen) async {
        var starts = starts
        if !starts.isEmpty {
            starts[0].notes += user.notes
            let recorder = RunRecorder.current
            starts[0].watcher = recorder
            if let first = recorder?.firstTab { starts[0].tell(of: first) }
            for index in starts.indices.dropFirst() {
                starts[index] = recorded(starts[index], by: recorder)
            }
        }
        await ConsoleLoop(screen: screen, finder: Harbour(run: self, screen: screen)).run(starts)
    }

    /// A further tab that is recorded as well, if anything is: in a file of its own.
    func recorded(_ start: ConsoleStart, by recorder: RunRecorder?) -> ConsoleStart {
        var start = start
        do throws(FileTrouble) {
            guard let own = try recorder?.furtherTab() else { return start }
            start.watcher = own
            start.tell(of: own)
            let path = own.path
            start.notes.append(note("this tab's cluster is recorded in \(path)"))
        } catch {
            let reason = error.description
            start.notes.append(note("this tab's cluster is not recorded: \(reason)"))
        }
        return start
    }

    /// What a tab on a session begins with; `end` comes before the session is closed.
    func start(
        _ session: any ClusterSession,
        on screen: CursesScreen,
        notes: [String] = [],
        deeds: [ForeignOperation] = [],
        demo: DemoScript? = nil,
        isForgotten: Bool = false,
        end: @escaping @Sendable () async -> Void = {}
    ) async -> ConsoleStart {
        let context = (await session.snapshot()).source.name
        // What was changed since the program began holds for what is opened now.
        let newest = UserConfig.load()
        let user = newest.summary == nil ? newest : self.user
        let (memory, note) = ViewFile.read()
        var first = settings(user, context: context)
        first.memory = memory
        first.isForgotten = isForgotten
        var notes = notes + (note.map { [$0] } ?? [])
        do {
            first.themeName = try loadTheme(for: context).name
        } catch {
            first.themeName = "dark"
            notes.append("\(error)")
        }
        let desk = Desk(session: session, screen: screen, theme: first.themeName)
        let watch = ConfigWatch(desk: desk) {
            settings($0, context: context)
        } apply: {
            screen.use(mouse: !options.view.leavesMouse && $0.configuration.usesMouse ?? true)
        }
        var start = ConsoleStart(session: session, desk: desk, settings: first, notes: notes) {
            await end()
            await desk.containers.stop()
            await session.close()
        }
        start.watch = { post in
            await withDiscardingTaskGroup { group in
                group.addTask { await watch.run(from: user, post: post) }
                for deed in deeds { post(.asked(deed)) }
                guard let demo else { return }
                group.addTask { for await deed in demo.operations { post(.asked(deed)) } }
            }
        }
        return start
    }
}

extension ConsoleStart {
    /// Tells on the screen when a recorder cannot write any more.
    fileprivate mutating func tell(of recorder: TabRecorder) {
        watch = { [watch] post in
            let telling = Task {
                guard let trouble = await recorder.trouble else { return }
                post(
                    .notice(SafeText(sanitizing: said("recorded no longer: \(trouble)")), .failure)
                )
            }
            await watch(post)
            telling.cancel()
        }
    }
}

extension ConsoleRun {
    /// Tells what happens in the user's own cluster; there is nobody to ask how to begin one.
    private func tellOwnCluster() async throws {
        let folder = try options.cluster.stateFolder(below: nil)
        guard folder.holdsCluster else {
            throw ValidationError("there is no cluster yet: start skep, or skep demo --plain")
        }
        try await tell(try await options.cluster.openHost(in: folder, name: "local"))
    }

    private func tellDemo() async throws {
        let folder = try options.cluster.stateFolder(below: "demo")
        let host = try await options.cluster.openHost(
            in: folder,
            name: "demo",
            age: DemoScript.age
        )
        let script = DemoScript(host: host, in: folder)
        if host.isNew { try await script.prepare() }
        let story = Task { await script.play() }
        defer {
            story.cancel()
            if options.cluster.stateFolder == nil { Self.discard(folder) }
        }
        try await tell(host)
    }

    private func tell(_ host: ClusterHost) async throws {
        let session = HostSession(host)
        let serving = try await serve(session)
        let failure = await PlainRun(session: session).run()
        await serving?.server.stop()
        await session.close()
        if let failure { throw failure }
    }

    /// Serves the Engine API beside the console, if that was asked for.
    private func serve(_ session: HostSession) async throws -> Serving? {
        guard options.serving.listen != nil || options.serving.folder != nil else { return nil }
        let address = try options.serving.listen.map {
            try ServeAddress.parse($0, isSecured: options.serving.tlsverify)
        }
        return try await Serving.start(
            session,
            at: address.map { [$0] } ?? [],
            options: options.serving
        )
    }
}

/// An error in words for the user; the program ends with exit code 1.
struct Failure: Error, CustomStringConvertible {
    let description: String

    init(_ error: any Error) { description = "\(error)" }
    init(_ description: String) { self.description = description }
}

/// A clock on which a new cluster was begun some time ago, so that its first minutes can be
/// skipped and its time is still the wall's.
struct ShiftedClock: HostClock {
    private let system = SystemHostClock()
    let age: Duration

    var now: Duration { system.now }
    var wallTime: WallTime { WallTime(nanoseconds: system.wallTime.nanoseconds) + (.zero - age) }
    func sleep(until time: Duration) async { await system.sleep(until: time) }
}
