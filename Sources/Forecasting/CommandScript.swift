import Basics
import ClusterPorts
import SwarmModel
import SwarmStore

/// Commands that are all given in the same moment, whatever becomes of each.
struct CommandScript: ForecastScript {
    private var commands: [ClusterCommand]

    init(_ commands: [ClusterCommand]) { self.commands = commands }

    mutating func next(_ store: Store, now: Moment) -> [ClusterCommand] {
        defer { commands = [] }
        return commands
    }

    mutating func take(_ answer: Result<CommandOutcome, EngineError>, now: Moment) {}

    var isThrough: Bool { commands.isEmpty }
    var pause: Duration? { nil }
    var obstacles: [String] { [] }
}
