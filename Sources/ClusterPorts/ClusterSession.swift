package import Basics
package import SwarmModel

/// What the console and the stack commands need of a cluster, embedded or real.
package protocol ClusterSession: Sendable {
    /// The newest snapshot.
    func snapshot() async -> ClusterSnapshot

    /// Snapshots as they come, newest only: a slow reader misses some and holds nobody up.
    func snapshots() async -> AsyncStream<ClusterSnapshot>

    /// Carries a command out; returns when the cluster has accepted it for good.
    ///
    /// - Throws: the refusal, in the engine's own words.
    func perform(_ command: ClusterCommand) async throws(EngineError) -> CommandOutcome

    /// Carries a command out as the engine of one node takes it in.
    ///
    /// A cluster that knows no other way asks whom it always asks.
    ///
    /// - Parameters:
    ///   - command: what is asked for.
    ///   - node: whose engine is asked; a worker's refuses. `nil` = a manager's that can help.
    /// - Returns: what came of it.
    /// - Throws: the refusal, in the engine's own words.
    func perform(
        _ command: ClusterCommand,
        via node: NodeID?
    ) async throws(EngineError) -> CommandOutcome

    /// Log lines of a task or a service, oldest first, in batches; ends when a stream without
    /// `follow` is through, or the reader stops.
    func logs(_ request: LogRequest) async -> AsyncStream<[LogLine]>

    /// One object as indented JSON in the Engine API's own form; `nil` if it is gone.
    func json(of reference: ObjectReference) async -> String?

    /// The swarm itself as `GET /swarm` has it, indented; `nil` if it does not tell.
    func swarmJSON() async -> String?

    /// What the embedded DNS answers a task's container that asks for a name.
    ///
    /// - Throws: that there is no such container, or that this cluster cannot be asked.
    func resolve(_ query: NameQuery) async throws(EngineError) -> NameAnswer

    /// What would come of commands; nothing is done.
    ///
    /// Runs beside everything else, and ends early when the caller's task is canceled.
    ///
    /// - Throws: that this cluster cannot be looked ahead of.
    func forecast(_ request: ForecastRequest) async throws(EngineError) -> Forecast

    /// What would come of a deed of several commands; nothing is done.
    ///
    /// As for commands that are given at once.
    ///
    /// - Throws: that this cluster cannot be looked ahead of.
    func rehearse(_ script: any ForecastScript) async throws(EngineError) -> Forecast

    /// Why a task waits, or is where it is; where a service's next replica would go.
    ///
    /// - Throws: that there is no such object, or that this cluster does not tell.
    func placement(of question: PlacementQuestion) async throws(EngineError) -> PlacementReport

    /// Pauses, resumes or changes the pace of the cluster's clock.
    ///
    /// - Throws: a refusal on a live cluster, whose time is everybody's.
    func setClock(_ clock: ClockState) async throws(EngineError)

    /// Makes the change of a spec that somebody made in a copy of its JSON.
    ///
    /// What somebody else changed meanwhile, and what skep does not model, stays as it is.
    ///
    /// - Parameters:
    ///   - reference: a service or node.
    ///   - version: the version that the user was shown; another one refuses (OBJ-4).
    ///   - edit: the JSON before and after.
    /// - Returns: what came of it.
    /// - Throws: the refusal, in the engine's own words.
    func changeSpec(
        of reference: ObjectReference,
        version: UInt64,
        by edit: SpecEdit
    ) async throws(EngineError) -> CommandOutcome

    /// Starts a command in the container of a task, with a terminal of its own.
    ///
    /// - Throws: why there is no container to be had here.
    func openTerminal(
        in task: TaskID,
        command: [String],
        size: TerminalExtent
    ) async throws(EngineError) -> any ContainerTerminal

    /// Unlocks the engine that the session is attached to (LCK-3).
    ///
    /// - Throws: that the key is wrong, or nothing is locked.
    func unlock(key: String) async throws(EngineError)

    /// Lets a simulated cluster's clock go on by one step; it stands still before and after.
    ///
    /// - Throws: that nothing happens any more, or a refusal on a live cluster.
    func step(_ step: ClockStep) async throws(EngineError)

    /// Makes an earlier moment of a simulated cluster its present.
    ///
    /// - Returns: where the time line that is given up is kept; `nil` if it is not.
    /// - Throws: that the moment is too long ago, or a refusal on a live cluster.
    func branch(at moment: Moment) async throws(EngineError) -> String?

    /// Goes to another place of a recording.
    ///
    /// - Throws: that this is no recording.
    func seek(_ target: ReplaySeek) async throws(EngineError)

    /// Ends the session; everything that was answered is on disk by then.
    func close() async
}

extension ClusterSession {
    package func perform(
        _ command: ClusterCommand,
        via node: NodeID?
    ) async throws(EngineError) -> CommandOutcome {
        try await perform(command)
    }

    package func swarmJSON() async -> String? { nil }

    package func changeSpec(
        of reference: ObjectReference,
        version: UInt64,
        by edit: SpecEdit
    ) async throws(EngineError) -> CommandOutcome {
        throw EngineError(status: 501, message: "specs cannot be edited here")
    }

    package func openTerminal(
        in task: TaskID,
        command: [String],
        size: TerminalExtent
    ) async throws(EngineError) -> any ContainerTerminal {
        throw EngineError(status: 501, message: "no command can be started in containers here")
    }

    /// A simulated machine is unlocked by name.
    package func unlock(key: String) async throws(EngineError) {
        throw EngineError(status: 501, message: "say which manager: unlock NODE KEY")
    }

    /// An engine answers names to its containers only.
    package func resolve(_ query: NameQuery) async throws(EngineError) -> NameAnswer {
        throw EngineError(status: 501, message: "only a simulated cluster can be asked for names")
    }

    package func seek(_ target: ReplaySeek) async throws(EngineError) {
        throw EngineError(status: 501, message: "this is no recording")
    }

    package func step(_ step: ClockStep) async throws(EngineError) {
        throw EngineError(status: 501, message: "a live cluster's time is everybody's")
    }

    package func branch(at moment: Moment) async throws(EngineError) -> String? {
        throw EngineError(status: 501, message: "a live cluster's time is everybody's")
    }

    package func forecast(_ request: ForecastRequest) async throws(EngineError) -> Forecast {
        throw EngineError(status: 501, message: "this cluster cannot be looked ahead of")
    }

    package func rehearse(_ script: any ForecastScript) async throws(EngineError) -> Forecast {
        throw EngineError(status: 501, message: "this cluster cannot be looked ahead of")
    }

    package func placement(
        of question: PlacementQuestion
    ) async throws(EngineError) -> PlacementReport {
        throw EngineError(status: 501, message: "this cluster does not tell how it places tasks")
    }
}
