package import Basics
import Cells
package import ClusterPorts
package import Console
package import SwarmModel

/// What the console needs of the machine it runs on, besides a cluster and a terminal.
package protocol ConsoleDesk: Sendable {
    /// Puts a theme in place.
    ///
    /// - Returns: why it could not be; `nil` when it is in place.
    func useTheme(_ name: String) -> SafeText?

    /// Draws the whole terminal anew.
    func repaint()

    /// Remembers that this user needs no hints any more.
    func endHints()

    /// Keeps how tables are arranged for the next start.
    ///
    /// - Returns: why it could not be; `nil` when it was.
    func remember(_ memory: ViewMemory) -> EngineError?

    /// Runs a plugin beside the screen, or on the terminal while that is not the console's.
    ///
    /// - Returns: its exit code, once it has ended; `report` gets its lines until then.
    func run(
        _ call: PluginCall,
        report: @escaping @Sendable ([SafeText]) -> Void
    ) async -> Int32

    /// Reads stack files and compares them with the cluster.
    func planStack(
        files: [String],
        name: String,
        operation: OperationID
    ) async -> Result<StackPlanText, EngineError>

    /// What plays a deed on a copy of the cluster where that is not the console's to know.
    ///
    /// - Throws: that the plan is gone.
    func script(of rehearsal: Rehearsal) throws(EngineError) -> any ForecastScript

    /// Carries out the plan of that operation; `report` gets each line as it happens.
    ///
    /// `isStopped` is asked between two steps; a cancelled task waits for no answer, either.
    func deployStack(
        _ operation: OperationID,
        isStopped: @Sendable () -> Bool,
        report: @Sendable (SafeText) -> Void
    ) async -> WorkEnd

    /// Removes everything of a stack but its named volumes.
    func removeStack(
        _ name: String,
        isStopped: @Sendable () -> Bool,
        report: @Sendable (SafeText) -> Void
    ) async -> WorkEnd

    /// Gives a text to the user's editor, and the terminal with it.
    ///
    /// Returns what was saved, or why there is nothing.
    func edit(_ text: String, named name: String) async -> Result<String, EngineError>

    /// Gives the terminal to a command in the container of a task, until it ends.
    ///
    /// Returns why it could not be started; `nil` when it was.
    func openTerminal(in task: TaskID, command: [String]) async -> EngineError?

    /// Reads a file; the reason, in words for the user, when it cannot be read.
    func read(_ path: String) -> Result<[UInt8], EngineError>

    /// Writes a text where the user finds it.
    func save(_ text: String, to place: SavePlace) -> SaveOutcome
}

/// Carries out what the console wants done; what takes time runs beside the loop.
struct EffectRunner {
    let session: any ClusterSession
    let screen: any Screen
    let desk: any ConsoleDesk
    let inbox: TabInbox
    let watcher: (any ConsoleWatcher)?
    private var streams: [LogStreamID: Task<Void, Never>] = [:]
    private var forecasts: [ForecastID: Task<Void, Never>] = [:]
    private var plugins: [OperationID: Task<Void, Never>] = [:]
    var works: [OperationID: RunningWork] = [:]

    init(
        session: any ClusterSession,
        screen: any Screen,
        desk: any ConsoleDesk,
        inbox: TabInbox,
        watcher: (any ConsoleWatcher)? = nil
    ) {
        self.session = session
        self.screen = screen
        self.desk = desk
        self.inbox = inbox
        self.watcher = watcher
    }

    /// Ends what goes on for ever.
    ///
    /// - Returns: what takes a moment to end, to be waited for.
    mutating func stop() -> [Task<Void, Never>] {
        for stream in streams.values { stream.cancel() }
        for forecast in forecasts.values { forecast.cancel() }
        for plugin in plugins.values { plugin.cancel() }
        for work in works.values { work.stop(awaitsStep: false) }
        defer {
            plugins = [:]
            works = [:]
        }
        streams = [:]
        forecasts = [:]
        return Array(plugins.values) + works.values.map(\.task)
    }

    /// Carries out one effect.
    mutating func carryOut(_ effect: ConsoleEffect, in group: inout DiscardingTaskGroup) {
        switch effect {
        case .suspend: screen.suspend()
        case .redraw: desk.repaint()
        case .hintsFollowed: desk.endHints()
        case .remember(let memory):
            if let error = desk.remember(memory) {
                inbox.post(.notice(SafeText(sanitizing: error.message), .warning))
            }
        case .copy(let text): screen.copy(text)
        case .openLogs(let request, let id): open(request, as: id)
        case .closeLogs(let id): streams.removeValue(forKey: id)?.cancel()
        case .forecast(let request, let id):
            lookAhead(as: id) { [session] () async throws(EngineError) in
                try await session.forecast(request)
            }
        case .rehearse(let rehearsal, let id):
            lookAhead(as: id) { [session, desk] () async throws(EngineError) in
                if let script = rehearsal.script { return try await session.rehearse(script) }
                return try await session.rehearse(try desk.script(of: rehearsal))
            }
        case .cancelForecast(let id): forecasts.removeValue(forKey: id)?.cancel()
        case .setTheme(let name):
            inbox.post(.themeChanged(name: name, error: desk.useTheme(name)))
        case .runPlugin(let call, let id) where !call.takesTerminal: run(call, as: id)
        case .stopPlugin(let id): plugins[id]?.cancel()
        case .deployStack, .removeStack, .rotateData: startWork(effect)
        case .stopWork(let id, let awaitsStep): works[id]?.stop(awaitsStep: awaitsStep)
        default: startBeside(effect, in: &group)
        }
    }

    private mutating func open(_ request: LogRequest, as id: LogStreamID) {
        streams[id]?.cancel()
        streams[id] = Task { [session, inbox, watcher] in
            for await lines in await session.logs(request) {
                if Task.isCancelled { return }
                watcher?.saw(lines)
                inbox.post(.logLines(id, lines, ended: false))
            }
            if !Task.isCancelled { inbox.post(.logLines(id, [], ended: true)) }
        }
    }

    /// Runs a plugin beside everything else, until it has ended or the user ends it.
    private mutating func run(_ call: PluginCall, as id: OperationID) {
        plugins[id] = Task { [desk, inbox] in
            let status = await desk.run(call) { inbox.post(.pluginOutput(id, $0, status: nil)) }
            inbox.post(.pluginOutput(id, [], status: status))
        }
    }

    /// Works a forecast out beside everything else, until it is there or nobody wants it any more.
    private mutating func lookAhead(
        as id: ForecastID,
        _ body: @escaping @Sendable () async throws(EngineError) -> Forecast
    ) {
        // What is known to have ended needs no handle any more.
        if forecasts.count > 32, let oldest = forecasts.keys.min() { forecasts[oldest] = nil }
        forecasts[id] = Task { [inbox] in
            let answer: Result<Forecast, EngineError>
            do throws(EngineError) {
                answer = .success(try await body())
            } catch {
                answer = .failure(error)
            }
            if !Task.isCancelled { inbox.post(.forecast(id, answer)) }
        }
    }

    /// The JSON of several objects as one array; those that are gone are left out.
    private func json(of parts: [ObjectReference]) async -> String? {
        var objects: [String] = []
        for part in parts {
            guard let text = await session.json(of: part) else { continue }
            let lines = text.split(separator: "\n").map { "    " + $0 }
            objects.append(lines.joined(separator: "\n"))
        }
        return objects.isEmpty ? nil : "[\n" + objects.joined(separator: ",\n") + "\n]"
    }

    private func startBeside(_ effect: ConsoleEffect, in group: inout DiscardingTaskGroup) {
        group.addTask { [self] in await finish(effect) }
    }

    private func finish(_ effect: ConsoleEffect) async {
        switch effect {
        case .save(let text, let place): inbox.post(.saved(desk.save(text.string, to: place)))
        case .perform(let command, let id): inbox.post(.outcome(id, await perform(command)))
        case .loadJSON(let reference):
            inbox.post(.json(reference, await session.json(of: reference)))
        case .loadParts(let whole, let parts):
            inbox.post(.json(whole, await json(of: parts)))
        case .loadSwarm: inbox.post(.swarmJSON(await session.swarmJSON()))
        case .planStack(let files, let name, let id):
            inbox.post(
                .stackPlan(id, await desk.planStack(files: files, name: name, operation: id))
            )
        case .createFromFile(let kind, let name, let path, let id):
            inbox.post(.outcome(id, await create(kind, name: name, path: path)))
        case .runPlugin(let call, let id):
            let status = await desk.run(call) { [inbox] lines in
                inbox.post(.pluginOutput(id, lines, status: nil))
            }
            inbox.post(.pluginOutput(id, [], status: status))
        default: await finishLive(effect)
        }
    }

    private func finishLive(_ effect: ConsoleEffect) async {
        switch effect {
        case .editSpec(let reference):
            inbox.post(.editedSpec(reference, await edit(reference)))
        case .changeSpec(let reference, let version, let edit, let id):
            let outcome = await result { () async throws(EngineError) in
                try await session.changeSpec(of: reference, version: version, by: edit)
            }
            inbox.post(.outcome(id, outcome))
        case .openTerminal(let task, let command):
            if let error = await desk.openTerminal(in: task, command: command) {
                inbox.post(.notice(SafeText(sanitizing: error.message), .failure))
            }
        case .unlock(let key, let id):
            let outcome = await result { () async throws(EngineError) in
                try await session.unlock(key: key)
                return CommandOutcome()
            }
            inbox.post(.outcome(id, outcome))
        case .resolve(let query): inbox.post(.nameAnswer(query, await resolve(query)))
        case .askPlacement(let question):
            inbox.post(.placement(question, await placement(question)))
        case .setClock(let clock): await set(clock)
        case .step(let step): await take(step)
        case .seek(let target): await seek(target)
        case .branch(let moment, let id): inbox.post(.outcome(id, await branch(at: moment)))
        case .refresh: inbox.post(.snapshot(await session.snapshot()))
        default: break
        }
    }

    private func perform(_ command: ClusterCommand) async -> Result<CommandOutcome, EngineError> {
        await result { () async throws(EngineError) in try await session.perform(command) }
    }

    private func result<Value>(
        _ body: () async throws(EngineError) -> Value
    ) async -> Result<Value, EngineError> {
        do throws(EngineError) {
            return .success(try await body())
        } catch {
            return .failure(error)
        }
    }

    /// The spec as it is now goes to the editor, and comes back as the user left it.
    private func edit(_ reference: ObjectReference) async -> Result<SpecEdit, EngineError> {
        guard let text = await session.json(of: reference),
            let spec = try? JSONValue(bytes: Array(text.utf8))["Spec"],
            let before = try? JSONText.indented(spec)
        else { return .failure(EngineError(status: 404, message: "the object is gone")) }
        return await desk.edit(before + "\n", named: "spec.json")
            .map { SpecEdit(before: before, after: $0) }
    }

    private func resolve(_ query: NameQuery) async -> Result<NameAnswer, EngineError> {
        do throws(EngineError) {
            return .success(try await session.resolve(query))
        } catch {
            return .failure(error)
        }
    }

    private func placement(
        _ question: PlacementQuestion
    ) async -> Result<PlacementReport, EngineError> {
        do throws(EngineError) {
            return .success(try await session.placement(of: question))
        } catch {
            return .failure(error)
        }
    }

    private func create(
        _ kind: FileObjectKind,
        name: String,
        path: String
    ) async -> Result<CommandOutcome, EngineError> {
        switch (desk.read(path), kind) {
        case (.failure(let error), _): .failure(error)
        case (.success(let bytes), .config):
            await perform(.createConfig(ConfigSpec(name: name, data: bytes)))
        case (.success(let bytes), .secret):
            await perform(.createSecret(SecretSpec(name: name, data: .plain(bytes))))
        }
    }

    private func take(_ step: ClockStep) async {
        do throws(EngineError) {
            try await session.step(step)
        } catch {
            inbox.post(.notice(SafeText(sanitizing: error.message), .warning))
        }
    }

    private func seek(_ target: ReplaySeek) async {
        do throws(EngineError) {
            try await session.seek(target)
        } catch {
            inbox.post(.notice(SafeText(sanitizing: error.message), .warning))
        }
    }

    private func branch(at moment: Moment) async -> Result<CommandOutcome, EngineError> {
        do throws(EngineError) {
            let kept = try await session.branch(at: moment)
            return .success(CommandOutcome(createdID: kept))
        } catch {
            return .failure(error)
        }
    }

    private func set(_ clock: ClockState) async {
        do throws(EngineError) {
            try await session.setClock(clock)
        } catch {
            inbox.post(.notice(SafeText(sanitizing: error.message), .failure))
        }
    }
}
