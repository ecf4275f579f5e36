import Basics
import ClusterPorts
import Forecasting
import SwarmModel
import SwarmStore
import SwarmWorld
import Testing

/// Why a task waits, or is where it is.
struct PlacementTests {
    private func rows(
        _ stage: Stage,
        _ question: PlacementQuestion
    ) throws -> [String: PlacementReport.Row] {
        let report = try stage.world.placement(of: question)
        var rows: [String: PlacementReport.Row] = [:]
        for row in report.rows {
            rows[stage.store.node(row.node)?.displayName ?? ""] = row
        }
        return rows
    }

    @Test func `each node's first refusing filter is named, with what it missed`() throws {
        var stage = try Stage(managers: 1, workers: 3)
        try stage.create("filler", replicas: 1) {
            $0.task.placement.constraints = ["node.hostname == node2"]
            $0.task.resources.reservations.nanoCPUs = 3_000_000_000
        }
        let node = try stage.node("node3")
        var paused = node.spec
        paused.availability = .pause
        try stage.perform(.updateNode(node.id, version: node.meta.version, spec: paused))
        try stage.create("big", replicas: 1) {
            $0.task.placement.constraints = ["node.role == worker", "node.hostname != node4"]
            $0.task.resources.reservations.nanoCPUs = 2_000_000_000
        }
        let task = try #require(stage.store.tasks(of: try stage.service("big").id).first)
        #expect(task.nodeID == nil)
        let rows = try rows(stage, .task(task.id))
        #expect(rows["node1"]?.refusal == .constraints)
        #expect(rows["node1"]?.reason == "node.role == worker")
        #expect(rows["node2"]?.refusal == .resources)
        #expect(rows["node2"]?.reason == "asks 2 CPU, 1 left")
        #expect(rows["node3"]?.refusal == .ready)
        #expect(rows["node3"]?.reason == "its availability is pause")
        #expect(rows["node4"]?.reason == "node.hostname != node4")
    }

    @Test func `a global service's own tasks are not in its way where they are`() throws {
        var stage = try Stage(managers: 1, workers: 2)
        try stage.create("proxy", replicas: nil) {
            $0.task.placement.constraints = ["node.role == worker"]
            $0.endpoint = EndpointSpec(ports: [
                PortConfig(targetPort: 80, publishedPort: 80, publishMode: .host)
            ])
        }
        let rows = try rows(stage, .next(try stage.service("proxy").id))
        #expect(rows["node1"]?.refusal == .constraints)
        #expect(rows["node2"]?.refusal == nil && rows["node2"]?.serviceTasks == 1)
        #expect(rows["node3"]?.refusal == nil && rows["node3"]?.reason == "")
    }

    @Test func `host ports and the limit per node are explained by who is in the way`() throws {
        var stage = try Stage(managers: 1, workers: 1)
        try stage.create("web", replicas: 2) {
            $0.endpoint = EndpointSpec(
                ports: [PortConfig(targetPort: 80, publishedPort: 8_080, publishMode: .host)]
            )
        }
        let rows = try rows(stage, .next(try stage.service("web").id))
        let holders = rows.values.map(\.reason).sorted()
        #expect(holders == ["8080/tcp is web.1's", "8080/tcp is web.2's"])
        #expect(rows.values.allSatisfy { $0.refusal == .hostPorts })
        try stage.create("one", replicas: 2) { $0.task.placement.maxReplicas = 1 }
        let limited = try self.rows(stage, .next(try stage.service("one").id))
        #expect(limited.values.allSatisfy { $0.reason == "1 here, at most 1" })
    }

    @Test func `a mirror's scheduler says the same as the cluster's own`() throws {
        var stage = try Stage(managers: 1, workers: 3)
        try stage.create("web", replicas: 5)
        let task = try #require(stage.store.tasks(of: try stage.service("web").id).first)
        let own = try stage.world.placement(of: .task(task.id))
        var mirrored = try PlacementReader(mirror: stage.store).report(on: .task(task.id))
        #expect(mirrored.isEstimate)
        mirrored.isEstimate = false
        #expect(mirrored == own)
        #expect(own.rows.first { $0.node == task.nodeID }?.refusal == nil)
    }

    @Test func `what is gone is not found`() throws {
        let stage = try Stage(managers: 1, workers: 0)
        var random = SeededGenerator(seed: 3)
        let id = TaskID(using: &random)
        #expect(throws: EngineError.notFound("task", "\(id)")) {
            try stage.world.placement(of: .task(id))
        }
    }
}
