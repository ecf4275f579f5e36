import Basics
import SwarmModel
import SwarmStore
import SwarmWorld
import Testing

/// Rules about objects that show only in a whole World.
@Suite struct ObjectLifeRules {
    private func code(_ code: String, _ text: String) -> String {
        "rpc error: code = \(code) desc = \(text)"
    }

    @Test func `OBJ-33 OBJ-34 nodes describe themselves, and managers have a status`() throws {
        let swarm = try WorldDriver(managers: 1, workers: 1)
        let (manager, worker) = (try swarm.node("node1"), try swarm.node("node2"))
        #expect(manager.manager?.isLeader == true)
        #expect(manager.manager?.reachability == .reachable)
        #expect(worker.manager == nil)
        #expect(worker.description.resources.nanoCPUs > 0)
        #expect(
            worker.description.plugins.contains { $0.type == "Network" && $0.name == "overlay" }
        )
        #expect(worker.description.platform == Platform(architecture: "x86_64", os: "linux"))
    }

    @Test func `OBJ-7 an update of a node that changes nothing makes a new version all the same`()
        throws
    {
        var swarm = try WorldDriver(managers: 1, workers: 1)
        let node = try swarm.node("node2")
        let update = ClusterCommand.updateNode(
            node.id,
            version: node.meta.version,
            spec: node.spec
        )
        try swarm.perform(update)
        #expect(try swarm.node("node2").meta.version > node.meta.version)
        #expect(swarm.refusal(of: update)?.hasSuffix("update out of sequence") == true)
    }

    @Test func `VAL-50 labels, availability and names of nodes are free`() throws {
        var swarm = try WorldDriver(managers: 1, workers: 1)
        try swarm.update(node: "node2") {
            $0.name = "not a DNS name!"
            $0.labels = ["": "", "odd key": "x"]
            $0.availability = .pause
        }
        let node = try swarm.node("node2")
        #expect(node.spec.name == "not a DNS name!")
        #expect(node.spec.availability == .pause)
        let last = try swarm.node("node1")
        var spec = last.spec
        spec.role = .worker
        #expect(
            swarm.refusal(of: .updateNode(last.id, version: last.meta.version, spec: spec))
                == code("FailedPrecondition", "attempting to demote the last manager of the swarm")
        )
    }

    @Test func `LIF-5 the constraint enforcer rejects, and leaves the wish to others`() throws {
        var swarm = try WorldDriver(managers: 1, workers: 1)
        try swarm.update(node: "node2") { $0.labels = ["zone": "a"] }
        try swarm.create(
            plain("web") { $0.task.placement.constraints = ["node.labels.zone == a"] }
        )
        let task = try #require(swarm.running("web").first)
        try swarm.update(node: "node2") { $0.labels = [:] }
        let isRejected: (WorldDriver) -> Bool = { $0.store.task(task.id)?.state == .rejected }
        #expect(swarm.run(atMost: .seconds(5), until: isRejected) != nil)
        let next = try #require(swarm.tasks("web").first { $0.id != task.id })
        #expect(next.desiredState <= .running, "the restart policy made another one")
    }

    @Test func `LIF-7 what fails before it starts is rejected, afterwards it has failed`() throws {
        var swarm = try WorldDriver(managers: 1, workers: 1)
        try swarm.perform(.createService(plain("lost", image: "web:no-such")))
        swarm.run(.seconds(2))
        #expect(swarm.tasks("lost").contains { $0.state == .rejected })
        try swarm.create(plain("web"))
        let task = try #require(swarm.running("web").first)
        try swarm.perform(.removeContainer(task.id))
        swarm.run(.seconds(2))
        #expect(swarm.store.task(task.id)?.state == .failed)
        let clean = plain("clean") {
            $0.mode = .replicatedJob(maxConcurrent: 1, totalCompletions: 1)
            $0.task.container.command = ["true"]
        }
        try swarm.perform(.createService(clean))
        swarm.run(.seconds(10))
        #expect(swarm.tasks("clean").map(\.state) == [.complete])
    }

    @Test func `SCH-16 one task speaks for its group`() throws {
        var swarm = try WorldDriver(managers: 1, workers: 1)
        try swarm.perform(
            .createService(
                plain("web", replicas: 5) {
                    $0.task.placement.constraints = ["node.labels.none == here"]
                }
            )
        )
        swarm.run(.seconds(1))
        #expect(swarm.tasks("web").count == 5)
        #expect(
            Set(swarm.tasks("web").map(\.status.error)) == [
                "no suitable node (scheduling constraints not satisfied on 2 nodes)"
            ]
        )
    }

    @Test func `SEC-9 references are checked with the spec, before objects are looked for`() throws
    {
        var swarm = try WorldDriver(managers: 1, workers: 0)
        var random = SeededGenerator(seed: 4)
        let spec = plain("web") {
            $0.task.container.secrets = [
                SecretReference(id: SecretID(using: &random), name: "nosuch", file: nil)
            ]
        }
        #expect(
            swarm.refusal(of: .createService(spec))
                == code(
                    "InvalidArgument",
                    "malformed secret reference, no target provided"
                )
        )
    }

    @Test func `STO-1 STO-3 a call that writes too much writes nothing`() throws {
        var swarm = try WorldDriver(managers: 1, workers: 0)
        let huge = String(repeating: "x", count: 1_600_000)
        #expect(
            swarm.refusal(of: .createService(plain("web") { $0.labels = ["a": huge] }))
                == code("Unknown", "raft: raft message is too large and can't be sent")
        )
        #expect(swarm.store.serviceCount == 0)
        let large = String(repeating: "x", count: 1_400_000)
        #expect(swarm.refusal(of: .createService(plain("web") { $0.labels = ["a": large] })) == nil)
    }

    private func refusal(_ world: World, _ command: ClusterCommand, length: Int?) -> String? {
        var world = world
        let effects = world.apply(.request(1_000, command), at: world.now, encodedLength: length)
        guard case .answer(_, .failure(let error))? = effects.first else { return nil }
        return error.message
    }

    @Test func `STO-1 only what is created from little is taken without being measured`() throws {
        var swarm = try WorldDriver(managers: 1, workers: 0)
        try swarm.perform(.createService(plain("old")))
        let old = try #require(swarm.store.service(named: "old"))
        let tooLarge = code("Unknown", "raft: raft message is too large and can't be sent")
        let huge = plain("web") { $0.labels = ["a": String(repeating: "x", count: 1_600_000)] }
        for length in [nil, 16_385, 1_600_000] {
            #expect(refusal(swarm.world, .createService(huge), length: length) == tooLarge)
        }
        // What is there already is written with it, so that a small change says nothing.
        let larger = plain("old") { $0.labels = huge.labels }
        let update = ClusterCommand.updateService(old.id, version: old.meta.version, spec: larger)
        #expect(refusal(swarm.world, update, length: 10) == tooLarge)
        #expect(refusal(swarm.world, .createService(plain("web")), length: 300) == nil)
    }

    @Test func `STO-1 what is created from little is far from too large`() throws {
        var swarm = try WorldDriver(managers: 1, workers: 0)
        // As many things as fit that are short as text: ports, mounts, networks, labels.
        var spec = plain("web")
        var number: UInt32 = 0
        spec.endpoint = EndpointSpec()
        while try JSONText.compact(ClusterCommand.createService(spec)).utf8.count < 16_384 {
            number += 1
            spec.labels["\(number)"] = ""
            spec.task.container.args.append("")
            spec.task.container.environment.append("\(number)=")
            spec.task.container.mounts.append(Mount(target: "/\(number)"))
            spec.endpoint?.ports.append(PortConfig(targetPort: number))
        }
        try swarm.perform(.createService(spec))
        let service = try #require(swarm.store.service(named: "web"))
        #expect(number > 20)
        #expect(try Packed.encode(service).count < 1_572_864 / 10)
    }
}
