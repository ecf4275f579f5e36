import Basics
import Overlay
import SwarmModel
import SwarmStore
import Testing

struct ConnectionsTests {
    static let port = PortConfig(targetPort: 80, publishedPort: 8_010)

    /// `web` with three tasks, two on node3 and one on node2; node1 has none.
    struct Mesh {
        var fabric = Fabric()
        let front: NetworkID
        let web: ServiceID
        let tasks: [TaskID]

        init() throws {
            front = fabric.network("front")
            web = fabric.service("web", on: [front], ports: [ConnectionsTests.port])
            tasks = [
                try fabric.task(of: web, 1, on: 3), try fabric.task(of: web, 2, on: 2),
                try fabric.task(of: web, 3, on: 3),
            ]
        }

        func target(_ node: Int, _ port: UInt32 = 8_010) -> RequestTarget {
            .published(node: fabric.nodes[node - 1], port: port)
        }
    }

    @Test func `ALC-3 any node's published port reaches every task in turn`() throws {
        let mesh = try Mesh()
        var turns = BalancerTurns()
        for node in 1...3 {
            #expect(
                try mesh.fabric.reached(mesh.target(node), 4, &turns)
                    == mesh.tasks + [mesh.tasks[0]]
            )
        }
        // Each node keeps a round of its own.
        #expect(try mesh.fabric.reached(mesh.target(1), 1, &turns) == [mesh.tasks[1]])
    }

    @Test func `ALC-24 the way leads over the asked node's own address on ingress`() throws {
        let mesh = try Mesh()
        let entry = try Connections(mesh.fabric).entry(to: mesh.target(2))
        let route = try entry.route.get()
        #expect(entry.node == mesh.fabric.nodes[1])
        #expect(route.way == .ingress)
        #expect(route.network == mesh.fabric.ingress)
        #expect(route.entryAddress == "10.0.0.3")
        #expect(route.port == 80)
        var turns = BalancerTurns()
        let next = try route.next(&turns).orThrow()
        #expect(next.node == mesh.fabric.nodes[2])
        #expect(
            try next.address == mesh.fabric.address(of: mesh.tasks[0], on: mesh.fabric.ingress)
        )
    }

    @Test func `AGT-29 a task leaves the round before it stops`() throws {
        var mesh = try Mesh()
        var turns = BalancerTurns()
        #expect(try mesh.fabric.reached(mesh.target(1), 1, &turns) == [mesh.tasks[0]])
        mesh.fabric.out = [mesh.tasks[1]]
        #expect(
            try mesh.fabric.reached(mesh.target(1), 3, &turns)
                == [mesh.tasks[2], mesh.tasks[0], mesh.tasks[2]]
        )
        // The last one that was served may be gone altogether.
        mesh.fabric.out = [mesh.tasks[2]]
        #expect(try mesh.fabric.reached(mesh.target(1), 1, &turns) == [mesh.tasks[0]])
    }

    @Test func `without a task the connection is refused, on a machine that is off it is lost`()
        throws
    {
        var mesh = try Mesh()
        mesh.fabric.out = Set(mesh.tasks)
        #expect(
            try mesh.fabric.failure(of: mesh.target(1))
                == .refused("web has no running, healthy task that node1 reaches")
        )
        mesh.fabric.out = []
        mesh.fabric.down = [mesh.fabric.nodes[0]]
        #expect(
            try mesh.fabric.failure(of: mesh.target(1))
                == .noRoute("node1 is down or not in the swarm")
        )
        #expect(
            try mesh.fabric.failure(of: mesh.target(2, 9_999))
                == .refused("no service publishes 9999; published are 8010")
        )
    }

    @Test func `the mesh does not reach across a cut`() throws {
        var mesh = try Mesh()
        mesh.fabric.cut = [(mesh.fabric.nodes[0], mesh.fabric.nodes[2])]
        var turns = BalancerTurns()
        #expect(
            try mesh.fabric.reached(mesh.target(1), 2, &turns) == [mesh.tasks[1], mesh.tasks[1]]
        )
    }

    @Test func `ALC-40 a host-mode port answers on its own node only`() throws {
        var fabric = Fabric()
        let host = PortConfig(targetPort: 80, publishedPort: 8_080, publishMode: .host)
        let proxy = fabric.service("proxy", on: [], ports: [host])
        let task = try fabric.task(of: proxy, 1, on: 2)
        var turns = BalancerTurns()
        let there = RequestTarget.published(node: fabric.nodes[1], port: 8_080)
        #expect(try fabric.reached(there, 2, &turns) == [task, task])
        #expect(try Connections(fabric).entry(to: there).route.get().way == .hostPort)
        let words = "8080 is published in host mode, and no task with it runs on node1; "
        #expect(
            try fabric.failure(of: .published(node: fabric.nodes[0], port: 8_080))
                == .refused(words + "on node2 one does")
        )
    }

    @Test func `a port that is published for udp takes no connections`() throws {
        var fabric = Fabric()
        let udp = PortConfig(transport: .udp, targetPort: 53, publishedPort: 5_353)
        let dns = fabric.service("dns", on: [], ports: [udp])
        try fabric.task(of: dns, 1, on: 1)
        #expect(
            try fabric.failure(of: .published(node: fabric.nodes[0], port: 5_353))
                == .refused("5353 is published for udp, not for tcp")
        )
    }

    @Test(arguments: ["web", "tasks.web"])
    func `ALC-30 inside of a network a name reaches every task in turn`(name: String) throws {
        var mesh = try Mesh()
        let other = mesh.fabric.service("other", on: [mesh.front])
        let asker = try mesh.fabric.task(of: other, 1, on: 1)
        let target = RequestTarget.name(name, port: 80, from: asker)
        var turns = BalancerTurns()
        #expect(
            try mesh.fabric.reached(target, 4, &turns) == mesh.tasks + [mesh.tasks[0]]
        )
        let route = try Connections(mesh.fabric).entry(to: target).route.get()
        #expect(route.way == (name == "web" ? .virtualIP : .direct))
    }

    @Test func `an address reaches whoever has it on a common network`() throws {
        var mesh = try Mesh()
        let other = mesh.fabric.service("other", on: [mesh.front])
        let asker = try mesh.fabric.task(of: other, 1, on: 1)
        let own = try mesh.fabric.address(of: mesh.tasks[1], on: mesh.front)
        let virtual = try mesh.fabric.virtualIP(of: mesh.web, on: mesh.front)
        var turns = BalancerTurns()
        func reached(_ address: String) throws -> [TaskID] {
            try mesh.fabric.reached(.name(address, port: 80, from: asker), 2, &turns)
        }
        #expect(try reached(own) == [mesh.tasks[1], mesh.tasks[1]])
        #expect(try reached(virtual) == [mesh.tasks[0], mesh.tasks[1]])
        #expect(
            try mesh.fabric.failure(of: .name("10.9.9.9", port: 80, from: asker))
                == .noRoute("nobody answers at 10.9.9.9 on a network of other.1")
        )
        guard
            case .unknownName? = try mesh.fabric.failure(
                of: .name("nobody", port: nil, from: asker)
            )
        else {
            Issue.record("a name that nobody bears was resolved")
            return
        }
    }

    @Test func `the turns are saved in order, and a service that is gone has none`() throws {
        let mesh = try Mesh()
        var turns = BalancerTurns()
        for node in 1...3 { _ = try mesh.fabric.reached(mesh.target(node), node, &turns) }
        #expect(turns != BalancerTurns())
        turns.forget(mesh.web)
        #expect(turns == BalancerTurns())
    }
}
