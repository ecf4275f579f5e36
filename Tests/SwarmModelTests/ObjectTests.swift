import Basics
import Foundation
import SwarmModel
import Testing

/// What objects consist of, and what never changes about them.
@Suite struct ObjectTests {
    private var random = SeededGenerator(seed: 8)

    private func json(_ value: some Encodable) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(value), as: UTF8.self)
    }

    @Test mutating func `OBJ-1 identifiers are 25 characters of lower-case base 36`() throws {
        var seen: Set<String> = []
        for _ in 0..<200 {
            let text = ServiceID(using: &random).description
            #expect(text.utf8.count == 25)
            #expect(text.allSatisfy { $0.isASCII && ($0.isLowercase || $0.isNumber) })
            #expect(ServiceID(text)?.description == text)
            seen.insert(text)
        }
        #expect(seen.count == 200)
        #expect(ServiceID(String(repeating: "a", count: 24)) == nil)
        #expect(ServiceID(String(repeating: "A", count: 25)) == nil)
    }

    @Test mutating func `OBJ-10 OBJ-11 what a service keeps, and the words of its update`() throws {
        var service = Service(id: ServiceID(using: &random), spec: ServiceSpec(name: "web"))
        service.previousSpec = ServiceSpec(name: "web", labels: ["old": "1"])
        service.previousSpecVersion = 3
        service.specVersion = 9
        service.endpoint = Endpoint(spec: EndpointSpec())
        service.jobStatus = JobStatus(iteration: 2, lastExecution: .zero)
        service.updateStatus = UpdateStatus(
            state: .rollbackStarted,
            startedAt: .zero,
            completedAt: .zero + .seconds(3),
            message: "m"
        )
        let copy = try JSONDecoder().decode(Service.self, from: JSONEncoder().encode(service))
        #expect(copy == service)
        #expect(
            UpdateStatus.State.allCases.map(\.rawValue) == [
                "updating", "paused", "completed", "rollback_started", "rollback_paused",
                "rollback_completed",
            ]
        )
    }

    @Test func `OBJ-32 OBJ-33 what a node says of itself, and how it is`() throws {
        #expect(
            NodeStatus.State.allCases.map(\.rawValue) == [
                "unknown", "down", "ready", "disconnected",
            ]
        )
        let description = NodeDescription(
            hostname: "node1",
            platform: Platform(architecture: "x86_64", os: "linux"),
            resources: Resources(
                nanoCPUs: 2_000_000_000,
                memoryBytes: 1_024,
                generic: [.named(kind: "gpu", value: "u1"), .discrete(kind: "ssd", value: 2)]
            ),
            engineVersion: "29.0",
            engineLabels: ["disk": "ssd"],
            plugins: [EnginePlugin(type: "Volume", name: "local")]
        )
        let text = try json(description)
        #expect(
            try JSONDecoder().decode(NodeDescription.self, from: Data(text.utf8)) == description
        )
        #expect(text.contains(#""Hostname":"node1""#))
        #expect(text.contains(#""EngineVersion":"29.0""#))
        let status = NodeStatus(state: .down, message: "heartbeat failure", address: "10.0.0.9")
        #expect(
            try json(status)
                == #"{"Addr":"10.0.0.9","Message":"heartbeat failure","State":"down"}"#
        )
    }

    @Test mutating func `OBJ-40 specs of networks, secrets and configs come back whole`() throws {
        let network = Network(
            id: NetworkID(using: &random),
            spec: NetworkSpec(
                name: "app",
                labels: ["a": "b"],
                driver: DriverSpec(name: "overlay", options: ["encrypted": ""]),
                attachable: true,
                isInternal: true,
                ipv6: true,
                subnets: [Subnet(subnet: "10.9.0.0/16", gateway: "10.9.0.1")]
            ),
            subnets: [Subnet(subnet: "10.9.0.0/16")],
            vxlanID: 4_100
        )
        #expect(
            try JSONDecoder().decode(Network.self, from: JSONEncoder().encode(network)) == network
        )
        let config = ConfigSpec(
            name: "c",
            labels: ["a": "b"],
            data: [1, 2],
            templating: DriverSpec(name: "golang")
        )
        #expect(
            try JSONDecoder().decode(ConfigSpec.self, from: JSONEncoder().encode(config)) == config
        )
        let secret = Secret(
            id: SecretID(using: &random),
            spec: SecretSpec(
                name: "s",
                data: .sealed([9], size: 1),
                driver: DriverSpec(name: "vault"),
                templating: DriverSpec(name: "golang")
            ),
            isInternal: true
        )
        #expect(
            try JSONDecoder().decode(Secret.self, from: JSONEncoder().encode(secret)) == secret
        )
        let wire = try json(EngineSecret(secret, epoch: WallTime(nanoseconds: 0)))
        #expect(wire.contains(#""Templating":{"Name":"golang"}"#))
        #expect(!wire.contains("Data"))
    }

    @Test func `VAL-71 a cluster shows the usual pool and port, and no key`() throws {
        var random = random
        let cluster = Cluster(
            id: ClusterID(using: &random),
            unlockKey: "SWMKEY-1-hidden"
        )
        let text = try json(EngineCluster(cluster, epoch: WallTime(nanoseconds: 0)))
        #expect(!text.contains("SWMKEY"))
        #expect(text.contains(#""SubnetSize":24"#))
        #expect(text.contains(#""DataPathPort":4789"#))
        #expect(cluster.spec.defaultAddressPool == ["10.0.0.0/8"])
    }

    @Test func `LIF-1 LIF-4 states are numbers with gaps, in this order`() {
        #expect(
            TaskState.allCases.map(\.rawValue) == [
                0, 64, 192, 256, 320, 384, 448, 512, 576, 640, 704, 768, 800, 832,
            ]
        )
        let over = TaskState.allCases.filter { $0 > .running }
        #expect(over == [.complete, .shutdown, .failed, .rejected, .remove, .orphaned])
        let wishes: [TaskState] = [.ready, .running, .complete, .shutdown, .remove]
        #expect(wishes == wishes.sorted(), "a wish only grows, in this order")
    }

    @Test mutating func `LIF-2 an observed state only grows, and equal reports change nothing`() {
        let service = Service(id: ServiceID(using: &random), spec: ServiceSpec(name: "web"))
        var task = SwarmTask(id: TaskID(using: &random), service: service, slot: 1, now: .zero)
        let running = TaskStatus(state: .running, timestamp: .zero, message: "started")
        var more = running
        more.message = "still"
        let late = TaskStatus(state: .preparing, message: "late")
        let taken = [running, running, late, more].map { task.observe($0) }
        #expect(taken == [true, false, false, true], "the same again and a late one are dropped")
        #expect(task.state == .running)
        #expect(task.status.message == "still")
    }

    @Test mutating func `LIF-51 a container has the labels of the swarm, which win`() {
        var spec = ServiceSpec(name: "web")
        spec.task.container.labels = [
            "mine": "1", "com.docker.swarm.task.id": "forged", "com.docker.swarm.task": "forged",
        ]
        let node = NodeID(using: &random)
        let service = Service(id: ServiceID(using: &random), spec: spec)
        let task = SwarmTask(
            id: TaskID(using: &random),
            service: service,
            slot: 3,
            nodeID: node,
            now: .zero
        )
        #expect(
            task.containerLabels == [
                "mine": "1",
                "com.docker.swarm.task": "",
                "com.docker.swarm.task.id": "\(task.id)",
                "com.docker.swarm.task.name": "web.3.\(task.id)",
                "com.docker.swarm.node.id": "\(node)",
                "com.docker.swarm.service.id": "\(service.id)",
                "com.docker.swarm.service.name": "web",
            ]
        )
    }
}
