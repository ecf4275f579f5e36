package import ClusterPorts
import Forecasting
package import SwarmModel

// Looking ahead of the moment that a recording shows, as of a cluster that is known by its lists
// only: estimates, of a copy.
extension ReplaySession {
    /// What one forecast may cost.
    private static let workLimit = Duration.seconds(5)

    package func forecast(_ request: ForecastRequest) async throws(EngineError) -> Forecast {
        let shown = try shownWithQuorum()
        return await inTurn { mustStop in
            MirroredWorld.forecast(
                request,
                of: shown.store,
                managers: shown.managers,
                at: shown.now,
                mustStop: mustStop
            )
        }
    }

    package func rehearse(_ script: any ForecastScript) async throws(EngineError) -> Forecast {
        let shown = try shownWithQuorum()
        return await inTurn { mustStop in
            MirroredWorld.play(
                script,
                of: shown.store,
                managers: shown.managers,
                at: shown.now,
                mustStop: mustStop
            )
        }
    }

    package func placement(
        of question: PlacementQuestion
    ) async throws(EngineError) -> PlacementReport {
        try await Self.explain(question, in: last)
    }

    private func shownWithQuorum() throws(EngineError) -> ClusterSnapshot {
        if let refusal = MirroredWorld.whyNoForecast(last.managers) { throw refusal }
        return last
    }

    /// One after the other: a forecast that was given up still ends the World that it is making.
    private func inTurn(
        _ work: @Sendable (_ mustStop: () -> Bool) -> Forecast
    ) async -> Forecast {
        await withCheckedContinuation { turns.take($0) }
        let forecast = await Self.lookAhead(work)
        turns.giveBack()
        return forecast
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
