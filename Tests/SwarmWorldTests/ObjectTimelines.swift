import Basics
import SwarmModel
import SwarmStore
import SwarmWorld
import Testing

/// Secrets, history, endpoints and what is refused, told again to a World.
@Suite struct ObjectTimelines {
    private func code(_ code: String, _ text: String) -> String {
        "rpc error: code = \(code) desc = \(text)"
    }

    private func addSecret(_ name: String, to swarm: inout WorldDriver) throws -> SecretReference {
        let spec = SecretSpec(name: name, data: .sealed([1], size: 1))
        let id = try swarm.perform(.createSecret(spec)).createdID.flatMap { SecretID($0) }
        return SecretReference(
            id: try #require(id),
            name: name,
            file: FileTarget(name: "app")
        )
    }

    private func refusal(
        of change: (inout ServiceSpec) -> Void,
        on name: String,
        _ swarm: inout WorldDriver
    ) throws -> String? {
        let service = try swarm.service(name)
        var spec = service.spec
        change(&spec)
        return swarm.refusal(
            of: .updateService(service.id, version: service.meta.version, spec: spec)
        )
    }

    // MARK: - Secrets

    @Test func `(p) SEC-8 a secret is rotated by an update; a rollback finds it gone and pauses`()
        throws
    {
        var swarm = try WorldDriver()
        let first = try addSecret("s1", to: &swarm)
        try swarm.create(plain("web", replicas: 2) { $0.task.container.secrets = [first] })
        #expect(
            swarm.refusal(of: .removeSecret(first.id))
                == code("InvalidArgument", "secret 's1' is in use by the following service: web")
        )
        let second = try addSecret("s2", to: &swarm)
        try swarm.update("web") { $0.task.container.secrets = [second] }
        let rotation = try swarm.record("web", for: .seconds(20))
        #expect(rotation.updateStates == [.updating, .completed])
        #expect(rotation.tasks.count == 4, "an ordinary rolling update")
        #expect(try #require(rotation.update(.completed)).isAbout(8.4, within: 1.2))
        try swarm.perform(.removeSecret(first.id))
        try swarm.rollBack("web")
        let back = try swarm.record("web", for: .seconds(8))
        #expect(back.updateStates == [.rollbackStarted, .rollbackPaused])
        let failed = try #require(back.rows.first { $0.task.state == .failed })
        #expect(failed.task.desiredState == .shutdown)
        #expect(
            failed.task.status.error
                == "starting container failed: unable to get secret from secret store: secret "
                + "\(first.id) not found"
        )
        #expect(failed.task.status.message == "starting")
        #expect(failed.task.status.container?.exitCode == 128)
        #expect(
            try swarm.service("web").updateStatus?.message
                == "update paused due to failure or early termination of task \(failed.task.id)"
        )
        #expect((try #require(back.update(.rollbackPaused))).isAbout(1.6, within: 0.4))
        let tries = back.tasks.filter { id in
            back.rows.contains { $0.task.id == id && $0.slot == failed.slot && $0.at > .zero }
        }
        #expect(tries.count >= 2, "and it goes on trying")
        #expect(swarm.running("web").count == 1)
        #expect(
            try refusal(of: { $0.labels["a"] = "b" }, on: "web", &swarm)
                == code("InvalidArgument", "secret not found: s1")
        )
    }

    @Test func `(p) in use by two, twice there, unknown, wrong name, wrong size`() throws {
        var swarm = try WorldDriver()
        let secret = try addSecret("s1", to: &swarm)
        for name in ["a", "b"] {
            try swarm.create(plain(name) { $0.task.container.secrets = [secret] })
        }
        let inUse = swarm.refusal(of: .removeSecret(secret.id))
        #expect(
            inUse
                == code("InvalidArgument", "secret 's1' is in use by the following services: a, b")
                || inUse
                    == code(
                        "InvalidArgument",
                        "secret 's1' is in use by the following services: b, a"
                    )
        )
        #expect(
            swarm.refusal(
                of: .createSecret(SecretSpec(name: "s1", data: .sealed([2], size: 1)))
            ) == code("AlreadyExists", "secret s1 already exists")
        )
        let config = ConfigSpec(name: "c1", data: [1])
        try swarm.perform(.createConfig(config))
        #expect(
            swarm.refusal(of: .createConfig(config))
                == code("AlreadyExists", "config c1 already exists")
        )
        let name =
            "invalid name, only 64 [a-zA-Z0-9-_.] characters allowed, and the start and end "
            + "character must be [a-zA-Z0-9]"
        #expect(
            swarm.refusal(
                of: .createSecret(SecretSpec(name: "bad name", data: .sealed([1], size: 1)))
            ) == code("InvalidArgument", name)
        )
        #expect(
            swarm.refusal(
                of: .createSecret(SecretSpec(name: "big", data: .sealed([1], size: 600_000)))
            )
                == code(
                    "InvalidArgument",
                    "secret data must be larger than 0 and less than 512000 bytes"
                )
        )
        #expect(
            swarm.refusal(
                of: .createConfig(
                    ConfigSpec(name: "big", data: Array(repeating: 0, count: 1_100_000))
                )
            )
                == code(
                    "InvalidArgument",
                    "config data must be larger than 0 and less than 1024000 bytes"
                )
        )
    }

    // MARK: - History

    @Test(arguments: [(2, 2), (0, 1)])
    func `(q) a lower limit takes effect when the slot gets its next task`(limit: Int, rows: Int)
        throws
    {
        var swarm = try WorldDriver()
        try swarm.create(plain("web"))
        func updateImage(_ number: Int) throws {
            try swarm.update("web") { $0.task.container.image = "plain:\(number).0" }
            swarm.run(.seconds(12))
        }
        for number in 2...8 { try updateImage(number) }
        #expect(swarm.tasks("web").count == 5, "one live and four old ones")
        var spec = swarm.store.cluster.spec
        spec.taskHistoryRetentionLimit = limit
        try swarm.perform(.updateCluster(version: swarm.store.cluster.meta.version, spec: spec))
        swarm.run(.seconds(20))
        #expect(swarm.tasks("web").count == 5)
        try updateImage(9)
        #expect(swarm.tasks("web").count == rows)
        #expect(swarm.running("web").map(\.image) == ["plain:9.0"])
    }

    // MARK: - Endpoints and ports

    @Test func `(r) ALC-33 vip has an address for each network, dnsrr has none`() throws {
        var swarm = try WorldDriver()
        let created = try swarm.perform(.createNetwork(NetworkSpec(name: "nn", attachable: true)))
        let network = try #require(created.createdID.flatMap { NetworkID($0) })
        try swarm.create(
            plain("v", replicas: 3) {
                $0.task.networks = [NetworkAttachmentSpec(target: network)]
                $0.endpoint = EndpointSpec()
            }
        )
        let addresses = try #require(try swarm.service("v").endpoint?.virtualIPs)
        #expect(addresses.map(\.network) == [network])
        #expect(addresses.map(\.address) == ["10.0.1.2/24"])
        let tasks = swarm.running("v").flatMap(\.networks)
        #expect(tasks.map(\.network) == [network, network, network])
        #expect(Set(tasks.flatMap(\.addresses)).count == 3)
        try swarm.create(
            plain("d", replicas: 3) {
                $0.task.networks = [NetworkAttachmentSpec(target: network)]
                $0.endpoint = EndpointSpec(mode: .dnsrr)
            }
        )
        #expect(try swarm.service("d").endpoint?.virtualIPs ?? [] == [])
        #expect(swarm.running("d").flatMap(\.networks).count == 3)
        try swarm.create(
            plain("h") {
                $0.endpoint = EndpointSpec(
                    mode: .dnsrr,
                    ports: [PortConfig(targetPort: 80, publishedPort: 8099, publishMode: .host)]
                )
            }
        )
        #expect(
            swarm.refusal(
                of: .createService(
                    plain("e1") {
                        $0.endpoint = EndpointSpec(
                            mode: .dnsrr,
                            ports: [PortConfig(targetPort: 80, publishedPort: 8090)]
                        )
                    }
                )
            )
                == code(
                    "InvalidArgument",
                    "EndpointSpec: port published with ingress mode can't be used with dnsrr mode"
                )
        )
    }

    @Test func `(r) an automatic port moves when another port is added`() throws {
        var swarm = try WorldDriver()
        let open = PortConfig(targetPort: 80)
        try swarm.create(plain("e7") { $0.endpoint = EndpointSpec(ports: [open]) })
        #expect(try swarm.service("e7").endpoint?.ports.map(\.publishedPort) == [30_000])
        try swarm.update("e7") { $0.labels["a"] = "b" }
        #expect(try swarm.service("e7").endpoint?.ports.map(\.publishedPort) == [30_000])
        try swarm.update("e7") {
            $0.endpoint?.ports.append(
                PortConfig(targetPort: 81, publishedPort: 8095, publishMode: .host)
            )
        }
        swarm.run(.seconds(10))
        #expect(
            Set(try swarm.service("e7").endpoint?.ports.map(\.publishedPort) ?? [])
                == [30_001, 8095]
        )
    }

    @Test func `(r) ports of others are refused, in either mode, by name and kind`() throws {
        var swarm = try WorldDriver()
        func publishing(_ name: String, _ port: UInt32, _ mode: PortConfig.PublishMode)
            -> ServiceSpec
        {
            plain(name) {
                $0.endpoint = EndpointSpec(ports: [
                    PortConfig(targetPort: 80, publishedPort: port, publishMode: mode)
                ])
            }
        }
        func taken(_ port: Int, _ name: String, _ kind: String) throws -> String {
            let id = try swarm.service(name).id
            return code(
                "InvalidArgument",
                "port '\(port)' is already in use by service '\(name)' (\(id)) as \(kind)"
            )
        }
        try swarm.create(publishing("e2", 8091, .ingress))
        let ingress = try taken(8091, "e2", "an ingress port")
        #expect(swarm.refusal(of: .createService(publishing("e3", 8091, .ingress))) == ingress)
        #expect(swarm.refusal(of: .createService(publishing("e4", 8091, .host))) == ingress)
        try swarm.create(publishing("e5", 8092, .host))
        let host = try taken(8092, "e5", "a host-published port")
        #expect(swarm.refusal(of: .createService(publishing("e6", 8092, .ingress))) == host)
        try swarm.create(publishing("e7", 8092, .host))
        #expect(
            try refusal(
                of: {
                    $0.endpoint?.ports.append(PortConfig(targetPort: 80, publishedPort: 8091))
                },
                on: "e7",
                &swarm
            ) == ingress
        )
    }

    @Test func `(r) names, images, networks and specs that are refused`() throws {
        var swarm = try WorldDriver()
        try swarm.create(plain("v"))
        let id = try swarm.service("v").id
        #expect(
            swarm.refusal(of: .createService(plain("v")))
                == code(
                    "AlreadyExists",
                    "name conflicts with an existing object: service v already exists"
                )
        )
        #expect(
            swarm.refusal(of: .createService(plain("bad name")))
                == code("InvalidArgument", "name must be valid as a DNS name component")
        )
        #expect(
            swarm.refusal(of: .createService(plain("noimg", image: "")))
                == code("InvalidArgument", "ContainerSpec: image reference must be provided")
        )
        let created = try swarm.perform(.createNetwork(NetworkSpec(name: "nn")))
        let network = try #require(created.createdID.flatMap { NetworkID($0) })
        #expect(
            swarm.refusal(of: .createNetwork(NetworkSpec(name: "nn")))
                == "network with name nn already exists"
        )
        try swarm.update("v") { $0.task.networks = [NetworkAttachmentSpec(target: network)] }
        #expect(
            swarm.refusal(of: .removeNetwork(network))
                == code("FailedPrecondition", "network \(network) is in use by service \(id)")
        )
        try swarm.create(plain("fresh"))
        let fresh = try swarm.service("fresh")
        #expect(
            swarm.refusal(of: .rollbackService(fresh.id, version: fresh.meta.version))
                == code("FailedPrecondition", "service \(fresh.id) does not have a previous spec")
        )
        try swarm.perform(.removeService(fresh.id))
        #expect(swarm.refusal(of: .removeService(fresh.id)) == "service \(fresh.id) not found")
        #expect(
            swarm.refusal(
                of: .updateService(fresh.id, version: 1, spec: fresh.spec)
            ) == "service \(fresh.id) not found"
        )
    }

    @Test func `(r) a service may use a predefined network of its nodes`() throws {
        var swarm = try WorldDriver()
        let bridge = try #require(swarm.store.network(named: "bridge")).id
        try swarm.create(
            plain("brnet", replicas: 2) {
                $0.task.networks = [NetworkAttachmentSpec(target: bridge)]
            }
        )
        #expect(swarm.running("brnet").flatMap(\.networks).map(\.addresses) == [[], []])
    }
}
