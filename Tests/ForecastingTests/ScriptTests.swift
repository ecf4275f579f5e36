import Basics
import ClusterPorts
import Forecasting
import SwarmModel
import SwarmStore
import SwarmWorld
import Testing

/// Deeds of several commands, looked ahead of.
struct ScriptTests {
    /// Makes a service, waits, scales what it has made, and asks about one thing.
    private struct Growth: ForecastScript {
        var spec: ServiceSpec
        let delay: Duration
        var id: ServiceID?
        var madeAt: Moment?
        var isWaiting = false
        var isThrough = false

        mutating func next(_ store: Store, now: Moment) -> [ClusterCommand] {
            guard !isWaiting, !isThrough else { return [] }
            guard let id, let madeAt else {
                isWaiting = true
                return [.createService(spec)]
            }
            guard now - madeAt >= delay, let service = store.service(id) else { return [] }
            isThrough = true
            var spec = service.spec
            spec.mode = .replicated(replicas: 5)
            return [.updateService(id, version: service.meta.version, spec: spec)]
        }

        mutating func take(_ answer: Result<CommandOutcome, EngineError>, now: Moment) {
            isWaiting = false
            guard case .success(let outcome) = answer else { return isThrough = true }
            if id == nil {
                id = outcome.createdID.flatMap { ServiceID($0) }
                madeAt = now
            }
        }

        var pause: Duration? { .seconds(1) }
        var obstacles: [String] { ["a question"] }
    }

    private func growth(after delay: Duration) -> Growth {
        Growth(
            spec: ServiceSpec(
                name: "web",
                task: TaskSpec(container: ContainerSpec(image: "plain:1.0")),
                mode: .replicated(replicas: 2)
            ),
            delay: delay
        )
    }

    private func play(_ script: some ForecastScript, _ stage: Stage) -> Forecast {
        Forecaster.play(script, in: stage.world, at: stage.world.now, basis: .rehearsal)
    }

    @Test(arguments: [LinkDefaults(), .ordinary])
    func `a script is told what came of a command, and goes on with that`(links: LinkDefaults)
        throws
    {
        let stage = try Stage(links: links)
        let bytes = try Packed.encode(stage.world)
        let forecast = play(growth(after: .seconds(40)), stage)
        #expect(try Packed.encode(stage.world) == bytes)
        #expect(forecast.refusals == [])
        #expect(forecast.obstacles == ["a question"])
        #expect(forecast.isSettled)
        let web = try #require(forecast.services.first)
        #expect(forecast.services.count == 1)
        #expect((web.before, web.lowest, web.after) == (0, 0, 5))
        #expect(forecast.replicas.map(\.name) == (1...5).map { "web.\($0)" })
        // Two of them come at once, the others after the script has waited.
        let late = forecast.replicas.compactMap(\.after).count { $0 >= .seconds(40) }
        #expect(late == 3)
        #expect(forecast.duration > .seconds(40) && forecast.duration < .seconds(50))
    }

    @Test func `what the script does is what happens when somebody does it`() throws {
        var stage = try Stage()
        let forecast = play(growth(after: .zero), stage)
        try stage.perform(.createService(growth(after: .zero).spec))
        try stage.perform(stage.update("web") { $0.mode = .replicated(replicas: 5) })
        stage.run(until: forecast.end)
        #expect(stage.tasks(of: forecast) == forecast.tasks)
        #expect(forecast.tasks.count == 5)
    }

    @Test func `a refusal is told, and ends the script`() throws {
        var stage = try Stage()
        try stage.create("web")
        let forecast = play(growth(after: .zero), stage)
        #expect(forecast.refusals.count == 1)
        #expect(forecast.refusals[0].contains("already exists"))
        #expect(forecast.isSettled)
        #expect(forecast.services == [])
    }

    @Test func `a script that waits for ever ends at the horizon, and when nobody wants it`() throws
    {
        let stage = try Stage()
        let script = growth(after: .seconds(100_000))
        let long = play(script, stage)
        #expect(!long.isSettled && !long.isCut)
        #expect(long.end - long.start <= ForecastRequest.usualHorizon)
        #expect(long.end - long.start > ForecastRequest.usualHorizon - .seconds(2))
        var questions = 0
        let short = Forecaster.play(
            script,
            in: stage.world,
            at: stage.world.now,
            basis: .rehearsal
        ) {
            questions += 1
            return questions == 2
        }
        #expect(short.isCut && questions == 2)
    }
}
