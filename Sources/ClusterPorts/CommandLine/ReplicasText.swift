package import SwarmModel

/// The words of the docker command line about services and nodes.
package enum CommandLineWords {
    /// The REPLICAS column of `service ls`.
    ///
    /// - Source: LIF-62.
    package static func replicas(_ counts: EngineServiceCounts, of spec: ServiceSpec) -> String {
        let start = "\(counts.running)/\(counts.desired)"
        switch spec.mode {
        case .replicated:
            let most = spec.task.placement.maxReplicas
            return most > 0 ? "\(start) (max \(most) per node)" : start
        case .global: return start
        case .replicatedJob(_, let total):
            return "\(start) (\(counts.completed)/\(total) completed)"
        case .globalJob:
            // What is still wanted and what is done together are all that there is to do.
            let total = counts.desired + counts.completed
            return "\(start) (\(counts.completed)/\(total) completed)"
        }
    }

    /// The MANAGER STATUS column of `node ls`; empty for a worker.
    ///
    /// - Source: LIF-64.
    package static func managerStatus(of node: Node) -> String {
        guard let manager = node.manager else { return "" }
        return manager.isLeader ? "Leader" : capitalized(manager.reachability.rawValue)
    }

    /// `Running 5 minutes ago`, the CURRENT STATE column of `service ps`.
    ///
    /// - Parameters:
    ///   - state: the state.
    ///   - age: how long it has been so.
    /// - Returns: the column's text.
    /// - Source: LIF-60.
    package static func currentState(_ state: TaskState, since age: Duration) -> String {
        "\(capitalized(state.word)) \(humanDuration(age).lowercased()) ago"
    }

    /// The ERROR column of `service ps`: quoted, and cut at thirty characters unless all is wanted.
    ///
    /// - Source: LIF-60.
    package static func error(_ text: String, isCut: Bool = true) -> String {
        if text.isEmpty { return "" }
        let isLong = isCut && text.unicodeScalars.count > 30
        return isLong
            ? "\"\(String(String.UnicodeScalarView(text.unicodeScalars.prefix(29))))…\""
            : "\"\(text)\""
    }

    /// The PORTS column of `service ps`: ports that the node itself has bound.
    ///
    /// - Source: LIF-60.
    package static func ports(_ ports: [PortConfig]) -> String {
        ports.map { "*:\($0.publishedPort)->\($0.targetPort)/\($0.transport.rawValue)" }
            .joined(separator: ",")
    }

    static func capitalized(_ word: String) -> String {
        word.prefix(1).uppercased() + word.dropFirst()
    }

    /// A duration in the words of the command line, one unit, rounded down.
    package static func humanDuration(_ duration: Duration) -> String {
        let seconds = duration.components.seconds
        if seconds < 1 { return "Less than a second" }
        if seconds == 1 { return "1 second" }
        if seconds < 60 { return "\(seconds) seconds" }
        let minutes = seconds / 60
        if minutes == 1 { return "About a minute" }
        if minutes < 60 { return "\(minutes) minutes" }
        // Hours are rounded, half an hour up.
        let hours = (seconds + 1_800) / 3_600
        if hours == 1 { return "About an hour" }
        if hours < 48 { return "\(hours) hours" }
        if hours < 24 * 7 * 2 { return "\(hours / 24) days" }
        if hours < 24 * 30 * 2 { return "\(hours / 24 / 7) weeks" }
        if hours < 24 * 365 * 2 { return "\(hours / 24 / 30) months" }
        return "\(seconds / 3_600 / 24 / 365) years"
    }
}
