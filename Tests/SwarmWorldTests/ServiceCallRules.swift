import Basics
import SwarmModel
import SwarmStore
import SwarmWorld
import Testing

/// What the calls about services do and refuse, and in which order they look.
@Suite struct ServiceCallRules {
    private var swarm: WorldDriver
    private var random = SeededGenerator(seed: 77)

    init() throws { swarm = try WorldDriver(managers: 1, workers: 1) }

    private func code(_ code: String, _ text: String) -> String {
        "rpc error: code = \(code) desc = \(text)"
    }

    private mutating func refusal(
        updating name: String,
        version: UInt64? = nil,
        _ change: (inout ServiceSpec) -> Void
    ) throws -> String? {
        let service = try swarm.service(name)
        var spec = service.spec
        change(&spec)
        return swarm.refusal(
            of: .updateService(
                service.id,
                version: version ?? service.meta.version,
                spec: spec
            )
        )
    }

    @Test mutating func `OBJ-12 a new service has spec version 0 and no past`() throws {
        try swarm.perform(.createService(plain("web")))
        try swarm.perform(.createService(plain("job") { $0.mode = .globalJob }))
        let web = try swarm.service("web")
        #expect(web.specVersion == 0)
        #expect(web.previousSpec == nil)
        #expect(web.updateStatus == nil)
        #expect(web.jobStatus == nil)
        let job = try swarm.service("job")
        #expect(job.jobStatus == JobStatus(iteration: 0, lastExecution: swarm.now))
        #expect(swarm.tasks("job").allSatisfy { $0.jobIteration == 0 })
    }

    @Test mutating func `OBJ-13 OBJ-14 every update keeps the last spec, be it of labels only`()
        throws
    {
        try swarm.create(plain("web"))
        let first = try swarm.service("web")
        try swarm.update("web") { $0.labels = ["a": "1"] }
        let second = try swarm.service("web")
        #expect(second.previousSpec == first.spec)
        #expect(second.previousSpecVersion == first.specVersion)
        #expect(second.specVersion == first.meta.version, "the version that the client sent")
        #expect(second.specVersion != second.meta.version)
        try swarm.update("web") { $0.mode = .replicated(replicas: 2) }
        let third = try swarm.service("web")
        #expect(third.previousSpec == second.spec)
        #expect(third.previousSpecVersion == second.specVersion)
        try swarm.perform(.rollbackService(third.id, version: third.meta.version))
        let back = try swarm.service("web")
        #expect(back.spec == second.spec)
        #expect(back.specVersion == second.specVersion)
        #expect(back.previousSpec == third.spec)
    }

    @Test mutating func `OBJ-7 VAL-1 a stale version is refused in the store's words`() throws {
        let stale = code("Unknown", "update out of sequence")
        try swarm.create(plain("web"))
        #expect(try refusal(updating: "web", version: 3) { $0.labels = ["a": "1"] } == stale)
        let node = try swarm.node("node2")
        #expect(swarm.refusal(of: .updateNode(node.id, version: 1, spec: node.spec)) == stale)
        let cluster = swarm.store.cluster
        #expect(
            swarm.refusal(
                of: .updateCluster(version: cluster.meta.version + 9, spec: cluster.spec)
            ) == stale
        )
        #expect(try swarm.service("web").spec.labels.isEmpty, "nothing was written")
    }

    @Test mutating func `VAL-1 what is not there is not found`() {
        let service = ServiceID(using: &random)
        let node = NodeID(using: &random)
        let network = NetworkID(using: &random)
        let secret = SecretID(using: &random)
        let config = ConfigID(using: &random)
        let task = TaskID(using: &random)
        let calls: [(ClusterCommand, String)] = [
            (.updateService(service, version: 1, spec: plain("a")), "service \(service) not found"),
            (.removeService(service), "service \(service) not found"),
            (.rollbackService(service, version: 1), "service \(service) not found"),
            (.updateNode(node, version: 1, spec: NodeSpec()), "node \(node) not found"),
            (.removeNode(node, force: true), "node \(node) not found"),
            (.removeNetwork(network), "network \(network) not found"),
            (.removeSecret(secret), "secret \(secret) not found"),
            (.updateSecret(secret, version: 1, labels: [:]), "secret \(secret) not found"),
            (.removeConfig(config), "config \(config) not found"),
            (.removeTask(task), "task \(task) not found"),
        ]
        for (call, words) in calls { #expect(swarm.refusal(of: call) == words) }
    }

    @Test
    mutating func
        `VAL-41 VAL-42 updates look at spec, networks, ports, files, mode, name, version`() throws
    {
        try swarm.create(
            plain("taken") {
                $0.endpoint = EndpointSpec(ports: [PortConfig(targetPort: 1, publishedPort: 8080)])
            }
        )
        try swarm.create(plain("web"))
        let ingress = try #require(swarm.store.ingressNetwork)
        let missing = SecretReference(
            id: SecretID(using: &random),
            name: "nosuch",
            file: FileTarget(name: "x")
        )
        var faults: [(words: String, make: (inout ServiceSpec) -> Void)] = [
            ("image reference must be provided", { $0.task.container.image = "" }),
            (
                "explicitly attached to the ingress network \"ingress\"",
                { $0.task.networks = [NetworkAttachmentSpec(target: ingress.id)] }
            ),
            (
                "port '8080' is already in use",
                {
                    $0.endpoint = EndpointSpec(
                        ports: [PortConfig(targetPort: 2, publishedPort: 8080)]
                    )
                }
            ),
            ("secret not found: nosuch", { $0.task.container.secrets = [missing] }),
            ("service mode change is not allowed", { $0.mode = .global }),
            ("renaming services is not supported", { $0.name = "other" }),
            ("update out of sequence", { _ in }),
        ]
        while let first = faults.first {
            let makers = faults.map(\.make)
            let words = try refusal(updating: "web", version: 1) { spec in
                for make in makers { make(&spec) }
            }
            #expect(words?.contains(first.words) == true, "\(first.words): \(words ?? "accepted")")
            faults.removeFirst()
        }
    }

    @Test
    mutating func `VAL-41 a rollback without a past is refused before the version is looked at`()
        throws
    {
        try swarm.create(plain("web"))
        let web = try swarm.service("web")
        #expect(
            swarm.refusal(of: .rollbackService(web.id, version: 1))
                == code(
                    "FailedPrecondition",
                    "service \(web.id) does not have a previous spec"
                )
        )
        try swarm.update("web") { $0.labels = ["a": "1"] }
        #expect(
            swarm.refusal(of: .rollbackService(web.id, version: 1))
                == code("Unknown", "update out of sequence")
        )
    }

    @Test mutating func `VAL-29 unknown networks are not refused, the ingress network is`() throws {
        let unknown = NetworkID(using: &random)
        try swarm.perform(
            .createService(
                plain("web") { $0.task.networks = [NetworkAttachmentSpec(target: unknown)] }
            )
        )
        let ingress = try #require(swarm.store.ingressNetwork)
        #expect(
            swarm.refusal(
                of: .createService(
                    plain("api") { $0.task.networks = [NetworkAttachmentSpec(target: ingress.id)] }
                )
            )
                == code(
                    "InvalidArgument",
                    "Service cannot be explicitly attached to the ingress network \"ingress\""
                )
        )
    }

    @Test
    mutating func `VAL-30 an update skips its own ports and looks only at a changed endpoint`()
        throws
    {
        func published(_ port: UInt32, _ mode: PortConfig.PublishMode = .ingress) -> EndpointSpec {
            EndpointSpec(
                ports: [PortConfig(targetPort: 80, publishedPort: port, publishMode: mode)]
            )
        }
        try swarm.create(plain("web") { $0.endpoint = published(8081) })
        try swarm.create(plain("api") { $0.endpoint = published(8082, .host) })
        #expect(try refusal(updating: "web") { $0.labels = ["a": "1"] } == nil)
        #expect(
            try refusal(updating: "web") {
                $0.endpoint = published(8081)
                $0.endpoint?.ports[0].targetPort = 81
            } == nil
        )
        let api = try swarm.service("api").id
        #expect(
            try refusal(updating: "web") { $0.endpoint = published(8082) }
                == code(
                    "InvalidArgument",
                    "port '8082' is already in use by service 'api' (\(api)) as a host-published "
                        + "port"
                )
        )
    }

    @Test mutating func `VAL-31 ingress ports need the ingress network`() throws {
        let ingress = try #require(swarm.store.ingressNetwork)
        try swarm.perform(.removeNetwork(ingress.id))
        let words = code(
            "FailedPrecondition",
            "service needs ingress network, but no ingress network is present"
        )
        func published(_ mode: PortConfig.PublishMode) -> ServiceSpec {
            plain("web") {
                $0.endpoint = EndpointSpec(ports: [PortConfig(targetPort: 80, publishMode: mode)])
            }
        }
        #expect(swarm.refusal(of: .createService(published(.ingress))) == words)
        #expect(swarm.refusal(of: .createService(published(.host))) == nil)
        #expect(
            try refusal(updating: "web") { $0.endpoint = published(.ingress).endpoint } == words
        )
    }

    @Test mutating func `VAL-43 a removed service is gone at once, and its name is free`() throws {
        try swarm.create(plain("web", replicas: 2))
        let old = try swarm.service("web").id
        try swarm.perform(.removeService(old))
        #expect(swarm.store.service(old) == nil)
        #expect(swarm.store.tasks(of: old).allSatisfy { $0.desiredState == .remove })
        #expect(!swarm.store.tasks(of: old).isEmpty, "its tasks still stop")
        try swarm.perform(.createService(plain("web")))
        #expect(try swarm.service("web").id != old)
    }

    @Test mutating func `OBJ-20 OBJ-24 a task is a snapshot of the spec it was made from`() throws {
        try swarm.create(plain("web") { $0.labels = ["tier": "a"] })
        let old = try #require(swarm.running("web").first)
        try swarm.update("web") {
            $0.task.container.image = "plain:2.0"
            $0.labels = ["tier": "b"]
        }
        swarm.run(.seconds(30))
        let kept = try #require(swarm.store.task(old.id))
        #expect(kept.spec == old.spec)
        #expect(kept.specVersion == old.specVersion)
        #expect(kept.serviceLabels == ["tier": "a"])
        let new = try #require(swarm.running("web").first)
        #expect(new.id != old.id)
        #expect(new.image == "plain:2.0")
        #expect(new.serviceLabels == ["tier": "b"])
    }

    @Test
    mutating func
        `OBJ-22 OBJ-23 LIF-50 slots count from 1, jobs from 0, global tasks are of nodes`() throws
    {
        try swarm.create(plain("web", replicas: 2))
        try swarm.create(plain("agent") { $0.mode = .global })
        try swarm.perform(
            .createService(
                plain("job") { $0.mode = .replicatedJob(maxConcurrent: 2, totalCompletions: 2) }
            )
        )
        swarm.run(.seconds(5))
        #expect(swarm.running("web").map(\.slot).sorted() == [1, 2])
        let first = try #require(swarm.running("web").first)
        #expect(first.place == .slot(first.slot))
        #expect(first.name == "web.\(first.slot).\(first.id)")
        let agent = try #require(swarm.running("agent").first)
        let node = try #require(agent.nodeID)
        #expect(agent.slot == 0)
        #expect(agent.place == .node(node))
        #expect(agent.name == "agent.\(node).\(agent.id)")
        #expect(Set(swarm.tasks("job").map(\.slot)) == [0, 1])
        let job = try #require(swarm.tasks("job").first { $0.slot == 0 })
        #expect(job.place == .slot(0), "a place of its own")
        #expect(
            job.name == "job.\(job.nodeID?.description ?? "").\(job.id)",
            "named after its node all the same"
        )
    }

    @Test mutating func `VAL-80 a task that is removed by hand is made anew`() throws {
        try swarm.create(plain("web"))
        let old = try #require(swarm.running("web").first)
        try swarm.perform(.removeTask(old.id))
        #expect(swarm.store.task(old.id) == nil)
        #expect(swarm.run(atMost: .seconds(30)) { $0.running("web").count == 1 } != nil)
        #expect(swarm.running("web").first?.slot == old.slot)
    }
}
