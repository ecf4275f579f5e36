import Basics
package import ClusterPorts
import FoundationEssentials
package import SwarmModel
import SwarmStore

/// A session with a live Docker Swarm, by way of one of its managers' engines.
///
/// One events stream tells when nodes, services, networks, secrets and configs change. Tasks have
/// no events, so their list is asked for: often while something is on its way, seldom when nothing
/// is. When the engine does not answer, the last state stays, says how old it is, and refuses
/// changes; reconnecting goes on for as long as the session does.
package actor EngineSession: ClusterSession {
    private let connection: EngineConnection
    private var mirror = EngineMirror()
    private var schedule: ReadSchedule
    private var publisher = SnapshotFeed()
    private var lastContact: WallTime
    private var trouble: String?
    private var work: Task<Void, Never>?
    private var events: Task<Void, Never>?
    private let nudges: AsyncStream<Void>
    private let nudge: AsyncStream<Void>.Continuation
    private var ownNode: NodeID?
    private var isClosed = false

    /// Attaches to the engine and reads the whole cluster once.
    ///
    /// - Throws: ``AttachFailure``, with a next step for the user.
    package static func attach(to target: EngineTarget) async throws(AttachFailure) -> EngineSession
    {
        let connection = try await EngineConnection.open(target)
        let session = EngineSession(connection)
        do throws(AttachFailure) {
            try await session.begin()
        } catch {
            await session.close()
            throw error
        }
        return session
    }

    private init(_ connection: EngineConnection) {
        self.connection = connection
        lastContact = Self.wallNow
        schedule = ReadSchedule(now: .now)
        (nudges, nudge) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
    }

    private func begin() async throws(AttachFailure) {
        let address = "\(connection.target.address)"
        do throws(EngineError) {
            let info = try await connection.send(EngineRequest(.get, "/info"))
            try check(info, address)
            for kind in EngineList.allCases { try await read(kind) }
        } catch {
            if let failure = Self.failure(error, address) { throw failure }
        }
        work = Task { await readAgainAndAgain() }
        events = Task { await followEvents() }
    }

    private struct Info: Decodable {
        struct Swarm: Decodable {
            let NodeID: String?
            let LocalNodeState: String?
            let ControlAvailable: Bool?
        }
        let Swarm: Swarm?
    }

    private func check(_ bytes: [UInt8], _ address: String) throws(EngineError) {
        let info = try? JSONDecoder().decode(Info.self, from: Data(bytes))
        guard let swarm = info?.Swarm else { throw .attach("noEngine") }
        ownNode = swarm.NodeID.flatMap { NodeID($0) }
        switch swarm.LocalNodeState {
        case "locked": throw .attach("locked")
        case "active", "pending", "error":
            if swarm.ControlAvailable != true { throw .attach("notManager") }
        default: throw .attach("inactive")
        }
    }

    private static func failure(_ error: EngineError, _ address: String) -> AttachFailure? {
        switch error.message {
        case "noEngine": .noEngine(address, "its info names no swarm")
        case "locked": .locked(address)
        case "notManager": .notManager(address)
        case "inactive": .inactive(address)
        default: .unreachable(address, error.message)
        }
    }

    // MARK: - The session's face

    package func snapshot() async -> ClusterSnapshot { current }

    package func snapshots() async -> AsyncStream<ClusterSnapshot> { publisher.join(current) }

    package func close() async {
        guard !isClosed else { return }
        isClosed = true
        work?.cancel()
        events?.cancel()
        nudge.finish()
        publisher.finish()
        await connection.close()
    }

    package func setClock(_ clock: ClockState) async throws(EngineError) {
        throw EngineError(status: 501, message: "a live cluster's time is everybody's")
    }

    private var current: ClusterSnapshot {
        let now = Self.wallNow
        var snapshot = ClusterSnapshot(
            store: mirror.store,
            now: .zero + (now - EngineMirror.epoch),
            epoch: EngineMirror.epoch,
            source: .live(context: connection.target.name),
            managers: ManagersSummary(nodes: mirror.store.nodes)
        )
        snapshot.forecasts = .estimate
        snapshot.lostContact = trouble.map { LostContact(since: lastContact, reason: $0) }
        return snapshot
    }

    private static var wallNow: WallTime {
        WallTime(nanoseconds: Int64(Date().timeIntervalSince1970 * 1_000_000_000))
    }

    // MARK: - Commands

    package func perform(_ command: ClusterCommand) async throws(EngineError) -> CommandOutcome {
        if let trouble { throw EngineError(status: 503, message: trouble) }
        defer {
            schedule.expectChange()
            nudge.yield()
        }
        switch command {
        case .removeContainer, .stopContainer, .signalContainer:
            return try await changeContainer(command)
        case .removeVolume(let name, let node, let force):
            guard node == ownNode else {
                throw .elsewhere("the volume \(name)", mirror.store.node(node))
            }
            let query = force ? [(name: "force", value: "1")] : []
            let path = "/volumes/\(EngineRequest.escaped(name))"
            _ = try await connection.send(EngineRequest(.delete, path, query: query))
            return CommandOutcome()
        default: return try await carryOut(command)
        }
    }

    private func carryOut(_ command: ClusterCommand) async throws(EngineError) -> CommandOutcome {
        let plan: EngineCommand
        do { plan = try EngineCommand(command) } catch { throw .unreadable(error) }
        switch plan {
        case .impossible(let words): throw EngineError(status: 501, message: words)
        case .request(let request): return Self.outcome(of: try await connection.send(request))
        case .edit(let object, let version, let query, let edit):
            let bytes = try await connection.send(EngineRequest(.get, object))
            let spec: JSONTree
            do {
                let tree = try JSONTree(bytes: bytes)
                guard tree["Version"]?["Index"] == .integer(Int64(version)) else {
                    throw EngineError.outOfSequence
                }
                spec = try edit(tree["Spec"] ?? .object([:]))
            } catch let error as EngineError {
                throw error
            } catch {
                throw .unreadable(error)
            }
            var pairs = [(name: "version", value: "\(version)")]
            pairs += query.sorted { $0.key < $1.key }.map { (name: $0.key, value: $0.value) }
            let request = EngineRequest(.post, object + "/update", query: pairs, body: spec)
            return Self.outcome(of: try await connection.send(request))
        }
    }

    /// A container can be removed, stopped or killed by the engine that runs it alone.
    private func changeContainer(
        _ command: ClusterCommand
    ) async throws(EngineError) -> CommandOutcome {
        switch command {
        case .removeContainer(let id):
            let path = "/containers/\(try container(of: id))"
            let force = [(name: "force", value: "1")]
            _ = try await connection.send(EngineRequest(.delete, path, query: force))
        case .stopContainer(let id, let grace):
            let path = "/containers/\(try container(of: id))/stop"
            let time = grace.map { [(name: "t", value: "\($0.components.seconds)")] } ?? []
            _ = try await connection.send(EngineRequest(.post, path, query: time))
        case .signalContainer(let id, let signal):
            let path = "/containers/\(try container(of: id))/kill"
            let query = [(name: "signal", value: signal)]
            _ = try await connection.send(EngineRequest(.post, path, query: query))
        default: break
        }
        return CommandOutcome()
    }

    private func container(of id: TaskID) throws(EngineError) -> ContainerID {
        guard let task = mirror.store.task(id) else { throw .notFound("task", "\(id)") }
        guard let node = task.nodeID, node == ownNode else {
            throw .elsewhere("the task's container", task.nodeID.flatMap { mirror.store.node($0) })
        }
        guard let container = task.status.container?.id else {
            throw EngineError(status: 409, message: "the task has no container yet")
        }
        return container
    }

    private static func outcome(of bytes: [UInt8]) -> CommandOutcome {
        struct Answer: Decodable {
            let ID: String?
            let Id: String?
            let Warnings: [String]?
            let Warning: String?
        }
        let answer = try? JSONDecoder().decode(Answer.self, from: Data(bytes))
        var outcome = CommandOutcome(createdID: answer?.ID ?? answer?.Id)
        let warnings = (answer?.Warnings ?? []) + [answer?.Warning ?? ""]
        outcome.warnings = warnings.filter { !$0.isEmpty }
        return outcome
    }

    package func json(of reference: ObjectReference) async -> String? {
        guard let path = reference.enginePath,
            let bytes = try? await connection.send(EngineRequest(.get, path)),
            let tree = try? JSONTree(bytes: bytes)
        else { return nil }
        return try? JSONText.indented(tree)
    }

    package func logs(_ request: LogRequest) async -> AsyncStream<[LogLine]> {
        EngineLogs(connection: connection, request: request).lines()
    }

    // MARK: - Reading

    private func readAgainAndAgain() async {
        while !Task.isCancelled {
            let alarm = Task { [nudge, schedule] in
                try? await Task.sleep(until: schedule.next, clock: .continuous)
                nudge.yield()
            }
            for await _ in nudges { break }
            alarm.cancel()
            guard !Task.isCancelled else { return }
            await readWhatIsDue()
        }
    }

    private func readWhatIsDue() async {
        for kind in schedule.due(at: .now) {
            let start = ContinuousClock.now
            do {
                let differs = try await read(kind)
                schedule.wasRead(kind, at: start, took: start.duration(to: .now), differs: differs)
                if trouble != nil { schedule.readEverything() }
                trouble = nil
                lastContact = Self.wallNow
            } catch {
                trouble = error.message
                schedule.failed(at: .now)
                break
            }
        }
        schedule.isChanging = mirror.isChanging
        publisher.publish(current)
    }

    @discardableResult
    private func read(_ kind: EngineList) async throws(EngineError) -> Bool {
        let bytes = try await connection.send(EngineRequest(.get, kind.path))
        do {
            switch kind {
            case .cluster: try mirror.take(cluster: bytes)
            case .nodes: try mirror.take(nodes: bytes)
            case .services: try mirror.take(services: bytes)
            case .networks: try mirror.take(networks: bytes)
            case .secrets: try mirror.take(secrets: bytes)
            case .configs: try mirror.take(configs: bytes)
            case .tasks: return try mirror.take(tasks: bytes)
            }
            return true
        } catch {
            throw .unreadable(error)
        }
    }

    // MARK: - Events

    private func followEvents() async {
        while !Task.isCancelled {
            if let stream = try? await connection.stream(EngineRequest(.get, "/events")) {
                var lines = LineCutter()
                do {
                    for try await bytes in stream {
                        for line in lines.take(bytes) { noteEvent(line) }
                    }
                } catch { schedule.readEverything() }
            }
            guard !Task.isCancelled else { return }
            // What happened while nobody listened is read again.
            schedule.readEverything()
            nudge.yield()
            try? await Task.sleep(for: .seconds(1))
        }
    }

    private struct Event: Decodable { let `Type`: String? }

    private func noteEvent(_ line: [UInt8]) {
        guard let event = try? JSONDecoder().decode(Event.self, from: Data(line)) else { return }
        guard schedule.note(event: event.Type ?? "") else { return }
        nudge.yield()
    }
}

extension EngineError {
    fileprivate static func attach(_ word: String) -> EngineError {
        EngineError(status: 0, message: word)
    }

    fileprivate static func unreadable(_ error: any Error) -> EngineError {
        EngineError(status: 0, message: "the engine's answer cannot be read: \(error)")
    }

    fileprivate static func elsewhere(_ what: String, _ node: Node?) -> EngineError {
        let place = node.map { "on \($0.displayName)" } ?? "on no node"
        return EngineError(
            status: 409,
            message: "\(what) is \(place): only that node's engine can remove it"
        )
    }
}
