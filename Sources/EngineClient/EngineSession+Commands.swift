import Basics
import ClusterPorts
package import SwarmModel
import SwarmStore

// What is asked of the engine by the user.
extension EngineSession {
    package func perform(_ command: ClusterCommand) async throws(EngineError) -> CommandOutcome {
        try checkContact()
        defer {
            schedule.expectChange()
            nudge.yield()
        }
        switch command {
        case .removeContainer, .stopContainer, .signalContainer:
            return try await changeContainer(command)
        case .removeVolume(let name, let node, let force):
            guard node == mirror.ownNode else {
                throw .elsewhere("the volume \(name)", mirror.store.node(node))
            }
            let query = force ? [(name: "force", value: "1")] : []
            let path = "/volumes/\(EngineRequest.escaped(name))"
            _ = try await change(EngineRequest(.delete, path, query: query))
            return CommandOutcome()
        default: return try await carryOut(command)
        }
    }

    /// Nothing is done on the strength of a state that may be old.
    func checkContact() throws(EngineError) {
        if let trouble { throw EngineError(status: 503, message: trouble) }
    }

    /// Sends what changes something: when the answer does not come, nobody knows whether it did.
    func change(_ request: EngineRequest) async throws(EngineError) -> [UInt8] {
        do throws(EngineError) {
            return try await connection.send(request)
        } catch {
            guard error.status == 0 else { throw error }
            throw EngineError(
                status: 0,
                message: error.message + "; whether it was carried out is not known"
            )
        }
    }

    private func carryOut(_ command: ClusterCommand) async throws(EngineError) -> CommandOutcome {
        let plan: EngineCommand
        do { plan = try EngineCommand(command) } catch { throw .unreadable(error) }
        switch plan {
        case .impossible(let words): throw EngineError(status: 501, message: words)
        case .request(let request): return Self.outcome(of: try await change(request))
        case .edit(let object, let version, let query, let edit):
            let (found, old) = try await spec(of: object, version: version)
            let new: JSONValue
            do { new = try edit(old) } catch { throw .unreadable(error) }
            return try await update(object, version: found, query: query, to: new)
        }
    }

    /// The spec of an object as the engine has it, and its version.
    ///
    /// - Throws: that it has another version than the one that was asked about.
    func spec(
        of object: String,
        version: UInt64?
    ) async throws(EngineError) -> (version: UInt64, spec: JSONValue) {
        let bytes = try await connection.send(EngineRequest(.get, object))
        let tree: JSONValue
        do { tree = try JSONValue(bytes: bytes) } catch { throw .unreadable(error) }
        let found = UInt64(tree["Version"]?["Index"]?.integer ?? 0)
        if let version, version != found { throw .outOfSequence }
        return (found, tree["Spec"] ?? .object([]))
    }

    func update(
        _ object: String,
        version: UInt64,
        query: [String: String],
        to spec: JSONValue
    ) async throws(EngineError) -> CommandOutcome {
        var pairs = [(name: "version", value: "\(version)")]
        pairs += query.sorted { $0.key < $1.key }.map { (name: $0.key, value: $0.value) }
        let request = EngineRequest(.post, object + "/update", query: pairs, body: spec)
        return Self.outcome(of: try await change(request))
    }

    /// A container can be removed, stopped or killed by the engine that runs it alone.
    private func changeContainer(
        _ command: ClusterCommand
    ) async throws(EngineError) -> CommandOutcome {
        let what = "the task's container"
        switch command {
        case .removeContainer(let id):
            let path = "/containers/\(try ownContainer(of: id, what))"
            let force = [(name: "force", value: "1")]
            _ = try await change(EngineRequest(.delete, path, query: force))
        case .stopContainer(let id, let grace):
            let path = "/containers/\(try ownContainer(of: id, what))/stop"
            let time = grace.map { [(name: "t", value: "\($0.components.seconds)")] } ?? []
            _ = try await change(EngineRequest(.post, path, query: time))
        case .signalContainer(let id, let signal):
            let path = "/containers/\(try ownContainer(of: id, what))/kill"
            let query = [(name: "signal", value: signal)]
            _ = try await change(EngineRequest(.post, path, query: query))
        default: break
        }
        return CommandOutcome()
    }

    /// The container of a task that runs on the engine attached to.
    ///
    /// - Throws: where else it runs, or that there is none.
    func ownContainer(of id: TaskID, _ what: String) throws(EngineError) -> String {
        guard let task = mirror.store.task(id) else { throw .notFound("task", "\(id)") }
        guard let node = task.nodeID, node == mirror.ownNode else {
            throw .elsewhere(what, task.nodeID.flatMap { mirror.store.node($0) })
        }
        guard let container = task.status.container?.id else {
            throw EngineError(status: 409, message: "the task has no container yet")
        }
        return "\(container)"
    }

    private static func outcome(of bytes: [UInt8]) -> CommandOutcome {
        let answer = try? JSONValue(bytes: bytes)
        var outcome = CommandOutcome(createdID: answer?["ID"]?.text)
        let warnings =
            (answer?["Warnings"]?.elements.compactMap(\.text) ?? [])
            + [answer?["Warning"]?.text ?? ""]
        outcome.warnings = warnings.filter { !$0.isEmpty }
        return outcome
    }

    package func unlock(key: String) async throws(EngineError) {
        let body: JSONValue = ["UnlockKey": .string(key)]
        _ = try await connection.send(EngineRequest(.post, "/swarm/unlock", body: body))
        schedule = ReadSchedule(now: .now)
        nudge.yield()
    }
}

extension EngineError {
    fileprivate static func elsewhere(_ what: String, _ node: Node?) -> EngineError {
        let place = node.map { "on \($0.displayName)" } ?? "on no node"
        return EngineError(
            status: 409,
            message: "\(what) is \(place): only that node's engine has it"
        )
    }
}
