import Basics
import SwarmModel

/// Failures of the last five minutes by service version and node.
///
/// - Source: RNK-1, RNK-2.
struct FaultMemory: Sendable {
    private static let window = Duration.seconds(300)
    /// From this many failures on a node is ranked behind all that have fewer.
    static let limit: Int32 = 5

    struct Subject: Hashable, Codable, Sendable {
        let service: ServiceID
        let specVersion: UInt64

        init(_ task: SwarmTask) {
            service = task.serviceID
            specVersion = task.specVersion ?? 0
        }
    }

    private struct Fault: Codable, Sendable {
        let subject: Subject
        let node: NodeID
        let moment: Moment
    }

    /// In the order in which they happened; what lies before `start` is forgotten.
    private var faults: [Fault] = []
    private var start = 0
    private var counts: [Subject: [NodeID: Int32]] = [:]

    init() {}

    mutating func note(_ task: SwarmTask, on node: NodeID, at moment: Moment) {
        let fault = Fault(subject: Subject(task), node: node, moment: moment)
        faults.append(fault)
        counts[fault.subject, default: [:]][node, default: 0] += 1
    }

    /// Forgets what is more than five minutes old.
    mutating func expire(at now: Moment) {
        while start < faults.count, faults[start].moment + Self.window < now {
            forget(faults[start])
            start += 1
        }
        if start > 0, start * 2 >= faults.count {
            faults.removeFirst(start)
            start = 0
        }
    }

    /// Forgets a node that is gone.
    mutating func forget(_ node: NodeID) {
        guard faults[start...].contains(where: { $0.node == node }) else { return }
        faults = faults[start...].filter { $0.node != node }
        start = 0
        count()
    }

    func count(_ subject: Subject, on node: NodeID) -> Int32 { counts[subject]?[node] ?? 0 }

    /// The nodes on which the subject failed often enough to be ranked by it, with their failures.
    func faulty(_ subject: Subject) -> [NodeID: Int32] {
        guard let nodes = counts[subject] else { return [:] }
        return nodes.filter { $0.value >= Self.limit }
    }

    private mutating func forget(_ fault: Fault) {
        guard let count = counts[fault.subject]?[fault.node] else { return }
        counts[fault.subject]?[fault.node] = count == 1 ? nil : count - 1
        if counts[fault.subject]?.isEmpty == true { counts[fault.subject] = nil }
    }

    private mutating func count() {
        counts = [:]
        for fault in faults { counts[fault.subject, default: [:]][fault.node, default: 0] += 1 }
    }
}

extension FaultMemory: Codable {
    init(from decoder: any Decoder) throws {
        faults = try [Fault](from: decoder)
        count()
    }

    func encode(to encoder: any Encoder) throws { try Array(faults[start...]).encode(to: encoder) }
}
