import Basics
import ClusterPorts
import EngineClient
import Glibc
import SwarmModel
import SwarmStore
import Synchronization

/// What it costs to follow an engine with 10,000 tasks, and how soon a change is known.
///
/// The engine is served by the same process: its part of the CPU time is in the figures.
extension Measurement {
    static let attaching = [
        Measurement("attach", runs: 1) { _ in try blocking { try await attachFigures() } },
        Measurement("attach-program", runs: 1, needsProgram: true, body: programFigures),
        Measurement("attach-watch", runs: 1, body: watchFigures),
    ]

    static let taskCount = 10_000
    static let serviceCount = 20
    private static let rounds = 60

    private static func attachFigures() async throws -> [Figure] {
        let stage = try await EngineStage.open(services: serviceCount, tasks: taskCount)
        let beforeAttach = ProcessUsage.cpu
        let start = nanosecondsNow()
        let session = try await EngineSession.attach(to: stage.target)
        var figures = [
            Figure("attach-10k-wall", Double(nanosecondsNow() - start) / 1e9, "s"),
            Figure("attach-10k-cpu", ProcessUsage.cpu - beforeAttach, "s"),
        ]
        let follower = Follower(session)
        figures += try await changeFigures(stage, follower)
        figures += try await stillFigures(session)
        await session.close()
        await stage.close()
        return figures
    }

    /// From the answer to a change until a snapshot has it.
    private static func changeFigures(
        _ stage: EngineStage,
        _ follower: Follower
    ) async throws -> [Figure] {
        var service: [Double] = []
        var tasks: [Double] = []
        let cpu = ProcessUsage.cpu
        for round in 0..<rounds {
            let (id, version) = try await stage.touch(round % serviceCount)
            let changed = nanosecondsNow()
            await follower.wait { ($0.store.service(id)?.meta.version ?? 0) >= version }
            service.append(Double(nanosecondsNow() - changed) / 1e6)
            let wanted = Int(await stage.replicas(of: id))
            await follower.wait { $0.store.tally(of: id).wanted == wanted }
            tasks.append(Double(nanosecondsNow() - changed) / 1e6)
        }
        return [
            Figure("attach-10k-service-latency", service.median, "ms"),
            Figure("attach-10k-service-latency-p95", service.percentile(0.95), "ms"),
            Figure("attach-10k-tasks-latency", tasks.median, "ms"),
            Figure("attach-10k-tasks-latency-p95", tasks.percentile(0.95), "ms"),
            Figure("attach-10k-change-cpu", (ProcessUsage.cpu - cpu) / Double(rounds), "s"),
        ]
    }

    /// A minute in which nothing happens, after the last changes have come to rest.
    private static func stillFigures(_ session: EngineSession) async throws -> [Figure] {
        try await Task.sleep(for: .seconds(10))
        let requests = await session.requestCount
        let listings = await session.fullListings
        let cpu = ProcessUsage.cpu
        try await Task.sleep(for: .seconds(60))
        return [
            Figure("attach-10k-still-cpu", (ProcessUsage.cpu - cpu) / 60 * 100, "%"),
            Figure(
                "attach-10k-still-requests",
                Double(await session.requestCount - requests),
                "/min"
            ),
            Figure(
                "attach-10k-still-listings",
                Double(await session.fullListings - listings),
                "/min"
            ),
        ]
    }

    /// Waits for something asynchronous, as a measurement may.
    static func blocking<Value: Sendable>(
        _ body: @escaping @Sendable () async throws -> Value
    ) throws -> Value {
        let answer = Answer<Value>()
        Task { answer.set(await Result { try await body() }) }
        while true {
            if let result = answer.value { return try result.get() }
            usleep(10_000)
        }
    }
}

private final class Answer<Value: Sendable>: Sendable {
    private let box = Mutex<Result<Value, any Error>?>(nil)
    var value: Result<Value, any Error>? { box.withLock { $0 } }
    func set(_ result: Result<Value, any Error>) { box.withLock { $0 = result } }
}

extension Result where Failure == any Error {
    fileprivate init(_ body: () async throws -> Success) async {
        do { self = .success(try await body()) } catch { self = .failure(error) }
    }
}

/// Follows a session's snapshots, as a console does.
private actor Follower {
    private var newest: ClusterSnapshot?
    private var waiting: [(@Sendable (ClusterSnapshot) -> Bool, CheckedContinuation<Void, Never>)] =
        []

    init(_ session: EngineSession) {
        Task { [weak self] in
            for await snapshot in await session.snapshots() { await self?.take(snapshot) }
        }
    }

    private func take(_ snapshot: ClusterSnapshot) {
        newest = snapshot
        let (met, unmet) = (
            waiting.filter { $0.0(snapshot) }, waiting.filter { !$0.0(snapshot) }
        )
        waiting = unmet
        for (_, continuation) in met { continuation.resume() }
    }

    func wait(until isSeen: @escaping @Sendable (ClusterSnapshot) -> Bool) async {
        if let newest, isSeen(newest) { return }
        await withCheckedContinuation { waiting.append((isSeen, $0)) }
    }
}
