import Agents
import Basics
import SwarmModel
import SwarmStore
import SwarmWorld

/// Which secrets and configs the nodes hold: none but those their own tasks need.
///
/// - Source: DIS-33, DIS-34, SEC-7.
enum FileCheck {
    /// Looks at all nodes.
    ///
    /// - Parameters:
    ///   - world: whose nodes they are.
    ///   - isAtRest: whether nothing is on its way any more, so that none may be missing.
    ///   - findings: takes what is wrong.
    static func look(at world: World, isAtRest: Bool, _ findings: inout Findings) {
        let store = world.store
        let isAtRest = isAtRest && world.canCommitByCount
        for node in store.nodes {
            let tasks = store.tasks(on: node.id).filter { $0.isLive && $0.state >= .assigned }
            let secrets = Set(tasks.flatMap(\.spec.value.container.secrets).map(\.id))
            for id in world.agents.secrets(on: node.id, in: store) where !secrets.contains(id) {
                note("secret \(id)", on: node, &findings)
            }
            let configs = Set(tasks.flatMap(\.spec.value.container.configs).map(\.id))
            for id in world.agents.configs(on: node.id, in: store) where !configs.contains(id) {
                note("config \(id)", on: node, &findings)
            }
            if isAtRest, node.status.state == .ready { seeMissing(on: node, world, &findings) }
        }
    }

    private static func note(_ file: String, on node: Node, _ findings: inout Findings) {
        findings.note(.filesWhereNeeded, "\(node.displayName) holds \(file), and no task needs it")
    }

    /// A container that runs has all that its task was promised.
    private static func seeMissing(
        on node: Node,
        _ world: World,
        _ findings: inout Findings
    ) {
        let secrets = Set(world.agents.secrets(on: node.id, in: world.store))
        let configs = Set(world.agents.configs(on: node.id, in: world.store))
        for task in world.store.tasks(on: node.id) where task.state == .running {
            let container = task.spec.value.container
            let hasAll =
                container.secrets.allSatisfy { secrets.contains($0.id) }
                && container.configs.allSatisfy { configs.contains($0.id) }
            findings.expect(
                hasAll,
                .filesWhereNeeded,
                "\(task.words) runs on \(node.displayName) without its files"
            )
        }
    }
}
