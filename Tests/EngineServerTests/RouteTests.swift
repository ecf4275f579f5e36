import Basics
import EngineAPI
import Hosting
import SwarmModel
import Testing

@testable import EngineServer

/// Calls and their answers, as a real engine gave them.
@Suite struct RouteTests {
    private static let minimal: JSONValue = [
        "Name": "minimal", "TaskTemplate": ["ContainerSpec": ["Image": "web:1.0"]],
    ]

    @Test func `API-7 a minimal service is shown as the engine shows it`() async throws {
        let kit = try await ServerKit()
        let created = try await kit.send("POST", "/services/create", Self.minimal)
        #expect(created.status == 201)
        let id = try #require(created.json["ID"]?.text)
        #expect(id.count == 25)
        let plain = try await kit.send("GET", "/services/minimal")
        #expect(
            plain.json["Spec"]
                == [
                    "Name": "minimal", "Labels": [:],
                    "TaskTemplate": [
                        "ContainerSpec": ["Image": "web:1.0", "Isolation": "default"],
                        "ForceUpdate": 0, "Runtime": "container",
                    ],
                    "Mode": ["Replicated": ["Replicas": 1]],
                ]
        )
        #expect(plain.json["Endpoint"] == ["Spec": [:]])
    }

    @Test func `API-7 defaults are shown where they are asked for`() async throws {
        let kit = try await ServerKit()
        _ = try await kit.send("POST", "/services/create", Self.minimal)
        let shown = try await kit.send("GET", "/services/minimal?insertDefaults=true")
        let template = try #require(shown.json["Spec"]?["TaskTemplate"])
        #expect(template["ContainerSpec"]?["StopGracePeriod"] == 10_000_000_000)
        #expect(template["ContainerSpec"]?["DNSConfig"] == [:])
        #expect(template["Resources"] == [:])
        #expect(template["Placement"] == [:])
        #expect(
            template["RestartPolicy"]
                == ["Condition": "any", "Delay": 5_000_000_000, "MaxAttempts": 0]
        )
        let update: JSONValue = [
            "Parallelism": 1, "FailureAction": "pause", "Monitor": 5_000_000_000,
            "MaxFailureRatio": 0, "Order": "stop-first",
        ]
        #expect(shown.json["Spec"]?["UpdateConfig"] == update)
        #expect(shown.json["Spec"]?["RollbackConfig"] == update)
        let junk = try await kit.send("GET", "/services/minimal?insertDefaults=maybe")
        #expect(junk.status == 400)
    }

    @Test(arguments: [
        ("{}", 400, "mismatched Runtime and *Spec fields"),
        (
            #"{"Name":"x","TaskTemplate":{"ContainerSpec":{}}}"#, 400,
            "rpc error: code = InvalidArgument desc = ContainerSpec: image reference must be "
                + "provided"
        ),
        (
            #"{"Name":"bad name","TaskTemplate":{"ContainerSpec":{"Image":"web"}}}"#, 400,
            "rpc error: code = InvalidArgument desc = name must be valid as a DNS name component"
        ),
        (
            #"{"Name":"x","TaskTemplate":{"ContainerSpec":{"Image":"web"}},"UpdateConfig":{"Order":"sideways"}}"#,
            400, "unrecognized update order sideways"
        ),
        (
            #"{"Name":"x","TaskTemplate":{"ContainerSpec":{"Image":"web"},"RestartPolicy":{"Condition":"maybe"}}}"#,
            400, #"invalid RestartCondition: "maybe""#
        ),
        (
            #"{"Name":"x","TaskTemplate":{"ContainerSpec":{"Image":"web"},"Placement":{"Constraints":["a"]}}}"#,
            500, "rpc error: code = Unknown desc = constraint expected one operator from ==, !="
        ),
        (
            #"{"Name":"x","TaskTemplate":{"ContainerSpec":{"Image":"web"},"Networks":[{"Target":"nosuch"}]}}"#,
            500, "network nosuch not found"
        ),
    ])
    func `API-8 services are refused as the engine refuses them`(
        body: String,
        status: Int,
        message: String
    ) async throws {
        let kit = try await ServerKit()
        let answer = try await kit.send(
            "POST",
            "/services/create",
            try JSONParser.parse(Array(body.utf8))
        )
        #expect(answer.status == status)
        #expect(answer.message == message)
    }

    @Test func `API-8 stale, missing and wrong versions are told apart`() async throws {
        let kit = try await ServerKit()
        _ = try await kit.send("POST", "/services/create", Self.minimal)
        let stale = try await kit.send("POST", "/services/minimal/update?version=1", Self.minimal)
        #expect(stale.status == 500)
        #expect(stale.message == "rpc error: code = Unknown desc = update out of sequence")
        let missing = try await kit.send("POST", "/services/minimal/update", Self.minimal)
        #expect(missing.status == 400)
        let twice = try await kit.send("POST", "/services/create", Self.minimal)
        #expect(twice.status == 409)
    }

    @Test func `API-5 an update clears what the last one left, and a rollback says so`()
        async throws
    {
        let kit = try await ServerKit()
        _ = try await kit.send("POST", "/services/create", Self.minimal)
        await kit.host.skip(.seconds(20))
        let version = try await version(kit)
        let changed: JSONValue = [
            "Name": "minimal", "TaskTemplate": ["ContainerSpec": ["Image": "web:1.1"]],
        ]
        let update = try await kit.send(
            "POST",
            "/services/minimal/update?version=\(version)",
            changed
        )
        #expect(update.status == 200)
        #expect(update.json == ["Warnings": nil])
        let during = try await kit.send("GET", "/services/minimal")
        #expect(during.json["UpdateStatus"]?["State"]?.text != "completed")
        await kit.host.skip(.seconds(30))
        let after = try await kit.send("GET", "/services/minimal")
        #expect(after.json["UpdateStatus"]?["State"] == "completed")
        let back = try await kit.send(
            "POST",
            "/services/minimal/update?rollback=previous&version=\(try await self.version(kit))",
            changed
        )
        #expect(back.status == 200)
        let rolled = try await kit.send("GET", "/services/minimal")
        #expect(rolled.json["UpdateStatus"]?["State"] == "rollback_started")
        #expect(
            rolled.json["Spec"]?["TaskTemplate"]?["ContainerSpec"]?["Image"] == "web:1.0"
        )
    }

    private func version(_ kit: ServerKit) async throws -> String {
        let service = try await kit.send("GET", "/services/minimal")
        guard case .number(let text)? = service.json["Version"]?["Index"] else { return "" }
        return text
    }

    @Test(arguments: [
        ("/nodes", "This node is not a swarm manager. Use \"docker swarm init\""),
        ("/services", "This node is not a swarm manager. Use \"docker swarm init\""),
        ("/swarm", "This node is not a swarm manager. Use \"docker swarm init\""),
        ("/configs", "This node is not a swarm manager. Use \"docker swarm init\""),
    ])
    func `API-8 an engine in no swarm says how to begin one`(
        path: String,
        start: String
    ) async throws {
        let kit = try await ServerKit(fresh: true)
        let answer = try await kit.send("GET", path, to: "node1")
        #expect(answer.status == 503)
        #expect(answer.message.hasPrefix(start))
    }

    @Test func `API-8 a worker sends its client to a manager`() async throws {
        let kit = try await ServerKit(nodes: 2)
        for path in ["/nodes", "/services", "/tasks", "/swarm", "/secrets"] {
            let answer = try await kit.send("GET", path, to: "node2")
            #expect(answer.status == 503)
            #expect(answer.message == EngineError.workerOnly.message)
        }
        let info = try await kit.send("GET", "/info", to: "node2")
        #expect(info.json["Swarm"]?["LocalNodeState"] == "active")
        #expect(info.json["Swarm"]?["ControlAvailable"] == false)
        #expect(info.json["Name"] == "node2")
    }

    @Test func `API-4 machines begin a swarm, join it and leave it`() async throws {
        var kit = try await ServerKit(nodes: 2, fresh: true)
        kit.pause = .real
        let empty = try await kit.send("POST", "/swarm/leave", to: "node1")
        #expect(empty.status == 503)
        #expect(empty.message == "This node is not part of a swarm")
        let begun = try await kit.send("POST", "/swarm/init", [:], to: "node1")
        #expect(begun.status == 200)
        await kit.host.skip(.seconds(5))
        let again = try await kit.send("POST", "/swarm/init", [:], to: "node1")
        #expect(again.status == 503)
        let swarm = try await kit.send("GET", "/swarm", to: "node1")
        let token = try #require(swarm.json["JoinTokens"]?["Worker"]?.text)
        #expect(token.hasPrefix("SWMTKN-1-"))
        let id = try #require(begun.json.text)
        let node = try await kit.send("GET", "/nodes/\(id)", to: "node1")
        let address = try #require(node.json["ManagerStatus"]?["Addr"]?.text)
        let bad = try await kit.send(
            "POST",
            "/swarm/join",
            ["RemoteAddrs": [.string(address)], "JoinToken": "SWMTKN-1-bad"],
            to: "node2"
        )
        #expect(bad.status == 500)
        #expect(bad.message == "invalid join token")
        let joining: JSONValue = [
            "RemoteAddrs": [.string(address)], "JoinToken": .string(token),
        ]
        #expect(try await kit.send("POST", "/swarm/join", joining, to: "node2").status == 200)
        await kit.host.skip(.seconds(5))
        let left = try await kit.send("POST", "/swarm/leave", to: "node2")
        #expect(left.status == 200)
        let info = try await kit.send("GET", "/info", to: "node2")
        #expect(info.json["Swarm"]?["LocalNodeState"] == "inactive")
        // The machine comes back as another node.
        #expect(try await kit.send("POST", "/swarm/join", joining, to: "node2").status == 200)
        let nodes = try await kit.send("GET", "/nodes", to: "node1")
        #expect(nodes.json.elements.count == 3)
    }

    @Test func `API-8 unknown paths, objects and filters are refused cleanly`() async throws {
        let kit = try await ServerKit()
        #expect(try await kit.send("GET", "/nosuch").message == "page not found")
        #expect(try await kit.send("PUT", "/info").status == 404)
        for kind in ["service", "node", "task", "secret", "config", "network"] {
            let answer = try await kit.send("GET", "/\(kind)s/nosuch")
            #expect(answer.status == 404)
            #expect(answer.message == "\(kind) nosuch not found")
        }
        let container = try await kit.send("GET", "/containers/nosuch/json")
        #expect(container.message == "No such container: nosuch")
        let volume = try await kit.send("GET", "/volumes/nosuch")
        #expect(volume.message == "get nosuch: no such volume")
        let filter = try await kit.send("GET", "/nodes?filters=%7B%22bad%22%3A%5B%221%22%5D%7D")
        #expect(filter.status == 400)
        #expect(try await kit.send("GET", "/services?filters=%7Bbad").status == 400)
    }

    @Test func `API-7 a task's container is listed, inspected and removed`() async throws {
        let kit = try await ServerKit()
        _ = try await kit.send("POST", "/services/create", Self.minimal)
        await kit.host.skip(.seconds(20))
        let list = try await kit.send("GET", "/containers/json")
        let container = try #require(list.json.elements.first)
        let id = try #require(container["Id"]?.text)
        #expect(container["State"] == "running")
        #expect(container["Names"]?.elements.first?.text?.hasPrefix("/minimal.1.") == true)
        let shown = try await kit.send("GET", "/containers/\(id.prefix(12))/json")
        #expect(shown.json["State"]?["Running"] == true)
        #expect(shown.json["Config"]?["Labels"]?["com.docker.swarm.service.name"] == "minimal")
        #expect(try await kit.send("DELETE", "/containers/\(id)").status == 409)
        #expect(try await kit.send("DELETE", "/containers/\(id)?force=1").status == 204)
        await kit.host.skip(.seconds(20))
        let after = try await kit.send("GET", "/containers/json?all=1")
        #expect(after.json.elements.count == 1)
        #expect(after.json.elements.first?["Id"]?.text != id)
    }

    @Test func `API-7 configs and secrets keep their data, and secrets keep it to themselves`()
        async throws
    {
        let kit = try await ServerKit()
        let data: JSONValue = ["Name": "a", "Labels": [:], "Data": "czNjcmV0Cg=="]
        let config = try await kit.send("POST", "/configs/create", data)
        #expect(config.status == 201)
        _ = try await kit.send("POST", "/secrets/create", data)
        let shown = try await kit.send("GET", "/configs/a")
        #expect(shown.json["Spec"]?["Data"] == "czNjcmV0Cg==")
        let secret = try await kit.send("GET", "/secrets/a")
        #expect(secret.json["Spec"]?["Data"] == nil)
        let broken = try await kit.send(
            "POST",
            "/secrets/create",
            ["Name": "b", "Data": "!!notb64"]
        )
        #expect(broken.message == "illegal base64 data at input byte 0")
        guard case .number(let version)? = shown.json["Version"]?["Index"] else {
            Issue.record("a config without a version")
            return
        }
        let other = try await kit.send(
            "POST",
            "/configs/a/update?version=\(version)",
            ["Name": "a", "Data": "eHh4"]
        )
        #expect(other.status == 400)
        #expect(other.message.hasSuffix("only updates to Labels are allowed"))
        #expect(try await kit.send("DELETE", "/configs/a").status == 204)
    }
}
