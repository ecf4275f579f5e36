import Basics
import ClusterPorts
import EngineAPI
import SwarmModel
import SwarmStore

// Containers' streams: logs, figures, waiting, and commands run in them.
extension EngineEndpoint {
    /// Answers calls whose answers go on; `nil` for any other call.
    func streamAnswer(
        _ route: Route,
        _ request: APIRequest,
        _ view: EngineView
    ) async throws(EngineError) -> APIAnswer? {
        let query = request.target.query
        switch route {
        case .serviceLogs(let name):
            return try managedLogs(request, view) { view throws(EngineError) in
                LogSubject(try view.service(name))
            }
        case .taskLogs(let name):
            return try managedLogs(request, view) { view throws(EngineError) in
                LogSubject(try view.task(name))
            }
        case .containerLogs(let name):
            let subject = LogSubject(try await container(name, view))
            return .stream(logs(try LogQuery(query, epoch: view.epoch), of: subject, request, view))
        case .attachContainer(let name):
            return try attached(try await container(name, view), request, view)
        case .events: return .stream(try await feed.stream(query, view))
        case .containerStats(let name): return try await statistics(of: name, query, view)
        case .waitContainer(let name): return try await waited(for: name, query, view)
        case .pullImage: return try await pulled(request, view)
        default: return nil
        }
    }

    /// Shows a container's output as it comes; what the client sends has nowhere to go.
    private func attached(
        _ container: ContainerView,
        _ request: APIRequest,
        _ view: EngineView
    ) throws(EngineError) -> APIAnswer {
        var items = ["stdout": "1", "stderr": "1", "follow": "1"]
        items["tail"] = request.target.query.flag("logs") ? "all" : "0"
        let query = try LogQuery(QueryItems(items), epoch: view.epoch)
        let stream = logs(query, of: LogSubject(container), request, view)
        let isTerminal = container.task.spec.value.container.tty
        return .hijack(
            APIHijack(
                contentType: Self.rawType(isTerminal: isTerminal),
                run: { connection in
                    for await piece in stream.pieces {
                        guard await connection.write(piece) else { return }
                    }
                }
            )
        )
    }

    /// Figures of a container: once, or every second until it has ended.
    private func statistics(
        of name: String,
        _ query: QueryItems,
        _ view: EngineView
    ) async throws(EngineError) -> APIAnswer {
        let container = try await container(name, view)
        let first = try APIReply.jsonBytes(container.statistics)
        // It streams unless it is told not to.
        guard query["stream"] == nil || query.flag("stream") else {
            return .stream(
                APIStream(contentType: APIReply.jsonType, pieces: AsyncStream(once: first))
            )
        }
        let id = container.id.description
        return .stream(
            APIStream(
                contentType: APIReply.jsonType,
                pieces: AsyncStream(
                    unfolding: Repetition(first) {
                        guard await pause.wait(.seconds(1)),
                            let view = try? await roster.view(of: machine),
                            let container = try? await self.container(id, view), container.isRunning
                        else { return nil }
                        return try? APIReply.jsonBytes(container.statistics)
                    }.next
                )
            )
        )
    }

    static func rawType(isTerminal: Bool) -> String {
        "application/vnd.docker.\(isTerminal ? "raw" : "multiplexed")-stream"
    }

    /// Answers when a container has ended.
    private func waited(
        for name: String,
        _ query: QueryItems,
        _ view: EngineView
    ) async throws(EngineError) -> APIAnswer {
        let condition = query["condition"] ?? ""
        guard ["", "not-running", "next-exit", "removed"].contains(condition) else {
            throw EngineError(status: 400, message: "invalid condition: \"\(condition)\"")
        }
        let task = try await container(name, view).task.id
        let session = session
        return .stream(
            APIStream(
                contentType: APIReply.jsonType,
                pieces: AsyncStream { continuation in
                    let waiting = Task {
                        let code = await Self.exitCode(of: task, session)
                        let form: JSONValue = ["Error": nil, "StatusCode": JSONValue(code)]
                        if let bytes = try? APIReply.jsonBytes(form) { continuation.yield(bytes) }
                        continuation.finish()
                    }
                    continuation.onTermination = { _ in waiting.cancel() }
                }
            )
        )
    }

    private static func exitCode(of id: TaskID, _ session: any ClusterSession) async -> Int32 {
        for await snapshot in await session.snapshots() {
            guard let task = snapshot.store.task(id) else { return 137 }
            if task.isDead { return task.status.container?.exitCode ?? 0 }
        }
        return 137
    }

    // MARK: - Commands in containers

    /// Answers what is asked of commands in containers; `nil` for any other call.
    func execAnswer(
        _ route: Route,
        _ request: APIRequest,
        _ view: EngineView
    ) async throws(EngineError) -> APIAnswer? {
        switch route {
        case .createExec(let name):
            let container = try await container(name, view)
            guard container.isRunning else {
                throw EngineError(
                    status: 409,
                    message: "Container \(container.id) is not running"
                )
            }
            let exec = await ledger.add(container, try ExecRequest(request))
            await tell("exec_create", exec, container)
            return .reply(try .json(["Id": .string(exec.id)] as JSONValue, status: 201))
        case .startExec(let id): return try await started(id, request, view)
        case .resizeExec(let id):
            _ = try await ledger.exec(id)
            return .reply(.empty())
        case .exec(let id): return .reply(try .json(Self.form(of: try await ledger.exec(id))))
        default: return nil
        }
    }

    private func started(
        _ id: String,
        _ request: APIRequest,
        _ view: EngineView
    ) async throws(EngineError) -> APIAnswer {
        let body = try request.jsonIfAny()
        let known = try await ledger.exec(id)
        let container = try await container(known.container.description, view)
        guard container.isRunning else {
            throw EngineError(status: 409, message: "Container \(container.id) is not running")
        }
        let exec = try await ledger.start(id)
        let runner = ExecRunner(
            session: session,
            ledger: ledger,
            exec: exec,
            shell: ContainerShell(
                container.setting(
                    image: await image(container.task.image),
                    environment: exec.environment,
                    user: exec.user,
                    directory: exec.directory
                )
            )
        )
        await tell("exec_start", exec, container)
        let run: @Sendable (RawConnection) async -> Void = { connection in
            let code = await runner.run(connection)
            let end = ["execID": exec.id, "exitCode": "\(code)"]
            await feed.tell(container.event("exec_die", end, at: await session.snapshot()))
        }
        if body["Detach"]?.flag ?? false {
            Task { await run(RawConnection(input: AsyncStream { nil }, write: { _ in true })) }
            return .reply(.empty())
        }
        return .hijack(
            APIHijack(contentType: Self.rawType(isTerminal: exec.isTerminal), run: run)
        )
    }

    private func tell(
        _ action: String,
        _ exec: ContainerLedger.Exec,
        _ container: ContainerView
    ) async {
        let words = exec.words.joined(separator: " ")
        let snapshot = await session.snapshot()
        await feed.tell(
            container.event("\(action): \(words)", ["execID": exec.id], at: snapshot)
        )
    }

    private static func form(of exec: ContainerLedger.Exec) -> JSONValue {
        [
            "ID": .string(exec.id),
            "Running": .bool(exec.isRunning),
            "ExitCode": exec.exitCode.map { JSONValue($0) } ?? .null,
            "ProcessConfig": [
                "tty": .bool(exec.isTerminal),
                "entrypoint": .string(exec.words.first ?? ""),
                "arguments": JSONValue(Array(exec.words.dropFirst())),
                "privileged": false,
            ],
            "OpenStdin": .bool(exec.wantsInput),
            "OpenStderr": true, "OpenStdout": true, "CanRemove": false,
            "ContainerID": .string(exec.container.description),
            "DetachKeys": "",
            "Pid": JSONValue(exec.isRunning ? 27 : 0),
        ]
    }
}

/// A first piece that is at hand, then others that are made one by one.
private actor Repetition {
    private var first: [UInt8]?
    private let make: @Sendable () async -> [UInt8]?

    init(_ first: [UInt8], _ make: @escaping @Sendable () async -> [UInt8]?) {
        self.first = first
        self.make = make
    }

    @Sendable func next() async -> [UInt8]? {
        if let first {
            self.first = nil
            return first
        }
        return await make()
    }
}
