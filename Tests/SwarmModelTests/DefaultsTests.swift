import Basics
import SwarmModel
import Testing

/// What a reader sees in the place of what was left out.
@Suite struct DefaultsTests {
    @Test func `OBJ-42 VAL-44 whole blocks are filled in where there are none`() {
        let spec = ServiceSpec(name: "web", task: TaskSpec(container: ContainerSpec(image: "a")))
        let full = spec.withDefaults
        #expect(full.task.container.stopGracePeriod == .seconds(10))
        #expect(full.task.restart == RestartPolicy(condition: .any, delay: .seconds(5)))
        let update = UpdateConfig(
            parallelism: 1,
            delay: .zero,
            failureAction: .pause,
            monitor: .seconds(5),
            maxFailureRatio: 0,
            order: .stopFirst
        )
        #expect(full.update == update)
        #expect(full.rollback == update)
        #expect(full.endpoint == nil, "an endpoint is not invented")
        #expect(spec.update == nil, "the spec itself keeps its gaps")
    }

    @Test func `OBJ-42 of a block that is there only the delay or the monitor is filled in`() {
        var spec = ServiceSpec(name: "web")
        spec.task.restart = RestartPolicy(condition: .none, maxAttempts: 3)
        spec.task.container.stopGracePeriod = .zero
        spec.update = UpdateConfig(parallelism: 0, failureAction: .continue)
        spec.rollback = UpdateConfig(monitor: .seconds(1))
        let full = spec.withDefaults
        #expect(
            full.task.restart == RestartPolicy(condition: .none, delay: .seconds(5), maxAttempts: 3)
        )
        #expect(full.task.container.stopGracePeriod == .zero, "zero was asked for")
        #expect(full.update?.parallelism == 0)
        #expect(full.update?.failureAction == .continue)
        #expect(full.update?.monitor == .seconds(5))
        #expect(full.rollback?.monitor == .seconds(1))
    }
}
