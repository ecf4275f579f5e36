import SwarmModel
import SwarmStore
import SwarmWorld

/// What a copy of a cluster of 100,000 tasks costs, and the first changes after it.
extension Measurement {
    static let copies: [Measurement] = [
        Measurement("copy-100k") { _ in
            var cluster = try ClusterFixture(nodes: 1_000)
            try cluster.createService(replicas: 100_000)
            return try copyFigures(of: cluster.world)
        }
    ]

    private static func copyFigures(of world: World) throws -> [Figure] {
        var copies: [Double] = []
        var firstChanges: [Double] = []
        var secondChanges: [Double] = []
        for round in 0..<50 {
            guard let node = world.store.nodes.dropFirst(round).first else { break }
            let start = nanosecondsNow()
            var copy = world
            let copied = nanosecondsNow()
            try label(node, "a", in: &copy)
            let changed = nanosecondsNow()
            guard let again = copy.store.node(node.id) else { throw Unmeasurable("lost a node") }
            let before = nanosecondsNow()
            try label(again, "b", in: &copy)
            let changedAgain = nanosecondsNow()
            copies.append(Double(copied - start))
            firstChanges.append(Double(changed - copied))
            secondChanges.append(Double(changedAgain - before))
        }
        return [
            Figure("copy-100k-world", copies.median / 1e3, "us"),
            Figure("copy-100k-first-change", firstChanges.median / 1e3, "us"),
            Figure("copy-100k-next-change", secondChanges.median / 1e3, "us"),
        ]
    }

    /// A client's request that changes one object.
    private static func label(_ node: Node, _ value: String, in world: inout World) throws {
        var spec = node.spec
        spec.labels["bench"] = value
        let command = ClusterCommand.updateNode(node.id, version: node.meta.version, spec: spec)
        for case .answer(_, let result) in world.apply(.request(1, command), at: world.now) {
            _ = try result.get()
        }
    }
}
