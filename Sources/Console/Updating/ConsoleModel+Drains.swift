import Basics
import ClusterPorts
import SwarmModel
import SwarmStore

extension ConsoleModel {
    /// How many tasks of a service are replaced at once, where nobody says otherwise.
    static let drainParallelism: UInt64 = 1

    // MARK: - What the user says

    /// Begins to empty a node, or takes up what an earlier console left half done.
    mutating func beginSafeDrain(_ id: NodeID, parallelism: UInt64, origin: SafeText)
        -> [ConsoleEffect]
    {
        guard let cluster, let node = cluster.store.node(id) else { return [] }
        if drains[id]?.phase.isOver != false {
            drains[id] = SafeDrain(node, parallelism: parallelism, in: cluster.store)
            drainOrigins[id] = origin
        }
        return openText(.safeDrain(id)) + stepDrains()
    }

    /// Tells of drains that an earlier console has begun, and did not end.
    mutating func tellLeftDrains(in cluster: ClusterState) {
        guard replay == nil else { return }
        let left = cluster.nodeOrder.compactMap { cluster.store.node($0) }
            .filter { DrainMark.marks($0) }
        guard let first = left.first else { return }
        let names = Amount.list(left.map(\.displayName))
        toast(
            "a safe drain of \(names) was left half done: safe-drain \(first.displayName) takes it up",
            .warning
        )
    }

    /// Changes the drain that is seen.
    mutating func changeDrain(_ change: (inout SafeDrain) -> Void) -> [ConsoleEffect] {
        guard case .text(let page) = pages.top.body, case .safeDrain(let id) = page.content,
            var drain = drains[id]
        else { return [] }
        change(&drain)
        drains[id] = drain
        defer { refreshText() }
        return stepDrains()
    }

    /// How far the drain that is seen has come.
    var shownDrainPhase: SafeDrain.Phase? {
        guard case .text(let page) = pages.top.body, case .safeDrain(let id) = page.content else {
            return nil
        }
        return drains[id]?.phase
    }

    // MARK: - Going on

    /// Lets every drain take its next step, if it has one now.
    ///
    /// Whatever is looked at: the past, or a picture that is held, holds no drain up.
    mutating func stepDrains() -> [ConsoleEffect] {
        guard !drains.isEmpty, let cluster = past?.present ?? cluster else { return [] }
        guard situation(in: cluster).standstill == nil else { return [] }
        let now = cluster.now(at: self.now)
        var effects: [ConsoleEffect] = []
        var isNews = false
        for id in drains.keys.sorted() {
            guard var drain = drains[id], !drain.phase.isOver else { continue }
            let before = drain
            let commands = drain.step(cluster.store, now: now)
            drains[id] = drain
            isNews = isNews || !drain.looks(like: before)
            for command in commands { effects.append(start(command, of: drain, id)) }
            if drain.phase.isOver { tellEnd(of: drain) }
        }
        if !effects.isEmpty || isNews { refreshText() }
        return effects
    }

    private mutating func start(
        _ command: ClusterCommand,
        of drain: SafeDrain,
        _ id: NodeID
    ) -> ConsoleEffect {
        let (title, docker, subject) = words(for: command, of: drain)
        let effect = start(
            command,
            title: said("Safe drain of \(drain.name): \(title)"),
            docker: docker,
            subject: subject,
            origin: drainOrigins[id] ?? ""
        )
        if case .perform(_, let operation) = effect { drainOperations[operation] = id }
        return effect
    }

    private func words(
        for command: ClusterCommand,
        of drain: SafeDrain
    ) -> (title: Phrase, docker: String, subject: ObjectReference?) {
        switch command {
        case .updateNode(let id, _, let spec):
            let word = spec.availability.rawValue
            return (
                Phrase(named: word), "docker node update --availability \(word) \(drain.name)",
                .node(id)
            )
        case .updateService(let id, _, let spec):
            let isMove = drain.mark.marks(spec)
            let constraint = "'node.id != \(drain.node)'"
            let docker =
                isMove
                ? "docker service update --update-order start-first --update-parallelism "
                    + "\(drain.mark.parallelism) --constraint-add \(constraint) \(spec.name)"
                : "docker service update --constraint-rm \(constraint) \(spec.name)"
            return (isMove ? "move \(spec.name)" : "restore \(spec.name)", docker, .service(id))
        default: return ("", "", nil)
        }
    }

    /// Gives an answer to the drain that waits for it; says whether one did.
    mutating func noteDrain(
        _ id: OperationID,
        _ result: Result<CommandOutcome, EngineError>
    ) -> Bool {
        guard let node = drainOperations.removeValue(forKey: id) else { return false }
        let now = (past?.present ?? cluster)?.now(at: self.now) ?? .zero
        drains[node]?.take(result, now: now)
        return true
    }

    /// Gives up what was under way on a time line that is no more.
    ///
    /// On the other one it may not even have begun. What it left half done there is taken up by
    /// whoever begins again.
    mutating func leaveDrains() {
        for id in drains.keys.sorted() where drains[id]?.phase.isOver == false {
            drains[id]?.leave()
            if let drain = drains[id] { tellEnd(of: drain) }
        }
    }

    private mutating func tellEnd(of drain: SafeDrain) {
        refreshText()
        switch drain.phase {
        case .done where drain.isLost:
            toast("node \(drain.name) was lost before it was empty", .warning)
        case .done where !drain.stragglers.isEmpty:
            let names = Amount.list(drain.stragglers.map(\.name))
            toast("node \(drain.name) is drained; not moved before: \(names)", .warning)
        case .done: toast("node \(drain.name) is drained, safely", .success)
        case .canceled: toast("safe drain of \(drain.name) given up", .warning)
        case .failed(let reason):
            toast("safe drain of \(drain.name): \(reason.words)", .failure)
        default: break
        }
    }

    /// While a drain waits for something, it looks again each second.
    var nextDrainStep: WallTime? {
        drains.values.contains { !$0.phase.isOver && $0.phase != .held } ? now + .seconds(1) : nil
    }
}

extension ConsoleMessage {
    /// Whether a drain that is under way can have something to do because of it.
    var mayMoveDrains: Bool {
        switch self {
        case .snapshot, .outcome, .time: true
        default: false
        }
    }
}
