package import Cells
package import ClusterPorts
package import Console
package import SwarmModel

/// All that a tab begins with.
package struct ConsoleStart: Sendable {
    package var session: any ClusterSession
    package var desk: any ConsoleDesk
    package var settings: ConsoleSettings
    /// What the user should learn first, such as troubles when the cluster was opened.
    package var notes: [String]
    /// Who is told all that the session delivers, and what is shown and typed.
    package var watcher: (any ConsoleWatcher)?
    /// Runs beside the tab and posts what it sees, until it is cancelled.
    package var watch: @Sendable (@escaping ConsoleLoop.Post) async -> Void = { _ in }
    /// Lets go of the session, once, after its tab was closed.
    package var end: @Sendable () async -> Void

    package init(
        session: any ClusterSession,
        desk: any ConsoleDesk,
        settings: ConsoleSettings,
        notes: [String] = [],
        end: @escaping @Sendable () async -> Void = {}
    ) {
        self.session = session
        self.desk = desk
        self.settings = settings
        self.notes = notes
        self.end = end
    }
}

/// Looks on while a console runs, to record it.
///
/// Is called on the console's own way and must not wait.
package protocol ConsoleWatcher: Sendable {
    func saw(_ snapshot: ClusterSnapshot)
    func saw(_ lines: [LogLine])
    func typed(_ event: InputEvent)
    /// A frame is shown, in a theme of this name.
    func showed(_ grid: Grid, theme: String)
}

/// Finds clusters for tabs that are opened while the console runs.
package protocol ClusterFinder: Sendable {
    /// Opens the cluster that the user means.
    ///
    /// - Parameter words: an engine's address, a docker context, or a cluster of skep's own.
    /// - Returns: what a tab on it begins with, or why there is none.
    func open(_ words: String) async -> Result<ConsoleStart, EngineError>
}

/// Finds nothing: for a console on one cluster.
package struct NoFinder: ClusterFinder {
    package init() {}
    package func open(_ words: String) async -> Result<ConsoleStart, EngineError> {
        .failure(EngineError(status: 501, message: "other clusters cannot be opened here"))
    }
}
