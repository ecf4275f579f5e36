package import ClusterPorts
package import SwarmModel

/// Looks ahead of clusters that are known by their objects only: estimates, one after the other.
///
/// A World cannot be made half: a forecast that nobody wants any more still ends what it is at. Those
/// behind it wait, and giving them up meanwhile costs nothing.
package actor MirrorForecaster {
    private let clock: @Sendable () -> Duration

    /// - Parameter clock: a time that only goes forward.
    package init(clock: @escaping @Sendable () -> Duration) { self.clock = clock }

    /// Works a forecast out, until it is through, its task is cancelled, or it has taken too long.
    ///
    /// - Parameters:
    ///   - request: the commands, and how far to look.
    ///   - snapshot: the cluster as it is known.
    /// - Returns: the forecast.
    /// - Throws: that the managers have no quorum.
    package func forecast(
        _ request: ForecastRequest,
        of snapshot: ClusterSnapshot
    ) throws(EngineError) -> Forecast {
        try lookAhead(of: snapshot) { mustStop in
            MirroredWorld.forecast(request, of: snapshot, mustStop: mustStop)
        }
    }

    /// Works out what would come of a deed of several commands, in the same way.
    ///
    /// - Parameters:
    ///   - script: gives the commands, from what it sees.
    ///   - snapshot: the cluster as it is known.
    /// - Returns: the forecast.
    /// - Throws: that the managers have no quorum.
    package func rehearse(
        _ script: any ForecastScript,
        of snapshot: ClusterSnapshot
    ) throws(EngineError) -> Forecast {
        try lookAhead(of: snapshot) { mustStop in
            MirroredWorld.play(script, of: snapshot, mustStop: mustStop)
        }
    }

    /// Says where a task may go and why, without waiting for forecasts.
    ///
    /// - Parameters:
    ///   - question: which task.
    ///   - snapshot: the cluster as it is known.
    /// - Returns: what each node says to it.
    /// - Throws: that there is no such task.
    @concurrent
    package nonisolated func placement(
        of question: PlacementQuestion,
        in snapshot: ClusterSnapshot
    ) async throws(EngineError) -> PlacementReport {
        try PlacementReader(mirror: snapshot.store).report(on: question)
    }

    private func lookAhead(
        of snapshot: ClusterSnapshot,
        _ work: (_ mustStop: () -> Bool) -> Forecast
    ) throws(EngineError) -> Forecast {
        if let refusal = MirroredWorld.whyNoForecast(snapshot.managers) { throw refusal }
        let limit = clock() + Forecaster.workLimit
        return work { Task.isCancelled || clock() >= limit }
    }
}
