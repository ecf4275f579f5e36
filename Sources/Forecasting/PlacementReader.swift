import Basics
package import ClusterPorts
package import Scheduling
package import SwarmModel
package import SwarmStore

/// Explains where the scheduler puts tasks, node by node.
package struct PlacementReader {
    private let scheduler: Scheduler
    private let store: Store
    private let isEstimate: Bool

    /// - Parameters:
    ///   - scheduler: one that knows the store.
    ///   - store: the cluster.
    ///   - isEstimate: whether it is somebody else's cluster.
    package init(_ scheduler: Scheduler, in store: Store, isEstimate: Bool) {
        self.scheduler = scheduler
        self.store = store
        self.isEstimate = isEstimate
    }

    /// Of a cluster that is known from outside only: a scheduler of our own learns its state.
    ///
    /// O(tasks).
    package init(mirror store: Store) {
        var scheduler = Scheduler()
        scheduler.becomeLeader(store)
        self.init(scheduler, in: store, isEstimate: true)
    }

    /// - Throws: that there is no such object.
    package func report(
        on question: PlacementQuestion
    ) throws(EngineError) -> PlacementReport {
        let task = try subject(of: question)
        let placement = task.spec.value.placement
        let served = nodesServed(question)
        let rows = scheduler.verdicts(for: task, in: store).map { verdict in
            var row = row(verdict, task)
            if served.contains(row.node) {
                row.refusal = nil
                row.reason = ""
            }
            return row
        }
        return PlacementReport(
            question: question,
            service: task.serviceID,
            node: task.nodeID,
            rows: rows,
            preferences: placement.preferences,
            isEstimate: isEstimate
        )
    }

    private func subject(of question: PlacementQuestion) throws(EngineError) -> SwarmTask {
        switch question {
        case .task(let id):
            guard let task = store.task(id) else { throw .notFound("task", "\(id)") }
            return task
        case .next(let id):
            guard let service = store.service(id) else { throw .notFound("service", "\(id)") }
            return next(of: service)
        }
    }

    /// Nodes that have their task of a global service: it is not in its own way there.
    private func nodesServed(_ question: PlacementQuestion) -> Set<NodeID> {
        guard case .next(let id) = question, let service = store.service(id),
            service.spec.mode == .global || service.spec.mode == .globalJob
        else { return [] }
        let tasks = store.tasks(of: id).filter { $0.isLive && $0.desiredState <= .complete }
        return Set(tasks.filter { $0.state >= .assigned }.compactMap(\.nodeID))
    }

    /// A task as the service would make one, which has no node yet.
    private func next(of service: Service) -> SwarmTask {
        var random = SeededGenerator(seed: service.meta.version)
        var task = SwarmTask(
            id: TaskID(using: &random),
            service: service,
            slot: 1,
            desiredState: .running,
            now: store.now
        )
        let model = store.tasks(of: service.id).last
        task.networks = model?.networks ?? []
        task.endpoint = service.endpoint
        return task
    }

    private func row(_ verdict: NodeVerdict, _ task: SwarmTask) -> PlacementReport.Row {
        let node = store.node(verdict.node)
        return PlacementReport.Row(
            node: verdict.node,
            refusal: verdict.refusal?.filter,
            reason: node.flatMap { reason(verdict, by: $0, task) } ?? "",
            branch: node.map { branch(of: $0, task) } ?? [],
            recentFailures: verdict.recentFailures,
            serviceTasks: verdict.serviceTasks,
            activeTasks: verdict.activeTasks
        )
    }

    private func branch(of node: Node, _ task: SwarmTask) -> [String] {
        task.spec.value.placement.preferences.map { preference in
            SpreadValue.of(node, preference)
        }
    }

    // MARK: Reasons

    private func reason(_ verdict: NodeVerdict, by node: Node, _ task: SwarmTask) -> String? {
        switch verdict.refusal {
        case nil: nil
        case .notReady: notReady(node)
        case .insufficientResources: shortage(on: node, task)
        case .missingPlugin: "a volume, network or log driver is missing"
        case .unmetConstraints: unmet(on: node, task)
        case .unsupportedPlatform: platform(of: node, task)
        case .hostPortInUse: port(on: node, task)
        case .replicaLimit:
            "\(verdict.serviceTasks) here, at most \(task.spec.value.placement.maxReplicas)"
        }
    }

    private func notReady(_ node: Node) -> String {
        guard node.status.state == .ready else { return "it is \(node.status.state.rawValue)" }
        return "its availability is \(node.spec.availability.rawValue)"
    }

    private func unmet(on node: Node, _ task: SwarmTask) -> String {
        let rules = (try? Constraint.parse(task.spec.value.placement.constraints)) ?? []
        return rules.first { !$0.matches(node) }?.description ?? ""
    }

    private func platform(of node: Node, _ task: SwarmTask) -> String {
        let wanted = task.spec.value.placement.platforms.map { "\($0.os)/\($0.architecture)" }
        let own = node.description.platform
        return "\(own.os)/\(own.architecture), wanted \(wanted.joined(separator: " or "))"
    }

    private func port(on node: Node, _ task: SwarmTask) -> String {
        let wanted = Self.hostPorts(of: task)
        for other in store.tasks(on: node.id) where other.id != task.id && other.isLive {
            if let shared = Self.hostPorts(of: other).first(where: { wanted.contains($0) }) {
                return "\(shared) is \(other.rowName)'s"
            }
        }
        return wanted.joined(separator: ", ")
    }

    private static func hostPorts(of task: SwarmTask) -> [String] {
        (task.endpoint?.ports ?? []).filter { $0.publishMode == .host && $0.publishedPort != 0 }
            .map { "\($0.publishedPort)/\($0.transport.rawValue)" }
    }

    /// What is short: what is asked for, and what is left on the node.
    private func shortage(on node: Node, _ task: SwarmTask) -> String {
        let wanted = task.spec.value.resources.reservations
        var left = node.description.resources
        for other in store.tasks(on: node.id) where other.id != task.id && other.isLive {
            let reserved = other.spec.value.resources.reservations
            left.nanoCPUs -= reserved.nanoCPUs
            left.memoryBytes -= reserved.memoryBytes
        }
        if wanted.nanoCPUs > left.nanoCPUs {
            return "asks \(Self.cores(wanted.nanoCPUs)) CPU, \(Self.cores(left.nanoCPUs)) left"
        }
        if wanted.memoryBytes > left.memoryBytes {
            return "asks \(Self.mebibytes(wanted.memoryBytes)), "
                + "\(Self.mebibytes(left.memoryBytes)) left"
        }
        let kinds = wanted.generic.map(\.kind)
        return "not enough of \(kinds.joined(separator: ", "))"
    }

    private static func cores(_ nanoCPUs: Int64) -> String {
        let hundredths = nanoCPUs / 10_000_000
        let rest = hundredths % 100
        guard rest != 0 else { return "\(hundredths / 100)" }
        let sign = hundredths < 0 ? "-" : ""
        let digits = rest.magnitude < 10 ? "0\(rest.magnitude)" : "\(rest.magnitude)"
        return "\(sign)\(hundredths.magnitude / 100).\(digits)"
    }

    private static func mebibytes(_ bytes: Int64) -> String { "\(bytes / 1_048_576) MiB" }
}

extension Refusal {
    fileprivate var filter: PlacementFilter {
        switch self {
        case .notReady: .ready
        case .insufficientResources: .resources
        case .missingPlugin: .plugins
        case .unmetConstraints: .constraints
        case .unsupportedPlatform: .platform
        case .hostPortInUse: .hostPorts
        case .replicaLimit: .maxReplicas
        }
    }
}
