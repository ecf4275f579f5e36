import Basics
import ClusterPorts
import Hosting
import SwarmModel
import SwarmStore
import SwarmWorld
import Testing

/// Managers that need time to agree: answers come late, and all the same.
@Suite struct LateAnswerTests {
    private let links = LinkDefaults(
        withinZone: LinkQuality(latency: .milliseconds(20)),
        betweenZones: LinkQuality(latency: .milliseconds(20))
    )

    /// Opens a swarm of three managers while its clock stands still.
    private func openSwarm(_ kit: HostKit) async throws -> ClusterHost {
        let host = try await kit.open(clockState: ClockState(isPaused: true), links: links)
        for number in 1...3 { try await host.addNode("node\(number)", .manager) }
        await host.skip(.seconds(5))
        return host
    }

    @Test func `a stopped clock goes on for as long as managers need to agree`() async throws {
        let host = try await openSwarm(HostKit())
        let start = await host.now
        try await host.createService("web")
        let took = await host.now - start
        #expect(took == .milliseconds(40))
        #expect(await host.store.service(named: "web") != nil)
        #expect(await host.snapshot().clock.isPaused)
    }

    @Test func `what only one engine was asked is replayed so`() async throws {
        let folder = try TemporaryFolder()
        let kit = HostKit(folder)
        var host: ClusterHost? = try await openSwarm(kit)
        let follower = try #require(await host?.store.nodes.last?.id)
        let network = ClusterCommand.createNetwork(NetworkSpec(name: "n"))
        _ = try await host?.perform(network, via: follower)
        #expect(await host?.store.network(named: "n") != nil)
        let alive = try await host?.bytes()
        host = nil
        let reopened = try await kit.reopen()
        #expect(try await reopened.bytes() == alive)
    }

    @Test func `managers that only talk among themselves are no news`() async throws {
        let kit = HostKit()
        let host = try await kit.openSwarm(managers: 3)
        for node in await host.store.nodes
        where node.role == .manager && node.manager?.isLeader != true {
            _ = try await host.perform(.fault(.powerOff(node.id)))
        }
        await kit.run(host, .seconds(200))
        let stream = await host.snapshots()
        let before = await host.publishedCount
        await kit.run(host, .seconds(300))
        #expect(await host.publishedCount == before)
        _ = stream
    }
}
