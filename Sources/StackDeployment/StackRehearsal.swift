package import Basics
import ClusterPorts
package import Compose
package import SwarmModel
package import SwarmStore

/// A deployment to be played on a copy of a cluster: the same steps in the same order.
package struct StackRehearsal: ForecastScript {
    private let stack: ComposeStack
    private let name: StackName
    /// `nil` before it has seen the cluster, and once the services' steps are in the queue.
    private var plan: StackSteps?
    private var hasBegun = false
    private var queue: [StackSteps.Step] = []
    private var resolver = StackResolver()
    /// The step whose answer is waited for.
    private var current: StackSteps.Step?
    package private(set) var obstacles: [String] = []

    /// - Parameters:
    ///   - stack: what was read from the files.
    ///   - name: the stack's name.
    /// - Throws: `invalidStackName`.
    package init(_ stack: ComposeStack, as name: String) throws(ComposeError) {
        self.stack = stack
        self.name = try StackName(name)
    }

    package mutating func next(_ store: Store, now: Moment) -> [ClusterCommand] {
        begin(store)
        guard current == nil else { return [] }
        while let step = nextStep() {
            if case .refused(let error) = step.item.change {
                stop(error.message)
                return []
            }
            guard let command = step.command else { continue }
            current = step
            return [command]
        }
        return []
    }

    package mutating func take(_ answer: Result<CommandOutcome, EngineError>, now: Moment) {
        guard let step = current else { return }
        current = nil
        switch answer {
        case .success(let outcome): resolver.note(step, outcome)
        // What comes after the first refusal is not done; the refusal is told by who gave it.
        case .failure: stop(nil)
        }
    }

    package var isThrough: Bool { hasBegun && plan == nil && queue.isEmpty && current == nil }
    package var pause: Duration? { nil }

    // MARK: Steps

    private mutating func begin(_ store: Store) {
        guard !hasBegun else { return }
        hasBegun = true
        let steps = StackSteps(stack: stack, name: name, store: store, prune: false)
        plan = steps
        resolver = steps.stored
        queue = steps.leftOvers + steps.networks + steps.secrets + steps.configs
    }

    /// Services are looked at when everything that they refer to has its id.
    private mutating func nextStep() -> StackSteps.Step? {
        if queue.isEmpty, let plan {
            queue = plan.services(resolver: resolver)
            self.plan = nil
        }
        return queue.isEmpty ? nil : queue.removeFirst()
    }

    private mutating func stop(_ reason: String?) {
        if let reason { obstacles.append(reason) }
        queue = []
        plan = nil
    }
}

extension StackResolver {
    /// Remembers what a step has made, for the services that refer to it.
    mutating func note(_ step: StackSteps.Step, _ outcome: CommandOutcome) {
        let (name, id) = (step.item.name, outcome.createdID ?? "")
        switch step.command {
        case .createNetwork: networks[name] = NetworkID(id)
        case .createSecret: secrets[name] = SecretID(id)
        case .createConfig: configs[name] = ConfigID(id)
        default: break
        }
    }
}
