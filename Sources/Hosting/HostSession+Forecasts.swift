import Basics
package import ClusterPorts
import Forecasting
package import SwarmModel
import SwarmWorld

// Looking ahead: always of a copy, and never on the host's own time.
extension HostSession {
    package func forecast(_ request: ForecastRequest) async throws(EngineError) -> Forecast {
        let (world, moment) = await host.worldAndMoment()
        return await Self.lookAhead { mustStop in
            Forecaster.forecast(request, in: world, at: moment, basis: .exact, mustStop: mustStop)
        }
    }

    package func rehearse(_ script: any ForecastScript) async throws(EngineError) -> Forecast {
        let (world, moment) = await host.worldAndMoment()
        return await Self.lookAhead { mustStop in
            Forecaster.play(script, in: world, at: moment, basis: .rehearsal, mustStop: mustStop)
        }
    }

    package func placement(
        of question: PlacementQuestion
    ) async throws(EngineError) -> PlacementReport {
        try await host.worldNow().placement(of: question)
    }

    /// Works beside everything else, until it is through, nobody wants it any more, or it has taken
    /// too long.
    @concurrent
    private static func lookAhead(
        _ work: @Sendable (_ mustStop: () -> Bool) -> Forecast
    ) async -> Forecast {
        let limit = ContinuousClock.now + Forecaster.workLimit
        return work { Task.isCancelled || ContinuousClock.now >= limit }
    }
}
