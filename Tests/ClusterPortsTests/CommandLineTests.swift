import Basics
import ClusterPorts
import SwarmModel
import SwarmStore
import Testing

/// What the docker command line makes of a swarm.
@Suite struct CommandLineTests {
    private var random = SeededGenerator(seed: 21)
    private var store: Store

    init() {
        store = Store(cluster: Cluster(id: ClusterID(using: &random)))
        store.beginTransaction()
    }

    private mutating func service(
        _ name: String,
        mode: ServiceMode = .replicated(replicas: 2)
    ) -> Service {
        var service = Service(
            id: ServiceID(using: &random),
            spec: ServiceSpec(name: name, mode: mode)
        )
        if mode.isJob { service.jobStatus = JobStatus(iteration: 0, lastExecution: .zero) }
        store.put(service)
        return service
    }

    @discardableResult
    private mutating func task(
        of service: Service,
        slot: Int,
        node: NodeID? = nil,
        state: TaskState = .running,
        desired: TaskState = .running,
        at moment: Moment = .zero
    ) -> SwarmTask {
        var task = SwarmTask(
            id: TaskID(using: &random),
            service: service,
            slot: slot,
            nodeID: node,
            desiredState: desired,
            now: moment
        )
        task.status.state = state
        store.now = moment
        store.create(task)
        return task
    }

    @Test mutating func `LIF-60 rows are named naturally, the newest of each place first`() {
        let web = service("web")
        let agent = service("agent", mode: .global)
        let node = NodeID(using: &random)
        let later = Moment.zero + .seconds(9)
        task(of: web, slot: 10)
        task(of: web, slot: 2, state: .failed, desired: .shutdown)
        task(of: web, slot: 2, at: later)
        task(of: agent, slot: 0, node: node)
        let rows = TaskRow.rows(of: store.allTasks)
        #expect(
            rows.map(\.indentedName) == ["agent.\(node)", "web.2", " \\_ web.2", "web.10"]
        )
        #expect(rows[1].task.state == .running)
        #expect(rows.map(\.isHistory) == [false, false, true, false])
    }

    @Test func `LIF-60 states, errors and ports in words`() {
        #expect(
            CommandLineWords.currentState(.running, since: .seconds(300))
                == "Running 5 minutes ago"
        )
        #expect(
            CommandLineWords.currentState(.failed, since: .seconds(70))
                == "Failed about a minute ago"
        )
        #expect(CommandLineWords.error("") == "")
        #expect(CommandLineWords.error("short") == "\"short\"")
        let long = "No such image: registry.example/a:1"
        #expect(CommandLineWords.error(long) == "\"No such image: registry.examp…\"")
        #expect(CommandLineWords.error(long, isCut: false) == "\"\(long)\"")
        let ports = [
            PortConfig(targetPort: 80, publishedPort: 8081, publishMode: .host),
            PortConfig(transport: .udp, targetPort: 53, publishedPort: 5353, publishMode: .host),
        ]
        #expect(CommandLineWords.ports(ports) == "*:8081->80/tcp,*:5353->53/udp")
    }

    @Test(arguments: [
        (0, "Less than a second"), (1, "1 second"), (59, "59 seconds"), (60, "About a minute"),
        (119, "About a minute"), (120, "2 minutes"), (3_599, "59 minutes"),
        (3_600, "About an hour"), (5_400, "2 hours"), (47 * 3_600, "47 hours"),
        (48 * 3_600, "2 days"), (14 * 86_400, "2 weeks"), (60 * 86_400, "2 months"),
        (730 * 86_400, "2 years"),
    ])
    func `LIF-60 durations are in one unit`(seconds: Int, words: String) {
        #expect(CommandLineWords.humanDuration(.seconds(seconds)) == words)
    }

    @Test mutating func `LIF-61 all tasks that are kept are listed`() {
        let web = service("web")
        let states: [(TaskState, TaskState)] = [
            (.running, .running), (.failed, .shutdown), (.rejected, .shutdown),
            (.orphaned, .shutdown), (.shutdown, .shutdown),
        ]
        for (state, desired) in states { task(of: web, slot: 1, state: state, desired: desired) }
        #expect(TaskRow.rows(of: store.tasks(of: web.id)).count == states.count)
        var filters = TaskFilters()
        filters.desiredStates = [.shutdown]
        #expect(store.tasks(keptBy: filters).count == 4)
    }

    @Test func `LIF-62 replicas, their limit, and what a job has completed`() {
        func text(
            _ mode: ServiceMode,
            _ counts: EngineServiceCounts,
            most: UInt64 = 0
        ) -> String {
            var spec = ServiceSpec(name: "a", mode: mode)
            spec.task.placement.maxReplicas = most
            return CommandLineWords.replicas(counts, of: spec)
        }
        let two = EngineServiceCounts(running: 2, desired: 3)
        #expect(text(.replicated(replicas: 3), two) == "2/3")
        #expect(text(.replicated(replicas: 3), two, most: 1) == "2/3 (max 1 per node)")
        #expect(text(.global, two) == "2/3")
        let job = EngineServiceCounts(running: 1, desired: 2, completed: 4)
        #expect(
            text(.replicatedJob(maxConcurrent: 2, totalCompletions: 10), job)
                == "1/2 (4/10 completed)"
        )
        #expect(text(.globalJob, job) == "1/2 (4/6 completed)")
    }

    @Test mutating func `LIF-63 a command waits for the whole monitor period without a drop`()
        throws
    {
        let web = service("web")
        var watch = Convergence()
        func at(_ seconds: Int) -> Moment { .zero + .seconds(seconds) }
        task(of: web, slot: 1)
        #expect(watch.look(at: web.id, in: store, now: at(0)) == .waiting(running: 1, wanted: 2))
        let second = task(of: web, slot: 2)
        #expect(watch.look(at: web.id, in: store, now: at(1)) == .verifying(.seconds(5)))
        #expect(watch.look(at: web.id, in: store, now: at(4)) == .verifying(.seconds(2)))
        store.update(second.id) {
            $0.observe(TaskStatus(state: .failed, message: "started"))
        }
        #expect(
            watch.look(at: web.id, in: store, now: at(5)) == .waiting(running: 1, wanted: 2),
            "the drop starts the period anew"
        )
        store.raiseDesired(of: second.id, to: .shutdown)
        task(of: web, slot: 2, at: at(6))
        #expect(watch.look(at: web.id, in: store, now: at(7)) == .verifying(.seconds(5)))
        #expect(watch.look(at: web.id, in: store, now: at(12)) == .converged)
    }

    @Test mutating func `LIF-63 tasks on nodes that are down, and old ones, do not count`() throws {
        let web = service("web", mode: .replicated(replicas: 1))
        let node = Node(
            id: NodeID(using: &random),
            spec: NodeSpec(),
            status: NodeStatus(state: .down)
        )
        store.put(node)
        task(of: web, slot: 1, node: node.id)
        var watch = Convergence()
        #expect(watch.look(at: web.id, in: store, now: .zero) == .waiting(running: 0, wanted: 1))
        task(of: web, slot: 1)
        #expect(watch.look(at: web.id, in: store, now: .zero) == .verifying(.seconds(5)))
        var changed = try #require(store.service(web.id))
        changed.spec.task.container.image = "web:2"
        changed.specVersion = 5
        store.put(changed)
        #expect(watch.look(at: web.id, in: store, now: .zero) == .waiting(running: 0, wanted: 1))
        changed.updateStatus = UpdateStatus(state: .paused, message: "why")
        store.put(changed)
        #expect(
            watch.look(at: web.id, in: store, now: .zero)
                == .paused("service update paused: why")
        )
    }

    @Test mutating func `LIF-63 a job is done when its tasks have completed`() {
        let job = service("job", mode: .replicatedJob(maxConcurrent: 1, totalCompletions: 2))
        var watch = Convergence()
        task(of: job, slot: 0, state: .complete, desired: .complete)
        task(of: job, slot: 1, state: .running, desired: .complete)
        #expect(watch.look(at: job.id, in: store, now: .zero) == .waiting(running: 1, wanted: 2))
        task(of: job, slot: 1, state: .complete, desired: .complete)
        store.remove(
            store.tasks(of: job.id).first { $0.state == .running }?.id ?? TaskID(using: &random)
        )
        #expect(watch.look(at: job.id, in: store, now: .zero) == .converged)
    }

    @Test mutating func `LIF-64 managers show as Leader, Reachable or Unreachable`() {
        var node = Node(id: NodeID(using: &random), spec: NodeSpec(role: .manager))
        #expect(CommandLineWords.managerStatus(of: node) == "")
        node.manager = ManagerStatus(isLeader: true, reachability: .reachable)
        #expect(CommandLineWords.managerStatus(of: node) == "Leader")
        node.manager?.isLeader = false
        #expect(CommandLineWords.managerStatus(of: node) == "Reachable")
        node.manager?.reachability = .unreachable
        #expect(CommandLineWords.managerStatus(of: node) == "Unreachable")
    }
}
