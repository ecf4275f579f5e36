package import Basics
package import SwarmModel
package import SwarmStore

/// What the overlay networks stand on: the objects, the machines and their containers.
///
/// The networks' state travels between the nodes' engines, not through the managers: it holds what
/// is true on the machines, whether or not a manager knows.
package protocol NetworkGround {
    var store: Store { get }

    /// Whether a machine runs and is in the swarm.
    func isUp(_ node: NodeID) -> Bool

    /// Whether one machine hears of another; a machine hears of itself.
    func reaches(_ node: NodeID, from: NodeID) -> Bool

    /// Whether a task's container is in the load balancers: its process runs, is healthy if
    /// anybody asks, and nobody has told it to stop (AGT-26, AGT-29).
    func serves(_ task: TaskID) -> Bool

    /// The address of a node's load balancer on a network, in CIDR form (ALC-24).
    func loadBalancer(of node: NodeID, on network: NetworkID) -> String?
}

/// A task as a load balancer or a name has it: at an address of one network.
struct Backend {
    let task: SwarmTask
    let node: NodeID
    /// Without the length of the prefix.
    let address: String
}

extension NetworkGround {
    /// The tasks of a service that answer on a network, as one node sees them.
    ///
    /// In the order of their places; that of an update's start-first pair comes twice.
    ///
    /// - Complexity: O(tasks of the service).
    func backends(of service: ServiceID, on network: NetworkID, seenFrom node: NodeID) -> [Backend]
    {
        store.tasks(of: service)
            .compactMap { backend($0, on: network, seenFrom: node) }
            .sorted { BalancerTurns.Turn($0.task) < BalancerTurns.Turn($1.task) }
    }

    func backend(_ task: SwarmTask, on network: NetworkID, seenFrom node: NodeID) -> Backend? {
        guard let place = task.nodeID, let address = task.address(on: network),
            serves(task.id), reaches(place, from: node)
        else { return nil }
        return Backend(task: task, node: place, address: address)
    }
}

extension SwarmTask {
    /// Its address on a network, without the length of the prefix.
    package func address(on network: NetworkID) -> String? {
        networks.first { $0.network == network }?.addresses.first.map(\.withoutPrefix)
    }
}

extension String {
    /// An address in CIDR form without the length of its prefix.
    package var withoutPrefix: String { String(prefix { $0 != "/" }) }
}
