import Basics
import ClusterPorts
import SwarmModel

/// Names one look ahead, so that its answer finds the way back.
package struct ForecastID: Hashable, Comparable, Sendable {
    package let number: Int
    package init(number: Int) { self.number = number }
    package static func < (left: Self, right: Self) -> Bool { left.number < right.number }
}

/// What is being looked ahead at, and what came of it.
struct ForecastEntry: Sendable {
    let askedAt: WallTime
    /// The store that was known when it was asked for.
    let version: UInt64
    var isAsked = true
    /// How long the answer took.
    var cost = Duration.zero
    var forecast: Forecast?
    var error: EngineError?
}

/// The forecasts of the screens that are open.
struct ForecastBook: Sendable {
    private(set) var entries: [ForecastID: ForecastEntry] = [:]
    private var nextNumber = 1

    subscript(_ id: ForecastID) -> ForecastEntry? { entries[id] }

    /// What the next one that is asked for is called.
    var nextID: ForecastID { ForecastID(number: nextNumber) }

    mutating func ask(_ id: ForecastID, at now: WallTime, version: UInt64) {
        nextNumber = id.number + 1
        entries[id] = ForecastEntry(askedAt: now, version: version)
    }

    mutating func take(
        _ id: ForecastID,
        _ result: Result<Forecast, EngineError>,
        at now: WallTime
    ) {
        entries[id]?.isAsked = false
        if let entry = entries[id] { entries[id]?.cost = now - entry.askedAt }
        switch result {
        case .success(let forecast): entries[id]?.forecast = forecast
        case .failure(let error): entries[id]?.error = error
        }
    }

    /// Forgets all forecasts but those.
    ///
    /// - Returns: those that were still being worked out, by number.
    mutating func keep(_ wanted: Set<ForecastID>) -> [ForecastID] {
        let gone = entries.keys.filter { !wanted.contains($0) }.sorted()
        return gone.filter { entries.removeValue(forKey: $0)?.isAsked == true }
    }
}

/// The forecast of a box: the newest one asked for, and the one before until it is there.
struct BoxForecast: Sendable {
    var id: ForecastID
    /// Shown until the newest has its answer.
    var shown: ForecastID?
    /// What was asked: other changes or another input need another forecast.
    let changes: [Change]
    let input: String
}
