package import Basics

/// What the scheduler asks of a node, in this order.
///
/// - Source: §3.4.
package enum PlacementFilter: UInt8, Hashable, Sendable, CaseIterable {
    case ready, resources, plugins, constraints, platform, hostPorts, maxReplicas
}

/// What a placement is wanted to be explained of.
package enum PlacementQuestion: Hashable, Sendable {
    /// Why a task waits, or is where it is.
    case task(TaskID)
    /// Where the next replica of a service would go.
    case next(ServiceID)
}

/// What every node says to one task, and what nodes are ranked by.
package struct PlacementReport: Hashable, Sendable {
    package struct Row: Hashable, Sendable {
        package var node: NodeID
        /// The first filter that refuses; `nil` if the node would take the task.
        package var refusal: PlacementFilter?
        /// What that filter missed, in words.
        package var reason: String
        /// The node's values for the spread preferences, the first one first.
        package var branch: [String]
        /// Failures of this service and version here in the last five minutes (RNK-2).
        package var recentFailures: Int
        /// Active tasks of the same service here, the task itself left out.
        package var serviceTasks: Int
        /// All active tasks here, the task itself left out.
        package var activeTasks: Int

        package init(
            node: NodeID,
            refusal: PlacementFilter?,
            reason: String = "",
            branch: [String] = [],
            recentFailures: Int = 0,
            serviceTasks: Int = 0,
            activeTasks: Int = 0
        ) {
            self.node = node
            self.refusal = refusal
            self.reason = reason
            self.branch = branch
            self.recentFailures = recentFailures
            self.serviceTasks = serviceTasks
            self.activeTasks = activeTasks
        }
    }

    package var question: PlacementQuestion
    /// The task's, or its service's.
    package var service: ServiceID
    /// Where the task is; `nil` if it waits, or is none yet.
    package var node: NodeID?
    /// In the order of the nodes.
    package var rows: [Row]
    /// What tasks are spread over, as the service's placement names it.
    package var preferences: [String]
    /// Whether it was worked out from somebody else's cluster.
    package var isEstimate: Bool

    package init(
        question: PlacementQuestion,
        service: ServiceID,
        node: NodeID?,
        rows: [Row],
        preferences: [String] = [],
        isEstimate: Bool = false
    ) {
        self.question = question
        self.service = service
        self.node = node
        self.rows = rows
        self.preferences = preferences
        self.isEstimate = isEstimate
    }

    /// Failures from the fifth on count before everything else (RNK-2).
    package static let countedFailures = 5
}
