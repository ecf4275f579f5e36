import Basics
import ClusterPorts
import SwarmModel
import SwarmStore
import SwarmWorld
import Testing

/// Names and connections in a whole World, where the containers come and go by themselves.
struct OverlayWorldTests {
    static let port = PortConfig(targetPort: 80, publishedPort: 8_010)

    /// A swarm with a network `front` and on it `web`, its tasks behind port 8010.
    static func swarm(image: String = "plain:1.0", replicas: UInt64 = 3) throws -> WorldDriver {
        var driver = try WorldDriver()
        try driver.perform(.createNetwork(NetworkSpec(name: "front")))
        let front = try driver.network("front")
        try driver.create(
            plain("web", replicas: replicas, image: image) {
                $0.task.networks = [NetworkAttachmentSpec(target: front, aliases: ["site"])]
                $0.endpoint = EndpointSpec(ports: [Self.port])
            }
        )
        return driver
    }

    @Test func `requests to any node go round the tasks, and are counted`() throws {
        var driver = try Self.swarm()
        let node = try driver.node("node5").id
        let report = try driver.request(.published(node: node, port: 8_010), 7)
        #expect(report.way == .ingress)
        #expect(report.failure == nil)
        let tasks = driver.running("web").sorted { $0.slot < $1.slot }.map(\.id)
        #expect(report.traces.map(\.task) == (0..<7).map { tasks[$0 % 3] })
        #expect(report.shares.map(\.count) == [3, 2, 2])
        #expect(report.traces.allSatisfy { $0.status == 200 })
        #expect(
            report.entryAddress
                == driver.world.loadBalancers[node, try driver.network("ingress")]
                .map { String($0.prefix { $0 != "/" }) }
        )
        // The next command goes on where this one ended.
        let next = try driver.request(.published(node: node, port: 8_010), 1)
        #expect(next.traces.map(\.task) == [tasks[1]])
    }

    @Test func `AGT-29 a task leaves the mesh and the names while it is still running`() throws {
        var driver = try Self.swarm()
        let node = try driver.node("node1").id
        let asker = try #require(driver.running("web").first { $0.slot == 1 })
        #expect(
            try driver.world.answer(to: NameQuery("tasks.site", from: asker.id)).records.count == 3
        )
        try driver.update("web") { $0.mode = .replicated(replicas: 1) }
        #expect(
            driver.run(atMost: .seconds(5)) { driver in
                driver.tasks("web").contains { $0.desiredState > .running && $0.state == .running }
                    && (try? driver.world.answer(to: NameQuery("tasks.site", from: asker.id)))?
                        .records.count == 1
            } != nil
        )
        let report = try driver.request(.published(node: node, port: 8_010), 5)
        #expect(report.shares.map(\.task) == [asker.id])
    }

    @Test func `the mesh and the names need no manager`() throws {
        var driver = try Self.swarm(replicas: 5)
        for name in ["node1", "node2", "node3"] {
            try driver.perform(.fault(.powerOff(driver.node(name).id)))
        }
        driver.run(.seconds(60))
        #expect(!driver.world.canCommit)
        let node = try driver.node("node4").id
        let report = try driver.request(.published(node: node, port: 8_010), 4)
        #expect(Set(report.traces.map(\.node)) == [node, try driver.node("node5").id])
        let asker = try #require(driver.tasks("web").first { $0.nodeID == node })
        let names = try driver.world.answer(to: NameQuery("tasks.site", from: asker.id))
        #expect(names.records.count == 2)
        let dead = try driver.request(.published(node: driver.node("node1").id, port: 8_010), 1)
        #expect(dead.failure == .noRoute("node1 is down or not in the swarm"))
    }

    @Test func `a request wears the numbers application out, and it answers 500 from then on`()
        throws
    {
        var driver = try Self.swarm(image: "diamol/numbers-api:v5")
        let node = try driver.node("node1").id
        let before = driver.running("web").map(\.id)
        let report = try driver.request(.published(node: node, port: 8_010), 30)
        #expect(report.path == "/rng")
        #expect(report.shares.allSatisfy { $0.failed >= 7 })
        #expect(report.traces.suffix(3).allSatisfy { $0.status == 500 })
        // Its health check finds it, and the swarm replaces it.
        #expect(
            driver.run(atMost: .seconds(300)) {
                Set($0.running("web").map(\.id)).isDisjoint(with: before)
            } != nil
        )
    }

    @Test func `a service is reached over its virtual address from a task`() throws {
        var driver = try Self.swarm()
        let asker = try #require(driver.running("web").first)
        let report = try driver.request(.name("site", port: nil, from: asker.id), 3)
        #expect(report.way == .virtualIP)
        #expect(report.port == 80)
        #expect(report.shares.map(\.count) == [1, 1, 1])
        let service = try driver.service("web")
        let virtual = service.endpoint?.virtualIPs.map { String($0.address.prefix { $0 != "/" }) }
        #expect(virtual?.contains(report.entryAddress) == true)
    }

    @Test func `a port on which the image does not listen is refused`() throws {
        var driver = try Self.swarm(image: "nginx:1.27")
        let asker = try #require(driver.running("web").first)
        let report = try driver.request(.name("web", port: 8_080, from: asker.id), 3)
        #expect(
            report.failure
                == .refused("web.1 does not listen on 8080; its image exposes 80")
        )
        #expect(report.traces.isEmpty)
    }

    @Test func `whose turn it is survives saving`() throws {
        var driver = try Self.swarm()
        let target = RequestTarget.published(node: try driver.node("node1").id, port: 8_010)
        _ = try driver.request(target, 2)
        let bytes = try Packed.encode(driver.world)
        var copy = try Packed.decode(World.self, from: bytes)
        #expect(try Packed.encode(copy) == bytes)
        let effects = copy.apply(.request(99, .request(target, count: 1)), at: copy.now)
        guard case .answer(_, .success(let outcome))? = effects.first else {
            Issue.record("the request hangs")
            return
        }
        #expect(
            outcome.requests?.traces.map(\.task)
                == (try driver.request(target, 1)).traces.map(\.task)
        )
    }

    @Test func `the mesh follows the links between the machines, not those to the managers`() throws
    {
        var driver = try Self.swarm(replicas: 5)
        let nodes = try ["node1", "node5"].map { try driver.node($0).id }
        try driver.perform(
            .fault(
                .link(.node(nodes[0]), .node(nodes[1]), LinkQuality(latency: .milliseconds(30)))
            )
        )
        let target = RequestTarget.published(node: nodes[0], port: 8_010)
        let slow = try driver.request(target, 5).traces
        #expect(
            slow.filter { $0.node == nodes[1] }.map(\.roundTrip) == [.milliseconds(60)]
        )
        #expect(slow.count { $0.roundTrip == .zero } == 4)
        try driver.perform(.fault(.cut(.node(nodes[0]), .node(nodes[1]))))
        #expect(try driver.request(target, 8).traces.allSatisfy { $0.node != nodes[1] })
        try driver.perform(.fault(.heal))
        #expect(try driver.request(target, 5).traces.contains { $0.node == nodes[1] })
    }

    @Test(arguments: [0, 100_001])
    func `the number of requests has its limits`(count: Int) throws {
        var driver = try Self.swarm()
        let target = RequestTarget.published(node: try driver.node("node1").id, port: 8_010)
        #expect(
            driver.refusal(of: .request(target, count: count))
                == "the number of requests must be from 1 to 100000"
        )
    }
}

extension WorldDriver {
    func network(_ name: String) throws -> NetworkID {
        try #require(store.network(named: name)).id
    }

    mutating func request(_ target: RequestTarget, _ count: Int) throws -> RequestReport {
        try #require(try perform(.request(target, count: count)).requests)
    }
}
