import Basics
import Cells
import ClusterPorts
import SwarmModel
import SwarmStore

/// Five nodes, one stack and a bit more, much like the demonstration: the usual test's cluster.
struct DemoCluster {
    var builder = ClusterBuilder()
    private(set) var nodes: [NodeID] = []
    private(set) var proxy: ServiceID
    private(set) var web: ServiceID
    private(set) var api: ServiceID
    private(set) var db: ServiceID
    private(set) var worker: ServiceID

    init() {
        for (index, name) in ["node1", "node2", "node3"].enumerated() {
            nodes.append(builder.node(name, role: .manager, leader: index == 0))
        }
        nodes.append(builder.node("node4", labels: ["disk": "ssd", "zone": "b"]))
        nodes.append(builder.node("node5", labels: ["zone": "b"]))
        let network = builder.network("shop_default", stack: "shop")
        let config = builder.config("shop_nginx", "worker_processes 4;\nevents {}\n", stack: "shop")
        let secret = builder.secret("shop_password", stack: "shop")
        builder.volume("shop_data", on: nodes[3])
        proxy = builder.service("shop_proxy", replicas: nil, image: "nginx:1.27", stack: "shop") {
            $0.task.container.configs = [
                ConfigReference(
                    id: config,
                    name: "shop_nginx",
                    file: FileTarget(name: "/etc/nginx.conf")
                )
            ]
            $0.endpoint = EndpointSpec(ports: [PortConfig(targetPort: 80, publishedPort: 8_080)])
        }
        web = builder.service("shop_web", replicas: 6, image: "shop/web:4", stack: "shop") {
            $0.update = UpdateConfig(parallelism: 2, failureAction: .rollback, maxFailureRatio: 0.2)
            $0.task.networks = [NetworkAttachmentSpec(target: network)]
        }
        api = builder.service("shop_api", replicas: 3, image: "shop/api:2.1", stack: "shop") {
            $0.task.container.environment = ["LOG=info", "PORT=80"]
        }
        db = builder.service("shop_db", replicas: 1, image: "postgres:16", stack: "shop") {
            $0.task.container.secrets = [
                SecretReference(
                    id: secret,
                    name: "shop_password",
                    file: FileTarget(name: "password")
                )
            ]
            $0.task.container.mounts = [Mount(source: "shop_data", target: "/var/lib/postgresql")]
            $0.task.placement.constraints = ["node.labels.disk == ssd"]
        }
        worker = builder.service("worker", replicas: 4, image: "acme/worker:9")
        addTasks()
    }

    private mutating func addTasks() {
        for node in nodes { builder.task(proxy, slot: 0, on: node) }
        for slot in 1...6 { builder.task(web, slot: slot, on: nodes[(slot - 1) % 5]) }
        for slot in 1...3 { builder.task(api, slot: slot, on: nodes[slot]) }
        builder.task(db, slot: 1, on: nodes[3])
        for slot in 1...3 { builder.task(worker, slot: slot, on: nodes[slot + 1]) }
        for age in [300, 200] as [Int64] {
            builder.task(
                worker,
                slot: 4,
                on: nodes[0],
                .failed,
                ago: .seconds(age),
                desired: .shutdown,
                error: "task: non-zero exit (137)"
            )
        }
        builder.task(
            worker,
            slot: 4,
            on: nodes[1],
            .starting,
            ago: .seconds(20),
            took: .seconds(20)
        )
    }

    /// Starts an update of the web service: two slots are done, two at work, two wait.
    mutating func beginUpdate() {
        let started = builder.now - .seconds(12)
        builder.update(
            web,
            ago: .seconds(12),
            status: UpdateStatus(
                state: .updating,
                startedAt: started,
                message: "update in progress"
            )
        ) { $0.task.container.image = "shop/web:5" }
        for slot in 1...4 { stopOld(slot: slot) }
        builder.task(
            web,
            slot: 1,
            on: nodes[1],
            .running,
            ago: .seconds(11),
            took: .milliseconds(2_400)
        )
        builder.task(
            web,
            slot: 2,
            on: nodes[2],
            .running,
            ago: .seconds(10),
            took: .milliseconds(3_100)
        )
        builder.task(web, slot: 3, on: nodes[3], .starting, ago: .seconds(3), took: .seconds(3))
        builder.task(
            web,
            slot: 4,
            on: nodes[4],
            .preparing,
            ago: .milliseconds(900),
            took: .seconds(4)
        )
    }

    private mutating func stopOld(slot: Int) {
        for task in builder.store.tasks(of: web, in: .slot(slot)) {
            builder.change(task.id, ago: .seconds(9)) { task in
                _ = task.raiseDesired(to: .shutdown)
                guard slot < 4 else { return }
                _ = task.observe(
                    TaskStatus(
                        state: .shutdown,
                        timestamp: task.status.timestamp + .seconds(880),
                        message: "shutdown"
                    )
                )
            }
        }
    }

    /// The update fails in slot 3 and is paused.
    mutating func pauseUpdate() {
        let failed = builder.store.tasks(of: web, in: .slot(3)).last
        guard let failed else { return }
        builder.change(failed.id) { task in
            _ = task.raiseDesired(to: .shutdown)
            _ = task.observe(
                TaskStatus(
                    state: .failed,
                    timestamp: task.status.timestamp + .seconds(1),
                    message: "started",
                    error: "task: non-zero exit (143): dockerexec: unhealthy container"
                )
            )
        }
        builder.setStatus(
            web,
            UpdateStatus(
                state: .paused,
                startedAt: builder.now - .seconds(12),
                message: "update paused due to failure or early termination of task \(failed.id)"
            )
        )
    }

    /// The update fails and the swarm goes back by itself (UPD-35).
    mutating func rollBack() {
        guard let service = builder.store.service(web), let previous = service.previousSpec else {
            return
        }
        var back = service
        back.spec = previous
        back.specVersion = service.previousSpecVersion
        back.previousSpec = nil
        back.previousSpecVersion = nil
        back.updateStatus = UpdateStatus(
            state: .rollbackStarted,
            startedAt: service.updateStatus?.startedAt,
            message: "update rolled back due to failure or early termination of task x"
        )
        builder.store.beginTransaction()
        builder.store.put(back)
    }

    var snapshot: ClusterSnapshot { builder.snapshot }
}

/// A thousand nodes with a hundred tasks each, in a hundred services.
func hugeCluster(nodes nodeCount: Int = 1_000, tasksPerNode: Int = 100) -> ClusterBuilder {
    var builder = ClusterBuilder(seed: 11)
    var nodes: [NodeID] = []
    for index in 1...nodeCount {
        nodes.append(
            builder.node("n\(index)", role: index <= 3 ? .manager : .worker, leader: index == 1)
        )
    }
    let services = 100
    let each = nodeCount * tasksPerNode / services
    for number in 1...services {
        let service = builder.service(
            "svc\(number)",
            replicas: UInt64(each),
            image: "acme/svc:\(number)"
        )
        for slot in 1...each {
            builder.task(service, slot: slot, on: nodes[(number * 7 + slot) % nodeCount])
        }
    }
    return builder
}
