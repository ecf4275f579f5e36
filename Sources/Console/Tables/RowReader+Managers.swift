import Basics
import Cells
import ClusterPorts
import SwarmModel

extension RowReader {
    /// What a manager is as a member of the raft group.
    func managerCell(_ column: ColumnID, of node: Node) -> CellText {
        let members = cluster.snapshot.managers.members
        guard let member = members.first(where: { $0.node == node.id }) else {
            return unknownCell(column, of: node)
        }
        return switch column {
        case .standing: Self.standing(of: member)
        case .reachability:
            member.isReachable
                ? CellText("● " + said("yes"), .ok) : CellText("✗ " + said("no"), .bad)
        case .term: Self.number(member.term, newest: members.map(\.term).max())
        case .commit: Self.number(member.commitIndex, newest: members.map(\.commitIndex).max())
        case .applied: Self.number(member.appliedIndex, newest: member.commitIndex)
        case .log: Self.number(member.lastIndex, newest: members.map(\.lastIndex).max())
        default: .empty
        }
    }

    /// An engine tells no more than who leads and who can be reached.
    private func unknownCell(_ column: ColumnID, of node: Node) -> CellText {
        guard let manager = node.manager else { return .empty }
        switch column {
        case .standing:
            if manager.isLeader { return CellText("★ leader", .leader) }
            return manager.reachability == .reachable
                ? CellText("follower", .manager) : CellText("?", .unknown)
        case .reachability:
            switch manager.reachability {
            case .reachable: return CellText("● " + said("yes"), .ok)
            case .unreachable: return CellText("✗ " + said("no"), .bad)
            case .unknown: return CellText("?", .unknown)
            }
        default: return CellText("?", .dim)
        }
    }

    private static func standing(of member: RaftMember) -> CellText {
        switch member.standing {
        case .leader: CellText("★ leader", .leader)
        case .follower: CellText("follower", .manager)
        case .candidate: CellText("candidate", .warn)
        case .down: CellText("✗ down", .bad)
        case .locked: CellText("locked", .warn)
        }
    }

    /// What lags behind stands out.
    private static func number(_ number: UInt64, newest: UInt64?) -> CellText {
        CellText("\(number)", number < newest ?? 0 ? .warn : .text)
    }
}
