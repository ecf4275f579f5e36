import Basics
import SwarmModel
import SwarmStore

/// What clients asked for, against what the cluster made of it: each object is a register that only
/// requests write, and its version is what they are compared by.
///
/// - Source: OBJ-3, OBJ-4, UPD-35, VAL-40, VAL-41.
struct RequestWatch {
    func see(_ sight: Sight, outstanding: [SentRequest], _ findings: inout Findings) {
        let possible =
            outstanding.map(\.command) + sight.answers.map(\.request.command)
        seeServices(sight, possible, &findings)
        seeNodes(sight, possible, &findings)
        seeObjects(sight, possible, &findings)
        for answer in sight.answers { seeAnswer(answer, sight, &findings) }
    }

    // MARK: - Nothing changes by itself

    private func seeServices(
        _ sight: Sight,
        _ possible: [ClusterCommand],
        _ findings: inout Findings
    ) {
        for change in sight.differences.services {
            let isAsked: Bool
            switch (change.before, change.after) {
            case (let before?, let after?):
                isAsked =
                    before.spec == after.spec || Self.isRollback(before, after)
                    || possible.contains { Self.changes(after.id, $0) }
            case (nil, let after?):
                isAsked = possible.contains {
                    if case .createService(let spec) = $0 { spec.name == after.name } else { false }
                }
            case (let before?, nil): isAsked = possible.contains(.removeService(before.id))
            case (nil, nil): continue
            }
            let name = (change.after ?? change.before)?.name ?? ""
            findings.expect(isAsked, .requestsOnly, "nobody asked for the change of \(name)")
        }
    }

    private static func isRollback(_ before: Service, _ after: Service) -> Bool {
        let state = after.updateStatus?.state
        return after.spec == before.previousSpec
            && (state == .rollbackStarted || state == .rollbackCompleted)
    }

    private static func changes(_ id: ServiceID, _ command: ClusterCommand) -> Bool {
        switch command {
        case .updateService(id, _, _), .rollbackService(id, _): true
        default: false
        }
    }

    private func seeNodes(
        _ sight: Sight,
        _ possible: [ClusterCommand],
        _ findings: inout Findings
    ) {
        for change in sight.differences.nodes {
            let isAsked: Bool
            switch (change.before, change.after) {
            case (let before?, let after?):
                isAsked =
                    before.spec == after.spec
                    || possible.contains {
                        if case .updateNode(after.id, _, _) = $0 { true } else { false }
                    }
            case (nil, let after?):
                isAsked = possible.contains {
                    if case .addNode(let new) = $0 {
                        new.hostname == after.description.hostname
                    } else {
                        false
                    }
                }
            case (let before?, nil):
                isAsked = possible.contains {
                    if case .removeNode(before.id, _) = $0 { true } else { false }
                }
            case (nil, nil): continue
            }
            let name = (change.after ?? change.before)?.displayName ?? ""
            findings.expect(isAsked, .requestsOnly, "nobody asked for the change of node \(name)")
        }
    }

    private func seeObjects(
        _ sight: Sight,
        _ possible: [ClusterCommand],
        _ findings: inout Findings
    ) {
        func expect(_ isAsked: Bool, _ name: String) {
            findings.expect(isAsked, .requestsOnly, "nobody asked for the change of \(name)")
        }
        let isFirstNode = sight.before.nodeCount == 0
        for change in sight.differences.networks {
            if change.before == nil, let after = change.after, !isFirstNode {
                expect(possible.contains(.createNetwork(after.spec)), after.name)
            } else if change.after == nil, let before = change.before {
                expect(possible.contains(.removeNetwork(before.id)), before.name)
            }
        }
        for change in sight.differences.secrets {
            if let before = change.before, change.after == nil {
                expect(possible.contains(.removeSecret(before.id)), before.name)
            } else if let after = change.after, change.before == nil {
                expect(possible.contains(.createSecret(after.spec)), after.name)
            }
        }
        for change in sight.differences.configs {
            if let before = change.before, change.after == nil {
                expect(possible.contains(.removeConfig(before.id)), before.name)
            } else if let after = change.after, change.before == nil {
                expect(possible.contains(.createConfig(after.spec)), after.name)
            }
        }
    }

    // MARK: - Answers are true

    private func seeAnswer(_ answer: Answered, _ sight: Sight, _ findings: inout Findings) {
        let isAtOnce = sight.request?.id == answer.request.id
        switch answer.result {
        case .success:
            findings.expect(
                // What waited for a leader is carried out at once; the last of it counts.
                sight.answers.count > 1 || Self.isDone(answer.request.command, sight.after),
                .acceptedIsWritten,
                "accepted, but not there: \(answer.request.command)"
            )
        case .failure(let error):
            findings.expect(
                !isAtOnce || !Self.isSpecChanged(sight),
                .refusedChangesNothing,
                "refused with \"\(error.message)\", and something changed"
            )
        }
        guard isAtOnce, let (current, sent) = Self.versions(answer.request.command, sight.before)
        else { return }
        switch answer.result {
        case .success:
            findings.expect(
                current == sent,
                .versionIsCompared,
                "version \(sent) was accepted for \(current)"
            )
        case .failure(.outOfSequence):
            findings.expect(current != sent, .versionIsCompared, "version \(sent) was refused")
        case .failure: break
        }
    }

    /// Whether anything was written that an operator wants; what nodes report may come any time.
    private static func isSpecChanged(_ sight: Sight) -> Bool {
        let differences = sight.differences
        return !differences.networks.isEmpty || !differences.secrets.isEmpty
            || !differences.configs.isEmpty
            || differences.services.contains { $0.before?.spec != $0.after?.spec }
            || differences.nodes.contains { $0.before?.spec != $0.after?.spec }
            || sight.before.cluster != sight.after.cluster
    }

    /// Whether the store has what was accepted.
    private static func isDone(_ command: ClusterCommand, _ store: Store) -> Bool {
        switch command {
        case .createService(let spec): store.service(named: spec.name) != nil
        case .updateService(let id, _, let spec):
            store.service(id).map { $0.spec.task == spec.task && $0.spec.mode == spec.mode }
                ?? false
        case .removeService(let id): store.service(id) == nil
        case .updateNode(let id, _, let spec): store.node(id)?.spec == spec
        case .removeNode(let id, _): store.node(id) == nil
        case .addNode(let new): Cast.node(new.hostname, in: store) != nil
        case .createNetwork(let spec): store.network(named: spec.name) != nil
        case .removeNetwork(let id): store.network(id) == nil
        case .createSecret(let spec): store.secret(named: spec.name)?.spec == spec
        case .removeSecret(let id): store.secret(id) == nil
        case .createConfig(let spec): store.config(named: spec.name)?.spec == spec
        case .removeConfig(let id): store.config(id) == nil
        case .updateCluster(_, let spec): store.cluster.spec == spec
        default: true
        }
    }

    /// The version an object has and the one a request was sent with.
    private static func versions(
        _ command: ClusterCommand,
        _ store: Store
    ) -> (current: UInt64, sent: UInt64)? {
        switch command {
        case .updateService(let id, let version, _), .rollbackService(let id, let version):
            store.service(id).map { ($0.meta.version, version) }
        case .updateNode(let id, let version, _):
            store.node(id).map { ($0.meta.version, version) }
        case .updateCluster(let version, _): (store.cluster.meta.version, version)
        default: nil
        }
    }
}
