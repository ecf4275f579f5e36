import Basics
import SwarmModel
import SwarmStore
import SwarmWorld
import Testing

/// Scaling, global services, placement, pending texts and history on a World of five nodes.
@Suite struct ServiceTimelines {
    @Test func `create to running takes 0.6 to 4.3 s for a local image`() throws {
        var swarm = try WorldDriver()
        try swarm.perform(.createService(plain("web", replicas: 10)))
        let took = swarm.run(atMost: .seconds(30)) { $0.running("web").count == 10 }
        #expect((.seconds(0.6)...Duration.seconds(4.3)).contains(try #require(took)))
        for node in swarm.store.nodes {
            #expect(swarm.running("web").count { $0.nodeID == node.id } == 2)
        }
    }

    @Test func `(l) scaling down keeps low slots, scaling up uses the numbers again`() throws {
        var swarm = try WorldDriver()
        try swarm.create(plain("web", replicas: 3))
        try swarm.update("web") { $0.mode = .replicated(replicas: 10) }
        swarm.run(atMost: .seconds(30)) { $0.running("web").count == 10 }
        #expect(swarm.running("web").map(\.slot) == Array(1...10))
        try swarm.update("web") { $0.mode = .replicated(replicas: 2) }
        let gone = swarm.run(atMost: .seconds(30)) { $0.tasks("web").count == 2 }
        #expect(try #require(gone) < .seconds(4), "what is scaled away leaves no history")
        #expect(swarm.running("web").map(\.slot) == [1, 2])
        try swarm.update("web") { $0.mode = .replicated(replicas: 5) }
        swarm.run(atMost: .seconds(30)) { $0.running("web").count == 5 }
        #expect(swarm.running("web").map(\.slot) == [1, 2, 3, 4, 5])
        try swarm.update("web") { $0.mode = .replicated(replicas: 0) }
        swarm.run(atMost: .seconds(30)) { $0.tasks("web").isEmpty }
        #expect(swarm.tasks("web").isEmpty)
    }

    @Test func `(m) a global service has one task per node and follows labels`() throws {
        var swarm = try WorldDriver()
        var spec = plain("all")
        spec.mode = .global
        try swarm.create(spec)
        #expect(Set(swarm.running("all").compactMap(\.nodeID)).count == 5)
        try swarm.update(node: "node4") { $0.availability = .drain }
        swarm.run(.seconds(10))
        #expect(swarm.running("all").count == 4)
        try swarm.update(node: "node4") { $0.availability = .active }
        swarm.run(atMost: .seconds(10)) { $0.running("all").count == 5 }
        #expect(swarm.running("all").count == 5)
        for name in ["node1", "node2"] {
            try swarm.update(node: name) { $0.labels["disk"] = "ssd" }
        }
        try swarm.update("all") { $0.task.placement.constraints = ["node.labels.disk == ssd"] }
        swarm.run(.seconds(10))
        #expect(swarm.running("all").count == 2)
        #expect(
            try swarm.service("all").updateStatus == nil,
            "the tasks that stay are not replaced"
        )
        try swarm.update(node: "node3") { $0.labels["disk"] = "ssd" }
        swarm.run(.seconds(10))
        #expect(swarm.running("all").count == 3)
        try swarm.update(node: "node3") { $0.labels = [:] }
        swarm.run(.milliseconds(300))
        let node3 = try swarm.node("node3").id
        let evicted = try #require(swarm.store.tasks(on: node3).first { $0.state == .rejected })
        #expect(evicted.status.error == "assigned node no longer meets constraints")
        #expect(evicted.status.message == "task rejected by constraint enforcer")
        swarm.run(.seconds(10))
        #expect(swarm.running("all").count == 2)
    }

    @Test func `(m) a node that joins gets its global task`() throws {
        var swarm = try WorldDriver()
        var spec = plain("all")
        spec.mode = .global
        try swarm.create(spec)
        try swarm.perform(.addNode(NewNode(hostname: "node6", role: .worker)))
        let took = swarm.run(atMost: .seconds(20)) { $0.running("all").count == 6 }
        #expect(took != nil)
    }

    @Test func `(n) a label that goes takes the task with it until another node has it`() throws {
        var swarm = try WorldDriver()
        try swarm.update(node: "node3") { $0.labels["storage"] = "raid" }
        try swarm.create(
            plain("db") { $0.task.placement.constraints = ["node.labels.storage == raid"] }
        )
        #expect(swarm.hostname(of: swarm.running("db")[0]) == "node3")
        try swarm.update(node: "node3") { $0.labels = [:] }
        swarm.run(.seconds(8))
        let waiting = try #require(swarm.tasks("db").last)
        #expect(waiting.state == .pending)
        #expect(
            waiting.status.error
                == "no suitable node (scheduling constraints not satisfied on 5 nodes)"
        )
        try swarm.update(node: "node5") { $0.labels["storage"] = "raid" }
        let took = swarm.run(atMost: .seconds(20)) { $0.running("db").count == 1 }
        #expect(took != nil)
        #expect(swarm.hostname(of: swarm.running("db")[0]) == "node5")
        #expect(swarm.running("db")[0].status.error.isEmpty)
    }

    @Test(arguments: PendingCase.all)
    func `(o) pending texts`(example: PendingCase) throws {
        var swarm = try WorldDriver()
        if example.drainsFour {
            for name in ["node1", "node2", "node3", "node4"] {
                try swarm.update(node: name) { $0.availability = .drain }
            }
        }
        try swarm.perform(
            .createService(plain("web", replicas: example.replicas, change: example.change))
        )
        swarm.run(.seconds(10))
        let waiting = swarm.tasks("web").filter { $0.state == .pending }
        #expect(!waiting.isEmpty)
        #expect(waiting.allSatisfy { $0.status.error == example.text })
        #expect(waiting.allSatisfy { $0.status.message == "pending task scheduling" })
    }

    struct PendingCase: Sendable, CustomTestStringConvertible {
        let text: String
        var replicas: UInt64 = 1
        var drainsFour = false
        let change: @Sendable (inout ServiceSpec) -> Void
        var testDescription: String { text }

        static let all = [
            PendingCase(
                text: "no suitable node (max replicas per node limit exceed)",
                replicas: 7
            ) { $0.task.placement.maxReplicas = 1 },
            PendingCase(text: "no suitable node (insufficient resources on 5 nodes)") {
                $0.task.resources.reservations.nanoCPUs = 100_000_000_000
            },
            PendingCase(text: "no suitable node (scheduling constraints not satisfied on 5 nodes)")
            {
                $0.task.placement.constraints = ["node.labels.x == y"]
            },
            PendingCase(
                text: "no suitable node (host-mode port already in use on 5 nodes)",
                replicas: 6
            ) {
                $0.endpoint = EndpointSpec(ports: [
                    PortConfig(targetPort: 80, publishedPort: 8081, publishMode: .host)
                ])
            },
            PendingCase(
                text: "no suitable node (4 nodes not available for new tasks; scheduling "
                    + "constraints not satisfied on 1 node)",
                drainsFour: true
            ) { $0.task.placement.constraints = ["node.labels.x == y"] },
        ]
    }

    @Test func `(q) five tasks are kept per slot after seven updates`() throws {
        var swarm = try WorldDriver()
        try swarm.create(plain("web"))
        for number in 2...8 {
            try swarm.update("web") { $0.task.container.image = "plain:\(number).0" }
            swarm.run(atMost: .seconds(60)) { $0.updateState("web") == .completed }
        }
        swarm.run(.seconds(5))
        #expect(swarm.tasks("web").count == 5)
        #expect(swarm.running("web").map(\.image) == ["plain:8.0"])
    }

    @Test func `(f) on-failure with two attempts gives three tasks and then nothing`() throws {
        var swarm = try WorldDriver()
        try swarm.perform(
            .createService(
                plain("web", image: "plain:crash") {
                    $0.task.restart = RestartPolicy(
                        condition: .onFailure,
                        delay: .seconds(1),
                        maxAttempts: 2
                    )
                }
            )
        )
        swarm.run(.seconds(120))
        #expect(swarm.tasks("web").count == 3)
        #expect(swarm.running("web").isEmpty)
        #expect(swarm.tasks("web").allSatisfy { $0.state == .failed })
    }

    @Test func `removing a service takes its tasks away within seconds`() throws {
        var swarm = try WorldDriver()
        try swarm.create(plain("web", replicas: 4))
        let id = try swarm.service("web").id
        try swarm.perform(.removeService(id))
        #expect(swarm.store.service(id) == nil)
        #expect(swarm.store.tasks(of: id).allSatisfy { $0.desiredState == .remove })
        let gone = swarm.run(atMost: .seconds(20)) { $0.store.tasks(of: id).isEmpty }
        #expect(try #require(gone) < .seconds(4))
    }
}
