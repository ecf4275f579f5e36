import Basics
import SwarmModel
import SwarmStore
import Testing

@testable import Orchestration

/// Rules of the reconcilers, the restart supervisor and the enforcer that need few words each.
struct CoreRuleTests {
    private func runningSwarm(
        nodes: Int = 2,
        replicas: UInt64 = 4,
        restart: RestartPolicy? = nil
    ) -> (TestSwarm, ServiceID) {
        var swarm = TestSwarm(nodes: nodes)
        let id = swarm.create(spec(replicas: replicas, restart: restart))
        swarm.advance(by: .seconds(10))
        swarm.forgetEvents()
        swarm.agents.areIdle = true
        return (swarm, id)
    }

    @Test(arguments: [true, false])
    func `REP-5 all wanted tasks on a node that is left are restarted, no others`(isDrain: Bool)
        throws
    {
        var (swarm, id) = runningSwarm()
        let onNode = swarm.store.tasks(on: swarm.node("node1").id)
        #expect(onNode.count == 2)
        swarm.store.raiseDesired(of: onNode[0].id, to: .shutdown)
        swarm.settle()
        if isDrain { swarm.set(.drain, on: "node1") } else { swarm.lose("node1") }
        #expect(
            swarm.store.tasks(on: swarm.node("node1").id).map(\.desiredState)
                == [.shutdown, .shutdown]
        )
        let replacements = swarm.tasks(id).filter { $0.desiredState == .ready }
        #expect(replacements.map(\.slot) == [onNode[1].slot])
    }

    @Test func `REP-12 a slot of which no task counts is dead`() throws {
        var (swarm, id) = runningSwarm(replicas: 2)
        let task = try #require(swarm.tasks(id, slot: 1).first)
        swarm.store.raiseDesired(of: task.id, to: .shutdown)
        let survey = SlotSurvey(
            of: swarm.service(id),
            in: swarm.store,
            history: swarm.orchestrator.supervisor.history
        )
        #expect(survey.updatable.map(\.place) == [.slot(2)])
        #expect(survey.dead.map(\.place) == [.slot(1)])
        #expect(survey.dead[0].tasks.map(\.id) == [task.id])
    }

    @Test func `RST-8 the old task's shutdown and the new task are one transaction`() throws {
        var (swarm, id) = runningSwarm()
        let old = try #require(swarm.tasks(id, slot: 3).first)
        swarm.fail(old)
        let stopped = try #require(swarm.store.task(old.id))
        let new = try #require(swarm.tasks(id, slot: 3).last)
        #expect(stopped.desiredState == .shutdown)
        #expect(new.id != old.id)
        #expect(stopped.meta.version == new.meta.version)
        #expect(stopped.meta.updatedAt == new.meta.createdAt)
    }

    @Test func `LIF-32 no number of attempts is too high`() throws {
        let policy = RestartPolicy(delay: .zero, maxAttempts: .max)
        var (swarm, id) = runningSwarm(replicas: 1, restart: policy)
        for _ in 1...8 {
            swarm.report(.failed, of: try #require(swarm.wanted(id).first))
            swarm.advance(by: .seconds(1))
        }
        #expect(swarm.tasks(id).count == 9, "the history limit of 5 does not hold")
    }

    @Test func `OBJ-22 OBJ-23 slots count from one, a job's from zero, global tasks by node`()
        throws
    {
        var swarm = TestSwarm(nodes: 2)
        swarm.agents.areIdle = true
        func slots(_ mode: ServiceMode, _ name: String) -> [SwarmTask] {
            var definition = spec(name)
            definition.mode = mode
            let id = swarm.create(definition)
            return swarm.tasks(id)
        }
        let nodes = swarm.store.nodes.map(\.id)
        #expect(slots(.replicated(replicas: 2), "web").map(\.place) == [.slot(1), .slot(2)])
        let job = slots(.replicatedJob(maxConcurrent: 2, totalCompletions: 2), "job")
        #expect(job.map(\.slot) == [0, 1])
        let global = slots(.global, "all")
        #expect(Set(global.map(\.place)) == Set(nodes.map { TaskPlace.node($0) }))
        #expect(global.map(\.slot) == [0, 0])
        let globalJob = slots(.globalJob, "once")
        #expect(globalJob.map(\.slot) == [0, 0] && Set(globalJob.compactMap(\.nodeID)).count == 2)
        // The tasks of one place are one slot, whatever became of them.
        let first = try #require(global.first)
        swarm.report(.failed, of: first)
        let survey = SlotSurvey(
            of: swarm.service(first.serviceID),
            in: swarm.store,
            history: swarm.orchestrator.supervisor.history
        )
        #expect(swarm.store.tasks(of: first.serviceID, in: first.place).count == 2)
        #expect(survey.updatable.count == 2 && survey.dead.isEmpty)
    }

    // MARK: - The enforcer

    /// Two tasks on node1 that all the filters would refuse by now.
    private func crowdedSwarm() -> (TestSwarm, [SwarmTask]) {
        var swarm = TestSwarm(nodes: 2)
        swarm.agents.areIdle = true
        var definition = spec(replicas: 0, restart: RestartPolicy(condition: .none))
        definition.task.placement.platforms = [Platform(architecture: "x86_64", os: "linux")]
        definition.task.placement.preferences = ["node.labels.zone"]
        definition.task.placement.maxReplicas = 1
        let port = PortConfig(targetPort: 80, publishedPort: 8080, publishMode: .host)
        definition.endpoint = EndpointSpec(ports: [port])
        definition.task.logDriver = DriverSpec(name: "gelf")
        let service = Service(id: ServiceID(using: &swarm.random), spec: definition)
        let tasks = [1, 2].map { swarm.addTask(of: service, slot: $0, on: "node1") }
        return (swarm, tasks)
    }

    struct NodeChange: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let body: @Sendable (inout Node) -> Void

        static let harmless = [
            NodeChange(testDescription: "platform") {
                $0.description.platform = Platform(architecture: "riscv64", os: "plan9")
            },
            NodeChange(testDescription: "plugins") {
                $0.description.plugins = [EnginePlugin(type: "Log", name: "json-file")]
            },
            NodeChange(testDescription: "spread label") { $0.spec.labels["zone"] = "z9" },
            NodeChange(testDescription: "unknown") { $0.status.state = .unknown },
            NodeChange(testDescription: "disconnected") { $0.status.state = .disconnected },
        ]
    }

    @Test(arguments: NodeChange.harmless)
    func `ENF-6 only constraints and resources are looked at again`(change: NodeChange) {
        var (swarm, tasks) = crowdedSwarm()
        swarm.settle()
        swarm.change("node1", change.body)
        #expect(tasks.map { swarm.store.task($0.id)?.state } == [.running, .running])
        swarm.change("node1") { $0.description.resources.nanoCPUs = 1 }
        #expect(tasks.map { swarm.store.task($0.id)?.state } == [.running, .running])
    }

    @Test func `ENF-7 constraints that a service gets are the updater's matter`() {
        var swarm = TestSwarm(nodes: 2)
        swarm.change("node1") { $0.spec.labels["disk"] = "ssd" }
        let id = swarm.create(spec(replicas: 2))
        swarm.advance(by: .seconds(10))
        swarm.forgetEvents()
        let stays = swarm.store.tasks(on: swarm.node("node1").id)[0].id
        let leaves = swarm.store.tasks(on: swarm.node("node2").id)[0].id
        swarm.update(id) { $0.task.placement.constraints = ["node.labels.disk == ssd"] }
        #expect(swarm.status(id)?.state == .updating)
        swarm.advance(by: .seconds(20))
        #expect(swarm.moments(of: .rejected).isEmpty)
        #expect(swarm.store.task(leaves)?.state == .shutdown)
        #expect(swarm.running(id).contains { $0.id == stays })
        #expect(swarm.status(id)?.state == .completed)
        #expect(swarm.running(id).allSatisfy { $0.nodeID == swarm.node("node1").id })
    }

    // MARK: - Jobs

    @Test func `JOB-6 a task of an older run that fails is not run again`() throws {
        var swarm = TestSwarm()
        var definition = spec("job", restart: RestartPolicy(condition: .onFailure, delay: .zero))
        definition.mode = .replicatedJob(maxConcurrent: 1, totalCompletions: 1)
        let id = swarm.create(definition)
        swarm.advance(by: .seconds(2))
        let old = try #require(swarm.tasks(id).first)
        // The update and the failure are seen in one turn.
        swarm.report(.failed, of: old, settling: false)
        swarm.update(id) { $0.labels["run"] = "again" }
        let current = swarm.tasks(id).filter { $0.jobIteration == 1 }
        #expect(current.map(\.slot) == [0])
        #expect(current.map(\.desiredState) == [.complete])
    }

    @Test func `JOB-9 what completed on a node that is left since stays complete`() throws {
        var swarm = TestSwarm(nodes: 2)
        swarm.agents.behaviours["once"] = .ends(.complete, after: .seconds(1))
        var definition = spec("job", image: "once")
        definition.mode = .globalJob
        let id = swarm.create(definition)
        swarm.advance(by: .seconds(10))
        #expect(swarm.tasks(id).map(\.state) == [.complete, .complete])
        swarm.set(.drain, on: "node1")
        swarm.addNode("node3")
        swarm.look(at: id)
        swarm.advance(by: .seconds(10))
        swarm.set(.active, on: "node1")
        swarm.look(at: id)
        swarm.advance(by: .seconds(10))
        #expect(Set(swarm.tasks(id).map(\.nodeID)) == Set(swarm.store.nodes.map(\.id)))
        #expect(swarm.tasks(id).count == 3, "node1 does not run it twice")
    }
}

extension TestSwarm {
    /// Has the orchestrator look at a service of which nothing but a status has changed.
    fileprivate mutating func look(at id: ServiceID) {
        store.beginTransaction()
        var service = service(id)
        service.updateStatus = UpdateStatus(state: .completed, message: "\(now)")
        store.put(service)
        settle()
    }
}
