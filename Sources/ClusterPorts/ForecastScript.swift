package import Basics
package import SwarmModel
package import SwarmStore

/// A deed of several commands, each of which depends on what came of those before it.
///
/// It is played on a copy of a cluster to look ahead, as it would be on the cluster itself: a value
/// that is driven by stores and answers.
package protocol ForecastScript: Sendable {
    /// What to give the cluster now; empty while it waits, and when it is through.
    mutating func next(_ store: Store, now: Moment) -> [ClusterCommand]

    /// Takes the answer to a command; a script that must know to which one gives them singly.
    mutating func take(_ answer: Result<CommandOutcome, EngineError>, now: Moment)

    /// Whether no further command comes, whatever happens.
    var isThrough: Bool { get }

    /// How long after it was asked it wants to be asked again although nothing happened; `nil` =
    /// never.
    var pause: Duration? { get }

    /// What it could not do, and would ask the user about.
    var obstacles: [String] { get }
}
