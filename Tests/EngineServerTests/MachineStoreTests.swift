import Basics
import EngineAPI
import SwarmModel
import Testing

@testable import EngineServer

/// What a machine keeps for itself: volumes and images.
@Suite struct MachineStoreTests {
    @Test func `API-13 a volume is made once, shown, and removed on its own machine`() async throws
    {
        let kit = try await ServerKit(nodes: 2)
        let wish: JSONValue = [
            "Name": "data1", "Driver": "local", "Labels": ["a": "b"],
            "DriverOpts": ["type": "tmpfs"],
        ]
        for _ in 0..<2 {
            let made = try await kit.send("POST", "/volumes/create", wish, to: "node2")
            #expect(made.status == 201)
            #expect(made.json["Mountpoint"] == "/var/lib/docker/volumes/data1/_data")
            #expect(made.json["Labels"] == ["a": "b"])
            #expect(made.json["Options"] == ["type": "tmpfs"])
        }
        let list = try await kit.send("GET", "/volumes", to: "node2")
        #expect(list.json["Volumes"]?.elements.map { $0["Name"] } == ["data1"])
        #expect(try await kit.send("GET", "/volumes/data1", to: "node1").status == 404)
        #expect(try await kit.send("DELETE", "/volumes/data1", to: "node2").status == 204)
        #expect(try await kit.send("GET", "/volumes/data1", to: "node2").status == 404)
    }

    @Test(arguments: [
        ("v", "local", 400, "create v: volume name is too short"),
        ("../x", "", 400, "create ../x: \"../x\" includes invalid characters"),
        (
            "v3", "nosuchdrv", 404,
            "create v3: error looking up volume plugin nosuchdrv: plugin \"nosuchdrv\" not found"
        ),
    ])
    func `API-13 volumes are refused as the engine refuses them`(
        name: String,
        driver: String,
        status: Int,
        start: String
    ) async throws {
        let kit = try await ServerKit()
        let answer = try await kit.send(
            "POST",
            "/volumes/create",
            ["Name": .string(name), "Driver": .string(driver)]
        )
        #expect(answer.status == status)
        #expect(answer.message.hasPrefix(start))
    }

    @Test func `API-13 a prune takes volumes without a name, and all where all are meant`()
        async throws
    {
        let kit = try await ServerKit()
        _ = try await kit.send("POST", "/volumes/create", ["Name": "named"])
        let other = try await kit.send("POST", "/volumes/create", [:])
        let name = try #require(other.json["Name"]?.text)
        #expect(name.count == 64)
        let pruned = try await kit.send("POST", "/volumes/prune")
        #expect(pruned.json["VolumesDeleted"] == [.string(name)])
        let all = "/volumes/prune?filters=%7B%22all%22%3A%5B%22true%22%5D%7D"
        #expect(try await kit.send("POST", all).json["VolumesDeleted"] == ["named"])
    }

    @Test func `API-13 a pull shows how it goes on, and the image is there afterwards`()
        async throws
    {
        let kit = try await ServerKit()
        #expect(try await kit.send("GET", "/images/shop/cart:7/json").status == 404)
        let pull = "/images/create?fromImage=shop%2Fcart&tag=7"
        let lines = try await kit.lines("POST", pull)
        let words = lines.compactMap { $0["status"]?.text }
        #expect(words.first == "Pulling from shop/cart (simulated)")
        #expect(words.contains("Downloading") && words.contains("Pull complete"))
        #expect(words.last == "Status: Downloaded newer image for shop/cart:7")
        let shown = try await kit.send("GET", "/images/shop/cart:7/json")
        #expect(shown.json["RepoTags"] == ["shop/cart:7"])
        let again = try await kit.lines("POST", pull)
        #expect(again.last?["status"] == "Status: Image is up to date for shop/cart:7")
        let full = "/images/create?fromImage=docker.io%2Fshop%2Fcart&tag=7"
        #expect(try await kit.lines("POST", full).last?["status"] == again.last?["status"])
        let history = try await kit.send("GET", "/images/shop/cart:7/history")
        #expect(history.json.elements.count == 1)
        #expect(history.json.elements.first?["Id"] == shown.json["Id"])
    }

    @Test func `API-13 images that there are not are refused`() async throws {
        let kit = try await ServerKit()
        let missing = try await kit.send("POST", "/images/create?fromImage=web&tag=nope")
        #expect(missing.status == 404)
        #expect(missing.message.hasPrefix("manifest for web:nope not found"))
        let bad = try await kit.send("POST", "/images/create?fromImage=A%20b")
        #expect(bad.status == 400)
        let shown = try await kit.send("GET", "/images/nosuch:1/json")
        #expect(shown.message == "no such image: nosuch:1: No such image: nosuch:1")
        let removed = try await kit.send("DELETE", "/images/nosuch:1")
        #expect(removed.status == 404)
        #expect(removed.message == "No such image: nosuch:1")
    }
}
