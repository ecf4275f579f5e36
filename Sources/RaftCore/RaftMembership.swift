/// Who votes, and who may never come back.
package struct RaftMembership: Hashable, Codable, Sendable {
    /// Voters, by id.
    package private(set) var voters: [RaftID] = []
    /// Ids of removed peers, by id.
    ///
    /// - Source: ROL-8.
    package private(set) var removed: [RaftID] = []

    package init() {}

    /// How many voters decide.
    ///
    /// - Source: RFT-22.
    package var quorum: Int { voters.count / 2 + 1 }

    package func isVoter(_ id: RaftID) -> Bool { voters.contains(id) }
    package func isRemoved(_ id: RaftID) -> Bool { !removed.isEmpty && removed.contains(id) }

    /// Why a change cannot be made to this membership; `nil` if it can.
    package func refusal(of change: RaftMembershipChange) -> RaftRefusal? {
        switch change {
        case .add(let id):
            if isRemoved(id) { return .idWasRemoved }
            return isVoter(id) ? .alreadyMember : nil
        case .remove(let id):
            if !isVoter(id) { return .notMember }
            return voters.count == 1 ? .lastVoter : nil
        }
    }

    /// Makes a change; one that does not fit changes nothing.
    ///
    /// - Returns: whether the voters changed.
    mutating func apply(_ change: RaftMembershipChange) -> Bool {
        guard refusal(of: change) == nil else { return false }
        switch change {
        case .add(let id): Self.insert(id, into: &voters)
        case .remove(let id):
            voters.removeAll { $0 == id }
            Self.insert(id, into: &removed)
        }
        return true
    }

    private static func insert(_ id: RaftID, into ids: inout [RaftID]) {
        ids.insert(id, at: ids.firstIndex { $0 > id } ?? ids.count)
    }
}

/// A change of one voter; changes of more are made one after the other.
package enum RaftMembershipChange: Hashable, Codable, Sendable {
    case add(RaftID)
    case remove(RaftID)

    /// The voter that comes or goes.
    package var id: RaftID {
        switch self {
        case .add(let id), .remove(let id): id
        }
    }
}
