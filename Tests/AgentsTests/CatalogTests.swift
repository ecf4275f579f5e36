import Agents
import Basics
import SwarmModel
import Testing

@Suite struct CatalogTests {
    private func outcome(_ image: String) -> AgentsDriver.Step? {
        var driver = AgentsDriver(ImageCatalog())
        let node = driver.addNode()
        _ = driver.run(image, on: node)
        driver.advance(.seconds(25))
        return driver.steps.last
    }

    @Test(arguments: [
        ("shop/any:thing", TaskState.running, ""),
        ("shop/any:slow", .running, ""),
        ("shop/any:healthy", .running, ""),
        ("shop/any:crash", .failed, "task: non-zero exit (1)"),
        ("shop/any:exit0", .complete, ""),
        ("shop/any:exit42", .failed, "task: non-zero exit (42)"),
        ("shop/any:oneshot", .complete, ""),
        (
            "shop/any:unhealthy", .failed,
            "task: non-zero exit (143): dockerexec: unhealthy container"
        ),
        ("shop/any:missing", .rejected, "No such image: shop/any:missing"),
        ("shop/any:no-such-thing", .rejected, "No such image: shop/any:no-such-thing"),
        ("shop/any:does-not-exist", .rejected, "No such image: shop/any:does-not-exist"),
    ])
    func `the tag of an unknown image says what it does`(
        image: String,
        state: TaskState,
        error: String
    ) {
        let last = outcome(image)
        #expect(last?.status.state == state)
        #expect(last?.status.error == error)
    }

    @Test func `a slow image starts for fifteen seconds, a stubborn one is killed`() {
        var driver = AgentsDriver(ImageCatalog())
        let node = driver.addNode()
        let slow = driver.run("any:slow", on: node)
        let stubborn = driver.run("any:stubborn", on: node)
        driver.advance(.seconds(5))
        driver.desire(.shutdown, of: stubborn)
        driver.advance(.seconds(20))
        #expect((15...17).contains(driver.seconds(from: .zero, to: .running, of: slow) ?? 0))
        #expect(driver.task(stubborn)?.status.container?.exitCode == 137)
    }

    @Test func `an image without a tag is the latest one, also in the error`() {
        var driver = AgentsDriver(
            ImageCatalog(entries: [
                ImageEntry(
                    repository: "tested",
                    tags: [TaggedImage(pattern: "1.*", profile: ImageProfile())]
                )
            ])
        )
        let node = driver.addNode()
        let none = driver.run("tested", on: node)
        let some = driver.run("docker.io/library/tested:1.27", on: node)
        driver.advance(.seconds(3))
        #expect(driver.task(none)?.status.error == "No such image: tested:latest")
        #expect(driver.state(some) == .running)
    }

    @Test(arguments: [
        ("1.*", "1.27", true), ("1.*", "2.1", false), ("*-alpine", "1-alpine", true),
        ("*", "anything", true), ("1.*-alpine", "1.27-alpine", true), ("1.*-alpine", "1.27", false),
        ("a*b*c", "axxbyyc", true), ("a*b*c", "acb", false), ("latest", "latest", true),
        ("aa*aa", "aaa", false),
    ])
    func `a tag pattern matches`(pattern: String, tag: String, matches: Bool) {
        let entry = ImageEntry(
            repository: "tested",
            tags: [TaggedImage(pattern: pattern, profile: ImageProfile())]
        )
        let catalog = ImageCatalog(entries: [entry])
        #expect((catalog.profile(of: "tested:\(tag)") != nil) == matches)
    }

    @Test(arguments: [
        (["sleep", "3"], 3.0, 0), (["sh", "-c", "sleep 1; exit 7"], 1, 7), (["false"], 0, 1),
        (["/bin/sh", "-c", "'sleep 2 && sleep 1 && true'"], 3, 0),
    ])
    func `a command that waits and exits does so`(words: [String], seconds: Double, code: Int) {
        var driver = AgentsDriver()
        let node = driver.addNode()
        let service = driver.service("plain") { $0.args = words }
        let id = driver.assign(service, to: node)
        driver.advance(.seconds(10))
        let status = driver.task(id)?.status
        #expect(status?.container?.exitCode == Int32(code))
        #expect(status?.state == (code == 0 ? .complete : .failed))
        #expect(
            (seconds + 0.4...seconds + 1.6).contains(
                driver.seconds(from: .zero, to: status?.state ?? .new, of: id) ?? 0
            )
        )
    }

    @Test(arguments: [
        ["ping", "docker.com"], ["serve", "--exit", "true"],
        ["sh", "-c", "while true; do sleep 1; done"],
        ["sleep", "infinity"], ["sh", "-c", "exec app"],
    ])
    func `a command that is more than that is left to the image`(words: [String]) {
        var driver = AgentsDriver()
        let node = driver.addNode()
        let service = driver.service("plain") { $0.command = words }
        let id = driver.assign(service, to: node)
        driver.advance(.seconds(60))
        #expect(driver.state(id) == .running)
    }
}
