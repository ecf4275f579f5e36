import Basics
import ClusterPorts
import EngineAPI
import Hosting
import SwarmModel
import SwarmStore
import Testing

@testable import EngineServer

/// Managers that cannot read the swarm's state, as they know of no leader.
@Suite struct LeaderlessTests {
    private func nodes(_ kit: ServerKit, _ numbers: [Int]) async -> [NodeID] {
        let store = await kit.host.snapshot().store
        return numbers.compactMap { number in
            store.nodes.first { $0.description.hostname == "node\(number)" }?.id
        }
    }

    private func switchOff(_ kit: ServerKit, _ numbers: [Int]) async throws {
        for node in await nodes(kit, numbers) {
            _ = try await kit.session.perform(.fault(.powerOff(node)))
        }
    }

    /// Lets time go on until the first machine knows that it leads nobody.
    private func loseLeader(_ kit: ServerKit) async {
        let node = await nodes(kit, [1]).first
        for _ in 0..<60 where await kit.session.readingRefusal(by: node) == nil {
            await kit.host.skip(.milliseconds(500))
        }
    }

    @Test func `RFT-6 a manager without a quorum refuses readers`() async throws {
        let kit = try await ServerKit(nodes: 3, managers: 3)
        // Time passes only where the test lets it.
        try await kit.host.setClock(ClockState(isPaused: true))
        try await switchOff(kit, [2, 3])
        await loseLeader(kit)
        for path in ["/services", "/nodes", "/swarm", "/tasks"] {
            let soon = try await kit.send("GET", path, to: "node1")
            #expect(soon.status == 500)
            #expect(soon.message == EngineError.deadlineExceeded.message)
        }
        await kit.host.skip(.seconds(40))
        let late = try await kit.send("GET", "/services", to: "node1")
        #expect(late.message == EngineError.noLeader.message)
        // What concerns the machine alone goes on.
        #expect(try await kit.send("GET", "/containers/json", to: "node1").status == 200)
    }

    @Test func `RFT-6 a reader waits for a leader, and is answered`() async throws {
        var kit = try await ServerKit(nodes: 3, managers: 3)
        // A client's patience never ends: an answer comes when there is a leader, or not at all.
        kit.pause = Pause { _ in
            let (nothing, source) = AsyncStream<Void>.makeStream()
            for await _ in nothing {}
            return withExtendedLifetime(source) { !Task.isCancelled }
        }
        // Time passes only where the test lets it.
        try await kit.host.setClock(ClockState(isPaused: true))
        try await switchOff(kit, [2, 3])
        await loseLeader(kit)
        let waiting = kit
        async let answer = waiting.send("GET", "/nodes", to: "node1")
        for node in await nodes(kit, [2, 3]) {
            _ = try await kit.session.perform(.fault(.powerOn(node)))
        }
        await kit.host.skip(.seconds(15))
        #expect(try await answer.json.elements.count == 3)
    }
}
