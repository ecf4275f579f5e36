import Basics
import ClusterPorts
import SwarmModel
import SwarmStore
import Testing

@testable import Hosting

/// Going back to a moment, and going on from there.
@Suite struct TimeTests {
    @Test func `a branch is the World of that moment, byte for byte, and survives a kill`()
        async throws
    {
        let folder = try TemporaryFolder()
        let kit = HostKit(folder)
        var host: ClusterHost? = try await kit.openSwarm()
        try await host?.createService("web", replicas: 3)
        await kit.run(try #require(host), .seconds(20))
        let moment = try #require(await host?.now)
        let bytes = try await host?.bytes()
        // What is asked in the very moment belongs to it.
        kit.clock.advance(by: .milliseconds(1))
        try await host?.createService("late", replicas: 2)
        await kit.run(try #require(host), .seconds(30))
        #expect(await host?.store.services.map(\.name) == ["late", "web"])
        let kept = try await host?.branch(at: moment)
        #expect(try await host?.bytes() == bytes)
        #expect(await host?.now == moment)
        #expect(await host?.snapshot().clock.isPaused == true)
        #expect(await host?.snapshot().era == 1)
        // What was given up is kept, and what goes on is on the disk.
        #expect(kept?.hasSuffix(".branch-1") == true)
        let file = try #require(folder.names.first { $0.hasSuffix(".branch-1") })
        #expect(folder.mode(of: file) == 0o600)
        try await host?.createService("other", replicas: 1)
        let alive = try await host?.bytes()
        host = nil
        let reopened = try await kit.reopen()
        #expect(await reopened.store.services.map(\.name) == ["other", "web"])
        #expect(try await reopened.bytes() == alive)
    }

    @Test func `any moment can be gone back to, also between two that were kept`() async throws {
        let kit = HostKit()
        let host = try await kit.openSwarm()
        try await host.createService("web", replicas: 4)
        var marks: [(moment: Moment, bytes: [UInt8])] = []
        for step in 1...8 {
            kit.clock.advance(by: .milliseconds(137))
            marks.append((await host.now, try await host.bytes()))
            kit.clock.advance(by: .milliseconds(1))
            if step == 4 { try await host.createService("second", replicas: 2) }
        }
        for mark in marks.reversed() {
            _ = try await host.branch(at: mark.moment)
            #expect(try await host.bytes() == mark.bytes)
        }
    }

    @Test func `what is too long ago, or yet to come, is refused`() async throws {
        let kit = HostKit()
        let host = try await kit.openSwarm()
        let now = await host.now
        let words = await failure { _ = try await host.branch(at: now + .seconds(1)) }
        #expect(words?.contains("can go back to") == true)
        #expect(await host.snapshot().era == 0)
        #expect(await host.now == now)
    }

    @Test func `a step by event goes to the next thing that is seen, and no further`() async throws
    {
        let kit = HostKit()
        let host = try await kit.openSwarm()
        try await host.setClock(ClockState(isPaused: true))
        try await host.createService("web", replicas: 1)
        var states: [TaskState] = []
        for _ in 0..<12 {
            let before = await host.now
            do {
                try await host.step(.event)
            } catch { break }
            #expect(await host.now > before)
            let store = await host.store
            if let task = store.allTasks.first, states.last != task.state {
                states.append(task.state)
            }
        }
        #expect(states.last == .running)
        #expect(states.contains(.assigned) && states.contains(.preparing))
        let words = await failure { try await host.step(.event) }
        #expect(words == "nothing happens in the next 600 s")
        let now = await host.now
        try await host.step(.time(.seconds(1)))
        #expect(await host.now == now + .seconds(1))
        #expect(await host.snapshot().clock.isPaused)
    }
}
