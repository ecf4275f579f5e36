package import ClusterPorts
import Forecasting
package import SwarmModel

// Looking ahead of a cluster that is known by its lists only: estimates, of a copy.
extension EngineSession {
    /// What one forecast may cost.
    private static let workLimit = Duration.seconds(5)

    package func forecast(_ request: ForecastRequest) async throws(EngineError) -> Forecast {
        await Self.runAhead(await snapshot(), request)
    }

    package func rehearse(_ script: any ForecastScript) async throws(EngineError) -> Forecast {
        await Self.play(script, on: await snapshot())
    }

    package func placement(
        of question: PlacementQuestion
    ) async throws(EngineError) -> PlacementReport {
        try await Self.explain(question, in: await snapshot())
    }

    @concurrent
    private static func runAhead(
        _ snapshot: ClusterSnapshot,
        _ request: ForecastRequest
    ) async -> Forecast {
        let limit = ContinuousClock.now + workLimit
        return MirroredWorld.forecast(
            request,
            of: snapshot.store,
            managers: snapshot.managers,
            at: snapshot.now
        ) {
            Task.isCancelled || ContinuousClock.now >= limit
        }
    }

    @concurrent
    private static func play(
        _ script: any ForecastScript,
        on snapshot: ClusterSnapshot
    ) async -> Forecast {
        let limit = ContinuousClock.now + workLimit
        return MirroredWorld.play(
            script,
            of: snapshot.store,
            managers: snapshot.managers,
            at: snapshot.now
        ) {
            Task.isCancelled || ContinuousClock.now >= limit
        }
    }

    @concurrent
    private static func explain(
        _ question: PlacementQuestion,
        in snapshot: ClusterSnapshot
    ) async throws(EngineError) -> PlacementReport {
        try PlacementReader(mirror: snapshot.store).report(on: question)
    }
}
