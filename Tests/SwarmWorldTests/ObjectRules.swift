import Basics
import SwarmModel
import SwarmStore
import SwarmWorld
import Testing

/// Networks, secrets, configs, volumes, ports: what is accepted, and in which words it is refused.
@Suite struct ObjectRules {
    private func sealed(_ name: String, size: Int = 3) -> SecretSpec {
        SecretSpec(name: name, data: .sealed([1, 2, 3], size: size))
    }

    private func code(_ code: String, _ text: String) -> String {
        "rpc error: code = \(code) desc = \(text)"
    }

    @Test func `SEC-5 a secret in use cannot be removed, one that is not can`() throws {
        var swarm = try WorldDriver()
        let created = try swarm.perform(.createSecret(sealed("s1")))
        let id = try #require(created.createdID.flatMap { SecretID($0) })
        try swarm.create(
            plain("web") {
                $0.task.container.secrets = [
                    SecretReference(id: id, name: "s1", file: FileTarget(name: "s1"))
                ]
            }
        )
        #expect(
            swarm.refusal(of: .removeSecret(id))
                == code(
                    "InvalidArgument",
                    "secret 's1' is in use by the following service: web"
                )
        )
        try swarm.perform(.removeService(try swarm.service("web").id))
        #expect(swarm.refusal(of: .removeSecret(id)) == nil)
        #expect(swarm.refusal(of: .removeSecret(id)) == "secret \(id) not found")
    }

    @Test func `SEC-1 SEC-2 size, name and uniqueness of secrets and configs`() throws {
        var swarm = try WorldDriver(managers: 1, workers: 0)
        let size = "secret data must be larger than 0 and less than 512000 bytes"
        #expect(
            swarm.refusal(of: .createSecret(sealed("a", size: 0))) == code("InvalidArgument", size)
        )
        #expect(
            swarm.refusal(of: .createSecret(sealed("a", size: 512_000)))
                == code("InvalidArgument", size)
        )
        #expect(swarm.refusal(of: .createSecret(sealed("a.b", size: 511_999))) == nil)
        #expect(
            swarm.refusal(of: .createSecret(sealed("A.B")))
                == code("AlreadyExists", "secret A.B already exists")
        )
        #expect(
            swarm.refusal(of: .createConfig(ConfigSpec(name: "-x", data: [1])))
                == code(
                    "InvalidArgument",
                    "invalid name, only 64 [a-zA-Z0-9-_.] characters allowed, and the start and "
                        + "end character must be [a-zA-Z0-9]"
                )
        )
        #expect(
            swarm.refusal(of: .createConfig(ConfigSpec(name: "x", data: [])))
                == code(
                    "InvalidArgument",
                    "config data must be larger than 0 and less than 1024000 bytes"
                )
        )
        #expect(
            swarm.refusal(
                of: .createSecret(SecretSpec(name: "plain", data: .plain([1, 2])))
            )
                == code("InvalidArgument", size),
            "plain secret data never enters a World"
        )
    }

    @Test func `VAL-28 a service that names a missing config is refused`() throws {
        var swarm = try WorldDriver(managers: 1, workers: 0)
        var random = SeededGenerator(seed: 3)
        let missing = ConfigID(using: &random)
        let spec = plain("web") {
            $0.task.container.configs = [
                ConfigReference(id: missing, name: "nosuch", file: FileTarget(name: "/x"))
            ]
        }
        #expect(
            swarm.refusal(of: .createService(spec))
                == code("InvalidArgument", "config not found: nosuch")
        )
    }

    @Test func `ALC-46 VAL-18 ports that clash are refused by name`() throws {
        var swarm = try WorldDriver()
        try swarm.create(
            plain("one") {
                $0.endpoint = EndpointSpec(ports: [PortConfig(targetPort: 80, publishedPort: 8091)])
            }
        )
        let one = try swarm.service("one").id
        let clash = plain("two") {
            $0.endpoint = EndpointSpec(ports: [PortConfig(targetPort: 80, publishedPort: 8091)])
        }
        #expect(
            swarm.refusal(of: .createService(clash))
                == code(
                    "InvalidArgument",
                    "port '8091' is already in use by service 'one' (\(one)) as an ingress port"
                )
        )
        let roundRobin = plain("three") {
            $0.endpoint = EndpointSpec(
                mode: .dnsrr,
                ports: [PortConfig(targetPort: 80, publishedPort: 9000)]
            )
        }
        #expect(
            swarm.refusal(of: .createService(roundRobin))
                == code(
                    "InvalidArgument",
                    "EndpointSpec: port published with ingress mode can't be used with dnsrr mode"
                )
        )
    }

    @Test func `ALC-20 networks get subnets from the pool, services a virtual address`() throws {
        var swarm = try WorldDriver()
        let created = try swarm.perform(.createNetwork(NetworkSpec(name: "app")))
        let id = try #require(created.createdID.flatMap { NetworkID($0) })
        #expect(swarm.store.ingressNetwork?.subnets.first?.subnet == "10.0.0.0/24")
        #expect(swarm.store.network(id)?.subnets.first?.subnet == "10.0.1.0/24")
        try swarm.create(
            plain("web", replicas: 2) {
                $0.task.networks = [NetworkAttachmentSpec(target: id)]
            }
        )
        let vips = try swarm.service("web").endpoint?.virtualIPs ?? []
        #expect(vips.map(\.network) == [id])
        #expect(vips[0].address.hasPrefix("10.0.1."))
        let web = try swarm.service("web").id
        #expect(
            swarm.refusal(of: .removeNetwork(id))
                == code("FailedPrecondition", "network \(id) is in use by service \(web)")
        )
        #expect(
            swarm.refusal(of: .createNetwork(NetworkSpec(name: "app")))
                == "network with name app already exists"
        )
    }

    @Test func `VAL-40 VAL-42 names are unique and modes stay`() throws {
        var swarm = try WorldDriver()
        try swarm.create(plain("web"))
        #expect(
            swarm.refusal(of: .createService(plain("WEB")))
                == code(
                    "AlreadyExists",
                    "name conflicts with an existing object: service WEB already exists"
                )
        )
        let service = try swarm.service("web")
        var spec = service.spec
        spec.mode = .global
        #expect(
            swarm.refusal(
                of: .updateService(service.id, version: service.meta.version, spec: spec)
            )
                == code("Unimplemented", "service mode change is not allowed")
        )
    }

    @Test(arguments: [
        ("-web", "name must be valid as a DNS name component"),
        ("a.b", "name must be valid as a DNS name component"),
        (String(repeating: "a", count: 64), "name must be 63 characters or fewer"),
    ])
    func `VAL-2 names of services`(name: String, text: String) throws {
        var swarm = try WorldDriver(managers: 1, workers: 0)
        #expect(
            swarm.refusal(of: .createService(plain(name))) == code("InvalidArgument", text)
        )
    }

    @Test func `named volumes appear on the task's node and outlive the service`() throws {
        var swarm = try WorldDriver()
        try swarm.create(
            plain("db") { $0.task.container.mounts = [Mount(source: "data", target: "/var/lib")] }
        )
        let volume = try #require(swarm.store.volumes.first)
        #expect(volume.name == "data")
        #expect(volume.node == swarm.running("db")[0].nodeID)
        let inUse = swarm.refusal(of: .removeVolume(name: "data", node: volume.node, force: false))
        #expect(inUse?.hasPrefix("remove data: volume is in use") == true)
        try swarm.perform(.removeService(try swarm.service("db").id))
        swarm.run(.seconds(20))
        #expect(swarm.store.volumes.map(\.name) == ["data"])
        try swarm.perform(.removeVolume(name: "data", node: volume.node, force: false))
        #expect(swarm.store.volumes.isEmpty)
    }

    @Test func `a request is all or nothing`() throws {
        var swarm = try WorldDriver()
        let version = swarm.store.version
        _ = swarm.refusal(of: .createService(plain("-")))
        #expect(swarm.store.serviceCount == 0)
        #expect(swarm.store.version - version <= 2)
    }
}
