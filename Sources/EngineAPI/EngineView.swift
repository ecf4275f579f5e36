package import Basics
package import ClusterPorts
package import SwarmModel
package import SwarmStore

/// A cluster at one moment, as the engine of one of its machines sees it.
///
/// Everything that is read is read through such a view, and it is a value: an answer is of one
/// moment, whatever happens meanwhile.
package struct EngineView: Sendable {
    package let snapshot: ClusterSnapshot
    /// The machine's host name.
    package let machine: String
    /// What the machine is in the swarm; `nil` while it is in none.
    package let node: Node?
    /// Whether it waits for the unlock key.
    package let isLocked: Bool
    /// Why its engine cannot read the swarm's state now; `nil` = it can.
    package let readingRefusal: EngineError?
    /// The JSON of what has not changed since it was listed.
    let lists: EncodedLists
    /// Whom the nodes trust; `nil` = nobody tells.
    let tls: EngineTLSInfo?

    package init(
        _ snapshot: ClusterSnapshot,
        machine: String,
        node: NodeID?,
        isLocked: Bool = false,
        readingRefusal: EngineError? = nil,
        lists: EncodedLists = EncodedLists(),
        tls: EngineTLSInfo? = nil
    ) {
        self.snapshot = snapshot
        self.machine = machine
        self.node = node.flatMap { snapshot.store.node($0) }
        self.isLocked = isLocked
        self.lists = lists
        self.tls = tls
        self.readingRefusal =
            readingRefusal ?? (snapshot.managers.leader == nil ? .noLeader : nil)
    }

    package var store: Store { snapshot.store }
    package var epoch: WallTime { snapshot.epoch }
    /// Where the versions of its objects are from.
    var timeLine: TimeLine { TimeLine(era: snapshot.era, epoch: epoch) }
    package var isManager: Bool { node?.manager != nil }

    /// Lets managers pass that can read the cluster's state.
    ///
    /// - Throws: 503 on a machine that is none, 500 while it knows of no leader to ask.
    package func requireManager() throws(EngineError) {
        guard node != nil else { throw .notInSwarm }
        if isLocked { throw .swarmLocked }
        guard isManager else { throw .workerOnly }
        if let readingRefusal { throw readingRefusal }
    }
}

extension EngineError {
    /// What an engine says that is in no swarm.
    package static let notInSwarm = EngineError(
        status: 503,
        message: "This node is not a swarm manager. Use \"docker swarm init\" or \"docker swarm "
            + "join\" to connect this node to swarm and try again."
    )
    /// What a worker's engine says.
    package static let workerOnly = EngineError(
        status: 503,
        message: "This node is not a swarm manager. Worker nodes can't be used to view or modify "
            + "cluster state. Please run this command on a manager node or promote the current "
            + "node to a manager."
    )
    /// What an engine says that is in a swarm already.
    package static let alreadyInSwarm = EngineError(
        status: 503,
        message: "This node is already part of a swarm. Use \"docker swarm leave\" to leave this "
            + "swarm and join another one."
    )
    /// What an engine says that shall leave, and is in no swarm.
    package static let notPartOfSwarm = EngineError(
        status: 503,
        message: "This node is not part of a swarm"
    )
    /// What a manager says that waits for its unlock key.
    package static let swarmLocked = EngineError(
        status: 503,
        message: "Swarm is encrypted and needs to be unlocked before it can be used. Please use "
            + "\"docker swarm unlock\" to unlock it."
    )
}
