package import Basics
package import Cells
package import ClusterPorts
package import SwarmModel

/// Something that happened and that the console should know of.
package enum ConsoleMessage: Sendable {
    case input(InputEvent)
    /// The cluster as it is now. Send ``time(_:)`` first, so that ages are right.
    case snapshot(ClusterSnapshot)
    /// What came of a ``ConsoleEffect/perform(_:_:)``.
    case outcome(OperationID, Result<CommandOutcome, EngineError>)
    /// Somebody else in this process has asked something of the cluster.
    case asked(ForeignOperation)
    /// Lines of an open stream, and whether it ended with them.
    case logLines(LogStreamID, [LogLine], ended: Bool)
    /// An object in the Engine API's own form; `nil` if it is gone.
    case json(ObjectReference, String?)
    /// The swarm itself in the Engine API's own form; `nil` if nobody tells.
    case swarmJSON(String?)
    /// What the user made of a spec in an editor, or why it could not be edited.
    case editedSpec(ObjectReference, Result<SpecEdit, EngineError>)
    /// What the embedded DNS answered.
    case nameAnswer(NameQuery, Result<NameAnswer, EngineError>)
    /// What would come of commands.
    case forecast(ForecastID, Result<Forecast, EngineError>)
    /// Why a task waits, or is where it is.
    case placement(PlacementQuestion, Result<PlacementReport, EngineError>)
    /// The wall time; due at ``ConsoleModel/nextWake`` and before every other message.
    case time(WallTime)
    /// What a stack deployment would do.
    case stackPlan(OperationID, Result<StackPlanText, EngineError>)
    /// What a work of several steps has done so far, and how it ended.
    case workProgress(OperationID, [SafeText], ended: WorkEnd?)
    /// What a plugin has written since the last time, and its exit code once it has ended.
    case pluginOutput(OperationID, [SafeText], status: Int32?)
    /// A theme was put in place, or could not be: then the reason.
    case themeChanged(name: String, error: SafeText?)
    /// A theme is to be put in place, or is another one than it was under its name.
    case themeWanted(String)
    case notice(SafeText, Severity)
    /// What came of a ``ConsoleEffect/save(text:place:)``.
    case saved(SaveOutcome)
    case connection(ConnectionState)
    /// The user's configuration was changed and read anew.
    case configured(ConsoleSettings)
    /// The configuration was changed and is wrong: what, with its file and line.
    case misconfigured(SafeText)
}

/// How loud a message to the user is.
package enum Severity: Hashable, Comparable, Sendable {
    case information, success, warning, failure
}

/// Whether the cluster answers.
package enum ConnectionState: Hashable, Sendable {
    case connected
    /// Since when there is no answer, and why, in words for the user.
    case lost(since: WallTime, reason: SafeText)
}

/// The plan of a stack deployment as text, line by line.
package struct StackPlanText: Hashable, Sendable {
    package enum Mark: Hashable, Sendable {
        case heading, added, removed, changed, same, warning
    }

    package struct Line: Hashable, Sendable {
        package var mark: Mark
        package var text: Phrase
        package init(_ mark: Mark, _ text: Phrase) {
            self.mark = mark
            self.text = text
        }
    }

    package var lines: [Line]
    /// Whether a deployment would change nothing.
    package var isEmpty: Bool

    package init(lines: [Line], isEmpty: Bool = false) {
        self.lines = lines
        self.isEmpty = isEmpty
    }
}

/// How a work of several steps ended.
package enum WorkEnd: Hashable, Sendable {
    case done
    case failed(EngineError)
    /// The user stopped it: what was not carried out, and the step whose answer nobody waited for.
    case stopped(left: [SafeText], unanswered: SafeText?)
}

/// Names one thing that the user asked for, so that its outcome finds it.
package struct OperationID: Hashable, Comparable, Sendable {
    package let number: Int
    package init(number: Int) { self.number = number }
    package static func < (left: Self, right: Self) -> Bool { left.number < right.number }
}

/// Names one open stream of log lines.
package struct LogStreamID: Hashable, Comparable, Sendable {
    package let number: Int
    package init(number: Int) { self.number = number }
    package static func < (left: Self, right: Self) -> Bool { left.number < right.number }
}
