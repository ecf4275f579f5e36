import Agents
import Basics
import SwarmModel
import SwarmStore
import SwarmWorld

/// What must be so once faults are mended and nothing is asked any more.
///
/// - Source: REP-20, GLB-1, JOB-3, NSN-1, NOD-1, UPD-50, LIF-30.
struct RestCheck {
    /// What is younger is still on its way.
    private static let settling = Duration.seconds(1)

    func look(
        at world: World,
        _ watches: Watches,
        _ findings: inout Findings
    ) {
        // Managers that left for good cannot be mended.
        guard world.canCommitByCount else { return }
        let store = world.store
        for node in store.nodes { look(atContainersOf: node, world, &findings) }
        for service in store.services { look(at: service, world, watches, &findings) }
        for node in store.nodes where node.spec.availability == .drain {
            look(atDrained: node, store, &findings)
        }
        for id in store.servicesWithTasks where store.service(id) == nil {
            for task in store.tasks(of: id) where !Self.isOnSilentNode(task, store) {
                findings.note(.removedServicesGo, "\(task.words) outlives its service")
            }
        }
    }

    private func look(
        at service: Service,
        _ world: World,
        _ watches: Watches,
        _ findings: inout Findings
    ) {
        let store = world.store
        let tasks = store.tasks(of: service.id)
        let settled = tasks.filter { world.now - $0.meta.createdAt > Self.settling }
        for task in settled where task.isWanted && task.state <= .pending {
            look(atWaiting: task, store, watches, &findings)
        }
        let images = tasks.filter(\.isWanted).map(\.image) + [service.spec.task.container.image]
        let isSteady = images.allSatisfy(SimulatedImages.isSteady)
        switch service.spec.mode {
        case .replicated(let replicas) where isSteady:
            let mayGiveUp = watches.historyLimits.mayGiveUp.contains(service.id)
            look(at: service, replicas: Int(replicas), mayGiveUp, store, &findings)
        case .global where isSteady: lookAtGlobal(service, store, watches, &findings)
        case .replicatedJob(_, let total): look(at: service, total: Int(total), store, &findings)
        case .replicated, .global, .globalJob: break
        }
        // Nothing ends the update of a global service of which no task is left to update (GLB-3).
        if isSteady, service.isReplicated { lookAtUpdate(of: service, tasks, store, &findings) }
        if !service.spec.mode.isJob { lookAtHistory(of: service, world, watches, &findings) }
    }

    // MARK: - One service

    private func look(
        at service: Service,
        replicas: Int,
        _ mayGiveUp: Bool,
        _ store: Store,
        _ findings: inout Findings
    ) {
        var filled = 0
        for place in store.places(of: service.id) {
            let tasks = store.tasks(of: service.id, in: place)
            let wanted = tasks.filter(\.isWanted)
            if wanted.contains(where: { $0.state == .running && $0.desiredState == .running }) {
                filled += 1
            } else if wanted.contains(where: { $0.state <= .pending }) {
                filled += 1  // Looked at by itself.
            }
        }
        findings.expect(
            filled == replicas || filled < replicas && mayGiveUp,
            .replicasConverge,
            "\(service.name) has \(filled) of \(replicas) replicas: "
                + store.tasks(of: service.id).filter(\.isWanted).map(\.words)
                .joined(separator: ", ")
        )
    }

    /// Whether the policy may have left a place with nothing but ended tasks.
    private static func mayBeGivenUp(_ tasks: [SwarmTask], _ service: Service) -> Bool {
        tasks.contains { task in
            let policy = task.spec.value.restart
            return policy?.condition ?? .any != .any || policy?.maxAttempts ?? 0 > 0
        }
    }

    private func lookAtGlobal(
        _ service: Service,
        _ store: Store,
        _ watches: Watches,
        _ findings: inout Findings
    ) {
        // Under a short history, the reaper may take what was about to be replaced (LIF-33, GLB-8).
        let mayBeReaped = watches.historyLimits.lowest < 5
        for node in store.nodes {
            let tasks = store.tasks(of: service.id, in: .node(node.id))
            let wanted = tasks.filter(\.isWanted)
            let constraints =
                (try? Constraint.parse(service.spec.task.placement.constraints)) ?? []
            let suits = node.acceptsNewTasks && constraints.allMatch(node)
            if suits {
                // With start-first the new one may wait beside the old one.
                let isThere = wanted.contains { $0.state == .running || $0.state <= .pending }
                findings.expect(
                    isThere
                        || wanted.isEmpty
                            && (mayBeReaped || Self.mayBeGivenUp(tasks, service)),
                    .globalOnEveryNode,
                    "\(service.name) on \(node.displayName): "
                        + tasks.map(\.words).joined(separator: ", ")
                )
            } else if node.spec.availability != .pause, node.status.state == .ready {
                findings.expect(
                    wanted.allSatisfy { $0.state == .pending },
                    .globalOnEveryNode,
                    "\(service.name) is still wanted on \(node.displayName)"
                )
            }
        }
    }

    private func look(
        at service: Service,
        total: Int,
        _ store: Store,
        _ findings: inout Findings
    ) {
        guard service.spec.task.container.image.hasPrefix(SimulatedImages.brief) else { return }
        let tasks = store.tasks(of: service.id)
            .filter { $0.jobIteration == service.jobStatus?.iteration }
        let complete = tasks.count { $0.state == .complete }
        // What waits is looked at by itself; a job does not replace what is on a silent node.
        let isWaiting = tasks.contains {
            $0.isWanted && ($0.state <= .pending || Self.isOnSilentNode($0, store))
        }
        findings.expect(
            complete == total || isWaiting || Self.mayBeGivenUp(tasks, service),
            .jobsComplete,
            "\(service.name) has \(complete) of \(total) complete"
        )
    }

    private func lookAtUpdate(
        of service: Service,
        _ tasks: [SwarmTask],
        _ store: Store,
        _ findings: inout Findings
    ) {
        let isUnderWay =
            service.updateStatus?.state == .updating
            || service.updateStatus?.state == .rollbackStarted
        // The update waits for a task that waits for a node, even if it is not wanted any more, and
        // for one on a node that does not answer.
        let isWaiting =
            tasks.contains {
                $0.state <= .pending || $0.isLive && Self.isOnSilentNode($0, store)
            }
        findings.expect(
            !isUnderWay || isWaiting,
            .updatesEnd,
            "\(service.name) is still \(service.updateStatus?.message ?? "")"
        )
    }

    private func lookAtHistory(
        of service: Service,
        _ world: World,
        _ watches: Watches,
        _ findings: inout Findings
    ) {
        guard !watches.historyLimits.isUnknown else { return }
        let limit = watches.historyLimits.limit(of: service.id)
        for place in world.store.places(of: service.id) {
            let tasks = world.store.tasks(of: service.id, in: place)
                .filter { world.now - $0.meta.createdAt > Self.settling }
            let living = tasks.count { $0.isLive }
            findings.expect(
                tasks.count <= max(limit, living),
                .historyIsLimited,
                "\(service.name) keeps \(tasks.count) tasks in a place, not \(limit)"
            )
        }
    }

    // MARK: - Waiting tasks, drained nodes

    /// A task waits because no node takes it, and says so.
    private func look(
        atWaiting task: SwarmTask,
        _ store: Store,
        _ watches: Watches,
        _ findings: inout Findings
    ) {
        guard task.state == .pending else {
            findings.expect(
                Self.lacksPort(task, store) || Self.lacksNetwork(task, store),
                .pendingIsExplained,
                "\(task.words) was never allocated"
            )
            return
        }
        // A task that was there before its service's spec changed is let lie (NSN-3).
        guard task.meta.createdAt > watches.specChanges.last(of: task.serviceID),
            task.specVersion == store.service(task.serviceID)?.specVersion
        else { return }
        if let id = task.nodeID {
            guard let node = store.node(id) else { return }
            findings.expect(
                Fit.refusal(of: task, by: node, in: store) != nil && !task.status.error.isEmpty,
                .pendingIsExplained,
                "\(task.words) waits on \(node.displayName): \"\(task.status.error)\""
            )
            return
        }
        let taker = store.nodes.first { Fit.refusal(of: task, by: $0, in: store) == nil }
        findings.expect(
            taker == nil,
            .pendingIsExplained,
            "\(task.words) waits, but \(taker?.displayName ?? "") would take it"
        )
        findings.expect(
            task.status.error.hasPrefix("no suitable node"),
            .pendingIsExplained,
            "\(task.words) waits and says \"\(task.status.error)\""
        )
    }

    /// What the store says of a node's tasks is what its engine has.
    private func look(atContainersOf node: Node, _ world: World, _ findings: inout Findings) {
        guard node.status.state == .ready else { return }
        let containers = world.agents.containers(on: node.id, now: world.now)
        for task in world.store.tasks(on: node.id) {
            let isThere = containers.contains { $0.task == task.id && $0.startedAt != nil }
            findings.expect(
                task.state != .running || isThere,
                .containersAgree,
                "\(task.words) has no container on \(node.displayName)"
            )
            guard node.spec.availability == .active, task.isWanted, task.takesRoom,
                let service = world.store.service(task.serviceID), !service.spec.mode.isJob
            else { continue }
            let meets = [task.spec.value.placement, service.spec.task.placement].contains {
                ((try? Constraint.parse($0.constraints)) ?? []).allMatch(node)
            }
            findings.expect(
                meets,
                .constraintsAreKept,
                "\(task.words) may not be on \(node.displayName)"
            )
        }
    }

    /// Jobs run to their end where they are.
    private func look(atDrained node: Node, _ store: Store, _ findings: inout Findings) {
        guard node.status.state == .ready else { return }
        for task in store.tasks(on: node.id)
        where task.takesRoom && task.jobIteration == nil {
            findings.note(.drainedIsEmpty, "\(task.words) is on \(node.displayName)")
        }
    }

    /// Whether a port that the task's service wants belongs to another one; a rollback does not ask.
    private static func lacksPort(_ task: SwarmTask, _ store: Store) -> Bool {
        let wanted = store.service(task.serviceID)?.spec.endpoint?.ports ?? []
        return store.services.contains { other in
            other.id != task.serviceID
                && (other.endpoint?.ports ?? []).contains { port in
                    wanted.contains {
                        $0.publishMode == .ingress && port.publishMode == .ingress
                            && $0.publishedPort == port.publishedPort
                            && $0.transport == port.transport
                    }
                }
        }
    }

    /// Whether a network of the task's went while its service was asked for.
    private static func lacksNetwork(_ task: SwarmTask, _ store: Store) -> Bool {
        task.spec.value.networks.contains { store.network($0.target) == nil }
    }

    private static func isOnSilentNode(_ task: SwarmTask, _ store: Store) -> Bool {
        guard let node = task.nodeID else { return false }
        return store.node(node)?.status.state != .ready
    }
}
