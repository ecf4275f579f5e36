import Basics
import ClusterPorts
import EngineAPI
import SwarmModel

/// Follows the cluster and tells what happens, to as many clients as want to hear it.
///
/// The last events are kept for clients that ask for what was; a client that is too slow loses
/// the oldest ones, and holds nobody up.
actor EventFeed {
    /// As many as an engine keeps.
    private static let keptMaximum = 256
    private static let waitingMaximum = 1_024

    private var kept = RingBuffer<EngineEvent>(capacity: EventFeed.keptMaximum)
    private var listeners: [Int: AsyncStream<EngineEvent>.Continuation] = [:]
    private var count = 0

    init() {}

    /// Follows a session until it ends or the task is canceled.
    func follow(_ session: any ClusterSession) async {
        var last: ClusterSnapshot?
        for await snapshot in await session.snapshots() {
            if let last {
                for event in EventReader.events(from: last, to: snapshot) { tell(event) }
            }
            last = snapshot
        }
        for (_, listener) in listeners { listener.finish() }
    }

    private static func isWanted(_ event: EngineEvent, _ filter: EventFilter) -> Bool {
        if let since = filter.since, event.time < since { return false }
        if let until = filter.until, event.time > until { return false }
        return true
    }

    /// Tells something that the cluster's state does not show, such as a signal that was sent.
    func tell(_ event: EngineEvent) {
        kept.append(event)
        for (_, listener) in listeners { listener.yield(event) }
    }

    /// The answer to `GET /events`.
    func stream(_ query: QueryItems, _ view: EngineView) throws(EngineError) -> APIStream {
        let filter = try EventFilter(query, epoch: view.epoch)
        let audience = EventAudience(
            filter: filter,
            machine: view.machine,
            hearsSwarm: view.isManager
        )
        let now = view.snapshot.wallTime(of: view.snapshot.now)
        var past: [EngineEvent] = []
        if filter.since != nil {
            past = (0..<kept.count).map { kept[$0] }
                .filter { Self.isWanted($0, filter) }
        }
        let isPast = filter.until.map { $0 <= now } ?? false
        let speed = view.snapshot.clock.isPaused ? 0 : view.snapshot.clock.speed
        let rest = filter.until.map { ($0 - now) / max(speed, 0.1) }
        let source = isPast ? AsyncStream { $0.finish() } : listen(for: rest)
        let reader = EventStreamReader(past: past, source, audience)
        return APIStream(
            contentType: APIReply.jsonType,
            pieces: AsyncStream { await reader.next() }
        )
    }

    private func listen(for duration: Duration?) -> AsyncStream<EngineEvent> {
        count += 1
        let number = count
        let (stream, continuation) = AsyncStream.makeStream(
            of: EngineEvent.self,
            bufferingPolicy: .bufferingNewest(Self.waitingMaximum)
        )
        listeners[number] = continuation
        let alarm = duration.map { duration in
            Task {
                try? await Task.sleep(for: duration)
                continuation.finish()
            }
        }
        continuation.onTermination = { [weak self] _ in
            alarm?.cancel()
            Task { await self?.leave(number) }
        }
        return stream
    }

    private func leave(_ number: Int) { listeners[number] = nil }
}

/// Who listens, and to what.
private struct EventAudience: Sendable {
    let filter: EventFilter
    let machine: String
    let hearsSwarm: Bool

    func hears(_ event: EngineEvent) -> Bool {
        (event.machine.map { $0 == machine } ?? hearsSwarm) && filter.keeps(event)
    }
}

/// Turns events into lines of an answer.
private actor EventStreamReader {
    private var past: ArraySlice<EngineEvent>
    private var source: AsyncStream<EngineEvent>.AsyncIterator
    private let audience: EventAudience

    init(past: [EngineEvent], _ source: AsyncStream<EngineEvent>, _ audience: EventAudience) {
        self.past = past[...]
        self.source = source.makeAsyncIterator()
        self.audience = audience
    }

    func next() async -> [UInt8]? {
        while let event = await following() {
            guard audience.hears(event) else { continue }
            if let bytes = try? APIReply.jsonBytes(event.wireForm) { return bytes }
        }
        return nil
    }

    private func following() async -> EngineEvent? {
        if let first = past.popFirst() { return first }
        var own = source
        let event = await own.next(isolation: #isolation)
        source = own
        return event
    }
}
