import Agents
import Basics
import Scheduling
import SwarmModel
import SwarmStore
import SwarmWorld
import Testing

/// Rules of the core, from the request to the container and back.
@Suite struct CoreInWorldTests {
    private func services(_ swarm: WorldDriver, on name: String) throws -> [ContainerFacts] {
        swarm.world.agents.containers(on: try swarm.node(name).id, now: swarm.now)
    }

    @Test func `RST-22 a held task is placed and created, takes its room, and only waits to start`()
        throws
    {
        var swarm = try WorldDriver()
        try swarm.create(
            plain("web") { $0.task.resources.reservations.memoryBytes = 6 << 30 }
        )
        try swarm.perform(.removeContainer(swarm.running("web")[0].id))
        swarm.run(.seconds(2))
        let held = try #require(swarm.tasks("web").last)
        #expect(held.desiredState == .ready && held.state == .ready)
        let node = try #require(held.nodeID)
        let container = try #require(
            swarm.world.agents.containers(on: node, now: swarm.now).first { $0.task == held.id }
        )
        #expect(container.createdAt != nil && container.startedAt == nil)
        var other = plain("other", replicas: 5) {
            $0.task.resources.reservations.memoryBytes = 4 << 30
        }
        other.task.restart = RestartPolicy(condition: .none)
        try swarm.perform(.createService(other))
        swarm.run(.seconds(1))
        let placed = swarm.tasks("other").compactMap(\.nodeID)
        #expect(!placed.contains(node), "its 6 of 8 GiB are taken")
        let verdict = swarm.world.verdicts(for: try #require(swarm.tasks("other").first))
            .first { $0.node == node }
        #expect(verdict?.refusal == .insufficientResources)
        #expect(verdict?.activeTasks == 1, "and it counts")
        swarm.run(.seconds(5))
        #expect(swarm.running("web").map(\.id) == [held.id])
    }

    @Test func `GLB-11 NSN-5 a node that cannot take its task keeps it waiting, bare, and alone`()
        throws
    {
        var swarm = try WorldDriver()
        let port = PortConfig(targetPort: 80, publishedPort: 8080, publishMode: .host)
        try swarm.create(
            plain("first") {
                $0.endpoint = EndpointSpec(ports: [port])
                $0.task.placement.constraints = ["node.hostname == node4"]
            }
        )
        var all = plain("all") { $0.endpoint = EndpointSpec(ports: [port]) }
        all.mode = .global
        try swarm.perform(.createService(all))
        swarm.run(.seconds(5))
        #expect(swarm.running("all").count == 4)
        let waiting = try #require(swarm.tasks("all").first { $0.state == .pending })
        #expect(swarm.hostname(of: waiting) == "node4")
        #expect(waiting.status.error == "host-mode port already in use on 1 node")
        try swarm.perform(.removeService(try swarm.service("first").id))
        swarm.run(.seconds(8))
        #expect(swarm.running("all").count == 5)
    }

    @Test func `DIS-33 SEC-7 a secret is on the nodes of its service's tasks and nowhere else`()
        throws
    {
        var swarm = try WorldDriver()
        let spec = SecretSpec(name: "key", data: .sealed([1], size: 1))
        let created = try swarm.perform(.createSecret(spec))
        let id = try #require(created.createdID.flatMap { SecretID($0) })
        let reference = SecretReference(id: id, name: "key", file: FileTarget(name: "key"))
        try swarm.create(plain("web", replicas: 2) { $0.task.container.secrets = [reference] })
        try swarm.create(plain("other", replicas: 5))
        func holders() -> Set<NodeID> {
            Set(
                swarm.store.nodes.map(\.id).filter {
                    swarm.world.agents.secrets(on: $0, in: swarm.store) == [id]
                }
            )
        }
        #expect(holders() == Set(swarm.running("web").compactMap(\.nodeID)))
        #expect(holders().count == 2)
        try swarm.update("web") { $0.mode = .replicated(replicas: 1) }
        swarm.run(.seconds(5))
        #expect(holders() == Set(swarm.running("web").compactMap(\.nodeID)))
        #expect(holders().count == 1)
        try swarm.perform(.removeService(try swarm.service("web").id))
        swarm.run(.seconds(5))
        #expect(holders().isEmpty)
    }

    @Test func `AGT-31 ports of nodes are reported while the task runs, open ones too`() throws {
        var swarm = try WorldDriver()
        try swarm.create(
            plain("web", replicas: 5) {
                $0.endpoint = EndpointSpec(ports: [
                    PortConfig(targetPort: 80, publishedPort: 8080, publishMode: .host),
                    PortConfig(targetPort: 81, publishMode: .host),
                    PortConfig(targetPort: 82, publishedPort: 9000),
                ])
            }
        )
        for task in swarm.running("web") {
            let ports = task.status.hostPorts
            #expect(ports.map(\.targetPort) == [80, 81], "not those of the routing mesh")
            #expect(ports.first?.publishedPort == 8080)
            #expect((32_768..<60_999).contains(ports[1].publishedPort))
            #expect(ports.allSatisfy { $0.publishMode == .host })
        }
        let old = try #require(swarm.running("web").first)
        try swarm.perform(.removeContainer(old.id))
        swarm.run(.seconds(1))
        #expect(swarm.store.task(old.id)?.status.hostPorts == [])
    }

    @Test func `AGT-29 the service's grace period is what its containers get`() throws {
        var swarm = try WorldDriver()
        try swarm.create(
            plain("web", image: "plain:stubborn") {
                $0.task.container.stopGracePeriod = .seconds(3)
            }
        )
        let task = try #require(swarm.running("web").first)
        try swarm.update("web") { $0.task.container.image = "plain:2.0" }
        let timeline = try swarm.record("web", for: .seconds(20))
        #expect(try #require(timeline.first(task.id, .shutdown)).isAbout(4.2, within: 0.3))
        #expect(swarm.store.task(task.id)?.status.container?.exitCode == 137)
        let new = try #require(timeline.tasks.last)
        #expect(timeline.first(new, desired: .running) == timeline.first(task.id, .shutdown))
    }

    @Test func `OBJ-21 the cluster's log driver is that of tasks whose service names none`() throws
    {
        var swarm = try WorldDriver()
        try swarm.create(plain("before"))
        var spec = swarm.store.cluster.spec
        spec.taskLogDriver = DriverSpec(name: "none", options: ["a": "b"])
        try swarm.perform(.updateCluster(version: swarm.store.cluster.meta.version, spec: spec))
        try swarm.create(plain("after"))
        try swarm.create(plain("own") { $0.task.logDriver = DriverSpec(name: "local") })
        #expect(swarm.running("before").map(\.logDriver) == [nil])
        #expect(swarm.running("after").map(\.logDriver) == [spec.taskLogDriver])
        #expect(swarm.running("own").map(\.logDriver?.name) == ["local"])
        #expect(try swarm.service("after").spec.task.logDriver == nil, "the spec is as it was")
        swarm.run(.seconds(60))
        func lines(_ name: String) -> Int {
            swarm.running(name).map { task in
                swarm.world.logLines(of: task.id, from: .zero, to: swarm.now, limit: nil).count
            }.reduce(0, +)
        }
        #expect(lines("before") > 0 && lines("own") > 0)
        #expect(lines("after") == 0)
    }

    @Test func `ACC-3 SCH-20 units of a resource are given out once and come back`() throws {
        var swarm = try WorldDriver()
        let units = ["UUID1", "UUID2"].map { GenericResource.named(kind: "gpu", value: $0) }
        try swarm.perform(
            .addNode(NewNode(hostname: "node6", role: .worker, generic: units))
        )
        swarm.run(.seconds(2))
        try swarm.perform(
            .createService(
                plain("train", replicas: 3) {
                    $0.task.resources.reservations.generic = [.discrete(kind: "gpu", value: 1)]
                }
            )
        )
        swarm.run(.seconds(5))
        func given() -> [GenericResource] {
            swarm.tasks("train").filter(\.isLive).flatMap(\.assignedGenericResources)
        }
        #expect(swarm.running("train").count == 2)
        #expect(Set(given()) == Set(units) && given().count == 2)
        let waiting = try #require(swarm.tasks("train").first { $0.state == .pending })
        #expect(waiting.status.error == "no suitable node (insufficient resources on 6 nodes)")
        let lost = try #require(swarm.running("train").first)
        try swarm.perform(.removeContainer(lost.id))
        swarm.run(.seconds(5))
        #expect(swarm.store.task(waiting.id)?.state == .running, "it has what the other had")
        #expect(
            swarm.store.task(waiting.id)?.assignedGenericResources == lost.assignedGenericResources
        )
        #expect(Set(given()) == Set(units) && given().count == 2)
    }
}
