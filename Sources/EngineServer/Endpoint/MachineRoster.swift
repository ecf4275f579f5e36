import Basics
package import ClusterPorts
import EngineAPI
import SwarmModel
import SwarmStore
import Synchronization

/// The machines whose engines answer, and what each of them is in the swarm.
///
/// A machine is known by its host name. It may be in no swarm: before it joins, and after it left.
package actor MachineRoster {
    private enum Membership {
        case outside
        case member(NodeID)
    }

    private let session: any ClusterSession
    /// Machines of which more is known than the cluster tells.
    private var known: [String: Membership] = [:]
    /// All machines list the same objects.
    private let lists = EncodedLists()
    /// How many nodes or services there were the last time; `nil` = nobody looked.
    private let objectCount = Mutex<Int?>(nil)
    private static let shortList = 100
    private var root: (of: RootKey, certificate: RootCertificate?)?

    /// What a root's certificate follows from.
    private struct RootKey: Equatable {
        let cluster: ClusterID
        let rotations: UInt64
        let epoch: WallTime
    }

    /// Knows the machines of a cluster, and those in `fresh`, which are in no swarm yet.
    package init(session: any ClusterSession, fresh: [String] = []) {
        self.session = session
        for name in fresh { known[name] = .outside }
    }

    /// Whether lists of nodes and services are short, as far as is known.
    nonisolated var listsAreShort: Bool {
        objectCount.withLock { $0.map { $0 <= Self.shortList } ?? false }
    }

    /// The cluster as the engine of a machine sees it.
    ///
    /// - Parameter machine: a host name; `nil` = a manager's engine that can help.
    /// - Returns: the view.
    /// - Throws: 503 for a machine that is switched off: no engine answers there.
    func view(of machine: String?) async throws(EngineError) -> EngineView {
        let snapshot = await session.snapshot()
        let count = max(snapshot.store.nodeCount, snapshot.store.serviceCount)
        objectCount.withLock { $0 = count }
        let name = machine ?? Self.usualMachine(snapshot)
        let (node, standing) = await node(of: name, snapshot)
        let member = snapshot.managers.members.first { $0.node == node }
        let isLocked = member?.standing == .locked
        // A locked manager's engine is up, though it takes no part in anything.
        if node != nil, !isLocked, standing == .off {
            throw EngineError(
                status: 503,
                message: "the machine \(name) is switched off (simulated)"
            )
        }
        let asked = machine == nil ? nil : node
        let isManager = member != nil && !isLocked
        return EngineView(
            snapshot,
            machine: name,
            node: node,
            isLocked: isLocked,
            readingRefusal: isManager ? await machines?.readingRefusal(by: asked) : nil,
            lists: lists,
            tls: rootCertificate(snapshot)?.tls
        )
    }

    /// The certificate of the swarm's root, made once.
    private func rootCertificate(_ snapshot: ClusterSnapshot) -> RootCertificate? {
        let cluster = snapshot.store.cluster
        let key = RootKey(
            cluster: cluster.id,
            rotations: cluster.spec.certificateRotations,
            epoch: snapshot.epoch
        )
        if let root, root.of == key { return root.certificate }
        let certificate = RootCertificate(of: cluster, epoch: snapshot.epoch)
        root = (key, certificate)
        return certificate
    }

    private var machines: (any MachineSession)? { session as? any MachineSession }

    private func standing(of node: NodeID) async -> MachineStanding {
        await machines?.standing(of: node) ?? .on
    }

    /// All machines by name: those of the cluster's nodes, and those that are in no swarm.
    package func names() async -> [String] {
        let nodes = await session.snapshot().store.nodes.map(\.description.hostname)
        return Array(Set(nodes + known.keys)).sorted()
    }

    func joined(_ machine: String, as node: NodeID) { known[machine] = .member(node) }

    func left(_ machine: String) { known[machine] = .outside }

    /// The node that a machine is now; one that left the swarm is none.
    private func node(
        of machine: String,
        _ snapshot: ClusterSnapshot
    ) async -> (id: NodeID?, MachineStanding) {
        switch known[machine] {
        case .outside: return (nil, .left)
        case .member(let id) where snapshot.store.node(id) != nil:
            return (id, await standing(of: id))
        case .member, nil:
            for node in snapshot.store.nodes where node.description.hostname == machine {
                let standing = await standing(of: node.id)
                if standing != .left { return (node.id, standing) }
            }
            return (nil, .left)
        }
    }

    /// The first manager by name that can be reached, so that it stays the same while it can.
    private static func usualMachine(_ snapshot: ClusterSnapshot) -> String {
        let managers = snapshot.store.nodes.filter { $0.manager != nil }
        let usual = managers.first { $0.manager?.reachability == .reachable } ?? managers.first
        return usual?.description.hostname ?? "node1"
    }
}
