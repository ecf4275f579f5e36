import Basics
import ClusterPorts
import Foundation
import Hosting
import SwarmModel
import SwarmStore
import Testing

@testable import EngineClient

/// A session whose engine is behind a bad network: it never lies about what it knows.
@Suite(.serialized) struct FaultTests {
    private static let patience = Duration.milliseconds(400)

    /// A session behind a proxy, and all that has to be taken down again.
    private struct Stage {
        let served: ServedEngine
        let proxy: FaultProxy
        let session: EngineSession

        static func set(seed: UInt64) async throws -> Stage {
            let served = try await ServedEngine.start(seed: seed)
            let proxy = FaultProxy(to: served.socket, seed: seed)
            let path = served.folder.appending(path: "proxy.sock").path
            try await proxy.listen(at: path)
            let target = EngineTarget(address: .socket(path: path), name: "test")
            let session = try await EngineSession.attach(to: target, patience: patience)
            return Stage(served: served, proxy: proxy, session: session)
        }

        func stop() async {
            await session.close()
            await proxy.stop()
            await served.stop()
        }

        /// Waits for a snapshot of the session; the deadline is generous, a busy machine is slow.
        func await(
            _ what: String,
            _ isSeen: @escaping @Sendable (ClusterSnapshot) async -> Bool
        ) async throws {
            let deadline = ContinuousClock.now + .seconds(60)
            while await !isSeen(session.snapshot()) {
                try #require(ContinuousClock.now < deadline, "never: \(what)")
                try await Task.sleep(for: .milliseconds(5))
            }
        }

        /// Waits until the session knows just what the cluster knows.
        func awaitTruth() async throws {
            let host = served.session
            try await `await`("the truth") { seen in
                guard seen.lostContact == nil else { return false }
                let truth = await host.snapshot().store
                return seen.store.services.map(\.meta.version)
                    == truth.services.map(\.meta.version)
                    && seen.store.taskTally == truth.taskTally
                    && seen.store.nodes.map(\.status.state) == truth.nodes.map(\.status.state)
            }
        }
    }

    @Test(arguments: 1...6 as ClosedRange<UInt64>)
    func `a session behind a bad network tells no lies`(seed: UInt64) async throws {
        let stage = try await Stage.set(seed: seed)
        let service = try await stage.served.createService("web", replicas: 2)
        try await stage.awaitTruth()
        var chance = SeededGenerator(seed: seed)
        for step in 0..<6 {
            var faults = FaultProxy.Fault.allCases.filter { $0 != .none }
            faults.shuffle(using: &chance)
            faults.removeLast(Int.random(in: 0...4, using: &chance))
            let share = Int.random(in: 5...70, using: &chance)
            stage.proxy.set(
                .init(faults: faults, chance: share, deafens: Bool.random(using: &chance))
            )
            let replicas = UInt64.random(in: 1...5, using: &chance)
            try await changeThroughTheStorm(stage, service, replicas, "seed \(seed) step \(step)")
        }
        stage.proxy.set(.calm)
        try await stage.awaitTruth()
        await stage.stop()
    }

    /// Asks the session for a change while the network is bad, and looks at what came of it.
    private func changeThroughTheStorm(
        _ stage: Stage,
        _ id: ServiceID,
        _ replicas: UInt64,
        _ words: Comment
    ) async throws {
        let seen = await stage.session.snapshot()
        let shown = try #require(seen.store.service(id), words)
        // Somebody else may be faster.
        if replicas > 3 { try await stage.served.scale(id, to: replicas - 1) }
        let before = try #require(await stage.served.session.snapshot().store.service(id), words)
        var spec = shown.spec
        spec.labels["step"] = "\(words)"
        let wish = ClusterCommand.updateService(id, version: shown.meta.version, spec: spec)
        let wasLost = await stage.session.snapshot().lostContact != nil
        do throws(EngineError) {
            _ = try await stage.session.perform(wish)
            #expect(before.meta.version == shown.meta.version, "acted on stale data, \(words)")
        } catch {
            let after = try #require(await stage.served.session.snapshot().store.service(id), words)
            if before.spec.labels["step"] != after.spec.labels["step"] {
                // It was carried out, and only the answer was lost: that is what it says.
                #expect(error.message.contains("is not known") || error.status == 0, words)
                #expect(!wasLost || before.meta.version == shown.meta.version, words)
            }
        }
    }

    @Test func `silence makes the screen old, from the last answer on`() async throws {
        let stage = try await Stage.set(seed: 3)
        let service = try await stage.served.createService("web", replicas: 2)
        try await stage.awaitTruth()
        let before = EngineSession.wallNow
        stage.proxy.set(.dead)
        try await stage.await("the loss") { $0.lostContact != nil }
        let seen = await stage.session.snapshot()
        let lost = try #require(seen.lostContact)
        #expect(lost.since - before < .seconds(1))
        #expect(lost.reason.contains("no other"))
        #expect(seen.store.service(service) != nil)
        try await stage.served.scale(service, to: 4)
        await #expect(throws: EngineError.self) {
            try await stage.session.perform(.removeService(service))
        }
        #expect(await stage.served.session.snapshot().store.service(service) != nil)
        stage.proxy.set(.calm)
        try await stage.awaitTruth()
        #expect(await stage.session.snapshot().store.service(service)?.spec.mode.replicas == 4)
        await stage.stop()
    }

    @Test func `a session that has read what was due sleeps until something is`() async throws {
        let stage = try await Stage.set(seed: 5)
        let service = try await stage.served.createService("web", replicas: 1)
        for replicas in 2...6 as ClosedRange<UInt64> {
            try await stage.served.scale(service, to: replicas)
            try await stage.awaitTruth()
        }
        // It wakes for an event, or to ask something; events are few.
        let rounds = await stage.session.rounds
        let requests = await stage.session.requestCount
        #expect(rounds <= requests + 200, "\(rounds) rounds for \(requests) requests")
        await stage.stop()
    }

    @Test func `a stream of events that fell silent is not relied on`() async throws {
        let stage = try await Stage.set(seed: 4)
        let service = try await stage.served.createService("web", replicas: 1)
        try await stage.awaitTruth()
        stage.proxy.set(.init(deafens: true))
        for replicas in [3, 2, 5] as [UInt64] {
            try await stage.served.scale(service, to: replicas)
            try await stage.await("\(replicas) replicas") {
                $0.store.tally(of: service).running == Int(replicas)
            }
        }
        await stage.stop()
    }

    @Test func `a manager that is a worker now says what to do`() async throws {
        let stage = try await Stage.set(seed: 5)
        stage.proxy.set(.init(faults: [.refusal], chance: 100))
        try await stage.await("the engine's own words") {
            $0.lostContact?.reason.contains("in trouble") == true
        }
        await stage.stop()
    }
}
