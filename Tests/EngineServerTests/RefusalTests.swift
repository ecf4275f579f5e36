import EngineAPI
import SwarmModel
import Testing

@testable import EngineServer

/// What skep does not do, and says so.
@Suite struct RefusalTests {
    @Test(arguments: [
        ("POST", "/auth", 401, "skep asks no registry: there is nowhere to log in"),
        (
            "GET", "/distribution/nginx/json", 403,
            "skep asks no registry: its images are simulated"
        ),
        (
            "POST", "/containers/create", 501,
            "skep runs containers of services only: use docker service create"
        ),
        (
            "POST", "/networks/create", 501,
            "skep simulates networks of the swarm only: create the network with --driver overlay"
        ),
        (
            "GET", "/containers/web/archive?path=/x", 501,
            "skep's containers are simulated and have no files but mounted configs and secrets: "
                + "docker exec CONTAINER cat FILE shows one"
        ),
        ("GET", "/images/search?term=x", 501, "skep asks no registry: its images are simulated"),
        ("POST", "/commit", 501, "skep makes no images: those there are come from its catalogue"),
        ("POST", "/plugins/a/b/enable", 501, "skep's engines have no plugins"),
        ("GET", "/plugins/a/b/json", 404, "plugin \"a/b\" not found"),
    ])
    func `API-8 what skep does not do it refuses in words`(
        method: String,
        path: String,
        status: Int,
        message: String
    ) async throws {
        let kit = try await ServerKit()
        let answer = try await kit.send(method, path, method == "POST" ? ["Name": "n"] : nil)
        #expect(answer.status == status)
        #expect(answer.message == message)
    }

    @Test func `API-7 the usage of a machine has its images, containers and volumes`() async throws
    {
        let kit = try await ServerKit()
        _ = try await kit.container(of: "nginx:alpine")
        _ = try await kit.send("POST", "/volumes/create", ["Name": "data"])
        let usage = try await kit.send("GET", "/system/df").json
        #expect(usage["Containers"]?.elements.count == 1)
        #expect(usage["Volumes"]?.elements.first?["UsageData"]?["RefCount"] == 0)
        #expect((usage["LayersSize"]?.integer ?? 0) > 1_000_000)
        #expect(try await kit.send("GET", "/plugins").json == [])
    }
}
