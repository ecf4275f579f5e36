import Basics
import SwarmModel
import SwarmStore
import Testing

/// Running, desired and completed, as lists of services count them.
@Suite struct ServiceCountTests {
    private var fixture = ListFixture()

    @Test mutating func `VAL-90 a replicated service wants its replicas`() {
        let web = fixture.service("web", mode: .replicated(replicas: 3))
        fixture.task(of: web, slot: 1)
        fixture.task(of: web, slot: 2, state: .preparing)
        fixture.task(of: web, slot: 3, state: .failed, desired: .shutdown)
        #expect(
            fixture.store.counts(of: web.id) == EngineServiceCounts(running: 1, desired: 3)
        )
    }

    @Test mutating func `VAL-91 during a scale-down more may run than are wanted`() {
        let web = fixture.service("web", mode: .replicated(replicas: 1))
        for slot in 1...3 {
            fixture.task(of: web, slot: slot, desired: slot == 1 ? .running : .remove)
        }
        #expect(
            fixture.store.counts(of: web.id) == EngineServiceCounts(running: 3, desired: 1)
        )
    }

    @Test mutating func `VAL-90 a global service wants what is wanted to run`() {
        let agent = fixture.service("agent", mode: .global)
        let nodes = (1...3).map { fixture.node("node\($0)").id }
        fixture.task(of: agent, slot: 0, node: nodes[0])
        fixture.task(of: agent, slot: 0, node: nodes[1], state: .pending)
        fixture.task(of: agent, slot: 0, node: nodes[2], state: .shutdown, desired: .shutdown)
        #expect(
            fixture.store.counts(of: agent.id) == EngineServiceCounts(running: 1, desired: 2)
        )
    }

    @Test mutating func `VAL-90 a job counts its present iteration only`() {
        var job = fixture.service(
            "job",
            mode: .replicatedJob(maxConcurrent: 2, totalCompletions: 5)
        )
        fixture.task(of: job, slot: 0, state: .complete, desired: .complete)
        job.jobStatus = JobStatus(iteration: 1, lastExecution: .zero)
        fixture.store.put(job)
        fixture.task(of: job, slot: 0, state: .complete, desired: .complete)
        fixture.task(of: job, slot: 1, state: .running, desired: .complete)
        #expect(
            fixture.store.counts(of: job.id)
                == EngineServiceCounts(running: 1, desired: 2, completed: 1)
        )
    }

    @Test mutating func `VAL-90 a global job wants what has not completed yet`() {
        let job = fixture.service("job", mode: .globalJob)
        let nodes = (1...2).map { fixture.node("node\($0)").id }
        fixture.task(of: job, slot: 0, node: nodes[0], state: .complete, desired: .complete)
        fixture.task(of: job, slot: 0, node: nodes[1], state: .running, desired: .complete)
        #expect(
            fixture.store.counts(of: job.id)
                == EngineServiceCounts(running: 1, desired: 1, completed: 1)
        )
    }

    @Test mutating func `VAL-90 an unknown service has zeros, the tasks of a gone one still run`() {
        let web = fixture.service("web", mode: .replicated(replicas: 2))
        fixture.task(of: web)
        fixture.store.remove(web.id)
        let unknown = ServiceID(using: &fixture.random)
        #expect(
            fixture.store.counts(of: [web.id, unknown]) == [
                EngineServiceCounts(running: 1, desired: 0),
                EngineServiceCounts(running: 0, desired: 0),
            ]
        )
    }
}
