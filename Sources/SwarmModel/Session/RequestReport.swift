package import Basics

/// Where requests are sent to.
package enum RequestTarget: Hashable, Codable, Sendable {
    /// A port of a node, as a user outside of the swarm reaches it.
    case published(node: NodeID, port: UInt32)
    /// A name or address in the networks of a task; without a port, the one the image exposes.
    case name(String, port: UInt32?, from: TaskID)
}

/// The way that connections take to a container.
package enum RequestWay: String, Hashable, Codable, Sendable {
    /// The routing mesh: any node's published port, then whichever task's turn it is.
    case ingress
    /// A port that the node itself publishes for a task of its own.
    case hostPort
    /// A service's virtual address on a network that both sides share.
    case virtualIP
    /// A task's own address.
    case direct
}

/// Why no connection came about.
package enum RequestFailure: Error, Hashable, Codable, Sendable {
    /// Nobody listens there.
    case refused(String)
    /// The machine does not answer at all.
    case noRoute(String)
    /// The name stands for no address.
    case unknownName(String)

    /// What a client prints.
    package var words: String {
        switch self {
        case .refused: "connection refused"
        case .noRoute: "no route to host"
        case .unknownName: "could not resolve host"
        }
    }

    /// What is behind it, for the user.
    package var reason: String {
        switch self {
        case .refused(let reason), .noRoute(let reason), .unknownName(let reason): reason
        }
    }
}

/// What became of requests, one by one.
package struct RequestReport: Hashable, Codable, Sendable {
    /// One request that reached a container.
    package struct Trace: Hashable, Codable, Sendable {
        package var task: TaskID
        package var node: NodeID
        /// The container's address on the network, without the length of the prefix.
        package var address: String
        /// HTTP status that the application answered.
        package var status: Int
        /// There and back between the node that was asked and the task's.
        package var roundTrip: Duration

        package init(
            task: TaskID,
            node: NodeID,
            address: String,
            status: Int,
            roundTrip: Duration = .zero
        ) {
            self.roundTrip = roundTrip
            self.task = task
            self.node = node
            self.address = address
            self.status = status
        }
    }

    /// What one task got of them.
    package struct Share: Hashable, Codable, Sendable {
        package var task: TaskID
        package var count: Int
        /// Those that were answered with a status of 500 and above.
        package var failed: Int

        package init(task: TaskID, count: Int = 0, failed: Int = 0) {
            self.task = task
            self.count = count
            self.failed = failed
        }
    }

    /// More requests than these are only counted.
    package static let tracesMaximum = 200

    package var target: RequestTarget
    package var count: Int
    /// The node that was asked, or the asking task's own.
    package var entry: NodeID
    package var way: RequestWay?
    package var service: ServiceID?
    package var network: NetworkID?
    /// The address that the connection came to first: the node's load balancer, or a virtual one.
    package var entryAddress = ""
    /// The port in the container.
    package var port: UInt32 = 0
    /// The path that was asked for.
    package var path = "/"
    package var traces: [Trace] = []
    package var shares: [Share] = []
    /// Holds for all of them: nothing changes within the moment in which they are sent.
    package var failure: RequestFailure?

    package init(_ target: RequestTarget, count: Int, entry: NodeID) {
        self.target = target
        self.count = count
        self.entry = entry
    }
}
