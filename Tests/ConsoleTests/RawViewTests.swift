import Basics
import Cells
import ClusterPorts
import SwarmModel
import SwarmStore
import Testing

@testable import Console

/// Raw views, and taking texts away.
struct RawViewTests {
    let demo = DemoCluster()

    @Test func `the raw view of a stack is that of its parts`() throws {
        var driver = ConsoleDriver(demo.builder)
        driver.command("stacks")
        _ = driver.takeEffects()
        driver.type("y")
        guard case .loadParts(let whole, let parts)? = driver.takeEffects().first else {
            Issue.record("nothing was asked for")
            return
        }
        #expect(whole == .stack("shop"))
        let services = [demo.proxy, demo.web, demo.api, demo.db]
        #expect(Set(parts).isSuperset(of: services.map { .service($0) }))
        #expect(!parts.contains(.service(demo.worker)))
        #expect(parts.count == 7)
        driver.send(.json(whole, "[\n    {\n        \"ID\": \"a\"\n    }\n]"))
        #expect(driver.text.contains("json of shop"))
        #expect(driver.text.contains("\"ID\": \"a\""))
        driver.type("y")
        #expect(driver.text.contains("Parts"))
    }

    @Test(arguments: ["describe service shop_web", "swarm", "ops", "logs shop_web", "help"])
    func `c and C copy a text or a log`(command: String) {
        var driver = ConsoleDriver(demo.builder)
        driver.command(command)
        if command.hasPrefix("logs"), let stream = driver.model.logs.keys.max(),
            let task = demo.builder.store.tasks(of: demo.web).first?.id
        {
            let line = LogLine(moment: demo.builder.now, task: task, node: nil, text: "a line")
            driver.send(.logLines(stream, [line], ended: true))
        }
        for key in ["c", "C"] {
            _ = driver.takeEffects()
            driver.type(key)
            let copied = driver.takeEffects().contains {
                if case .copy(let text) = $0 { return !text.isEmpty }
                return false
            }
            #expect(copied, "\(command) \(key)")
        }
    }
}
