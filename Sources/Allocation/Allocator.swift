package import Basics
import SwarmModel
package import SwarmStore

/// Gives networks their subnets, services their ports and virtual addresses, tasks their addresses;
/// and lets new tasks go on to pending once they have all they need.
///
/// What it hands out it keeps in mirrors, which follow the store's changes. What cannot be had is
/// tried again when something comes back, and every five minutes.
///
/// After decoding, call ``restore(from:)`` before anything else.
///
/// - Source: §10.
package struct Allocator: Sendable {
    static let retryInterval = Duration.seconds(300)

    var networks: [NetworkID: NetworkAddresses] = [:]
    /// The network of the routing mesh, once it has its subnet.
    var ingress: NetworkID?
    var subnets = SubnetPool()
    var vxlanIDs = NumberPool(4_096..<16_777_215)
    var ports = PortSpaces()
    var attachments = NodeAttachments()
    /// The nodes there are.
    var nodes: Set<NodeID> = []
    var waitingNetworks = RetryQueue<NetworkID>()
    var waitingServices = RetryQueue<ServiceID>()
    var waitingTasks = TaskQueue()
    /// Whether something came back that a failed allocation may have waited for.
    var wasFreed = false
    var lastRetry = Moment.zero
    var retryIsDue = false
    /// What cannot be known from the store, between decoding and ``restore(from:)``.
    var saved: Positions?
    /// A bug planted by the simulator's tests, as the store has it.
    var flaw: Flaw?

    package init() {}

    /// When failed allocations are tried again in any case; `nil` while there are none.
    package var nextDeadline: Moment? {
        hasFailed && !retryIsDue ? lastRetry + Self.retryInterval : nil
    }

    package mutating func timePassed(now: Moment) {
        if let deadline = nextDeadline, deadline <= now { retryIsDue = true }
    }

    /// Allocates what waits; costs nothing when nothing does.
    package mutating func run(_ store: inout Store, now: Moment) {
        flaw = store.flaw
        let retries = hasFailed && (wasFreed || retryIsDue)
        wasFreed = false
        retryIsDue = false
        if retries { lastRetry = now } else if !hasFailed { lastRetry = max(lastRetry, now) }
        if retries {
            waitingTasks.retryAll()
            attachMissing()
        }
        if retries || waitingNetworks.hasFresh { allocateNetworks(in: &store, retries) }
        if retries || waitingServices.hasFresh { allocateServices(in: &store, retries) }
        if waitingTasks.hasFresh { allocateTasks(in: &store, now: now) }
    }

    private var hasFailed: Bool {
        waitingNetworks.hasFailed || waitingServices.hasFailed || waitingTasks.hasFailed
            || attachments.hasMissing
    }

    /// The address of a node's load balancer on a network; `nil` if it has none there.
    package func loadBalancer(of node: NodeID, on network: NetworkID) -> String? {
        attachments.addresses[node, network]
    }

    /// The addresses of all load balancers, as a value that a reader may keep (ALC-24).
    package var loadBalancers: LoadBalancers { attachments.addresses }
}

// MARK: - Following the store

extension Allocator {
    /// Takes note of one change; writes nothing.
    package mutating func observe(_ change: StoreChange, now: Moment) {
        precondition(saved == nil, "a decoded Allocator is to be restored first")
        switch change {
        case .network(let before, let after): observe(before, after)
        case .service(let before, let after): observe(before, after)
        case .task(let before, let after): observe(before, after)
        case .node(let before, let after): observe(before, after)
        case .secret, .config, .volume, .cluster: break
        }
    }

    private mutating func observe(_ before: Network?, _ after: Network?) {
        if let after {
            if before == nil, !adopt(after) { waitingNetworks.add(after.id) }
        } else if let before {
            forget(before)
        }
    }

    private mutating func observe(_ before: Service?, _ after: Service?) {
        if let after {
            if before == nil, let endpoint = after.endpoint { adopt(endpoint) }
            if needsAllocation(after) || needsHostPorts(after) { waitingServices.add(after.id) }
        } else if let before {
            waitingServices.remove(before.id)
            if let endpoint = before.endpoint { release(endpoint) }
        }
    }

    private mutating func observe(_ before: SwarmTask?, _ after: SwarmTask?) {
        if let after, after.state == .new, before?.state != .new { waitingTasks.add(after) }
        guard before?.networks.isEmpty == false || after?.networks.isEmpty == false else { return }
        if before == nil, let after { adopt(after) }
        follow(before, after)
        if let before, before.isLive, after?.isLive != true {
            release(before.networks)
            wasFreed = true
        }
    }

    private mutating func observe(_ before: Node?, _ after: Node?) {
        if before == nil, let after {
            join(after.id)
        } else if after == nil, let before {
            leave(before.id)
        }
    }
}
