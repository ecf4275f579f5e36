import Basics
import ClusterPorts
import SwarmModel
import SwarmStore

// What is read again and again, and the events that say so.
extension EngineSession {
    func readAgainAndAgain() async {
        while !Task.isCancelled {
            rounds += 1
            let alarm = Task { [nudge, schedule] in
                // One that is called off must not ring: it would call the next one off, for ever.
                guard
                    (try? await Task.sleep(until: schedule.next, clock: .continuous)) != nil
                else { return }
                nudge.yield()
            }
            for await _ in nudges { break }
            alarm.cancel()
            guard !Task.isCancelled else { return }
            await readWhatIsDue()
        }
    }

    func readWhatIsDue() async {
        let generation = generation
        var differs = false
        for read in schedule.due(at: .now) {
            let start = ContinuousClock.now
            do throws(EngineError) {
                let difference = try await take(read)
                guard generation == self.generation else { return }
                note(difference, of: read, at: start)
                differs = differs || difference.isThere
            } catch {
                guard generation == self.generation, !isClosed else { return }
                if error.status != 0, read == .list(.volumes) {
                    // Whoever guards the engine may keep them to itself: the swarm is seen without.
                    schedule.wasRead(read, at: start, took: .zero, differs: false)
                    continue
                }
                if error.status == 404, !read.isList {
                    // What it names is gone: the lists say so.
                    schedule.wasRead(read, at: start, took: .zero, differs: true)
                    schedule.readEverything()
                    continue
                }
                fail(error)
                return
            }
        }
        if differs {
            schedule.settle(restless: mirror.restless, orphans: mirror.orphans)
            schedule.watch(quick: mirror.quick)
            publisher.publish(current)
        }
    }

    private func note(
        _ difference: EngineMirror.Difference,
        of read: EngineRead,
        at start: ContinuousClock.Instant
    ) {
        let took = start.duration(to: .now)
        schedule.wasRead(read, at: start, took: took, differs: difference.isThere)
        for service in difference.services { schedule.touch(service, at: .now) }
        if difference.isAnnounced, schedule.sawChange(at: .now) { listenAnew() }
        lastContact = Self.wallNow
        guard trouble != nil else { return }
        trouble = nil
        rescue?.cancel()
        rescue = nil
        // What happened while nobody listened is read again.
        schedule.readEverything()
        publisher.publish(current)
    }

    /// Asks, and takes the answer over; reading it holds nobody up who asks the session meanwhile.
    private func take(_ read: EngineRead) async throws(EngineError) -> EngineMirror.Difference {
        let generation = generation
        let bytes = try await ask(read)
        let taken: (mirror: EngineMirror, difference: EngineMirror.Difference)
        do { taken = try await Self.taken(bytes, read, mirror) } catch { throw .unreadable(error) }
        guard generation == self.generation else { return taken.difference }
        mirror = taken.mirror
        var difference = taken.difference
        if read == .list(.cluster) {
            let known = mirror.store.cluster.unlockKey
            await readUnlockKey(isNew: difference.isThere)
            if known != mirror.store.cluster.unlockKey { difference.isThere = true }
        }
        return difference
    }

    @concurrent
    private static func taken(
        _ bytes: [UInt8],
        _ read: EngineRead,
        _ mirror: EngineMirror
    ) async throws -> (EngineMirror, EngineMirror.Difference) {
        var mirror = mirror
        let difference = try mirror.take(bytes, to: read)
        return (mirror, difference)
    }

    private func ask(_ read: EngineRead) async throws(EngineError) -> [UInt8] {
        let generation = generation
        // All tasks of a large swarm take a while.
        let patience = read == .list(.tasks) ? patience * 4 : patience
        let watch = Task {
            guard (try? await Task.sleep(for: patience)) != nil else { return }
            noteSilence(of: generation, after: patience)
        }
        defer { watch.cancel() }
        requestCount += 1
        if read == .list(.tasks) { fullListings += 1 }
        return try await connection.send(read.request)
    }

    /// The key is told only where managers are locked, and another one makes another version.
    private func readUnlockKey(isNew: Bool) async {
        guard mirror.store.cluster.spec.locksManagers else { return mirror.takeUnlockKey(nil) }
        guard isNew || mirror.store.cluster.unlockKey == nil else { return }
        requestCount += 1
        let bytes = try? await connection.send(EngineRequest(.get, "/swarm/unlockkey"))
        let key = bytes.flatMap { try? JSONValue(bytes: $0) }?["UnlockKey"]?.text
        mirror.takeUnlockKey(key?.isEmpty == false ? key : nil)
    }

    // MARK: - Events

    func followEvents() async {
        var pause = Duration.seconds(1)
        var isFirst = true
        while !Task.isCancelled {
            let types = ["config", "container", "network", "node", "secret", "service", "volume"]
            let request = EngineRequest(
                .get,
                "/events",
                query: [EngineRequest.filters(["type": types])]
            )
            if let stream = try? await connection.stream(request) {
                // What happened while nobody listened is read again.
                if !isFirst { schedule.readEverything() }
                isFirst = false
                pause = .seconds(1)
                nudge.yield()
                var lines = LineCutter()
                do {
                    for try await bytes in stream {
                        for line in lines.take(bytes) { noteEvent(line) }
                    }
                } catch {}
            }
            guard !Task.isCancelled, (try? await Task.sleep(for: pause)) != nil else { return }
            pause = min(pause * 2, .seconds(30))
        }
    }

    /// Opens another stream of events; the last one told nothing of what happened.
    private func listenAnew() {
        events?.cancel()
        events = Task { await followEvents() }
    }

    private func noteEvent(_ line: [UInt8]) {
        guard let news = EngineNews(line: line), schedule.note(news, at: .now) else { return }
        nudge.yield()
    }
}

extension EngineRead {
    /// Whether it asks for a whole list, so that nothing it names can be gone.
    fileprivate var isList: Bool {
        if case .list = self { return true }
        return false
    }
}

extension EngineError {
    static func unreadable(_ error: any Error) -> EngineError {
        EngineError(status: 0, message: "the engine's answer cannot be read: \(error)")
    }
}
