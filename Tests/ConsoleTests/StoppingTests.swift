import Basics
import ClusterPorts
import SwarmModel
import Testing

@testable import Console

/// Works of several steps that are stopped by the user.
struct StoppingTests {
    private func deploying() -> (driver: ConsoleDriver, id: OperationID) {
        var driver = ConsoleDriver(DemoCluster().builder)
        driver.command("deploy shop.yml shop")
        let id = OperationID(number: 1)
        let plan = StackPlanText(lines: [.init(.added, Phrase(named: "shop_cache"))])
        driver.send(.stackPlan(id, .success(plan)))
        driver.type("<enter><tab><enter>")
        driver.send(.workProgress(id, ["Creating network shop_back"], ended: nil))
        _ = driver.takeEffects()
        return (driver, id)
    }

    @Test func `a deployment is stopped after its step, and says what was done and what was not`() {
        var (driver, id) = deploying()
        #expect(driver.text.contains("^k stop"))
        #expect(driver.text.contains("^k stops it after the step"))
        driver.type("^k")
        #expect(driver.takeEffects() == [.stopWork(id, awaitsStep: true)])
        #expect(driver.text.contains("stopping after this step"))
        driver.send(
            .workProgress(
                id,
                [],
                ended: .stopped(left: ["Creating service shop_cache"], unanswered: nil)
            )
        )
        #expect(driver.text.contains("Not carried out:"))
        #expect(driver.text.contains("Creating service shop_cache"))
        #expect(driver.text.contains("what was carried out stays"))
        #expect(driver.text.contains("stopped, 1 step not carried out"))
        driver.type("^k")
        #expect(driver.takeEffects() == [])
        #expect(driver.text.contains("stop: it has ended"))
        driver.command("ops")
        #expect(driver.text.contains("▲ stopped after"))
        #expect(driver.text.contains("not carried out: Creating service shop_cache"))
    }

    @Test func `the newest step of a long plan stays in sight, unless the user looks elsewhere`() {
        var driver = ConsoleDriver(DemoCluster().builder)
        driver.command("deploy shop.yml shop")
        let id = OperationID(number: 1)
        let lines = (0..<90).map { StackPlanText.Line(.added, Phrase(named: "shop_\($0)")) }
        driver.send(.stackPlan(id, .success(StackPlanText(lines: lines))))
        #expect(driver.text.contains("+ shop_0"))
        driver.type("<enter><tab><enter>")
        #expect(driver.text.contains("… in flight"))
        driver.send(.workProgress(id, ["Creating service shop_0"], ended: nil))
        #expect(driver.text.contains("Creating service shop_0"))
        driver.type("g")
        driver.send(.workProgress(id, ["Creating service shop_1"], ended: nil))
        #expect(driver.text.contains("+ shop_0") && !driver.text.contains("Creating service"))
    }

    @Test func `asked again it waits for no answer, and says what may have been done`() {
        var (driver, id) = deploying()
        driver.type("^k^k")
        #expect(
            driver.takeEffects() == [
                .stopWork(id, awaitsStep: true), .stopWork(id, awaitsStep: false),
            ]
        )
        driver.send(
            .workProgress(
                id,
                [],
                ended: .stopped(left: [], unanswered: "Creating network shop_back")
            )
        )
        #expect(driver.text.contains("it may have been carried out:"))
    }

    @Test func `where the cluster does not answer the first time is enough`() {
        var (driver, id) = deploying()
        driver.send(.connection(.lost(since: driver.model.now, reason: "no route")))
        driver.type("^k")
        #expect(driver.takeEffects() == [.stopWork(id, awaitsStep: false)])
    }

    @Test(arguments: [
        ("stack rm shop", "shop"), ("rotate config shop_nginx /x", nil),
    ])
    func `removals and rotations are stopped from the log of operations`(
        line: String,
        name: String?
    ) {
        var driver = ConsoleDriver(DemoCluster().builder)
        driver.command(line)
        if let name { driver.type(name + "<enter>") }
        while driver.box?.focus != .accept { driver.type("<tab>") }
        driver.type("<enter>")
        let id = OperationID(number: 1)
        _ = driver.takeEffects()
        driver.send(.workProgress(id, ["Step one"], ended: nil))
        driver.command("ops")
        #expect(driver.text.contains("· Step one"))
        driver.type("^k")
        #expect(driver.takeEffects() == [.stopWork(id, awaitsStep: true)])
        driver.send(.workProgress(id, [], ended: .stopped(left: ["Step two"], unanswered: nil)))
        #expect(driver.text.contains("not carried out: Step two"))
        driver.type("^k")
        #expect(driver.text.contains("nothing that has steps is under way"))
    }
}
