import Basics
import SwarmModel

// What a link means for calls over it. Everything here goes over TCP, as in SwarmKit: a lost packet
// is sent again, after a wait that doubles each time, so that loss makes a link slow.
extension LinkQuality {
    /// How long a raft message may take, there and back (RFT-2).
    static let raftTimeout = Duration.seconds(2)
    /// How long an agent's call may take, there and back (AGT-1).
    static let agentTimeout = Duration.seconds(5)
    /// The shortest wait before TCP sends a packet again.
    private static let shortestResend = Duration.milliseconds(200)

    /// The wait before a packet is sent again for the first time.
    var resendAfter: Duration { max(Self.shortestResend, (latency + jitter) * 2) }

    /// How long a call takes there and back on average, lost packets included; `nil` = for ever.
    ///
    /// A packet that is lost with probability p is late by `resendAfter` x p / (1 - 2p) on average;
    /// from one half on, the doubled waits outgrow what the luck of the next try makes good.
    var roundTrip: Duration? {
        guard !isCut, loss < 0.5 else { return nil }
        let wait = Double(resendAfter.nanoseconds) * loss / (1 - 2 * loss)
        return latency * 2 + jitter + .nanoseconds(Int64(wait * 2))
    }

    /// Whether an agent can hold a session over it.
    var carriesSessions: Bool { roundTrip.map { $0 <= Self.agentTimeout } ?? false }

    /// Whether no message between two managers can be lost or late.
    var isSteady: Bool { !isCut && loss == 0 && (latency + jitter) * 2 <= Self.raftTimeout }

    /// Whether two managers can talk to each other over it on average.
    var carriesRaft: Bool { roundTrip.map { $0 <= Self.raftTimeout } ?? false }
}
