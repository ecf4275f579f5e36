package import ClusterPorts
import Forecasting
package import SwarmModel

// Looking ahead of the moment that a recording shows.
extension ReplaySession {
    package func forecast(_ request: ForecastRequest) async throws(EngineError) -> Forecast {
        try await forecaster.forecast(request, of: last)
    }

    package func rehearse(_ script: any ForecastScript) async throws(EngineError) -> Forecast {
        try await forecaster.rehearse(script, of: last)
    }

    package func placement(
        of question: PlacementQuestion
    ) async throws(EngineError) -> PlacementReport {
        try await forecaster.placement(of: question, in: last)
    }
}
