import Basics
import ClusterPorts
import Forecasting
import Hosting
import SwarmModel
import SwarmStore
import Testing

@testable import EngineClient

/// Which live clusters are looked ahead of.
@Suite struct ForecastRefusalTests {
    @Test(arguments: [(1, 1, true), (3, 2, true), (3, 1, false), (2, 1, false), (5, 2, false)])
    func `managers without a quorum are not looked ahead of`(
        total: Int,
        reachable: Int,
        isForecast: Bool
    ) {
        let managers = ManagersSummary(total: total, reachable: reachable, leader: nil)
        let refusal = MirroredWorld.whyNoForecast(managers)
        #expect((refusal == nil) == isForecast)
        #expect(refusal?.message.contains("no quorum") != false)
    }

    @Test func `a live cluster's drain and scaling are estimated`() async throws {
        let served = try await ServedEngine.start(seed: 3)
        let web = try await served.createService("web", replicas: 3)
        await served.host.skip(.seconds(30))
        let session = try await EngineSession.attach(to: served.target)
        let service = try #require(await session.snapshot().store.service(web))
        var spec = service.spec
        spec.mode = .replicated(replicas: 5)
        let command = ClusterCommand.updateService(
            web,
            version: service.meta.version,
            spec: spec
        )
        let forecast = try await session.forecast(ForecastRequest([command]))
        #expect(forecast.basis == .estimate)
        #expect(forecast.services.map(\.before) == [3])
        #expect(forecast.services.map(\.after) == [5])
        #expect(await session.snapshot().store.service(web)?.spec.mode == service.spec.mode)
        await session.close()
        await served.stop()
    }
}
