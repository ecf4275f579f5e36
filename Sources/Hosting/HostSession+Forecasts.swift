import Basics
package import ClusterPorts
import Forecasting
package import SwarmModel
import SwarmWorld

// Looking ahead: always of a copy, and never on the host's own time.
extension HostSession {
    /// What one forecast may cost.
    private static let workLimit = Duration.seconds(5)

    package func forecast(_ request: ForecastRequest) async throws(EngineError) -> Forecast {
        let (world, moment) = await host.worldAndMoment()
        return await Self.runAhead(world, from: moment, request)
    }

    package func rehearse(_ script: any ForecastScript) async throws(EngineError) -> Forecast {
        let (world, moment) = await host.worldAndMoment()
        return await Self.play(script, world, from: moment)
    }

    package func placement(
        of question: PlacementQuestion
    ) async throws(EngineError) -> PlacementReport {
        try await host.worldNow().placement(of: question)
    }

    @concurrent
    private static func runAhead(
        _ world: World,
        from moment: Moment,
        _ request: ForecastRequest
    ) async -> Forecast {
        let limit = ContinuousClock.now + workLimit
        return Forecaster.forecast(request, in: world, at: moment, basis: .exact) {
            Task.isCancelled || ContinuousClock.now >= limit
        }
    }

    @concurrent
    private static func play(
        _ script: any ForecastScript,
        _ world: World,
        from moment: Moment
    ) async -> Forecast {
        let limit = ContinuousClock.now + workLimit
        return Forecaster.play(script, in: world, at: moment, basis: .rehearsal) {
            Task.isCancelled || ContinuousClock.now >= limit
        }
    }
}
