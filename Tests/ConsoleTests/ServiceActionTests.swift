import Basics
import Cells
import ClusterPorts
import SwarmModel
import SwarmStore
import Testing

@testable import Console

struct ServiceActionTests {
    let demo = DemoCluster()

    /// The services table; `shop_web` is the fourth.
    func driver(at row: Int = 4, _ builder: ClusterBuilder? = nil) -> ConsoleDriver {
        var driver = ConsoleDriver(builder ?? demo.builder)
        driver.command("services")
        driver.type(String(repeating: "j", count: row - 1))
        _ = driver.takeEffects()
        return driver
    }

    func update(_ id: ServiceID, _ change: (inout ServiceSpec) -> Void) throws -> ClusterCommand {
        let service = try #require(demo.builder.store.service(id))
        var spec = service.spec
        change(&spec)
        return .updateService(id, version: service.meta.version, spec: spec)
    }

    @Test func `scale has the number in its field and needs a button press of its own`() throws {
        var driver = driver()
        driver.type("s")
        #expect(driver.box?.field.text == "6")
        driver.type("<backspace>9<enter>")
        #expect(driver.takeEffects() == [])
        #expect(driver.text.contains("6 → 9 replicas: 3 more"))
        driver.type("<enter>")
        #expect(
            try driver.takeCommands() == [update(demo.web) { $0.mode = .replicated(replicas: 9) }]
        )
    }

    @Test(arguments: ["x", "-1", "", "1.5", "9999999999"])
    func `scale takes numbers only`(input: String) {
        var driver = driver()
        driver.type("s^u")
        driver.send(.input(.paste(SafeText(sanitizing: input))))
        #expect(driver.text.contains("a whole number from 0 on"))
        driver.type("<enter><enter><tab><tab><enter>")
        #expect(driver.takeEffects() == [])
    }

    @Test func `a global service has no replicas to scale`() {
        var driver = driver(at: 3)
        driver.type("s")
        #expect(driver.box == nil)
        #expect(driver.text.contains("it has no number of replicas"))
    }

    @Test func `image changes the image and says how it will roll`() throws {
        var driver = driver()
        driver.type("i")
        #expect(driver.box?.field.text == "shop/web:4")
        driver.type("<backspace>5<enter>")
        #expect(driver.text.contains("shop/web:4 → shop/web:5"))
        #expect(driver.text.contains("2 at a time"))
        driver.type("<enter>")
        #expect(
            try driver.takeCommands() == [
                update(demo.web) { $0.task.container.image = "shop/web:5" }
            ]
        )
    }

    @Test func `an image must be a reference`() {
        var driver = driver()
        driver.type("i^uUPPER Case<enter><enter>")
        #expect(driver.text.contains("not an image reference"))
        #expect(driver.takeEffects() == [])
    }

    @Test func `environment variables are set and removed`() throws {
        var driver = driver(at: 1)
        driver.type("eLOG=debug<enter><enter>")
        #expect(
            try driver.takeCommands() == [
                update(demo.api) { $0.task.container.environment = ["LOG=debug", "PORT=80"] }
            ]
        )
        driver.type("ePORT-<enter><enter>")
        #expect(
            try driver.takeCommands() == [
                update(demo.api) { $0.task.container.environment = ["LOG=info"] }
            ]
        )
    }

    @Test func `force update raises the counter`() throws {
        var driver = driver()
        driver.type("r<tab><enter>")
        #expect(try driver.takeCommands() == [update(demo.web) { $0.task.forceUpdate = 1 }])
    }

    @Test func `UPD-60 rollback shows field by field what it returns to`() throws {
        var demo = demo
        demo.builder.update(demo.web) {
            $0.task.container.image = "shop/web:5"
            $0.task.container.environment = ["COLOR=blue"]
        }
        var driver = driver(at: 4, demo.builder)
        driver.type("^l")
        #expect(driver.text.contains("image shop/web:5 → shop/web:4"))
        #expect(driver.text.contains("env COLOR blue → none"))
        #expect(driver.text.contains("a second rollback goes forward again"))
        driver.type("<tab><enter>")
        let version = try #require(demo.builder.store.service(demo.web)?.meta.version)
        #expect(driver.takeCommands() == [.rollbackService(demo.web, version: version)])
    }

    @Test func `UPD-60 a field whose sides look the same is left out`() {
        var demo = demo
        demo.builder.update(demo.web) {
            $0.labels["skep.safe-drain"] = "none"
            $0.task.container.image = "shop/web:5"
        }
        var driver = driver(at: 4, demo.builder)
        driver.type("^l")
        #expect(driver.text.contains("image shop/web:5 → shop/web:4"))
        #expect(!driver.text.contains("none → none"))
    }

    @Test func `UPD-60 after a safe drain the box says what a rollback would return to`() {
        var demo = demo
        demo.builder.update(demo.web) { $0.labels["skep.safe-drain"] = "none" }
        demo.builder.update(demo.web) { $0.labels["skep.safe-drain"] = nil }
        var driver = driver(at: 4, demo.builder)
        driver.type("^l")
        #expect(driver.text.contains("▲ that spec is a safe drain's own"))
        #expect(!driver.text.contains("none → none"))
    }

    @Test func `UPD-61 without a previous spec a rollback is refused with the reason`() {
        var driver = driver()
        driver.type("^l")
        #expect(driver.text.contains("refused: no previous spec"))
        driver.type("<tab><enter>")
        #expect(driver.takeEffects() == [])
    }

    @Test func `UPD-64 a paused update is resumed by sending the same spec`() throws {
        var demo = demo
        demo.beginUpdate()
        demo.pauseUpdate()
        var driver = driver(at: 4, demo.builder)
        driver.type("Z<tab><enter>")
        let service = try #require(demo.builder.store.service(demo.web))
        #expect(
            driver.takeCommands() == [
                .updateService(demo.web, version: service.meta.version, spec: service.spec)
            ]
        )
    }

    @Test func `resume is refused when nothing is paused`() {
        var driver = driver()
        driver.type("Z")
        #expect(driver.text.contains("no update of it is paused"))
    }

    @Test func `remove says that there is no way back`() {
        var driver = driver()
        driver.type("^d")
        #expect(driver.text.contains("there is no way back"))
        #expect(driver.text.contains("it belongs to stack shop"))
        driver.type("<tab><enter>")
        #expect(driver.takeCommands() == [.removeService(demo.web)])
    }

    @Test func `z opens the rollout, l the logs, enter the tasks`() {
        var driver = driver()
        driver.type("z")
        #expect(driver.model.surface == .rollout)
        driver.type("<esc>l")
        #expect(driver.model.surface == .logs)
        driver.type("<esc><enter>")
        #expect(driver.model.table?.kind == .tasks(.service(demo.web)))
    }
}
