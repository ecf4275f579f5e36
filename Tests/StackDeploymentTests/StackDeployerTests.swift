import Basics
import ClusterPorts
import Compose
import StackDeployment
import SwarmModel
import SwarmStore
import Testing

@Suite struct StackDeployerTests {
    static let demo = """
        services:
          tick:
            image: ticker:1.0
            networks: {back: {aliases: [clock]}}
            deploy: {mode: global}
          web:
            image: web:1.0
            networks: [front, back]
            configs: [site]
            secrets: [pw]
            ports: ["8300:80"]
            deploy: {replicas: 2}
        networks: {back: , front: }
        configs: {site: {file: site.conf}}
        secrets: {pw: {file: pw.txt}}
        """
    static let files = ["site.conf": "key=value\n", "pw.txt": "s3cret\n"]

    private func demo(_ change: (String, String)...) throws -> ComposeStack {
        var text = Self.demo
        for (old, new) in change { text = text.replacing(old, with: new) }
        return try stack(text, files: Self.files)
    }

    @Test func `the first deployment goes in docker's order, with docker's lines`() async throws {
        let session = StubSession()
        #expect(
            try await session.deploy(demo(), as: "demo") == [
                "Creating network demo_back", "Creating network demo_front",
                "Creating secret demo_pw", "Creating config demo_site",
                "Creating service demo_tick", "Creating service demo_web",
            ]
        )
        let store = await session.store
        let web = try #require(store.service(named: "demo_web"))
        #expect(web.spec.task.networks.map(\.target) == store.networks.map(\.id))
        #expect(web.spec.task.container.secrets.map(\.id) == store.secrets.map(\.id))
        #expect(web.spec.task.container.configs.map(\.id) == store.configs.map(\.id))
    }

    @Test func `deploying the same again sends nothing`() async throws {
        let session = StubSession()
        _ = try await session.deploy(demo(), as: "demo")
        await session.forget()
        #expect(
            try await session.deploy(demo(), as: "demo") == [
                "Service demo_tick is unchanged", "Service demo_web is unchanged",
            ]
        )
        #expect(await session.commands.isEmpty)
    }

    @Test func `only what changed is sent, forced updates and resolved images are kept`()
        async throws
    {
        let session = StubSession()
        _ = try await session.deploy(demo(), as: "demo")
        let digest = "web:1.0@sha256:" + String(repeating: "a", count: 64)
        await session.edit { store in
            guard var web = store.service(named: "demo_web") else { return }
            web.spec.task.forceUpdate = 3
            web.spec.task.container.image = digest
            store.put(web)
        }
        await session.forget()
        let web = try #require(await session.store.service(named: "demo_web"))
        #expect(
            try await session.deploy(demo(("replicas: 2", "replicas: 5")), as: "demo") == [
                "Service demo_tick is unchanged", "Updating service demo_web (id: \(web.id))",
            ]
        )
        var wanted = web.spec
        wanted.mode = .replicated(replicas: 5)
        #expect(
            await session.commands
                == [.updateService(web.id, version: web.meta.version, spec: wanted)]
        )
    }

    @Test func `a new image is taken, though the old one was resolved`() async throws {
        let session = StubSession()
        _ = try await session.deploy(demo(), as: "demo")
        _ = try await session.deploy(demo(("web:1.0", "web:2.0")), as: "demo")
        let web = await session.store.service(named: "demo_web")
        #expect(web?.spec.task.container.image == "web:2.0")
    }

    @Test
    func `a config with other contents is refused in the engine's words, before anything is made`()
        async throws
    {
        let session = StubSession()
        _ = try await session.deploy(demo(), as: "demo")
        await session.forget()
        let changed = try stack(
            Self.demo,
            files: ["site.conf": "key=changed\n", "pw.txt": "s3cret\n"]
        )
        let error = await #expect(throws: StackError.self) {
            try await session.deploy(changed, as: "demo")
        }
        #expect(
            error?.message == "failed to update config demo_site: Error response from daemon: "
                + "rpc error: code = InvalidArgument desc = only updates to Labels are allowed"
        )
        #expect(await session.commands.isEmpty)
    }

    @Test func `labels of a config are updated`() async throws {
        let session = StubSession()
        _ = try await session.deploy(demo(), as: "demo")
        let config = try #require(await session.store.config(named: "demo_site"))
        await session.forget()
        let lines = try await session.deploy(
            demo(("{file: site.conf}", "{file: site.conf, labels: [a=b]}")),
            as: "demo"
        )
        #expect(lines.first == "Updating config demo_site")
        #expect(
            await session.commands == [
                .updateConfig(
                    config.id,
                    version: config.meta.version,
                    labels: ["com.docker.stack.namespace": "demo", "a": "b"]
                )
            ]
        )
    }

    @Test func `a secret that cannot be read back is kept, and the user hears of it`() async throws
    {
        let session = StubSession()
        _ = try await session.deploy(demo(), as: "demo")
        await session.edit { store in
            guard var secret = store.secret(named: "demo_pw") else { return }
            secret.spec.data = .sealed([1, 2, 3], size: 7)
            store.put(secret)
        }
        #expect(
            try await session.deploy(demo(), as: "demo").first
                == "Keeping secret demo_pw: what it holds cannot be compared with the file"
        )
        let longer = try stack(
            Self.demo,
            files: ["site.conf": "key=value\n", "pw.txt": "another secret\n"]
        )
        let error = await #expect(throws: StackError.self) {
            try await session.deploy(longer, as: "demo")
        }
        #expect(error?.message.hasPrefix("failed to update secret demo_pw: ") == true)
    }

    @Test func `prune removes the services that the file no longer has, first of all`() async throws
    {
        let session = StubSession()
        _ = try await session.deploy(demo(), as: "demo")
        let renamed = try demo(("  tick:", "  tock:"))
        #expect(
            try await session.deploy(renamed, as: "demo") == [
                "Creating service demo_tock", "Service demo_web is unchanged",
            ]
        )
        #expect(await session.store.service(named: "demo_tick") != nil)
        #expect(
            try await session.deploy(renamed, as: "demo", prune: true) == [
                "Removing service demo_tick", "Service demo_tock is unchanged",
                "Service demo_web is unchanged",
            ]
        )
    }

    @Test(arguments: [
        (
            "services: {a: {image: web:1, networks: [n]}}\nnetworks: {n: {external: true, name: nosuchnet}}",
            "network \"nosuchnet\" is declared as external, but could not be found. You need to "
                + "create a swarm-scoped network before the stack is deployed"
        ),
        (
            "services: {a: {image: web:1, configs: [c]}}\nconfigs: {c: {external: true}}",
            "service a: config not found: c"
        ),
        (
            "services: {a: {image: web:1, secrets: [s]}}\nsecrets: {s: {external: true, name: t}}",
            "service a: secret not found: t"
        ),
    ])
    func `a missing external object is refused before anything is made`(
        text: String,
        expected: String
    ) async throws {
        let session = StubSession()
        let stack = try stack(text)
        let error = await #expect(throws: StackError.self) {
            try await session.deploy(stack, as: "ext")
        }
        #expect(error?.message == expected)
        #expect(await session.commands.isEmpty)
    }

    @Test func `external objects that are there are used as they are`() async throws {
        let session = StubSession()
        _ = try await session.perform(.createNetwork(NetworkSpec(name: "app-net")))
        _ = try await session.perform(.createConfig(ConfigSpec(name: "app.conf", data: [1])))
        await session.forget()
        let text = """
            services: {a: {image: web:1, networks: [n], configs: [c]}}
            networks: {n: {external: true, name: app-net}}
            configs: {c: {external: true, name: app.conf}}
            """
        #expect(try await session.deploy(stack(text), as: "ext") == ["Creating service ext_a"])
        let store = await session.store
        let spec = store.service(named: "ext_a")?.spec
        #expect(spec?.task.networks.map(\.target) == store.networks.map(\.id))
        #expect(spec?.task.container.configs.map(\.file?.name) == ["c"])
    }

    @Test func `networks that the engine brings are not looked for`() async throws {
        let session = StubSession()
        let error = await #expect(throws: StackError.self) {
            try await session.deploy(
                stack(
                    "services: {a: {image: web:1, networks: [h]}}\nnetworks: {h: {external: true, name: host}}"
                ),
                as: "s"
            )
        }
        #expect(error?.message == "service a: network not found: host")
    }

    @Test func `what belongs to nobody's stack is not taken over`() async throws {
        let session = StubSession()
        _ = try await session.perform(.createNetwork(NetworkSpec(name: "s_default")))
        let plain = try stack("services: {a: {image: web:1}}")
        let first = await #expect(throws: StackError.self) {
            try await session.deploy(plain, as: "s")
        }
        #expect(
            first?.message == "failed to create network s_default: Error response from daemon: "
                + "network with name s_default already exists"
        )
        _ = try await session.perform(.createService(ServiceSpec(name: "t_a")))
        let second = await #expect(throws: StackError.self) {
            try await session.deploy(plain, as: "t")
        }
        #expect(second?.message.contains("service t_a already exists") == true)
    }

    @Test func `the cluster's refusal ends the deployment, what was made stays`() async throws {
        let session = StubSession()
        let refusal = EngineError.rpc(.invalidArgument, "port '8300' is already in use")
        await session.refuse("createService", with: refusal)
        let lines = Lines()
        let demo = try demo()
        let error = await #expect(throws: StackError.self) {
            try await StackDeployer(session: session).deploy(demo, as: "demo") { lines.take($0) }
        }
        #expect(
            error?.message == "failed to create service demo_tick: Error response from daemon: "
                + "rpc error: code = InvalidArgument desc = port '8300' is already in use"
        )
        #expect(lines.all.last == "Creating service demo_tick")
        #expect(await session.store.networks.count == 2)
    }

    @Test func `a stack needs a name`() async throws {
        let session = StubSession()
        let demo = try demo()
        let error = await #expect(throws: StackError.self) {
            try await session.deploy(demo, as: " ")
        }
        #expect(error?.message == "invalid stack name: \" \"")
    }
}

@Suite struct StackRemovalTests {
    @Test func `services go first, networks last, in docker's words`() async throws {
        let session = StubSession()
        let demo = try stack(StackDeployerTests.demo, files: StackDeployerTests.files)
        _ = try await session.deploy(demo, as: "demo")
        _ = try await session.deploy(stack("services: {a: {image: web:1}}"), as: "other")
        #expect(
            try await session.remove("demo") == [
                "Removing service demo_tick", "Removing service demo_web",
                "Removing secret demo_pw", "Removing config demo_site",
                "Removing network demo_back", "Removing network demo_front",
            ]
        )
        let store = await session.store
        #expect(store.services.map(\.name) == ["other_a"])
        #expect(store.networks.map(\.name) == ["other_default"])
        #expect(store.secrets.isEmpty && store.configs.isEmpty)
    }

    @Test func `volumes stay`() async throws {
        let session = StubSession()
        var random = SeededGenerator(seed: 9)
        let node = NodeID(using: &random)
        await session.edit { $0.create(Volume(name: "s_data", node: node, createdAt: .zero)) }
        _ = try await session.deploy(stack("services: {a: {image: web:1}}"), as: "s")
        _ = try await session.remove("s")
        #expect(await session.store.volumes.map(\.name) == ["s_data"])
    }

    @Test func `a stack that is not there is no failure`() async throws {
        #expect(try await StubSession().remove("nosuch") == ["Nothing found in stack: nosuch"])
    }

    @Test func `what the cluster refuses is told, and the rest is removed all the same`()
        async throws
    {
        let session = StubSession()
        let demo = try stack(StackDeployerTests.demo, files: StackDeployerTests.files)
        _ = try await session.deploy(demo, as: "demo")
        await session.refuse("removeConfig", with: EngineError(status: 400, message: "in use"))
        let lines = Lines()
        let error = await #expect(throws: StackError.self) {
            try await StackRemoval(session: session).remove("demo") { lines.take($0) }
        }
        #expect(error?.message == "failed to remove some resources from stack: demo")
        let config = try #require(await session.store.configs.first)
        #expect(
            lines.all.contains(
                "Failed to remove config \(config.id): Error response from daemon: in use"
            )
        )
        #expect(lines.all.last == "Removing network demo_front")
        #expect(await session.store.networks.isEmpty)
    }
}
