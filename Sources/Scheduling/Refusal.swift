package import Basics
import SwarmModel

/// Why a node does not take a task: the first filter that refused it, in the order of the filters.
///
/// - Source: §3.4.
package enum Refusal: UInt8, Hashable, Codable, Sendable, CaseIterable {
    case notReady
    case insufficientResources
    case missingPlugin
    case unmetConstraints
    case unsupportedPlatform
    case hostPortInUse
    case replicaLimit

    /// What a task's error says of `count` nodes that refused for this reason.
    package func explanation(nodes count: Int) -> String {
        let nodes = count == 1 ? "1 node" : "\(count) nodes"
        return switch self {
        case .notReady: "\(nodes) not available for new tasks"
        case .insufficientResources: "insufficient resources on \(nodes)"
        case .missingPlugin: "missing plugin on \(nodes)"
        case .unmetConstraints: "scheduling constraints not satisfied on \(nodes)"
        case .unsupportedPlatform: "unsupported platform on \(nodes)"
        case .hostPortInUse: "host-mode port already in use on \(nodes)"
        case .replicaLimit: "max replicas per node limit exceed"
        }
    }
}

/// How many nodes each filter refused since a node last passed all of them.
///
/// - Source: SCH-30, SCH-31.
struct RefusalTally: Hashable, Sendable {
    private var counts: [Int] = []

    mutating func count(_ refusal: Refusal) {
        if counts.isEmpty { counts = Array(repeating: 0, count: Refusal.allCases.count) }
        counts[Int(refusal.rawValue)] += 1
    }

    mutating func reset() {
        if !counts.isEmpty { counts = [] }
    }

    /// The reasons, the most frequent first, in the order of the filters where they are equal.
    var explanation: String {
        let counted = zip(Refusal.allCases, counts).filter { $0.1 > 0 }
        let sorted = counted.enumerated().sorted {
            ($1.element.1, $0.offset) < ($0.element.1, $1.offset)
        }
        return sorted.map { $0.element.0.explanation(nodes: $0.element.1) }.joined(separator: "; ")
    }

    /// The error of a task that found no node (NSN-1).
    var error: String {
        let reasons = explanation
        return reasons.isEmpty ? "no suitable node" : "no suitable node (\(reasons))"
    }
}

/// One node's answer to one task, with what it would be ranked by.
package struct NodeVerdict: Hashable, Sendable {
    package let node: NodeID
    /// The first filter that refuses; `nil` if the node would take the task.
    package let refusal: Refusal?
    /// Failures of this service and version here in the last five minutes (RNK-2).
    package let recentFailures: Int
    /// Active tasks of the same service here, the task itself left out.
    package let serviceTasks: Int
    /// All active tasks here, the task itself left out.
    package let activeTasks: Int
}
