import Basics
import SwarmModel

/// What a safe drain writes into a service's spec, and how it takes it out again.
///
/// A constraint keeps the service's tasks off the node, the update settings let each replacement
/// run before its task stops, and a label remembers the settings that were there, so that whoever
/// finds the mark can take it back, also after the console has ended.
struct DrainMark: Sendable {
    static let label = "skep.safe-drain"
    private static let absent = "none"

    let node: NodeID
    /// Tasks that are replaced at once.
    let parallelism: UInt64

    private var constraint: String { "node.id != \(node)" }

    /// Whether a spec bears the mark of this node's drain.
    func marks(_ spec: ServiceSpec) -> Bool { spec.task.placement.constraints.contains(constraint) }

    /// The spec with the mark; update settings that it has are kept in the label.
    func marked(_ spec: ServiceSpec) -> ServiceSpec {
        guard !marks(spec) else { return spec }
        var marked = spec
        marked.task.placement.constraints.append(constraint)
        marked.labels[Self.label] = spec.update.map(Self.words) ?? Self.absent
        var update = spec.update ?? .standard
        update.order = .startFirst
        update.parallelism = parallelism
        update.failureAction = .pause
        update.maxFailureRatio = 0
        marked.update = update
        return marked
    }

    /// The spec as it was before.
    func unmarked(_ spec: ServiceSpec) -> ServiceSpec {
        guard marks(spec) else { return spec }
        var spec = spec
        spec.task.placement.constraints.removeAll { $0 == constraint }
        if let words = spec.labels.removeValue(forKey: Self.label) {
            spec.update = words == Self.absent ? nil : Self.update(words) ?? spec.update
        }
        return spec
    }

    // MARK: - On the node

    /// Whether a drain that is not through has paused the node.
    static func marks(_ node: Node) -> Bool { node.spec.labels[label] != nil }

    /// What the node goes back to when the drain is given up, also by another console.
    static func availability(of node: Node) -> NodeAvailability {
        if let before = node.spec.labels[label].flatMap({ NodeAvailability(rawValue: $0) }) {
            return before
        }
        return node.spec.availability == .drain ? .active : node.spec.availability
    }

    // MARK: - Update settings as one word of text

    private static func words(_ update: UpdateConfig) -> String {
        let monitor = update.monitor.map { "\($0.nanoseconds)" } ?? absent
        return [
            "\(update.parallelism)", "\(update.delay.nanoseconds)", update.failureAction.rawValue,
            monitor, "\(update.maxFailureRatio)", update.order.rawValue,
        ].joined(separator: ",")
    }

    private static func update(_ words: String) -> UpdateConfig? {
        let parts = words.split(separator: ",").map(String.init)
        guard parts.count == 6, let parallelism = UInt64(parts[0]), let delay = Int64(parts[1]),
            let action = UpdateConfig.FailureAction(rawValue: parts[2]),
            let ratio = Float(parts[4]), let order = UpdateConfig.Order(rawValue: parts[5])
        else { return nil }
        return UpdateConfig(
            parallelism: parallelism,
            delay: .nanoseconds(delay),
            failureAction: action,
            monitor: Int64(parts[3]).map { .nanoseconds($0) },
            maxFailureRatio: ratio,
            order: order
        )
    }
}
