import Basics
package import ClusterPorts
import Forecasting
package import Recording
package import SwarmModel
import SwarmStore

/// A recording as a cluster: its snapshots come at the pace in which they were recorded, or at
/// another one, and nothing can be changed.
package actor ReplaySession: ClusterSession {
    package static let refusal = "this is a recording: nothing can be changed"
    /// How often the place is told while nothing else happens.
    private static let tick = Duration.milliseconds(500)
    /// For how long what was typed is told.
    private static let typedSpan = Duration.seconds(4)

    private var playback: RecordingPlayback
    private let name: String
    private let events: [ReplayStatus.Event]
    private let describe: @Sendable (ClusterSnapshot, ObjectReference) -> String?
    /// Where the recording was at ``since``.
    private var anchor = Duration.zero
    private var since: Duration
    private var speed = 1.0
    private var isPlaying = true
    private(set) var last: ClusterSnapshot
    private var lastPosition = Duration.zero
    private var recordedEra: UInt64 = 0
    private var era: UInt64 = 0
    private var readers: [Int: AsyncStream<ClusterSnapshot>.Continuation] = [:]
    private var followers: [Int: Follower] = [:]
    private var nextReader = 0
    private var ticker: Task<Void, Never>?
    let forecaster = MirrorForecaster { MonotonicTime.now }
    private let clock: @Sendable () -> Duration

    /// Who reads lines, and up to where there were some.
    private struct Follower {
        let request: LogRequest
        let lines: AsyncStream<[LogLine]>.Continuation
        var position: Duration
    }

    /// - Parameters:
    ///   - source: the recording's bytes.
    ///   - name: what it is called on the screen.
    ///   - describe: an object of a snapshot as JSON.
    ///   - clock: a time that only goes forward; the system's own, unless a test has another.
    /// - Throws: ``RecordingFailure``, or what the source throws.
    package init(
        _ source: any RecordedBytes,
        name: String,
        describe: @escaping @Sendable (ClusterSnapshot, ObjectReference) -> String?,
        clock: (@Sendable () -> Duration)? = nil
    ) throws {
        var playback = try RecordingPlayback(source)
        last = try playback.snapshot(at: .zero)
        self.playback = playback
        self.name = name
        self.describe = describe
        self.clock = clock ?? { MonotonicTime.now }
        since = self.clock()
        events = playback.index.events.map {
            ReplayStatus.Event(time: $0.time, isBad: $0.event.isBad)
        }
        recordedEra = last.era
        anchor = playback.neighbours(of: .zero).shown
        lastPosition = anchor
    }

    /// What is wrong with the file; `nil` if nothing is.
    package var flaw: String? { playback.index.flaw }

    // MARK: - Where it is

    private var position: Duration {
        guard isPlaying else { return anchor }
        return min(playback.index.length, anchor + (clock() - since) * speed)
    }

    /// Goes on from a place.
    private func restart(at place: Duration) {
        anchor = min(max(.zero, place), playback.index.length)
        since = clock()
    }

    /// The snapshot at the place where the recording is now.
    private func current() -> ClusterSnapshot {
        let position = position
        if isPlaying, position >= playback.index.length {
            isPlaying = false
            restart(at: position)
        }
        // A record that cannot be read leaves what was shown before.
        guard var snapshot = try? playback.snapshot(at: position) else { return last }
        if snapshot.era != recordedEra || position < lastPosition { era += 1 }
        recordedEra = snapshot.era
        lastPosition = position
        let shown = playback.neighbours(of: position).shown
        let pace = snapshot.clock.isPaused ? 0 : snapshot.clock.speed
        snapshot.now = snapshot.now + max(.zero, position - shown) * pace
        snapshot.clock = ClockState(
            isPaused: !isPlaying || snapshot.clock.isPaused,
            speed: snapshot.clock.speed * speed
        )
        snapshot.era = era
        snapshot.readOnlyReason = Self.refusal
        snapshot.forecasts = .estimate
        snapshot.replay = status(at: position)
        if let contact = snapshot.lostContact {
            // Ages are counted from the wall's time now.
            let ago = playback.index.header.startedAt + position - contact.since
            snapshot.lostContact?.since = wall + (.zero - ago)
        }
        last = snapshot
        return snapshot
    }

    private var wall: WallTime { SystemWall.now }

    private func status(at position: Duration) -> ReplayStatus {
        ReplayStatus(
            name: name,
            startedAt: playback.index.header.startedAt,
            position: position,
            length: playback.index.length,
            speed: speed,
            isPlaying: isPlaying,
            events: events,
            typed: playback.index.typed(before: position, within: Self.typedSpan)
        )
    }

    private func publish() {
        let snapshot = current()
        for id in readers.keys.sorted() { readers[id]?.yield(snapshot) }
        for id in followers.keys.sorted() { feed(id, to: lastPosition) }
        schedule()
    }

    /// Wakes at the next recorded change, or when the place is to be told again.
    private func schedule() {
        ticker?.cancel()
        guard isPlaying, !readers.isEmpty || !followers.isEmpty else { return }
        let next = playback.neighbours(of: lastPosition).next.map {
            ($0 - lastPosition) / max(speed, 0.001)
        }
        let wait = max(.milliseconds(16), min(next ?? Self.tick, Self.tick))
        ticker = Task { [weak self] in
            guard (try? await Task.sleep(for: wait)) != nil else { return }
            await self?.publish()
        }
    }

    // MARK: - What the console asks

    package func snapshot() -> ClusterSnapshot { current() }

    package func snapshots() -> AsyncStream<ClusterSnapshot> {
        let (stream, feed) = AsyncStream.makeStream(
            of: ClusterSnapshot.self,
            bufferingPolicy: .bufferingNewest(1)
        )
        let id = nextReader
        nextReader += 1
        readers[id] = feed
        feed.onTermination = { [weak self] _ in Task { await self?.forget(reader: id) } }
        publish()
        return stream
    }

    private func forget(reader id: Int) {
        readers[id] = nil
        followers[id] = nil
    }

    package func perform(_ command: ClusterCommand) throws(EngineError) -> CommandOutcome {
        throw EngineError(status: 403, message: Self.refusal)
    }

    package func json(of reference: ObjectReference) -> String? { describe(last, reference) }

    package func setClock(_ clock: ClockState) throws(EngineError) {
        let place = position
        let wasPlaying = isPlaying
        isPlaying = !clock.isPaused
        // The clock that is shown is the recorded one's as well.
        if clock.speed != last.clock.speed { speed = min(max(clock.speed, 0.01), 10_000) }
        // What has come to its end begins anew.
        restart(at: isPlaying && !wasPlaying && place >= playback.index.length ? .zero : place)
        publish()
    }

    package func step(_ step: ClockStep) async throws(EngineError) {
        switch step {
        case .event: try await seek(.event(forward: true))
        case .time(let time): try await seek(.by(time))
        }
    }

    package func seek(_ target: ReplaySeek) async throws(EngineError) {
        let place = position
        let length = playback.index.length
        switch target {
        case .to(let time): restart(at: time)
        case .by(let time): restart(at: place + time)
        case .part(let part): restart(at: length * min(max(0, part), 1))
        case .wall(let time): restart(at: time - playback.index.header.startedAt)
        case .changes(let steps):
            isPlaying = false
            restart(at: playback.time(steps: steps, from: place))
        case .event(let forward):
            isPlaying = false
            guard let time = playback.index.event(after: place, forward: forward) else {
                restart(at: place)
                publish()
                throw EngineError(
                    status: 404,
                    message: forward ? "no event comes any more" : "no event was before this"
                )
            }
            restart(at: time)
        }
        publish()
    }

    package func close() {
        ticker?.cancel()
        for reader in readers.values { reader.finish() }
        for follower in followers.values { follower.lines.finish() }
        readers = [:]
        followers = [:]
    }

    // MARK: - Log lines

    package func logs(_ request: LogRequest) -> AsyncStream<[LogLine]> {
        let (stream, feed) = AsyncStream.makeStream(of: [LogLine].self)
        let id = nextReader
        nextReader += 1
        _ = current()
        let lines = try? playback.lines(
            of: request,
            to: lastPosition,
            last: request.tail ?? Int.max
        )
        feed.yield(lines ?? [])
        guard request.follow else {
            feed.finish()
            return stream
        }
        followers[id] = Follower(request: request, lines: feed, position: lastPosition)
        feed.onTermination = { [weak self] _ in Task { await self?.forget(reader: id) } }
        return stream
    }

    private func feed(_ id: Int, to position: Duration) {
        guard let follower = followers[id], position > follower.position else { return }
        let lines = try? playback.lines(
            of: follower.request,
            from: follower.position,
            to: position,
            last: Int.max
        )
        followers[id]?.position = position
        if let lines, !lines.isEmpty { follower.lines.yield(lines) }
    }
}
