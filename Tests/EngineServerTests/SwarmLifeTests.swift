import EngineAPI
import Hosting
import SwarmModel
import Testing

@testable import EngineServer

/// A swarm's beginning, its authority, and another swarm after it.
@Suite struct SwarmLifeTests {
    private static func begun(_ kit: ServerKit) async throws -> (node: String, swarm: JSONValue) {
        let begun = try await kit.send("POST", "/swarm/init", [:], to: "node1")
        #expect(begun.status == 200)
        let swarm = try await kit.send("GET", "/swarm", to: "node1")
        #expect(swarm.status == 200)
        return (try #require(begun.json.text), swarm.json)
    }

    @Test func `API-4 another swarm can be begun when all machines have left the first`()
        async throws
    {
        var kit = try await ServerKit(nodes: 2, fresh: true)
        kit.pause = .real
        let first = try await Self.begun(kit)
        let service: JSONValue = ["Name": "web", "TaskTemplate": ["ContainerSpec": ["Image": "a"]]]
        #expect(try await kit.send("POST", "/services/create", service, to: "node1").status == 201)
        let node = try await kit.send("GET", "/nodes/\(first.node)", to: "node1")
        let joining: JSONValue = [
            "RemoteAddrs": [node.json["ManagerStatus"]?["Addr"] ?? nil],
            "JoinToken": first.swarm["JoinTokens"]?["Worker"] ?? nil,
        ]
        #expect(try await kit.send("POST", "/swarm/join", joining, to: "node2").status == 200)
        let leave = "/swarm/leave?force=1"
        #expect(try await kit.send("POST", leave, to: "node1").status == 200)
        let early = try await kit.send("POST", "/swarm/init", [:], to: "node1")
        #expect(early.status == 501)
        #expect(early.message.contains("has machines"))
        #expect(try await kit.send("POST", leave, to: "node2").status == 200)
        let second = try await Self.begun(kit)
        #expect(second.node != first.node)
        #expect(second.swarm["ID"] != first.swarm["ID"])
        #expect(second.swarm["JoinTokens"] != first.swarm["JoinTokens"])
        #expect(try await kit.send("GET", "/services", to: "node1").json == [])
        #expect(try await kit.send("GET", "/nodes", to: "node1").json.elements.count == 1)
        #expect(try await kit.send("POST", "/services/create", service, to: "node1").status == 201)
    }

    @Test func `API-4 what a swarm begins with holds for the networks that it begins with`()
        async throws
    {
        var kit = try await ServerKit(nodes: 2, fresh: true)
        kit.pause = .real
        let wishes: JSONValue = [
            "DefaultAddrPool": ["10.20.0.0/16"], "SubnetSize": 26,
            "Spec": ["Orchestration": ["TaskHistoryRetentionLimit": 2]],
        ]
        let begun = try await kit.send("POST", "/swarm/init", wishes, to: "node1")
        #expect(begun.status == 200)
        let ingress = try await kit.send("GET", "/networks/ingress", to: "node1").json
        #expect(ingress["IPAM"]?["Config"]?.elements.first?["Subnet"] == "10.20.0.0/26")
        #expect(ingress["Driver"] == "overlay")
        let spec = try await kit.send("GET", "/swarm", to: "node1").json["Spec"]
        #expect(spec?["Orchestration"]?["TaskHistoryRetentionLimit"] == 2)
    }

    @Test func `API-4 nodes trust the swarm's authority, before and after it was replaced`()
        async throws
    {
        let kit = try await ServerKit()
        let before = try await kit.send("GET", "/swarm").json
        let root = try #require(before["TLSInfo"]?["TrustRoot"]?.text)
        #expect(root.hasPrefix("-----BEGIN CERTIFICATE-----\nMII"))
        #expect(root.split(separator: "\n").allSatisfy { $0.utf8.count <= 64 })
        let info = try await kit.send("GET", "/info").json
        #expect(info["Swarm"]?["Cluster"]?["TLSInfo"] == before["TLSInfo"])
        let node = try await kit.send("GET", "/nodes").json.elements.first
        #expect(node?["Description"]?["TLSInfo"] == before["TLSInfo"])
        #expect(node?["Description"]?["Hostname"] == "node1")
        let spec = try #require(before["Spec"]).changing("CAConfig") {
            $0.adding("ForceRotate", 1)
        }
        let version = before["Version"]?["Index"]?.integer ?? 0
        let rotated = try await kit.send("POST", "/swarm/update?version=\(version)", spec)
        #expect(rotated.status == 200)
        let after = try await kit.send("GET", "/swarm").json
        #expect(after["Spec"]?["CAConfig"]?["ForceRotate"] == 1)
        #expect(after["TLSInfo"]?["TrustRoot"] != before["TLSInfo"]?["TrustRoot"])
        let trusting = try await kit.send("GET", "/nodes").json.elements.first
        #expect(trusting?["Description"]?["TLSInfo"] == after["TLSInfo"])
    }

    @Test func `API-4 what the managers are told about their log is told again`() async throws {
        let kit = try await ServerKit()
        let before = try await kit.send("GET", "/swarm").json
        let spec = try #require(before["Spec"]).changing("Raft") { raft in
            .object(
                raft.members.map { member in
                    member.key == "SnapshotInterval"
                        ? .init(key: member.key, value: 5_000) : member
                }
            )
        }
        let version = before["Version"]?["Index"]?.integer ?? 0
        #expect(
            try await kit.send("POST", "/swarm/update?version=\(version)", spec).status == 200
        )
        #expect(try await kit.send("GET", "/swarm").json["Spec"] == spec)
    }
}
