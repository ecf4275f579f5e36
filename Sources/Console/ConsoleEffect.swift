package import Basics
package import ClusterPorts
package import SwarmModel

/// Something the console wants done.
package enum ConsoleEffect: Hashable, Sendable {
    /// Carry out and answer with ``ConsoleMessage/outcome(_:_:)``.
    case perform(ClusterCommand, OperationID)
    /// Deliver lines with ``ConsoleMessage/logLines(_:_:ended:)`` until closed.
    case openLogs(LogRequest, LogStreamID)
    case closeLogs(LogStreamID)
    /// Answer with ``ConsoleMessage/json(_:_:)``.
    case loadJSON(ObjectReference)
    /// The JSON of several objects that make one up, such as a stack's.
    case loadParts(ObjectReference, [ObjectReference])
    /// Answer with ``ConsoleMessage/swarmJSON(_:)``.
    case loadSwarm
    /// Read the files and answer with ``ConsoleMessage/stackPlan(_:_:)``.
    case planStack(files: [String], name: String, OperationID)
    /// Carry out the plan of that operation; report with ``ConsoleMessage/workProgress(_:_:ended:)``.
    case deployStack(OperationID)
    /// Remove everything of a stack; report as for a deployment.
    case removeStack(name: String, OperationID)
    /// Read the file and make an object of it; answer with ``ConsoleMessage/outcome(_:_:)``.
    case createFromFile(FileObjectKind, name: String, path: String, OperationID)
    /// Give the spec to the user's editor; answer with ``ConsoleMessage/editedSpec(_:_:)``.
    case editSpec(ObjectReference)
    /// Send what became of it; answer with ``ConsoleMessage/outcome(_:_:)``.
    case changeSpec(ObjectReference, version: UInt64, SpecEdit, OperationID)
    /// Make the new object and move services to it; report as for a deployment.
    case rotateData(DataRotation, OperationID)
    /// Give the terminal to a command in the task's container.
    case openTerminal(TaskID, [String])
    /// Unlock the engine attached to; answer with ``ConsoleMessage/outcome(_:_:)``.
    case unlock(key: String, OperationID)
    /// Answer with ``ConsoleMessage/nameAnswer(_:_:)``.
    case resolve(NameQuery)
    /// Look ahead and answer with ``ConsoleMessage/forecast(_:_:)``, until told to stop.
    case forecast(ForecastRequest, ForecastID)
    /// The same of a deed of several commands.
    case rehearse(Rehearsal, ForecastID)
    case cancelForecast(ForecastID)
    /// Answer with ``ConsoleMessage/placement(_:_:)``.
    case askPlacement(PlacementQuestion)
    case setClock(ClockState)
    /// Let a clock that stands still go on by so much.
    case step(ClockStep)
    /// Go to another place of a recording.
    case seek(ReplaySeek)
    /// Go back to a moment; answer with ``ConsoleMessage/outcome(_:_:)``.
    case branch(Moment, OperationID)
    /// Answer with ``ConsoleMessage/themeChanged(name:error:)``.
    case setTheme(String)
    /// Run a plugin beside the screen; report with ``ConsoleMessage/pluginOutput(_:_:status:)``.
    case runPlugin(PluginCall, OperationID)
    /// End a plugin that runs beside the screen, with all that it has started.
    case stopPlugin(OperationID)
    /// Stop a work after its step, or without waiting for the answer to that.
    case stopWork(OperationID, awaitsStep: Bool)
    /// Remember that the user needs no hints any more.
    case hintsFollowed
    /// Keep how tables are arranged for the next start.
    case remember(ViewMemory)
    /// Ask the cluster for its newest state now.
    case refresh
    /// Draw the whole terminal anew.
    case redraw
    /// Write a file and tell the user where with ``ConsoleMessage/saved(_:)``.
    case save(SavedText, place: SavePlace)
    /// Put a text on the terminal's clipboard.
    case copy(String)
    case suspend
    /// Another tab, or another cluster; ``ConsoleTabs`` knows how.
    case tab(TabRequest)
    case quit
}
