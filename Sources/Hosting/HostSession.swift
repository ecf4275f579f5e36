package import Basics
package import ClusterPorts
package import SwarmModel
import SwarmWorld

/// A session with a cluster of this process.
package struct HostSession: ClusterSession {
    package let host: ClusterHost

    package init(_ host: ClusterHost) { self.host = host }

    package func snapshot() async -> ClusterSnapshot { await host.snapshot() }

    package func snapshots() async -> AsyncStream<ClusterSnapshot> { await host.snapshots() }

    package func perform(_ command: ClusterCommand) async throws(EngineError) -> CommandOutcome {
        try await host.perform(command)
    }

    package func perform(
        _ command: ClusterCommand,
        via node: NodeID?
    ) async throws(EngineError) -> CommandOutcome {
        try await host.perform(command, via: node)
    }

    /// Nothing is kept for the reader: lines are worked out when it asks for the next ones.
    package func logs(_ request: LogRequest) async -> AsyncStream<[LogLine]> {
        let reader = LogReader(request, host: host)
        return AsyncStream { await reader.next() }
    }

    package func json(of reference: ObjectReference) async -> String? {
        ObjectJSON(await host.snapshot()).text(of: reference)
    }

    /// A spec of an embedded cluster has no more fields than skep knows.
    package func changeSpec(
        of reference: ObjectReference,
        version: UInt64,
        by edit: SpecEdit
    ) async throws(EngineError) -> CommandOutcome {
        guard let object = await json(of: reference) else {
            throw EngineError(status: 404, message: "the object is gone")
        }
        return try await host.perform(edit.command(for: reference, version: version, in: object))
    }

    package func resolve(_ query: NameQuery) async throws(EngineError) -> NameAnswer {
        try await host.worldNow().answer(to: query)
    }

    package func setClock(_ clock: ClockState) async throws(EngineError) {
        try await host.setClock(clock)
    }

    package func step(_ step: ClockStep) async throws(EngineError) { try await host.step(step) }

    package func branch(at moment: Moment) async throws(EngineError) -> String? {
        try await host.branch(at: moment)
    }

    package func close() async { await host.close() }
}
