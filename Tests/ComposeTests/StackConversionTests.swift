import Basics
import Compose
import SwarmModel
import Testing

@Suite struct StackConversionTests {
    /// The file of the recorded `docker stack deploy -c stack.yml demo`.
    static let demo = """
        version: "3.8"
        services:
          tick:
            image: ticker:1.0
            networks: {back: {aliases: [clock]}}
            logging: {driver: json-file, options: {max-size: 1m}}
            deploy: {mode: global, endpoint_mode: dnsrr}
          web:
            image: web:1.0
            environment: {MODE: prod}
            networks: [front, back]
            configs: [{source: site, target: /etc/site.conf, mode: 0440}]
            secrets: [pw]
            volumes: [data:/data]
            stop_grace_period: 2s
            healthcheck: {test: [CMD, "true"], interval: 5s, timeout: 2s, retries: 2, start_period: 1s}
            ports:
              - {target: 80, published: 8301, mode: host}
              - "8300:80"
            deploy:
              replicas: 2
              labels: {tier: web}
              update_config: {parallelism: 1, delay: 1s, failure_action: rollback, monitor: 3s, order: start-first}
              rollback_config: {parallelism: 0}
              resources:
                limits: {cpus: "0.50", memory: 64M}
                reservations: {cpus: "0.05", memory: 8M}
              restart_policy: {condition: on-failure, delay: 1s, max_attempts: 3, window: 10s}
              placement:
                constraints: [node.role == manager]
                preferences: [{spread: node.labels.zone}]
                max_replicas_per_node: 5
        networks: {back: {attachable: true, labels: {n: "1"}}, front: , unused: }
        configs: {site: {file: site.conf}}
        secrets: {pw: {file: pw.txt}}
        volumes: {data: }
        """

    static let files = ["/project/site.conf": "key=value\n", "/project/pw.txt": "s3cret\n"]

    private let resolver: StackResolver = {
        var random = SeededGenerator(seed: 7)
        return StackResolver(
            networks: [
                "demo_back": NetworkID(using: &random), "demo_front": NetworkID(using: &random),
            ],
            configs: ["demo_site": ConfigID(using: &random)],
            secrets: ["demo_pw": SecretID(using: &random)]
        )
    }()

    private func demo() throws -> ComposeStack { try load(Self.demo, files: Self.files) }

    @Test func `objects get the names and labels of the recording`() throws {
        let stack = try StackName("demo")
        let objects = try demo().objects(of: stack)
        let namespace = ["com.docker.stack.namespace": "demo"]
        #expect(
            objects.networks == [
                NetworkSpec(
                    name: "demo_back",
                    labels: ["com.docker.stack.namespace": "demo", "n": "1"],
                    attachable: true
                ),
                NetworkSpec(name: "demo_front", labels: namespace),
            ]
        )
        #expect(objects.externalNetworks.isEmpty)
        #expect(
            objects.secrets == [
                SecretSpec(name: "demo_pw", labels: namespace, data: .plain(Array("s3cret\n".utf8)))
            ]
        )
        #expect(
            objects.configs == [
                ConfigSpec(name: "demo_site", labels: namespace, data: Array("key=value\n".utf8))
            ]
        )
    }

    @Test func `the replicated service is the recorded one`() throws {
        let spec = try demo().serviceSpecs(of: try StackName("demo"), resolver: resolver)[1]
        #expect(spec.name == "demo_web")
        #expect(
            spec.labels == [
                "com.docker.stack.image": "web:1.0", "com.docker.stack.namespace": "demo",
                "tier": "web",
            ]
        )
        let container = spec.task.container
        #expect(container.labels == ["com.docker.stack.namespace": "demo"])
        #expect(container.environment == ["MODE=prod"])
        var mount = Mount(source: "demo_data", target: "/data")
        mount.volumeLabels = ["com.docker.stack.namespace": "demo"]
        #expect(container.mounts == [mount])
        #expect(container.stopGracePeriod == .seconds(2))
        #expect(
            container.secrets == [
                SecretReference(
                    id: try #require(resolver.secrets["demo_pw"]),
                    name: "demo_pw",
                    file: FileTarget(name: "pw")
                )
            ]
        )
        #expect(
            container.configs == [
                ConfigReference(
                    id: try #require(resolver.configs["demo_site"]),
                    name: "demo_site",
                    file: FileTarget(name: "/etc/site.conf", mode: 0o440)
                )
            ]
        )
        #expect(
            spec.task.networks == [
                NetworkAttachmentSpec(
                    target: try #require(resolver.networks["demo_back"]),
                    aliases: ["web"]
                ),
                NetworkAttachmentSpec(
                    target: try #require(resolver.networks["demo_front"]),
                    aliases: ["web"]
                ),
            ]
        )
        #expect(spec.mode == .replicated(replicas: 2))
        #expect(spec.rollback == UpdateConfig(parallelism: 0))
        #expect(
            spec.endpoint?.ports == [
                PortConfig(targetPort: 80, publishedPort: 8300),
                PortConfig(targetPort: 80, publishedPort: 8301, publishMode: .host),
            ]
        )
    }

    @Test func `the global service is the recorded one`() throws {
        let spec = try demo().serviceSpecs(of: try StackName("demo"), resolver: resolver)[0]
        var expected = ServiceSpec(
            name: "demo_tick",
            labels: [
                "com.docker.stack.image": "ticker:1.0", "com.docker.stack.namespace": "demo",
            ],
            mode: .global,
            endpoint: EndpointSpec(mode: .dnsrr)
        )
        expected.task.container = ContainerSpec(image: "ticker:1.0")
        expected.task.container.labels = ["com.docker.stack.namespace": "demo"]
        expected.task.logDriver = DriverSpec(name: "json-file", options: ["max-size": "1m"])
        expected.task.networks = [
            NetworkAttachmentSpec(
                target: try #require(resolver.networks["demo_back"]),
                aliases: ["clock", "tick"]
            )
        ]
        #expect(spec == expected)
    }

    @Test func `a service without networks joins the default one`() throws {
        let stack = try StackName("s")
        #expect(try load(service("")).objects(of: stack).networks.map(\.name) == ["s_default"])
        let named = try load(service("", top: "networks: {default: {name: mine, driver: bridge}}"))
        #expect(named.objects(of: stack).networks.map(\.name) == ["mine"])
        #expect(named.objects(of: stack).networks.map(\.driver.name) == ["bridge"])
        let other = try load(service("networks: [n]", top: "networks: {n: , m: }"))
        #expect(other.objects(of: stack).networks.map(\.name) == ["s_n"])
    }

    @Test func `external objects keep their own names`() throws {
        let stack = try load(
            service(
                "networks: [n, old]\nconfigs: [c]\nsecrets: [s]\nvolumes: ['vol:/v', 'wol:/w']",
                top: """
                    networks: {n: {external: true}, old: {external: {name: older}}}
                    configs: {c: {external: true, name: c2}}
                    secrets: {s: {external: true}}
                    volumes: {vol: {external: true}, wol: {name: w2, driver: nfs, labels: [a=b]}}
                    """
            )
        )
        let name = try StackName("s")
        let objects = stack.objects(of: name)
        #expect(objects.networks.isEmpty)
        #expect(objects.externalNetworks == ["n", "older"])
        #expect(objects.configs.isEmpty && objects.secrets.isEmpty)
        var random = SeededGenerator(seed: 1)
        let resolver = StackResolver(
            networks: ["n": NetworkID(using: &random), "older": NetworkID(using: &random)],
            configs: ["c2": ConfigID(using: &random)],
            secrets: ["s": SecretID(using: &random)]
        )
        let container = try stack.serviceSpecs(of: name, resolver: resolver)[0].task.container
        #expect(container.configs.map(\.name) == ["c2"])
        #expect(container.secrets.map(\.name) == ["s"])
        #expect(container.mounts.map(\.source) == ["vol", "w2"])
        #expect(container.mounts[0].volumeLabels.isEmpty)
        #expect(container.mounts[1].volumeLabels == ["com.docker.stack.namespace": "s", "a": "b"])
        #expect(container.mounts[1].volumeDriver == DriverSpec(name: "nfs"))
    }

    @Test func `an image without a tag gets one, its label does not`() throws {
        var random = SeededGenerator(seed: 1)
        let resolver = StackResolver(networks: ["s_default": NetworkID(using: &random)])
        let text = "services: {web: {image: diamol/ch06-todo-list}}"
        let spec = try load(text).serviceSpecs(of: try StackName("s"), resolver: resolver)[0]
        #expect(spec.task.container.image == "diamol/ch06-todo-list:latest")
        #expect(spec.labels["com.docker.stack.image"] == "diamol/ch06-todo-list")
    }

    @Test func `what the resolver does not know is named`() throws {
        let stack = try load(service("secrets: [s]", top: "secrets: {s: {external: true}}"))
        var random = SeededGenerator(seed: 1)
        let networks = ["x_default": NetworkID(using: &random)]
        let first = #expect(throws: ComposeError.self) {
            try stack.serviceSpecs(of: try StackName("x"), resolver: StackResolver())
        }
        #expect(first?.message == "service web: secret not found: s")
        let plain = try load(service(""))
        let second = #expect(throws: ComposeError.self) {
            try plain.serviceSpecs(
                of: try StackName("y"),
                resolver: StackResolver(networks: networks)
            )
        }
        #expect(second?.message == "service web: network not found: y_default")
    }

    @Test(arguments: ["", " ", "\"'\t"])
    func `a stack needs a name`(text: String) {
        let error = #expect(throws: ComposeError.self) { try StackName(text) }
        #expect(error?.message.hasPrefix("invalid stack name: ") == true)
    }
}
