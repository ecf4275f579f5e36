package import ClusterPorts
import Forecasting
package import SwarmModel

// Looking ahead of a cluster that is known by its lists only: estimates, of a copy.
extension EngineSession {
    /// What one forecast may cost.
    private static let workLimit = Duration.seconds(5)

    package func forecast(_ request: ForecastRequest) async throws(EngineError) -> Forecast {
        let snapshot = try await snapshotWithQuorum()
        return await Self.lookAhead { mustStop in
            MirroredWorld.forecast(
                request,
                of: snapshot.store,
                managers: snapshot.managers,
                at: snapshot.now,
                mustStop: mustStop
            )
        }
    }

    package func rehearse(_ script: any ForecastScript) async throws(EngineError) -> Forecast {
        let snapshot = try await snapshotWithQuorum()
        return await Self.lookAhead { mustStop in
            MirroredWorld.play(
                script,
                of: snapshot.store,
                managers: snapshot.managers,
                at: snapshot.now,
                mustStop: mustStop
            )
        }
    }

    private func snapshotWithQuorum() async throws(EngineError) -> ClusterSnapshot {
        let snapshot = await snapshot()
        if let refusal = Self.whyNoForecast(snapshot.managers) { throw refusal }
        return snapshot
    }

    /// Why managers cannot be looked ahead of; `nil` if they can.
    ///
    /// One that has lost the others tells what it last knew: who else is alive, and what comes of it
    /// when they meet, cannot be seen from there.
    static func whyNoForecast(_ managers: ManagersSummary) -> EngineError? {
        guard !managers.hasQuorum else { return nil }
        return EngineError(
            status: 503,
            message: "the managers have no quorum: what comes next cannot be seen from here"
        )
    }

    package func placement(
        of question: PlacementQuestion
    ) async throws(EngineError) -> PlacementReport {
        try await Self.explain(question, in: await snapshot())
    }

    /// Works beside everything else, until it is through, nobody wants it any more, or it has taken
    /// too long.
    @concurrent
    private static func lookAhead(
        _ work: @Sendable (_ mustStop: () -> Bool) -> Forecast
    ) async -> Forecast {
        let limit = ContinuousClock.now + workLimit
        return work { Task.isCancelled || ContinuousClock.now >= limit }
    }

    @concurrent
    private static func explain(
        _ question: PlacementQuestion,
        in snapshot: ClusterSnapshot
    ) async throws(EngineError) -> PlacementReport {
        try PlacementReader(mirror: snapshot.store).report(on: question)
    }
}
