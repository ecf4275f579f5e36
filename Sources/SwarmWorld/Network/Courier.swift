import Basics
import RaftCore
import SwarmModel

/// Carries the managers' messages over simulated links: late, in another order, twice, or never.
///
/// A message over a link without latency arrives in the moment in which it is sent, after all that
/// were sent before it. What is on its way survives a link that is cut meanwhile.
///
/// - Source: RFT-2.
struct Courier: Codable, Sendable {
    typealias Message = ManagerGroup.Peer.Message

    private var onTheWay = DeadlineQueue<Message>()
    private var random: SeededGenerator
    /// What arrives at once; empty between inputs, so never part of a snapshot.
    private var immediate: [Message] = []
    private var delivered = 0

    private enum CodingKeys: CodingKey { case onTheWay, random }

    init(random: SeededGenerator) { self.random = random }

    /// When the next message arrives; `nil` while none is on its way.
    var nextDeadline: Moment? { onTheWay.next }

    var isEmpty: Bool { onTheWay.isEmpty && immediate.isEmpty }

    /// Takes a message along.
    ///
    /// - Parameters:
    ///   - message: what is sent.
    ///   - quality: of the link between the two managers.
    ///   - now: when it is sent.
    /// - Returns: whether it will arrive; not if the call would take longer than the sender waits.
    mutating func send(_ message: Message, over quality: LinkQuality, now: Moment) -> Bool {
        guard let there = transit(over: quality), let back = transit(over: quality),
            there + back <= LinkQuality.raftTimeout
        else { return false }
        put(message, at: now + there, now)
        if quality.duplication > 0, share() < quality.duplication,
            let again = transit(over: quality)
        {
            put(message, at: now + again, now)
        }
        return true
    }

    private mutating func put(_ message: Message, at moment: Moment, _ now: Moment) {
        if moment == now { immediate.append(message) } else { onTheWay.add(message, at: moment) }
    }

    /// How long one message takes one way; `nil` = for ever.
    ///
    /// Chance is asked only where something depends on it.
    private mutating func transit(over quality: LinkQuality) -> Duration? {
        if quality.isCut { return nil }
        var time = quality.latency
        if quality.jitter > .zero { time += random.duration(in: .zero...quality.jitter) }
        guard quality.loss > 0 else { return time }
        var wait = quality.resendAfter
        while share() < quality.loss {
            time += wait
            wait *= 2
            if time > LinkQuality.raftTimeout { return nil }
        }
        return time
    }

    /// A number from 0 to 1.
    private mutating func share() -> Double { Double(random.next() >> 11) * 0x1p-53 }

    /// Hands over a message that arrives at `now`; `nil` when there is none.
    mutating func takeArrived(now: Moment) -> Message? {
        if let (_, message) = onTheWay.popDue(at: now) { return message }
        guard delivered < immediate.count else {
            immediate.removeAll(keepingCapacity: true)
            delivered = 0
            return nil
        }
        delivered += 1
        return immediate[delivered - 1]
    }
}
