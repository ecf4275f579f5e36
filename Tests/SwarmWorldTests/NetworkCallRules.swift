import Basics
import SwarmModel
import SwarmStore
import SwarmWorld
import Testing

/// Networks, their removal, and containers that attach themselves; secrets in rotation.
@Suite struct NetworkCallRules {
    private var swarm: WorldDriver

    init() throws { swarm = try WorldDriver(managers: 1, workers: 1) }

    private func code(_ code: String, _ text: String) -> String {
        "rpc error: code = \(code) desc = \(text)"
    }

    private mutating func network(
        _ name: String,
        _ change: (inout NetworkSpec) -> Void = { _ in }
    ) throws -> NetworkID {
        var spec = NetworkSpec(name: name)
        change(&spec)
        let created = try swarm.perform(.createNetwork(spec))
        return try #require(created.createdID.flatMap { NetworkID($0) })
    }

    @Test mutating func `VAL-61 one ingress network, and names without regard to case`() throws {
        let ingress = try #require(swarm.store.ingressNetwork)
        #expect(
            swarm.refusal(of: .createNetwork(NetworkSpec(name: "mesh", ingress: true)))
                == code("AlreadyExists", "ingress network (\(ingress.id)) is already present")
        )
        _ = try network("app")
        #expect(
            swarm.refusal(of: .createNetwork(NetworkSpec(name: "app")))
                == "network with name app already exists"
        )
        #expect(
            swarm.refusal(of: .createNetwork(NetworkSpec(name: "APP")))
                == code("Unknown", "name conflicts with an existing object")
        )
    }

    @Test mutating func `VAL-62 predefined networks, and those in use, cannot be removed`() throws {
        let bridge = try #require(swarm.store.network(named: "bridge"))
        #expect(
            swarm.refusal(of: .removeNetwork(bridge.id))
                == code(
                    "FailedPrecondition",
                    "network \(bridge.id) (bridge) is a swarm predefined network and cannot be "
                        + "removed"
                )
        )
        let app = try network("app")
        try swarm.create(
            plain("web", replicas: 2) { $0.task.networks = [NetworkAttachmentSpec(target: app)] }
        )
        let web = try swarm.service("web").id
        #expect(
            swarm.refusal(of: .removeNetwork(app))
                == code("FailedPrecondition", "network \(app) is in use by service \(web)")
        )
        try swarm.update("web") {
            $0.task.networks = []
            $0.update = UpdateConfig(delay: .seconds(60))
        }
        swarm.run(.seconds(10))
        let isOld: (SwarmTask) -> Bool = { !$0.spec.value.networks.isEmpty }
        let old = try #require(swarm.running("web").first(where: isOld))
        #expect(
            swarm.refusal(of: .removeNetwork(app))
                == code("FailedPrecondition", "network \(app) is in use by task \(old.id)"),
            "a task of the old spec still lives on it"
        )
        swarm.run(.seconds(90))
        #expect(swarm.refusal(of: .removeNetwork(app)) == nil)
    }

    @Test mutating func `VAL-62 the ingress network goes when no service needs it`() throws {
        let ingress = try #require(swarm.store.ingressNetwork)
        try swarm.create(
            plain("web") {
                $0.endpoint = EndpointSpec(ports: [PortConfig(targetPort: 80, publishedPort: 80)])
            }
        )
        let web = try swarm.service("web").id
        #expect(
            swarm.refusal(of: .removeNetwork(ingress.id))
                == code(
                    "FailedPrecondition",
                    "ingress network cannot be removed because service \(web) depends on it"
                )
        )
        try swarm.perform(.removeService(web))
        #expect(swarm.refusal(of: .removeNetwork(ingress.id)) == nil, "its tasks do not count")
    }

    @Test mutating func `ALC-26 a container attaches itself by a task without a service`() throws {
        let app = try network("app") { $0.attachable = true }
        let closed = try network("closed")
        let (one, two) = (try swarm.node("node1").id, try swarm.node("node2").id)
        func attach(_ name: String) -> ClusterCommand {
            .attachNetwork(name, node: two, container: "c1")
        }
        #expect(swarm.refusal(of: attach("nosuch")) == code("NotFound", "network nosuch not found"))
        #expect(
            swarm.refusal(of: attach("closed"))
                == code("PermissionDenied", "network closed not manually attachable")
        )
        #expect(
            swarm.refusal(of: attach("\(closed)"))
                == code("PermissionDenied", "network \(closed) not manually attachable")
        )
        let created = try swarm.perform(attach("app"))
        let id = try #require(created.createdID.flatMap { TaskID($0) })
        let new = try #require(swarm.store.task(id))
        #expect(new.isServiceless)
        #expect(new.nodeID == two)
        #expect(new.desiredState == .running)
        #expect(new.spec.value.runtime == .attachment(container: "c1"))
        let isUp: (WorldDriver) -> Bool = { $0.store.task(id)?.state == .running }
        #expect(swarm.run(atMost: .seconds(10), until: isUp) != nil)
        let task = try #require(swarm.store.task(id))
        #expect(task.networks.map(\.network) == [app])
        #expect(task.networks.first?.addresses.first?.hasPrefix("10.0.") == true)
        #expect(
            swarm.refusal(of: .removeNetwork(app))
                == code("FailedPrecondition", "network \(app) is in use by task \(id)")
        )
        #expect(
            swarm.refusal(of: .detachNetwork(id, node: one))
                == code("PermissionDenied", "attachment \(id) doesn't belong to this node")
        )
        try swarm.perform(.detachNetwork(id, node: two))
        #expect(swarm.store.task(id) == nil)
        #expect(
            swarm.refusal(of: .detachNetwork(id, node: two))
                == code("NotFound", "attachment \(id) not found")
        )
        #expect(swarm.refusal(of: .removeNetwork(app)) == nil)
        swarm.run(.seconds(30))
        #expect(swarm.store.taskCount == 0, "nothing comes after it")
    }

    @Test mutating func `SEC-8 a secret is rotated by a rolling update to another one`() throws {
        func sealed(_ name: String) -> SecretSpec {
            SecretSpec(name: name, data: .sealed([1], size: 1))
        }
        func reference(_ name: String) throws -> SecretReference {
            let secret = try #require(swarm.store.secret(named: name))
            return SecretReference(id: secret.id, name: name, file: FileTarget(name: "app"))
        }
        try swarm.perform(.createSecret(sealed("s1")))
        let first = try reference("s1")
        try swarm.create(plain("web", replicas: 2) { $0.task.container.secrets = [first] })
        try swarm.perform(.createSecret(sealed("s2")))
        let second = try reference("s2")
        let old = Set(swarm.running("web").map(\.id))
        try swarm.update("web") { $0.task.container.secrets = [second] }
        #expect(swarm.run(atMost: .seconds(60)) { $0.updateState("web") == .completed } != nil)
        #expect(old.isDisjoint(with: swarm.running("web").map(\.id)))
        #expect(swarm.refusal(of: .removeSecret(first.id)) == nil)
        #expect(swarm.refusal(of: .removeSecret(second.id)) != nil)
    }

    @Test mutating func `LIF-52 each task's volumes have names of their own`() throws {
        try swarm.create(
            plain("db", replicas: 2) {
                $0.task.container.mounts = [
                    Mount(source: "data-{{.Task.Slot}}", target: "/data")
                ]
            }
        )
        #expect(Set(swarm.store.volumes.map(\.name)) == ["data-1", "data-2"])
    }

    @Test mutating func `LIF-52 a template that fails on the node rejects the task`() throws {
        try swarm.perform(
            .createService(
                plain("web") {
                    $0.labels = ["tier": "a"]
                    $0.task.container.hostname = "{{if .Task.ID}}{{.Service.Labels.none}}{{end}}"
                }
            )
        )
        swarm.run(.seconds(3))
        let rejected = try #require(swarm.tasks("web").first { $0.state == .rejected })
        #expect(
            rejected.status.error.hasPrefix("expanding hostname failed: template: expansion:1:")
        )
        #expect(rejected.status.error.hasSuffix("map has no entry for key \"none\""))
    }

    @Test mutating func `VAL-14 nodes reject runtimes that they do not know`() throws {
        try swarm.perform(
            .createService(
                plain("plug") {
                    $0.mode = .global
                    $0.task.runtime = .plugin(PluginSpec(remote: "a/b"))
                    $0.task.container = ContainerSpec()
                }
            )
        )
        swarm.run(.seconds(3))
        let rejected = try #require(swarm.tasks("plug").first { $0.state == .rejected })
        #expect(rejected.status.error == "unsupported runtime: \"plugin\"")
    }
}
