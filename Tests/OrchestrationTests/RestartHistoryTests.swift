import Basics
import SwarmModel
import Testing

@testable import Orchestration

struct RestartHistoryTests {
    private var random = SeededGenerator(seed: 1)

    private mutating func service(
        _ policy: RestartPolicy?,
        mode: ServiceMode = .replicated(replicas: 1)
    )
        -> Service
    {
        var definition = spec(restart: policy)
        definition.mode = mode
        return Service(id: ServiceID(using: &random), spec: definition)
    }

    private mutating func task(
        of service: Service,
        state: TaskState = .failed,
        slot: Int = 1,
        at moment: Moment = .zero,
        applied: Moment? = nil
    ) -> SwarmTask {
        var task = SwarmTask(id: TaskID(using: &random), service: service, slot: slot, now: moment)
        task.status.state = state
        task.status.appliedAt = applied
        return task
    }

    private mutating func allows(_ policy: RestartPolicy?, _ state: TaskState, mode: ServiceMode)
        -> Bool
    {
        let service = service(policy, mode: mode)
        return RestartHistory().allowsRestart(of: task(of: service, state: state), of: service)
    }

    private static let ends: [TaskState] = [.complete, .shutdown, .failed, .rejected, .orphaned]

    @Test(arguments: ends + [.running])
    mutating func `RST-10 any, and no policy at all, always restart`(state: TaskState) {
        let mode = ServiceMode.replicated(replicas: 1)
        #expect(allows(RestartPolicy(condition: .any), state, mode: mode))
        #expect(allows(nil, state, mode: mode))
    }

    @Test(arguments: ends + [.running])
    mutating func `RST-10 none never restarts`(state: TaskState) {
        #expect(!allows(RestartPolicy(condition: .none), state, mode: .replicated(replicas: 1)))
    }

    @Test(arguments: ends + [.running])
    mutating func `RST-11 on-failure restarts everything but what completed`(state: TaskState) {
        let allowed = allows(
            RestartPolicy(condition: .onFailure),
            state,
            mode: .replicated(replicas: 1)
        )
        #expect(allowed == (state != .complete))
    }

    @Test mutating func `JOB-7 any means on-failure for jobs`() {
        let job = ServiceMode.replicatedJob(maxConcurrent: 1, totalCompletions: 1)
        #expect(!allows(RestartPolicy(condition: .any), .complete, mode: job))
        #expect(allows(RestartPolicy(condition: .any), .failed, mode: job))
        #expect(!allows(nil, .complete, mode: .globalJob))
    }

    @Test mutating func `RST-12 no maximum means no limit`() {
        let service = service(RestartPolicy(maxAttempts: 0))
        var history = RestartHistory()
        for _ in 0..<50 { history.note(task(of: service), of: service, at: .zero) }
        #expect(history.allowsRestart(of: task(of: service), of: service))
    }

    @Test mutating func `RST-14 three attempts allow three restarts of a slot`() {
        let service = service(RestartPolicy(maxAttempts: 3))
        var history = RestartHistory()
        var allowed = 0
        while history.allowsRestart(of: task(of: service), of: service), allowed < 10 {
            history.note(task(of: service), of: service, at: .zero)
            allowed += 1
        }
        #expect(allowed == 3)
        #expect(history.allowsRestart(of: task(of: service, slot: 2), of: service))
    }

    @Test mutating func `RST-13 RST-16 another spec version starts to count anew`() {
        var service = service(RestartPolicy(maxAttempts: 1))
        var history = RestartHistory()
        history.note(task(of: service), of: service, at: .zero)
        #expect(!history.allowsRestart(of: task(of: service), of: service))
        service.specVersion = 5
        #expect(history.allowsRestart(of: task(of: service), of: service))
        history.note(task(of: service), of: service, at: .zero)
        #expect(!history.allowsRestart(of: task(of: service), of: service))
    }

    @Test mutating func `RST-15 only restarts inside the window count`() {
        let service = service(RestartPolicy(maxAttempts: 2, window: .seconds(10)))
        var history = RestartHistory()
        history.note(task(of: service), of: service, at: seconds(1))
        history.note(task(of: service), of: service, at: seconds(5))
        let ended = task(of: service, applied: seconds(10.5))
        #expect(!history.allowsRestart(of: ended, of: service))
        let later = task(of: service, applied: seconds(11))
        #expect(history.allowsRestart(of: later, of: service))
    }

    @Test mutating func `RST-15 restarts at or after the task's own time do not count`() {
        let service = service(RestartPolicy(maxAttempts: 1, window: .seconds(10)))
        var history = RestartHistory()
        history.note(task(of: service), of: service, at: seconds(5))
        #expect(history.allowsRestart(of: task(of: service, applied: seconds(5)), of: service))
        #expect(!history.allowsRestart(of: task(of: service, applied: seconds(6)), of: service))
    }

    @Test mutating func `RST-15 the manager's time is used before the agent's`() {
        let service = service(RestartPolicy(maxAttempts: 1, window: .seconds(10)))
        var history = RestartHistory()
        history.note(task(of: service), of: service, at: seconds(5))
        let byAgent = task(of: service, at: seconds(6))
        let byManager = task(of: service, at: seconds(6), applied: seconds(100))
        #expect(!history.allowsRestart(of: byAgent, of: service))
        #expect(history.allowsRestart(of: byManager, of: service))
    }

    @Test mutating func `RST-17 a removed service is forgotten`() {
        let service = service(RestartPolicy(maxAttempts: 1))
        var history = RestartHistory()
        history.note(task(of: service), of: service, at: .zero)
        history.forget(service.id)
        #expect(history.allowsRestart(of: task(of: service), of: service))
    }

    @Test mutating func `JOB-10 a global job counts each node by itself`() {
        let service = service(RestartPolicy(maxAttempts: 1), mode: .globalJob)
        var one = task(of: service, slot: 0)
        one.nodeID = NodeID(using: &random)
        var other = task(of: service, slot: 0)
        other.nodeID = NodeID(using: &random)
        var history = RestartHistory()
        history.note(one, of: service, at: .zero)
        #expect(!history.allowsRestart(of: one, of: service))
        #expect(history.allowsRestart(of: other, of: service))
    }
}
