import ClusterPorts
import SwarmModel
import SwarmStore

// What happens while the engine does not answer.
extension EngineSession {
    /// Reading failed: it is tried again, ever more seldom, and elsewhere.
    func fail(_ error: EngineError) {
        schedule.failed(at: .now)
        begin(trouble: Self.words(for: error))
    }

    /// An engine that is well would have answered by now; it may still.
    func noteSilence(of generation: Int, after patience: Duration) {
        guard generation == self.generation, trouble == nil, !isClosed else { return }
        begin(trouble: "no answer for \(patience.components.seconds) s")
    }

    private func begin(trouble words: String) {
        trouble = words
        publisher.publish(current)
        guard rescue == nil, !otherTargets.isEmpty else { return }
        rescue = Task { await lookElsewhere() }
    }

    /// The engine's own words, with the next step where there is one.
    private static func words(for error: EngineError) -> String {
        if error.message.contains("needs to be unlocked") { return EngineStanding.lockedWords }
        if error.message.contains("not a swarm manager") {
            return "the engine is no manager any more: attach to one that is"
        }
        if error.message.contains("not part of a swarm") { return "the engine has left its swarm" }
        return error.message
    }

    // MARK: - Other managers

    /// The engine attached to first, and the managers it told of, but for the one in use.
    private var otherTargets: [EngineTarget] {
        let others = mirror.managerHosts.compactMap { attached.on(host: $0) }
        return ([attached] + others).filter { $0.address != connection.target.address }
    }

    /// What is done about it, for the user.
    var searchWords: String {
        if case .socket = attached.address { return "; trying this socket again, and no other" }
        let hosts = otherTargets.map { "\($0.address)" }
        guard !hosts.isEmpty else { return "; trying again" }
        return "; trying again, and " + hosts.prefix(4).joined(separator: ", ")
    }

    private func lookElsewhere() async {
        var pause = Duration.milliseconds(500)
        while !Task.isCancelled, trouble != nil {
            for target in otherTargets {
                guard !Task.isCancelled, trouble != nil else { return }
                guard let found = await Self.answering(target) else { continue }
                guard trouble != nil, !isClosed, !Task.isCancelled else {
                    await found.connection.close()
                    return
                }
                return await goOver(to: found.connection, standing: found.standing)
            }
            guard (try? await Task.sleep(for: pause)) != nil else { return }
            pause = min(pause * 2, .seconds(10))
        }
    }

    /// A connection to a manager that knows of a leader; `nil` when there is none such there.
    private static func answering(
        _ target: EngineTarget
    ) async -> (connection: EngineConnection, standing: EngineStanding)? {
        guard let connection = try? await EngineConnection.open(target, isQuick: true) else {
            return nil
        }
        guard let standing = try? await EngineStanding(of: connection), !standing.isLocked,
            (try? await connection.send(EngineRead.list(.services).request)) != nil
        else {
            await connection.close()
            return nil
        }
        return (connection, standing)
    }

    private func goOver(to found: EngineConnection, standing: EngineStanding) async {
        let last = connection
        generation += 1
        connection = found
        connection.give(patience * 10)
        mirror.ownNode = standing.node
        rescue = nil
        schedule = ReadSchedule(now: .now)
        events?.cancel()
        events = Task { await followEvents() }
        nudge.yield()
        // Whoever still waits for the last engine's answer is told that it does not come.
        await last.close()
    }
}
