import Basics
import ClusterPorts
import EngineAPI
import Hosting
import SwarmModel
import Testing

@testable import EngineServer

/// Containers that users stop and kill behind the swarm's back.
@Suite(.serialized) struct ContainerActTests {
    /// Sends a request that ends a container, and lets the cluster's time go on until it is
    /// answered.
    private func end(
        _ kit: ServerKit,
        _ container: String,
        _ call: String
    ) async throws -> ServerKit.Answer {
        let clock = Task {
            while !Task.isCancelled {
                await kit.host.skip(.milliseconds(200))
                await Task.yield()
            }
        }
        let answer = try await kit.send("POST", "/containers/\(container)/\(call)")
        clock.cancel()
        await clock.value
        await kit.host.skip(.seconds(15))
        return answer
    }

    @Test(arguments: [
        ("nginx:alpine", "stop", "complete", 0),
        ("web:1.0", "stop", "failed", 143),
        ("web:1.0", "restart?t=5", "failed", 143),
        ("web:stubborn", "stop", "failed", 137),
        ("nginx:alpine", "stop?t=0", "failed", 137),
        ("nginx:alpine", "kill", "failed", 137),
        ("nginx:alpine", "kill?signal=SIGTERM", "complete", 0),
        ("web:1.0", "kill?signal=INT", "failed", 130),
    ])
    func `API-12 a container ends as its image does, and the swarm has another task`(
        image: String,
        call: String,
        state: String,
        code: Int
    ) async throws {
        let kit = try await ServerKit()
        let container = try await kit.container(of: image)
        #expect(try await end(kit, container, call).status == 204)
        let shown = try await kit.send("GET", "/containers/\(container)/json")
        #expect(shown.json["State"]?["Status"] == "exited")
        #expect(shown.json["State"]?["ExitCode"] == JSONValue(code))
        let tasks = try await kit.send("GET", "/tasks").json.elements
        let ended = tasks.first {
            $0["Status"]?["ContainerStatus"]?["ContainerID"]?.text == container
        }
        #expect(ended?["Status"]?["State"]?.text == state)
        #expect(tasks.contains { $0["Status"]?["State"] == "running" })
        #expect(try await kit.send("POST", "/containers/\(container)/stop").status == 304)
        let again = try await kit.send("POST", "/containers/\(container)/kill")
        #expect(again.status == 409)
        #expect(again.message.hasSuffix("Container \(container) is not running"))
    }

    @Test func `API-12 signals that the process does not heed end nothing`() async throws {
        let kit = try await ServerKit()
        let container = try await kit.container(of: "web:stubborn")
        for signal in ["HUP", "SIGUSR1", "28", "TERM"] {
            let answer = try await kit.send(
                "POST",
                "/containers/\(container)/kill?signal=\(signal)"
            )
            #expect(answer.status == 204)
        }
        await kit.host.skip(.seconds(30))
        let shown = try await kit.send("GET", "/containers/\(container)/json")
        #expect(shown.json["State"]?["Running"] == true)
        let wrong = try await kit.send("POST", "/containers/\(container)/kill?signal=NOPE")
        #expect(wrong.status == 400)
        #expect(wrong.message == "Invalid signal: NOPE")
        #expect(try await kit.send("POST", "/containers/\(container)/stop?t=x").status == 400)
    }

    @Test(arguments: [
        ("start", 304), ("pause", 501), ("rename?name=x", 501), ("update", 501),
    ])
    func `API-12 what skep does not do with a running container it says`(
        call: String,
        status: Int
    ) async throws {
        let kit = try await ServerKit()
        let container = try await kit.container(of: "web:1.0")
        let answer = try await kit.send("POST", "/containers/\(container)/\(call)")
        #expect(answer.status == status)
        #expect(status == 304 || answer.message.hasPrefix("skep does not "))
    }

    @Test func `API-12 figures say that they are simulated, and end with the container`()
        async throws
    {
        let kit = try await ServerKit()
        let container = try await kit.container(of: "web:1.0")
        let once = try await kit.lines("GET", "/containers/\(container)/stats?stream=0")
        #expect(once.count == 1)
        let figures = try #require(once.first)
        #expect(figures["simulated"] == true)
        let usage = { (part: String) in
            figures[part]?["cpu_usage"]?["total_usage"]?.integer ?? 0
        }
        #expect(usage("cpu_stats") > usage("precpu_stats"))
        #expect((figures["memory_stats"]?["usage"]?.integer ?? 0) > 1_000_000)
        let stream = try await kit.lines("GET", "/containers/\(container)/stats", maximum: 3)
        #expect(stream.count == 3)
        _ = try await end(kit, container, "kill")
        let ended = try await kit.lines("GET", "/containers/\(container)/stats")
        #expect(ended.count == 1, "nothing follows once it has ended")
        #expect(ended.first?["memory_stats"] == [:])
    }

    @Test func `API-12 what is done to a container by hand is told`() async throws {
        let kit = try await ServerKit()
        let container = try await kit.container(of: "web:1.0")
        _ = try await end(kit, container, "stop")
        #expect(try await kit.send("DELETE", "/containers/\(container)").status == 204)
        let snapshot = await kit.host.snapshot()
        let now = snapshot.wallTime(of: snapshot.now).nanoseconds / 1_000_000_000
        await kit.host.skip(.seconds(2))
        let events = try await kit.lines("GET", "/events?since=1&until=\(now + 1)")
        let told = events.filter { $0["id"]?.text == container }.compactMap { $0["status"]?.text }
        #expect(told == ["kill", "stop", "destroy"])
        #expect(events.first?["Actor"]?["Attributes"]?["signal"] == "15")
    }
}
