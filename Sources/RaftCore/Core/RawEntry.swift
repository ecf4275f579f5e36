/// A payload, a snapshot's state or a membership change that entries of many logs refer to.
typealias SharedBody = any AnyObject & Sendable

/// An entry as the protocol sees it: what it carries is somebody else's.
///
/// The protocol is not generic, so that it is compiled once and as well as it can be; what the users'
/// types are is known again where entries are handed out.
struct RawEntry: Sendable {
    enum Kind: UInt8, Codable, Sendable {
        /// A new leader's first entry.
        case empty
        case payload
        case membership
    }

    var index: UInt64
    var term: UInt64
    /// Nothing, a `PayloadBox` or a `MembershipBox`, as the kind says.
    var body: SharedBody?
    var kind: Kind

    static func empty(index: UInt64, term: UInt64) -> RawEntry {
        RawEntry(index: index, term: term, body: nil, kind: .empty)
    }

    static func membership(_ change: RaftMembershipChange, index: UInt64, term: UInt64)
        -> RawEntry
    {
        RawEntry(index: index, term: term, body: MembershipBox(change), kind: .membership)
    }

    /// The change that an entry of that kind carries.
    var membershipChange: RaftMembershipChange? {
        guard kind == .membership, let body else { return nil }
        return unsafeDowncast(body, to: MembershipBox.self).change
    }
}

final class PayloadBox<Payload: Sendable>: Sendable {
    let payload: Payload
    init(_ payload: Payload) { self.payload = payload }
}

final class MembershipBox: Sendable {
    let change: RaftMembershipChange
    init(_ change: RaftMembershipChange) { self.change = change }
}

/// The state as of an index, in the place of all entries up to it.
final class RawSnapshot: Sendable {
    let position: RaftPosition
    let membership: RaftMembership
    /// A `PayloadBox` of the users' state.
    let body: SharedBody

    init(position: RaftPosition, membership: RaftMembership, body: SharedBody) {
        self.position = position
        self.membership = membership
        self.body = body
    }
}
