import Basics
import SwarmModel

/// How often each place of each service was restarted, for the specs that limit it.
///
/// In the leader's memory only; a new leader rebuilds it from the tasks (INI-4).
///
/// - Source: RST-7, RST-10 to RST-17.
struct RestartHistory: Codable, Sendable {
    private struct Record: Codable, Sendable {
        var specVersion: UInt64?
        var total: UInt64 = 0
        /// When the replacements were made, oldest first; only kept for specs with a window.
        var moments: [Moment] = []
    }

    private struct Places: Codable, Sendable {
        @SavedInOrder var records: [TaskPlace: Record] = [:]
    }

    @SavedInOrder private var services: [ServiceID: Places] = [:]

    /// Whether the policy of the task's own spec lets it be replaced, dead or alive.
    ///
    /// - Source: RST-10 to RST-15, JOB-7.
    func allowsRestart(of task: SwarmTask, of service: Service) -> Bool {
        let policy = task.spec.value.restart
        switch policy?.condition ?? .any {
        case .none: return false
        case .onFailure where task.state == .complete: return false
        case .any where task.state == .complete && service.spec.mode.isJob: return false
        case .onFailure, .any: break
        }
        guard let policy, policy.maxAttempts > 0,
            let record = services[service.id]?.records[service.place(of: task)],
            task.specVersion == nil || task.specVersion == record.specVersion
        else { return true }
        return Self.count(in: record, before: task, policy: policy) < policy.maxAttempts
    }

    private static func count(
        in record: Record,
        before task: SwarmTask,
        policy: RestartPolicy
    ) -> UInt64 {
        guard let window = policy.window, window > .zero else { return record.total }
        let end = task.orderingMoment
        let start = end - window
        return UInt64(record.moments.count { $0 > start && $0 < end })
    }

    /// Notes that `replacement` was made at that moment for a task that ended.
    ///
    /// - Source: RST-7, RST-15, RST-16.
    mutating func note(_ replacement: SwarmTask, of service: Service, at moment: Moment) {
        guard let policy = replacement.spec.value.restart, policy.maxAttempts > 0 else { return }
        let place = service.place(of: replacement)
        var record =
            services[service.id]?.records[place]
            ?? Record(specVersion: replacement.specVersion)
        if let version = replacement.specVersion, version != record.specVersion {
            record = Record(specVersion: version)
        }
        record.total += 1
        if let window = policy.window, window > .zero {
            record.moments.removeAll { $0 <= moment - window - window }
            record.moments.append(moment)
        }
        services[service.id, default: Places()].records[place] = record
    }

    /// Forgets a service that was removed (RST-17).
    mutating func forget(_ service: ServiceID) { services[service] = nil }
}

extension Service {
    /// The place a task of this service fills; a global job's is its node too (JOB-10).
    func place(of task: SwarmTask) -> TaskPlace {
        guard spec.mode.runsOnEveryNode, let node = task.nodeID else { return .slot(task.slot) }
        return .node(node)
    }
}

extension ServiceMode {
    /// Whether it has one place for each node instead of numbered slots.
    var runsOnEveryNode: Bool {
        switch self {
        case .global, .globalJob: true
        case .replicated, .replicatedJob: false
        }
    }
}
