import Basics
import ClusterPorts
import SwarmModel
import SwarmStore

@testable import Console

/// The usual test's cluster over three data centres: the managers in dc1, node4 in dc2, node5 in
/// dc3; and with what raft knows of each manager.
struct ZoneDemo {
    var shop = DemoCluster()

    var builder: ClusterBuilder {
        get { shop.builder }
        set { shop.builder = newValue }
    }
    var nodes: [NodeID] { shop.nodes }

    init() {
        let nodes = shop.nodes
        shop.builder.topology = NetworkTopology(
            zones: [
                .init(name: "dc1", nodes: Array(nodes[0...2])),
                .init(name: "dc2", nodes: [nodes[3]]), .init(name: "dc3", nodes: [nodes[4]]),
            ],
            defaults: .ordinary
        )
        shop.builder.members = nodes[0...2].map { node in
            RaftMember(
                node: node,
                standing: node == nodes[0] ? .leader : .follower,
                term: 3,
                commitIndex: 4_211,
                appliedIndex: 4_211,
                lastIndex: 4_211,
                isReachable: true,
                zone: "dc1"
            )
        }
    }

    /// The managers of those numbers (from 1) lose their power.
    mutating func lose(_ numbers: Int...) {
        for number in numbers {
            let node = nodes[number - 1]
            builder.change(node) { $0.manager?.reachability = .unreachable }
            change(node) {
                $0.standing = .down
                $0.isReachable = false
            }
        }
        let isLeaderless = builder.members.count { $0.isReachable } < 2
        if numbers.contains(1) || isLeaderless { lead(nil) }
    }

    mutating func regain(_ numbers: Int...) {
        for number in numbers {
            builder.change(nodes[number - 1]) { $0.manager?.reachability = .reachable }
            change(nodes[number - 1]) {
                $0.standing = .follower
                $0.isReachable = true
            }
        }
    }

    /// Makes one manager the leader in a new term, or none.
    mutating func lead(_ number: Int?) {
        for index in 0...2 {
            let leads = number == index + 1
            builder.change(nodes[index]) { $0.manager?.isLeader = leads }
            change(nodes[index]) { member in
                if member.standing == .leader { member.standing = .candidate }
                if leads { member.standing = .leader }
                if number != nil, member.isReachable { member.term = 4 }
            }
        }
    }

    mutating func change(_ node: NodeID, _ change: (inout RaftMember) -> Void) {
        for index in builder.members.indices where builder.members[index].node == node {
            change(&builder.members[index])
        }
    }
}
