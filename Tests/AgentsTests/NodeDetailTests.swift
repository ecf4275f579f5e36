import Agents
import Basics
import SwarmModel
import SwarmStore
import Testing

/// Signals and ports.
@Suite struct NodeDetailTests {
    @Test(arguments: [
        ("", "plain", Int32(143)), ("SIGTERM", "plain", 143), ("SIGINT", "plain", 130),
        ("QUIT", "plain", 131), ("10", "plain", 138), ("SIGUSR2", "polite", 0),
        ("SIGKILL", "plain", 137), ("9", "polite", 137), ("kill", "stubborn", 137),
        ("SIGNONE", "plain", 143),
    ])
    func `AGT-29 the stop signal decides what a process dies of`(
        signal: String,
        image: String,
        code: Int32
    ) {
        var driver = AgentsDriver()
        let node = driver.addNode()
        let service = driver.service(image) { $0.stopSignal = signal }
        let id = driver.assign(service, to: node)
        driver.advance(.seconds(4))
        let asked = driver.now
        driver.desire(.shutdown, of: id)
        driver.advance(.seconds(5))
        #expect(driver.state(id) == .shutdown)
        #expect(driver.task(id)?.status.container?.exitCode == code)
        #expect((driver.seconds(from: asked, to: .shutdown, of: id) ?? 9) < 1.7)
    }

    @Test func `AGT-31 ports that are left open are never bound twice on a node`() {
        var driver = AgentsDriver()
        let node = driver.addNode()
        let open = [UInt32(80), 81].map {
            PortConfig(targetPort: $0, publishedPort: 0, publishMode: .host)
        }
        let service = driver.service("plain", ports: open)
        let count = 300
        let ids = (1...count).map { driver.assign(service, to: node, slot: $0) }
        driver.advance(.seconds(60))
        let bound = ids.flatMap { driver.task($0)?.status.hostPorts ?? [] }
        #expect(bound.count == 2 * count)
        #expect(Set(bound.map(\.publishedPort)).count == 2 * count)
        #expect(bound.allSatisfy { (32_768..<60_768).contains($0.publishedPort) })
    }
}
