import Basics
import Cells
import ClusterPorts
import SwarmModel
import SwarmStore

extension Describer {
    private static let taskLimit = 200

    func lines(_ node: Node) -> [Line] {
        var text = Description()
        text.section("Node")
        text.field("Host name", node.description.hostname)
        meta(node.meta, id: node.id.description, into: &text)
        let status = RowReader.status(of: node)
        text.field("Status", status.text.string, status.slot)
        text.field("", node.status.message)
        text.field("Availability", node.spec.availability.rawValue)
        text.field("Address", node.status.address)
        text.labels("Labels", node.spec.labels)
        if let manager = node.manager { describe(manager, of: node, into: &text) }
        text.section("Engine")
        text.field("Version", node.description.engineVersion)
        text.field(
            "Platform",
            "\(node.description.platform.os) \(node.description.platform.architecture)"
        )
        text.field("CPU", Amount.cores(node.description.resources.nanoCPUs))
        text.field("Memory", Amount.bytes(node.description.resources.memoryBytes))
        text.labels("Engine labels", node.description.engineLabels)
        describeTasks(on: node, into: &text)
        let volumes = store.volumes.filter { $0.node == node.id }.map(\.name)
        if !volumes.isEmpty {
            text.section("Volumes")
            text.list("", volumes)
        }
        return text.lines
    }

    private func describe(_ manager: ManagerStatus, of node: Node, into text: inout Description) {
        text.section("Manager")
        text.field(
            "Role",
            manager.isLeader ? "leader" : "follower",
            manager.isLeader ? .leader : .manager
        )
        text.field("Reachability", manager.reachability.rawValue)
        text.field("Address", manager.address)
        let quorum = QuorumReading.losing(node, from: cluster.snapshot.managers)
        text.field("If demoted", quorum.words)
        text.field("", quorum.refusal?.said ?? "", .bad)
    }

    private func describeTasks(on node: Node, into text: inout Description) {
        let tasks = store.tasks(on: node.id).filter(\.isLive)
            .sorted { NaturalOrder.isLess($0.rowName, $1.rowName) }
        text.section("Tasks (\(tasks.count) alive)")
        let reserved = tasks.reduce(into: (cpu: Int64(0), memory: Int64(0))) { sum, task in
            sum.cpu += task.spec.value.resources.reservations.nanoCPUs
            sum.memory += task.spec.value.resources.reservations.memoryBytes
        }
        if reserved.cpu > 0 || reserved.memory > 0 {
            text.field(
                "Reserved",
                "cpu \(Amount.cores(reserved.cpu)), memory \(Amount.bytes(reserved.memory))"
            )
        }
        for task in tasks.prefix(Self.taskLimit) {
            let state = RowReader.state(of: task)
            text.line([
                Span("  " + cluster.placeName(of: task).padded(toWidth: 24), .text),
                Span(state.text.padded(toWidth: 14), state.slot),
                Span(RowReader.shortImage(task.image), .dim),
            ])
        }
    }
}
