import Basics
import Scheduling
import SwarmModel
import SwarmStore
import Testing

/// §3.4: the filters, their order and their words.
@Suite struct FilterTests {
    private static let words: [(Refusal, one: String, many: String)] = [
        (.notReady, "1 node not available for new tasks", "3 nodes not available for new tasks"),
        (
            .insufficientResources, "insufficient resources on 1 node",
            "insufficient resources on 3 nodes"
        ),
        (.missingPlugin, "missing plugin on 1 node", "missing plugin on 3 nodes"),
        (
            .unmetConstraints, "scheduling constraints not satisfied on 1 node",
            "scheduling constraints not satisfied on 3 nodes"
        ),
        (.unsupportedPlatform, "unsupported platform on 1 node", "unsupported platform on 3 nodes"),
        (
            .hostPortInUse, "host-mode port already in use on 1 node",
            "host-mode port already in use on 3 nodes"
        ),
        (
            .replicaLimit, "max replicas per node limit exceed",
            "max replicas per node limit exceed"
        ),
    ]

    @Test func `the words of every refusal, in the order of the filters`() {
        #expect(Self.words.map(\.0) == Refusal.allCases)
        for (refusal, one, many) in Self.words {
            #expect(refusal.explanation(nodes: 1) == one)
            #expect(refusal.explanation(nodes: 3) == many)
        }
    }

    /// The error of one task on nodes that are made by `build`.
    private func error(
        _ change: (inout TaskSpec) -> Void = { _ in },
        on build: (inout Stage) -> Void
    ) -> String? {
        var stage = Stage()
        build(&stage)
        let id = stage.addTask(of: stage.addService(version: 1, change))
        stage.schedule()
        return stage.node(of: id) == nil ? stage.error(of: id) : nil
    }

    @Test(arguments: [
        NodeStatus.State.unknown, .down, .disconnected,
    ])
    func `filter 1 takes ready nodes only`(state: NodeStatus.State) {
        #expect(
            error { $0.addNode { $0.status.state = state } }
                == "no suitable node (1 node not available for new tasks)"
        )
    }

    @Test(arguments: [NodeAvailability.pause, .drain])
    func `filter 1 takes active nodes only`(availability: NodeAvailability) {
        #expect(
            error { $0.addNode { $0.spec.availability = availability } }
                == "no suitable node (1 node not available for new tasks)"
        )
    }

    @Test func `SCH-31 reasons come by how many nodes they concern`() {
        let text = error({ $0.resources.reservations = .memory(5) }) { stage in
            stage.addNode(resources: .memory(1))
            stage.addNode { $0.spec.availability = .drain }
            stage.addNode { $0.status.state = .down }
        }
        #expect(
            text
                == "no suitable node (2 nodes not available for new tasks; insufficient resources on 1 node)"
        )
    }

    @Test func `SCH-31 the first filter that fails is the one that counts`() {
        let text = error({
            $0.resources.reservations = .memory(5)
            $0.placement.constraints = ["node.hostname==x"]
        }) { stage in for _ in 1...5 { stage.addNode() } }
        #expect(text == "no suitable node (insufficient resources on 5 nodes)")
        let both = error({ $0.placement.constraints = ["node.hostname==x"] }) { stage in
            for _ in 1...4 { stage.addNode { $0.spec.availability = .drain } }
            stage.addNode()
        }
        #expect(
            both == "no suitable node (4 nodes not available for new tasks; "
                + "scheduling constraints not satisfied on 1 node)"
        )
    }

    // MARK: - Constraints

    @Test func `SCH-22 constraints that cannot be read switch the filter off`() {
        #expect(error({ $0.placement.constraints = ["node.role=worker"] }) { $0.addNode() } == nil)
        #expect(
            error({ $0.placement.constraints = ["nobody.knows==x"] }) { $0.addNode() }
                == "no suitable node (scheduling constraints not satisfied on 1 node)"
        )
    }

    @Test func `a node whose label changes is looked at anew`() {
        var stage = Stage()
        let node = stage.addNode(labels: ["zone": "a"])
        let service = stage.addService { $0.placement.constraints = ["node.labels.zone==b"] }
        let id = stage.addTask(of: service)
        stage.schedule()
        #expect(stage.node(of: id) == nil)
        stage.change(node) { $0.spec.labels["zone"] = "b" }
        stage.schedule()
        #expect(stage.node(of: id) == node)
    }

    // MARK: - Plugins

    private static let plugins = [
        EnginePlugin(type: "Volume", name: "local"),
        EnginePlugin(type: "Volume", name: "nfs:latest"),
        EnginePlugin(type: "Network", name: "overlay"),
        EnginePlugin(type: "Log", name: "json-file"),
    ]

    private func isPluginMissing(
        on plugins: [EnginePlugin],
        _ change: (inout TaskSpec) -> Void
    ) -> Bool {
        let text = error(change) { $0.addNode { $0.description.plugins = plugins } }
        #expect(text == nil || text == "no suitable node (missing plugin on 1 node)")
        return text != nil
    }

    private func mount(_ driver: String?, kind: Mount.Kind = .volume) -> Mount {
        var mount = Mount(kind: kind, source: "data", target: "/data")
        mount.volumeDriver = driver.map { DriverSpec(name: $0) }
        return mount
    }

    @Test(
        arguments: [
            ("nfs", false), ("nfs:latest", false), ("local", false), ("", false), (nil, false),
            ("glusterfs", true), ("nfs:1", true),
        ] as [(String?, Bool)]
    )
    func `SCH-21 a volume's driver must be there, by its name or with the tag latest`(
        driver: String?,
        isMissing: Bool
    ) {
        #expect(
            isPluginMissing(on: Self.plugins) { $0.container.mounts = [mount(driver)] } == isMissing
        )
    }

    @Test func `SCH-21 only volumes ask for a volume driver, and all of them`() {
        #expect(
            !isPluginMissing(on: Self.plugins) {
                $0.container.mounts = [mount("glusterfs", kind: .bind)]
            }
        )
        #expect(
            isPluginMissing(on: Self.plugins) {
                $0.container.mounts = [mount("nfs"), mount("glusterfs")]
            }
        )
    }

    @Test(arguments: [
        ("json-file", false), ("none", false), ("", false), ("fluentd", true),
    ])
    func `SCH-21 a log driver must be there unless it has no name or is none`(
        driver: String,
        isMissing: Bool
    ) {
        #expect(
            isPluginMissing(on: Self.plugins) { $0.logDriver = DriverSpec(name: driver) }
                == isMissing
        )
    }

    @Test func `SCH-21 engines that list no log plugin, or nothing at all, pass`() {
        let silent = Self.plugins.filter { $0.type != "Log" }
        #expect(!isPluginMissing(on: silent) { $0.logDriver = DriverSpec(name: "fluentd") })
        #expect(!isPluginMissing(on: []) { $0.container.mounts = [mount("glusterfs")] })
    }

    @Test(arguments: [("overlay", false), ("", false), ("weave", true)])
    func `SCH-21 a network's driver must be there`(driver: String, isMissing: Bool) {
        var stage = Stage()
        let node = stage.addNode { $0.description.plugins = Self.plugins }
        let network = Network(
            id: NetworkID(using: &stage.random),
            spec: NetworkSpec(name: "net", driver: DriverSpec(name: driver))
        )
        stage.store.put(network)
        let id = stage.addTask(of: stage.addService()) {
            $0.networks = [NetworkAttachment(network: network.id, addresses: [])]
        }
        stage.schedule()
        #expect(stage.node(of: id) == (isMissing ? nil : node))
    }

    // MARK: - Platforms

    @Test(arguments: [
        ([Platform(architecture: "x86_64", os: "linux")], true),
        ([Platform(architecture: "amd64", os: "linux")], true),
        ([Platform(architecture: "arm64", os: "linux")], false),
        ([Platform(architecture: "amd64", os: "windows")], false),
        ([Platform(architecture: "", os: "linux")], true),
        ([Platform(architecture: "amd64", os: "")], true),
        ([Platform(architecture: "", os: "")], true),
        ([], true),
        (
            [
                Platform(architecture: "arm64", os: ""),
                Platform(architecture: "amd64", os: "linux"),
            ], true
        ),
    ])
    func `SCH-23 one of the platforms must be the node's`(platforms: [Platform], isMet: Bool) {
        let text = error({ $0.placement.platforms = platforms }) { $0.addNode() }
        #expect(text == (isMet ? nil : "no suitable node (unsupported platform on 1 node)"))
    }

    @Test func `SCH-23 aarch64 is arm64, and a node without platform fails`() {
        let arm = [Platform(architecture: "arm64", os: "linux")]
        let onARM = error({ $0.placement.platforms = arm }) {
            $0.addNode { $0.description.platform.architecture = "aarch64" }
        }
        #expect(onARM == nil)
        let onBare = error({ $0.placement.platforms = [Platform(architecture: "", os: "linux")] }) {
            $0.addNode { $0.description.platform = Platform() }
        }
        #expect(onBare == "no suitable node (unsupported platform on 1 node)")
    }

    // MARK: - Host ports

    private func publish(
        _ port: UInt32,
        _ transport: PortConfig.TransportProtocol = .tcp,
        mode: PortConfig.PublishMode = .host
    ) -> (inout SwarmTask) -> Void {
        let config = PortConfig(
            transport: transport,
            targetPort: 80,
            publishedPort: port,
            publishMode: mode
        )
        return { $0.endpoint = Endpoint(ports: [config]) }
    }

    @Test func `SCH-24 a host port is used once on each node, by whatever service`() {
        var stage = Stage()
        let nodes = stage.addNodes(2)
        let (web, other) = (stage.addService(), stage.addService("other"))
        let ids = stage.addTasks(2, of: web, publish(8080))
        stage.schedule()
        #expect(stage.counts(of: web, on: nodes) == [1, 1])
        let third = stage.addTask(of: other, publish(8080))
        let udp = stage.addTask(of: stage.addService("u"), publish(8080, .udp))
        let ingress = stage.addTask(of: stage.addService("i"), publish(8080, mode: .ingress))
        let anyPort = stage.addTask(of: stage.addService("p"), publish(0))
        stage.schedule()
        #expect(
            stage.error(of: third) == "no suitable node (host-mode port already in use on 2 nodes)"
        )
        for id in [udp, ingress, anyPort] { #expect(stage.node(of: id) != nil) }
        stage.report(ids[0], .failed)
        stage.schedule()
        #expect(stage.node(of: third) == stage.node(of: ids[0]))
    }

    @Test func `SCH-24 two tasks of one group never share a node's port`() {
        var stage = Stage()
        let nodes = stage.addNodes(3)
        let service = stage.addService()
        stage.addTasks(5, of: service, publish(80))
        stage.schedule()
        #expect(stage.counts(of: service, on: nodes) == [1, 1, 1])
    }

    // MARK: - Replicas per node

    @Test func `filter 7 a third task waits for a third node`() {
        var stage = Stage()
        var nodes = stage.addNodes(2)
        let service = stage.addService { $0.placement.maxReplicas = 1 }
        stage.addTasks(3, of: service)
        stage.schedule()
        #expect(stage.counts(of: service, on: nodes) == [1, 1])
        nodes.append(stage.addNode("node3"))
        stage.schedule()
        #expect(stage.counts(of: service, on: nodes) == [1, 1, 1])
    }

    @Test func `filter 7 a task that is to stop makes place for its successor`() {
        var stage = Stage()
        let node = stage.addNode()
        let service = stage.addService { $0.placement.maxReplicas = 1 }
        let old = stage.addTask(of: service)
        stage.schedule()
        stage.store.raiseDesired(of: old, to: .shutdown)
        let new = stage.addTask(of: service)
        stage.schedule()
        #expect(stage.node(of: new) == node)
    }

    @Test func `verdicts tell each node's own reason, and none for the node a task is on`() throws {
        var stage = Stage()
        stage.addNode("a", resources: .memory(10))
        stage.addNode("b", resources: .memory(1))
        stage.addNode("c", resources: .memory(10)) { $0.status.state = .down }
        stage.addNode("d", labels: ["no": "yes"], resources: .memory(10))
        let service = stage.addService {
            $0.resources.reservations = .memory(10)
            $0.placement.constraints = ["node.labels.no!=yes"]
            $0.placement.maxReplicas = 1
        }
        let id = stage.addTask(of: service)
        stage.schedule()
        let task = try #require(stage.store.task(id))
        let expected: [Refusal?] = [nil, .insufficientResources, .notReady, .unmetConstraints]
        #expect(stage.scheduler.verdicts(for: task, in: stage.store).map(\.refusal) == expected)
        let next = stage.addTask(of: service, slot: 2)
        stage.tell()
        let waiting = try #require(stage.store.task(next))
        #expect(
            stage.scheduler.verdicts(for: waiting, in: stage.store).first?.refusal
                == .insufficientResources
        )
    }
}
