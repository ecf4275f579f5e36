package import ClusterPorts
import Forecasting
package import SwarmModel

// Looking ahead of a cluster that is known by its lists only.
extension EngineSession {
    package func forecast(_ request: ForecastRequest) async throws(EngineError) -> Forecast {
        try await forecaster.forecast(request, of: await snapshot())
    }

    package func rehearse(_ script: any ForecastScript) async throws(EngineError) -> Forecast {
        try await forecaster.rehearse(script, of: await snapshot())
    }

    package func placement(
        of question: PlacementQuestion
    ) async throws(EngineError) -> PlacementReport {
        try await forecaster.placement(of: question, in: await snapshot())
    }
}
