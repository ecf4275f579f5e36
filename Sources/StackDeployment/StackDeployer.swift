package import Basics
package import ClusterPorts
package import Compose
import SwarmModel
import SwarmStore

/// Brings a cluster to what a stack says, in docker's order, and sends only what is new.
///
/// Docker finds out on the way that an external object is missing or that a config has changed,
/// and leaves behind what it had made by then. Here all that is looked at before the first command.
package struct StackDeployer: Sendable {
    private let session: any ClusterSession

    package init(session: any ClusterSession) { self.session = session }

    /// Deploys the stack under a name; a stack of that name is updated.
    ///
    /// - Parameters:
    ///   - stack: what was read from the files.
    ///   - name: the stack's name.
    ///   - prune: whether services go that are no longer in the file.
    ///   - isStopped: asked between two steps whether to go no further.
    ///   - report: gets each step before it is carried out.
    /// - Returns: the stack's services, new and old, in order of their names.
    /// - Throws: the first refusal, or `stopped`; what was done until then stays.
    @discardableResult
    package func deploy(
        _ stack: ComposeStack,
        as name: String,
        prune: Bool = false,
        isStopped: @Sendable () -> Bool = { false },
        report: @Sendable (StackEvent) -> Void
    ) async throws(StackError) -> [ServiceID] {
        let steps = StackSteps(
            stack: stack,
            name: try Self.stackName(name),
            store: await session.snapshot().store,
            prune: prune
        )
        if let refusal = Self.refusal(steps) { throw refusal }
        var run = StackRun(session: session, resolver: steps.stored)
        let objects = steps.leftOvers + steps.networks + steps.secrets + steps.configs
        // Services refer to what was made before them.
        let later = steps.services(resolver: nil)
        for (index, step) in objects.enumerated() {
            let rest = objects[index...] + later
            try await run.carryOut(step, before: rest.dropFirst(), isStopped, report)
        }
        let services = steps.services(resolver: run.resolver)
        for (index, step) in services.enumerated() {
            try await run.carryOut(step, before: services[(index + 1)...], isStopped, report)
        }
        return run.services
    }

    private static func stackName(_ text: String) throws(StackError) -> StackName {
        do {
            return try StackName(text)
        } catch {
            throw .compose(error)
        }
    }

    private static func refusal(_ steps: StackSteps) -> StackError? {
        let all = steps.networks + steps.secrets + steps.configs + steps.services(resolver: nil)
        for case .refused(let error) in all.lazy.map(\.item.change) { return error }
        return nil
    }
}

/// One deployment on its way.
private struct StackRun {
    let session: any ClusterSession
    private(set) var resolver: StackResolver
    private(set) var services: [ServiceID] = []

    init(session: any ClusterSession, resolver: StackResolver) {
        self.session = session
        self.resolver = resolver
    }

    mutating func carryOut(
        _ step: StackSteps.Step,
        before rest: ArraySlice<StackSteps.Step>,
        _ isStopped: () -> Bool,
        _ report: (StackEvent) -> Void
    ) async throws(StackError) {
        if isStopped() {
            let left = lines(of: [step] + rest)
            // What is left changes nothing: then it is as good as done.
            if !left.isEmpty { throw .stopped(left: left, unanswered: nil) }
        }
        if case .refused(let error) = step.item.change { throw error }
        if let event = event(for: step) { report(event) }
        guard let command = step.command else { return }
        do {
            let outcome = try await session.performUnlessCalledOff(command)
            for warning in outcome.warnings { report(.warning(warning)) }
            note(step, outcome)
        } catch {
            if error == .calledOff {
                throw .stopped(left: lines(of: rest), unanswered: event(for: step)?.line)
            }
            throw .refused(action(of: step), error)
        }
    }

    /// What steps would send, in docker's words.
    private func lines(of steps: some Sequence<StackSteps.Step>) -> [String] {
        steps.filter { $0.command != nil }.compactMap { event(for: $0)?.line }
    }

    private func event(for step: StackSteps.Step) -> StackEvent? {
        let item = step.item
        switch item.change {
        case .add: return .creating(item.kind, item.name)
        case .change:
            if case .updateService(let id, _, _) = step.command {
                return .updatingService(item.name, id)
            }
            return .updatingLabels(item.kind, item.name)
        case .unchanged: return item.kind == .service ? .unchangedService(item.name) : nil
        case .unreadable: return .notCompared(item.kind, item.name)
        case .leftOver(isPruned: true): return .removing(item.kind, item.name)
        case .fixed, .leftOver, .refused: return nil
        }
    }

    private func action(of step: StackSteps.Step) -> String {
        let object = "\(step.item.kind.rawValue) \(step.item.name)"
        switch step.item.change {
        case .add: return "create \(object)"
        case .leftOver: return "remove \(object)"
        default: return "update \(object)"
        }
    }

    /// Remembers what was made.
    private mutating func note(_ step: StackSteps.Step, _ outcome: CommandOutcome) {
        resolver.note(step, outcome)
        switch step.command {
        case .createService:
            if let id = outcome.createdID.flatMap({ ServiceID($0) }) { services.append(id) }
        case .updateService(let id, _, _): services.append(id)
        default: break
        }
    }
}
