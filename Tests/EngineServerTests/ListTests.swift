import ClusterPorts
import EngineAPI
import Hosting
import SwarmModel
import Testing

@testable import EngineServer

/// Lists remember what they told; single objects are always encoded anew.
@Suite struct ListTests {
    private static func spec(_ name: String, _ replicas: Int, _ image: String) -> JSONValue {
        [
            "Name": .string(name),
            "TaskTemplate": [
                "ContainerSpec": ["Image": .string(image)],
                "Networks": [["Target": "back"]],
            ],
            "Mode": ["Replicated": ["Replicas": .number("\(replicas)")]],
            "EndpointSpec": ["Ports": [["TargetPort": 80, "PublishedPort": 8080]]],
        ]
    }

    private static func expectSameAlone(_ kit: ServerKit, _ path: String) async throws -> Int {
        let list = try await kit.send("GET", path).json.elements
        for object in list {
            let id = try #require(object["ID"]?.text)
            let alone = try await kit.send("GET", "\(path)/\(id)")
            #expect(alone.json == object)
        }
        return list.count
    }

    @Test func `API-2 a list that was told before tells what has changed since`() async throws {
        let kit = try await ServerKit(nodes: 3)
        // Nothing happens between a list and its objects.
        try await kit.session.setClock(ClockState(isPaused: true))
        let network: JSONValue = ["Name": "back", "Driver": "overlay"]
        #expect(try await kit.send("POST", "/networks/create", network).status == 201)
        _ = try await kit.send("POST", "/services/create", Self.spec("web", 4, "web:1"))
        for pause in [0, 1, 2, 10] {
            await kit.host.skip(.seconds(pause))
            #expect(try await Self.expectSameAlone(kit, "/tasks") == 4)
            #expect(try await Self.expectSameAlone(kit, "/services") == 1)
        }
        let version = try await kit.send("GET", "/services/web").json["Version"]?["Index"]?.integer
        let update = "/services/web/update?version=\(version ?? 0)"
        let changed = try await kit.send("POST", update, Self.spec("web", 5, "web:2"))
        #expect(changed.status == 200)
        var most = 0
        for _ in 0..<20 {
            await kit.host.skip(.seconds(2))
            most = max(most, try await Self.expectSameAlone(kit, "/tasks"))
            #expect(try await Self.expectSameAlone(kit, "/services") == 1)
        }
        #expect(most > 5)
    }

    @Test func `API-2 a service's counts are of now though the service is the same`() async throws {
        let kit = try await ServerKit()
        _ = try await kit.send("POST", "/networks/create", ["Name": "back", "Driver": "overlay"])
        _ = try await kit.send("POST", "/services/create", Self.spec("web", 2, "web:1"))
        var counts: Set<Int64> = []
        for _ in 0..<40 {
            await kit.host.skip(.milliseconds(250))
            let list = try await kit.send("GET", "/services?status=true").json.elements
            counts.insert(list.first?["ServiceStatus"]?["RunningTasks"]?.integer ?? -1)
            let plain = try await kit.send("GET", "/services").json.elements
            #expect(plain.first?["ServiceStatus"] == nil)
        }
        #expect(counts.isSuperset(of: [0, 2]))
    }
}
