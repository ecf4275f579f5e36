import Basics
import SwarmModel
import Testing

@testable import EngineClient

@Suite struct EngineCommandTests {
    private let service = ServiceID("pz12cv589znvtmstl8yfmcqhe")

    @Test func `removals name the object and nothing else`() throws {
        let service = try #require(service)
        guard case .request(let request) = try EngineCommand(.removeService(service)) else {
            Issue.record("no request")
            return
        }
        #expect(request == EngineRequest(.delete, "/services/pz12cv589znvtmstl8yfmcqhe"))
    }

    @Test func `an image change touches the image alone`() throws {
        let service = try #require(service)
        let listed = try Fixture.bytes("services")
        let tree = try JSONValue(bytes: listed)
        guard let old = tree.elements.first?["Spec"] else {
            Issue.record("the fixture has no service")
            return
        }
        var spec = try old.decoded(ServiceSpec.self)
        spec.task.container.image = "web:2.0"
        let command = ClusterCommand.updateService(service, version: 7, spec: spec)
        guard case .edit(let object, let version, let query, let edit) = try EngineCommand(command)
        else {
            Issue.record("no edit")
            return
        }
        #expect(object == "/services/\(service)")
        #expect(version == 7)
        #expect(query == ["registryAuthFrom": "spec"])
        let new = try edit(old)
        var expected = old
        var task = try #require(expected["TaskTemplate"])
        var container = try #require(task["ContainerSpec"])
        container["Image"] = .string("web:2.0")
        task["ContainerSpec"] = container
        expected["TaskTemplate"] = task
        #expect(new == expected)
    }

    @Test func `a rollback sends the spec as it is`() throws {
        let service = try #require(service)
        let command = ClusterCommand.rollbackService(service, version: 3)
        guard case .edit(_, _, let query, let edit) = try EngineCommand(command) else {
            Issue.record("no edit")
            return
        }
        #expect(query["rollback"] == "previous")
        #expect(try edit(["Name": "web"]) == ["Name": "web"])
    }

    @Test func `what only a simulation can do is refused in words`() throws {
        let service = try #require(service)
        guard case .impossible(let words) = try EngineCommand(.sendRequests(service, count: 1))
        else {
            Issue.record("it was taken")
            return
        }
        #expect(words.contains("simulated"))
    }

    @Test func `TOK-3 a token is rotated with the swarm's own spec`() throws {
        let command = ClusterCommand.rotateJoinToken(.worker)
        guard case .edit(let object, nil, let query, let edit) = try EngineCommand(command) else {
            Issue.record("no edit of whatever version there is")
            return
        }
        #expect(object == "/swarm")
        #expect(query == ["rotateWorkerToken": "true"])
        #expect(try edit(["Name": "default"]) == ["Name": "default"])
    }

    @Test func `queries and names are escaped`() {
        let request = EngineRequest(
            .get,
            "/tasks",
            query: [EngineRequest.filters(["name": ["a b"]])]
        )
        #expect(request.target == "/tasks?filters=%7B%22name%22%3A%5B%22a%20b%22%5D%7D")
    }
}
