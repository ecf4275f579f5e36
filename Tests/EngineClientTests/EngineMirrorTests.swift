import Basics
import Foundation
import SwarmModel
import SwarmStore
import Testing

@testable import EngineClient

/// Answers of a real engine, Docker 20.10.24, cut down to what the tests look at.
enum Fixture {
    static func bytes(_ name: String) throws -> [UInt8] {
        let url = URL(filePath: #filePath).deletingLastPathComponent()
            .appending(path: "Fixtures/\(name).json")
        return Array(try Data(contentsOf: url))
    }
}

@Suite struct EngineMirrorTests {
    private func mirror() throws -> EngineMirror {
        var mirror = EngineMirror()
        try mirror.take(cluster: Fixture.bytes("swarm"))
        try mirror.take(nodes: Fixture.bytes("nodes"))
        try mirror.take(services: Fixture.bytes("services"))
        #expect(try mirror.take(tasks: Fixture.bytes("tasks")))
        return mirror
    }

    @Test func `a real engine's lists become a store with the engine's own versions`() throws {
        let store = try mirror().store
        #expect(store.nodes.map(\.description.hostname) == ["node1", "node2", "node4"])
        let service = try #require(store.service(named: "web"))
        #expect(service.meta.version == 1_175)
        #expect(service.updateStatus?.state == .completed)
        #expect(service.previousSpec?.task.container.image == "web:1.0")
        #expect(store.taskCount == 3)
        #expect(store.tally(of: service.id).running == 2)
        #expect(store.tasks(of: service.id).allSatisfy { $0.serviceName == "web" })
    }

    @Test func `the swarm's join tokens are taken over, and its unlock key kept`() throws {
        var mirror = try mirror()
        #expect(mirror.store.cluster.joinTokens?[.worker] == "SWMTKN-1-x")
        #expect(mirror.store.cluster.joinTokens?[.manager] == "SWMTKN-1-y")
        mirror.takeUnlockKey("SWMKEY-1-z")
        try mirror.take(cluster: Fixture.bytes("swarm"))
        #expect(mirror.store.cluster.unlockKey == "SWMKEY-1-z")
    }

    @Test func `volumes are those of the engine's own node`() throws {
        var mirror = try mirror()
        let nodes = mirror.store.nodes.map(\.id)
        let answer = """
            {"Volumes":[{"CreatedAt":"2026-11-27T10:04:59+02:00","Driver":"local",
            "Labels":{"tier":"db"},"Mountpoint":"/x","Name":"b","Options":{"o":"size=1"}},
            {"Driver":"nfs","Labels":null,"Name":"a","Options":null}],"Warnings":null}
            """
        mirror.ownNode = nodes[0]
        let first = try mirror.take(Array(answer.utf8), to: .list(.volumes))
        #expect(first.isThere)
        let again = try mirror.take(Array(answer.utf8), to: .list(.volumes))
        #expect(!again.isThere)
        #expect(mirror.store.volumes.map(\.name) == ["a", "b"])
        let volume = try #require(mirror.store.volume(named: "b", on: nodes[0]))
        #expect(volume.labels == ["tier": "db"])
        #expect(volume.options == ["o": "size=1"])
        let made = WallTime(rfc3339: "2026-11-27T08:04:59Z")
        #expect(volume.createdAt.nanoseconds == made?.nanoseconds)
        // Another node's engine has others, also where its answer is the same.
        mirror.ownNode = nodes[1]
        _ = try mirror.take(Array(answer.utf8), to: .list(.volumes))
        #expect(mirror.store.volumes.allSatisfy { $0.node == nodes[1] })
        #expect(mirror.store.volumes.count == 2)
        let none = #"{"Volumes":null,"Warnings":null}"#
        _ = try mirror.take(Array(none.utf8), to: .list(.volumes))
        #expect(mirror.store.volumes.isEmpty)
        #expect(mirror.store.changes.isEmpty)
    }

    @Test func `who replaces a task within a second is quick`() throws {
        let json = String(decoding: try Fixture.bytes("services"), as: UTF8.self)
        var mirror = try mirror()
        let service = try #require(mirror.store.services.first)
        func quick(_ restart: RestartPolicy) throws -> Int? {
            var tree = try #require(try JSONValue(bytes: Array(json.utf8)).elements.first)
            var spec = service.spec
            spec.task.restart = restart
            tree["Spec"] = try JSONValue(encoding: spec)
            try mirror.take(services: Array(try JSONText.compact(JSONValue.array([tree])).utf8))
            return mirror.quick[service.id]
        }
        let count = mirror.store.tally(of: service.id).total
        #expect(count > 0)
        #expect(try quick(RestartPolicy(delay: .milliseconds(200))) == count)
        #expect(try quick(RestartPolicy(condition: .onFailure, delay: .zero)) == count)
        #expect(try quick(RestartPolicy(condition: .none, delay: .zero)) == nil)
        #expect(try quick(RestartPolicy(delay: .seconds(1))) == nil)
        #expect(try quick(RestartPolicy()) == nil)
    }

    @Test func `the same list again differs in nothing`() throws {
        var mirror = try mirror()
        #expect(try !mirror.take(tasks: Fixture.bytes("tasks")))
    }

    @Test func `what an engine no longer lists is gone`() throws {
        var mirror = try mirror()
        try mirror.take(services: Array("[]".utf8))
        #expect(try mirror.take(tasks: Array("[]".utf8)))
        #expect(mirror.store.service(named: "web") == nil)
        #expect(mirror.store.taskCount == 0)
    }

    @Test func `earlier states that were seen are kept`() throws {
        var mirror = try mirror()
        let running = try #require(mirror.store.allTasks.first { $0.state == .running })
        let text = String(decoding: try Fixture.bytes("tasks"), as: UTF8.self)
        let ended = text.replacingOccurrences(
            of: "\"State\": \"running\"",
            with: "\"State\": \"failed\""
        )
        #expect(try mirror.take(tasks: Array(ended.utf8)))
        let task = try #require(mirror.store.task(running.id))
        #expect(task.state == .failed)
        #expect(task.milestones.running == running.milestones.running)
        #expect(task.milestones.running != nil)
    }

    @Test func `half an answer is an error and changes nothing`() throws {
        var mirror = try mirror()
        let half = Array(try Fixture.bytes("tasks").dropLast(100))
        #expect(throws: (any Error).self) { try mirror.take(tasks: half) }
        #expect(mirror.store.taskCount == 3)
    }
}
