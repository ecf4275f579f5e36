import Basics
import Cells
import ClusterPorts
import SwarmModel
import SwarmStore
import Testing

@testable import Console

struct EventLineTests {
    @Test func `the first lines say how things stand, the next what happened`() {
        var demo = DemoCluster()
        var lines = EventLines()
        let first = lines.take(demo.builder.snapshot, at: demo.builder.wall).map(\.string)
        #expect(first[0].contains("simulated cluster demo:"))
        #expect(first[0].contains("nodes ready"))
        #expect(first.contains { $0.contains("service shop_web: 6/6") })
        #expect(lines.take(demo.builder.snapshot, at: demo.builder.wall).isEmpty)
        demo.beginUpdate()
        let next = lines.take(demo.builder.snapshot, at: demo.builder.wall).map(\.string)
        #expect(!next.isEmpty)
        #expect(next.allSatisfy { $0.dropFirst(2).hasPrefix(":") })
    }

    @Test func `a cluster that does not answer is told once, and when it answers again`() {
        let demo = DemoCluster()
        var lines = EventLines()
        _ = lines.take(demo.builder.snapshot, at: demo.builder.wall)
        var lost = demo.builder.snapshot
        lost.lostContact = LostContact(since: demo.builder.wall, reason: "no\u{1B}[2J route")
        let told = lines.take(lost, at: demo.builder.wall).map(\.string)
        #expect(told.count == 1)
        #expect(told.first?.contains("does not answer: no·[2J route") == true)
        #expect(lines.take(lost, at: demo.builder.wall).isEmpty)
        let again = lines.take(demo.builder.snapshot, at: demo.builder.wall).map(\.string)
        #expect(again.first?.hasSuffix("it answers again") == true)
    }
}
