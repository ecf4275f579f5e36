import Basics
package import ClusterPorts
import Forecasting
import FoundationEssentials
package import SwarmModel
import SwarmStore

/// A session with a live Docker Swarm, by way of one of its managers' engines.
///
/// What changes is learned from the events stream and from short lists (``ReadSchedule``). When the
/// engine does not answer, the last state stays, says how old it is, and refuses changes;
/// reconnecting goes on for as long as the session does, and an engine that was reached over the
/// network is looked for at the swarm's other managers, too.
package actor EngineSession: ClusterSession {
    let attached: EngineTarget
    let patience: Duration
    var connection: EngineConnection
    /// Grows each time that another engine is gone to: answers of the last one count no more.
    var generation = 0
    var mirror = EngineMirror()
    var schedule: ReadSchedule
    var publisher = SnapshotFeed()
    var lastContact: WallTime
    /// Why the engine does not answer; `nil` while it does.
    var trouble: String?
    var work: Task<Void, Never>?
    var events: Task<Void, Never>?
    var rescue: Task<Void, Never>?
    let nudges: AsyncStream<Void>
    let nudge: AsyncStream<Void>.Continuation
    let forecaster: MirrorForecaster
    /// Whether the engine is another skep's, whose nodes and containers are simulated.
    private var isSimulated = false
    var isClosed = false
    /// How many requests were sent, for those who measure.
    package internal(set) var requestCount = 0
    /// How often it woke up to see what is due, for those who measure.
    package internal(set) var rounds = 0
    /// How often all tasks were asked for.
    package internal(set) var fullListings = 0

    /// Attaches to the engine and reads the whole cluster once.
    ///
    /// An engine that is locked is attached to all the same: ``unlock(key:)`` opens it.
    ///
    /// - Throws: ``AttachFailure``, with a next step for the user.
    /// - Parameters:
    ///   - target: the engine, and how to reach it.
    ///   - patience: how long an engine that is well may be silent before it answers.
    /// - Returns: the session, with all that the engine knows.
    package static func attach(
        to target: EngineTarget,
        patience: Duration = .seconds(3)
    ) async throws(AttachFailure) -> EngineSession {
        let session = EngineSession(try await EngineConnection.open(target), patience)
        do throws(AttachFailure) {
            try await session.begin()
        } catch {
            await session.close()
            throw error
        }
        return session
    }

    private init(_ connection: EngineConnection, _ patience: Duration) {
        self.patience = patience
        attached = connection.target
        self.connection = connection
        self.connection.give(patience * 10)
        lastContact = Self.wallNow
        schedule = ReadSchedule(now: .now)
        let start = ContinuousClock.now
        forecaster = MirrorForecaster { ContinuousClock.now - start }
        (nudges, nudge) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
    }

    private func begin() async throws(AttachFailure) {
        let standing = try await EngineStanding(of: connection)
        mirror.ownNode = standing.node
        isSimulated = standing.isSimulated
        if standing.isLocked {
            trouble = EngineStanding.lockedWords
        } else {
            await readWhatIsDue()
            if let trouble, schedule.failures > 0 {
                throw .helpless("\(connection.target.address)", trouble)
            }
        }
        work = Task { await readAgainAndAgain() }
        events = Task { await followEvents() }
    }

    // MARK: - The session's face

    package func snapshot() async -> ClusterSnapshot { current }

    package func snapshots() async -> AsyncStream<ClusterSnapshot> { publisher.join(current) }

    package func close() async {
        guard !isClosed else { return }
        isClosed = true
        work?.cancel()
        events?.cancel()
        rescue?.cancel()
        nudge.finish()
        publisher.finish()
        await connection.close()
    }

    package func setClock(_ clock: ClockState) async throws(EngineError) {
        throw EngineError(status: 501, message: "a live cluster's time is everybody's")
    }

    var current: ClusterSnapshot {
        let now = Self.wallNow
        let name = connection.target.name
        var snapshot = ClusterSnapshot(
            store: mirror.store,
            now: .zero + (now - EngineMirror.epoch),
            epoch: EngineMirror.epoch,
            source: isSimulated ? .served(context: name) : .live(context: name),
            managers: ManagersSummary(nodes: mirror.store.nodes)
        )
        snapshot.forecasts = .estimate
        snapshot.lostContact = trouble.map {
            LostContact(since: lastContact, reason: $0 + searchWords)
        }
        return snapshot
    }

    static var wallNow: WallTime {
        WallTime(nanoseconds: Int64(Date().timeIntervalSince1970 * 1_000_000_000))
    }

    package func json(of reference: ObjectReference) async -> String? {
        guard let path = reference.enginePath else { return nil }
        return await json(at: path)
    }

    package func swarmJSON() async -> String? { await json(at: "/swarm") }

    private func json(at path: String) async -> String? {
        guard let bytes = try? await connection.send(EngineRequest(.get, path)),
            let tree = try? JSONValue(bytes: bytes)
        else { return nil }
        return try? JSONText.indented(tree)
    }

    package func logs(_ request: LogRequest) async -> AsyncStream<[LogLine]> {
        EngineLogs(connection: connection, request: request).lines()
    }
}

/// What an engine says of its own place in a swarm.
struct EngineStanding: Sendable {
    static let lockedWords = "the engine is locked: :unlock KEY opens it"

    let node: NodeID?
    let isLocked: Bool
    /// Whether it says that nothing of it is real, as a skep that serves its cluster does.
    let isSimulated: Bool

    /// Asks the engine.
    ///
    /// - Throws: ``AttachFailure`` when it is no manager of a swarm, or does not answer.
    init(of connection: EngineConnection) async throws(AttachFailure) {
        let address = "\(connection.target.address)"
        let bytes: [UInt8]
        do throws(EngineError) {
            bytes = try await connection.send(EngineRequest(.get, "/info"))
        } catch {
            throw .unreachable(address, error.message)
        }
        guard let info = try? JSONValue(bytes: bytes), let swarm = info["Swarm"],
            let state = swarm["LocalNodeState"]?.text
        else { throw .noEngine(address, "its info names no swarm") }
        node = swarm["NodeID"]?.text.flatMap { NodeID($0) }
        isLocked = state == "locked"
        isSimulated = Self.isSimulated(info)
        switch state {
        case "locked": break
        case "active", "pending", "error":
            if swarm["ControlAvailable"]?.flag != true { throw .notManager(address) }
        default: throw .inactive(address)
        }
    }
    /// Whether an engine's own account of itself says so.
    static func isSimulated(_ info: JSONValue) -> Bool {
        let version = info["ServerVersion"]?.text ?? ""
        return version.hasPrefix("skep-") && version.hasSuffix("-simulated")
    }
}
