import Basics
import SwarmModel
import SwarmStore

/// What may become of one object: states grow, identities stay, versions count on.
///
/// - Source: LIF-2, LIF-3, LIF-36, OBJ-3, OBJ-24.
struct LifeWatch {
    func see(_ sight: Sight, _ findings: inout Findings) {
        for change in sight.differences.tasks {
            if let before = change.before, let after = change.after {
                compare(before, after, &findings)
            } else if let gone = change.before {
                seeRemoval(of: gone, sight, &findings)
            }
        }
        for change in sight.differences.services {
            compare(change.before?.meta, change.after?.meta, &findings)
        }
        for change in sight.differences.nodes {
            // A manager's standing is looked up and never written (OBJ-34).
            var before = change.before
            before?.manager = change.after?.manager
            if before == change.after { continue }
            compare(change.before?.meta, change.after?.meta, &findings)
        }
    }

    private func compare(_ before: SwarmTask, _ after: SwarmTask, _ findings: inout Findings) {
        findings.expect(
            after.state >= before.state,
            .statesOnlyGrow,
            "\(after.words) was \(before.state) before"
        )
        findings.expect(
            after.desiredState >= before.desiredState,
            .statesOnlyGrow,
            "\(after.words) was wanted \(before.desiredState) before"
        )
        let isSame =
            before.serviceID == after.serviceID && before.slot == after.slot
            && before.spec == after.spec && before.specVersion == after.specVersion
            && before.jobIteration == after.jobIteration
            && (before.nodeID == nil || before.nodeID == after.nodeID)
        findings.expect(isSame, .identityIsFixed, "\(before.words) became \(after.words)")
        compare(before.meta, after.meta, &findings)
    }

    private func compare(
        _ before: ObjectMeta?,
        _ after: ObjectMeta?,
        _ findings: inout Findings
    ) {
        guard let before, let after else { return }
        let grows =
            after.version > before.version && after.createdAt == before.createdAt
            && after.updatedAt >= before.updatedAt
        findings.expect(grows, .versionsGrow, "an object went from \(before) to \(after)")
    }

    /// Nobody deletes a task that lives, unless its place is given up for good.
    private func seeRemoval(of task: SwarmTask, _ sight: Sight, _ findings: inout Findings) {
        guard task.isLive, task.state >= .assigned, task.desiredState < .remove,
            sight.after.service(task.serviceID) != nil,
            let node = task.nodeID, sight.after.node(node) != nil
        else { return }
        let others = sight.after.tasks(of: task.serviceID, in: task.place)
        let places = sight.after.places(of: task.serviceID).count
        let replicas = sight.after.service(task.serviceID)?.spec.mode.replicas ?? 0
        findings.expect(
            places >= replicas
                && !others.contains { $0.isWanted && sight.before.task($0.id) != nil },
            .liveTaskKept,
            "\(task.words) was deleted while it lived"
        )
    }
}
