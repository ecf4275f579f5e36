package import Basics
import SwarmModel

/// The managers as voters: who is up, who leads, and when the next one is elected.
///
/// A stand-in for the raft peers, behind the same face: it keeps what the peers would agree on.
/// An election needs a majority of the voters and takes as long as a randomised timeout; a leader
/// that cannot reach a majority gives up.
///
/// - Source: RFT-1, RFT-22, `observed-timelines` (h), (i), (j).
package struct ManagerGroup: Codable, Sendable {
    /// Ticks of one second; a follower waits 10 to 20 of them for its leader.
    package static let electionTimeout: ClosedRange<Duration> = .seconds(10)...Duration.seconds(20)
    /// How long a leader without a majority goes on before it gives up.
    package static let resignAfter = Duration.milliseconds(17_800)

    package enum Event: Hashable, Sendable {
        case elected(NodeID)
        case lost
    }

    /// Voters in the order in which they joined; the longest-serving first.
    package private(set) var voters: [NodeID] = []
    package private(set) var isUp: [NodeID: Bool] = [:]
    package private(set) var leader: NodeID?
    /// When the swarm lost its last leader; `nil` while there is one.
    package private(set) var leaderlessSince: Moment?
    package private(set) var term: UInt64 = 0
    private var electionDue: Moment?
    private var resignDue: Moment?

    package init() {}

    package var quorum: Int { voters.count / 2 + 1 }
    package var upCount: Int { voters.count { isUp[$0] == true } }
    package var hasMajority: Bool { !voters.isEmpty && upCount >= quorum }
    package var nextDeadline: Moment? {
        switch (electionDue, resignDue) {
        case (let one?, let other?): min(one, other)
        case (let one?, nil): one
        case (nil, let other): other
        }
    }

    package func isVoter(_ node: NodeID) -> Bool { voters.contains(node) }

    /// Whether the vote of `node` can go without losing the quorum.
    ///
    /// - Source: ROL-3.
    package func canRemove(_ node: NodeID) -> Bool {
        let reachable = voters.count { $0 != node && isUp[$0] == true }
        return reachable >= (voters.count - 1) / 2 + 1
    }

    /// Adds a voter; the first one leads at once.
    package mutating func add(_ node: NodeID, now: Moment) -> [Event] {
        guard !voters.contains(node) else { return [] }
        voters.append(node)
        isUp[node] = true
        return voters.count == 1 ? elect(node) : []
    }

    /// Takes a voter away; a leader hands over to the longest-serving other voter first (ROL-4).
    package mutating func remove(_ node: NodeID, now: Moment, random: inout SeededGenerator)
        -> [Event]
    {
        voters.removeAll { $0 == node }
        isUp[node] = nil
        guard leader == node else { return review(now: now, random: &random) }
        if hasMajority, let successor = voters.first(where: { isUp[$0] == true }) {
            return elect(successor)
        }
        return lose(now: now, random: &random)
    }

    /// Notes that a voter's machine came up or went down.
    package mutating func set(
        _ node: NodeID,
        up: Bool,
        now: Moment,
        random: inout SeededGenerator
    ) -> [Event] {
        guard voters.contains(node), isUp[node] != up else { return [] }
        isUp[node] = up
        return review(now: now, random: &random)
    }

    /// Carries out an election or a resignation that is due.
    package mutating func timePassed(now: Moment, random: inout SeededGenerator) -> [Event] {
        if let due = resignDue, due <= now {
            resignDue = nil
            if !hasMajority { return lose(now: now, random: &random) }
        }
        guard let due = electionDue, due <= now else { return [] }
        electionDue = nil
        let candidates = voters.filter { isUp[$0] == true }
        guard leader == nil, hasMajority, !candidates.isEmpty else { return [] }
        return elect(candidates[Int(random.next() % UInt64(candidates.count))])
    }

    private mutating func review(now: Moment, random: inout SeededGenerator) -> [Event] {
        if let leader, isUp[leader] != true { return lose(now: now, random: &random) }
        if leader != nil {
            resignDue = hasMajority ? nil : (resignDue ?? now + Self.resignAfter)
        } else if hasMajority, electionDue == nil {
            electionDue = now + random.duration(in: Self.electionTimeout)
        }
        return []
    }

    private mutating func elect(_ node: NodeID) -> [Event] {
        leader = node
        leaderlessSince = nil
        electionDue = nil
        resignDue = nil
        term += 1
        return [.elected(node)]
    }

    private mutating func lose(now: Moment, random: inout SeededGenerator) -> [Event] {
        leader = nil
        leaderlessSince = now
        resignDue = nil
        electionDue = hasMajority ? now + random.duration(in: Self.electionTimeout) : nil
        return [.lost]
    }
}
