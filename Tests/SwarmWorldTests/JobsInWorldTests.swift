import Basics
import SwarmModel
import SwarmStore
import SwarmWorld
import Testing

/// Jobs from the request to the last completion.
@Suite struct JobsInWorldTests {
    private func job(_ concurrent: UInt64, of total: UInt64, _ script: String) -> ServiceSpec {
        var spec = plain("job") { $0.task.container.command = ["sh", "-c", script] }
        spec.mode = .replicatedJob(maxConcurrent: concurrent, totalCompletions: total)
        return spec
    }

    private func complete(_ swarm: WorldDriver) -> Int {
        swarm.tasks("job").count { $0.state == .complete }
    }

    @Test func `JOB-1 JOB-3 JOB-4 seven completions, three at a time, each in its slot`() throws {
        var swarm = try WorldDriver()
        try swarm.perform(.createService(job(3, of: 7, "sleep 2; exit 0")))
        let service = try swarm.service("job")
        #expect(service.jobStatus == JobStatus(iteration: 0, lastExecution: swarm.now))
        var most = 0
        swarm.run(atMost: .seconds(120)) { swarm in
            most = max(most, swarm.tasks("job").count { $0.isLive })
            return complete(swarm) == 7
        }
        #expect(most == 3)
        let tasks = swarm.tasks("job")
        #expect(tasks.map(\.slot).sorted() == Array(0...6))
        #expect(Set(tasks.map(\.desiredState)) == [.complete])
        #expect(tasks.allSatisfy { $0.status.message == "finished" })
        swarm.run(.seconds(600))
        #expect(swarm.tasks("job").count == 7, "what is done stays, and is not done again")
    }

    @Test func `JOB-5 JOB-7 JOB-8 failures are tried again as often as the policy allows`() throws {
        var swarm = try WorldDriver()
        var spec = job(1, of: 2, "sleep 1; exit 3")
        spec.task.restart = RestartPolicy(
            condition: .any,
            delay: .seconds(1),
            maxAttempts: 2
        )
        try swarm.perform(.createService(spec))
        swarm.run(.seconds(60))
        #expect(swarm.tasks("job").map(\.state) == [.failed, .failed, .failed])
        #expect(Set(swarm.tasks("job").map(\.slot)) == [0], "the second slot is never begun")
        #expect(Set(swarm.tasks("job").map(\.desiredState)) == [.shutdown])
        #expect(swarm.tasks("job").allSatisfy { $0.status.error == "task: non-zero exit (3)" })
    }

    @Test func `JOB-6 OBJ-15 an update runs the job again and keeps what had finished`() throws {
        var swarm = try WorldDriver()
        try swarm.perform(.createService(job(2, of: 2, "sleep 1; exit 0")))
        swarm.run(.seconds(10))
        #expect(complete(swarm) == 2)
        try swarm.update("job") { $0.task.forceUpdate += 1 }
        #expect(try swarm.service("job").jobStatus?.iteration == 1)
        #expect(try swarm.service("job").jobStatus?.lastExecution == swarm.now)
        swarm.run(.seconds(10))
        #expect(complete(swarm) == 4)
        #expect(swarm.tasks("job").map { $0.jobIteration ?? 9 }.sorted() == [0, 0, 1, 1])
        #expect(try swarm.service("job").updateStatus == nil)
        let counts = swarm.store.tally(of: try swarm.service("job").id)
        #expect(counts.running == 0)
    }

    @Test func `JOB-2 JOB-9 a global job runs once on each node there is, later ones have none`()
        throws
    {
        var swarm = try WorldDriver()
        try swarm.update(node: "node5") { $0.availability = .drain }
        var spec = plain("job") { $0.task.container.command = ["sh", "-c", "sleep 1; exit 0"] }
        spec.mode = .globalJob
        try swarm.perform(.createService(spec))
        swarm.run(.seconds(10))
        #expect(complete(swarm) == 4)
        #expect(Set(swarm.tasks("job").compactMap(\.nodeID)).count == 4)
        try swarm.perform(.addNode(NewNode(hostname: "node6", role: .worker)))
        try swarm.update(node: "node5") { $0.availability = .active }
        swarm.run(.seconds(10))
        #expect(swarm.tasks("job").count == 4)
        try swarm.perform(.removeService(try swarm.service("job").id))
        swarm.run(.seconds(2))
        #expect(swarm.store.taskCount == 0)
    }
}
