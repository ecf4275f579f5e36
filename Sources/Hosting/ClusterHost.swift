package import Basics
package import ClusterPorts
package import SwarmModel
import SwarmStore
import SwarmWorld

/// The only owner of a live World.
///
/// Turns the host's time into the cluster's, writes every accepted command to the journal before
/// it is answered, and publishes snapshots. Between two things to do it sleeps: a cluster where
/// nothing happens costs nothing.
package actor ClusterHost {
    /// The shortest rest between two looks at what is due; what falls between is done together.
    private static let shortestRest = Duration.milliseconds(8)
    /// How far a stopped clock goes on for the answer to a command.
    private static let agreementTime = Duration.seconds(1)
    /// How long the World may be busy with what is due before others get their turn.
    private static let workLimit = Duration.milliseconds(20)

    package nonisolated let identity: ClusterIdentity
    /// Whether the cluster was made just now.
    package nonisolated let isNew: Bool
    /// What was found wrong when the cluster was opened; words for the user.
    package nonisolated let notes: [String]

    let clock: any HostClock
    var keeper: JournalKeeper
    private(set) var world: World
    private(set) var virtualClock: VirtualClock
    var secrets: SecretSealing
    private var sequence: UInt64
    private var pending: [RequestID: CheckedContinuation<Answer, Never>] = [:]
    var publisher = Publisher()
    var readers = LogReaders()
    var topologyReading = TopologyReading()
    private var history: WorldHistory
    /// Grows whenever an earlier moment becomes the present.
    private(set) var era: UInt64 = 0
    private var alarm: Alarm?
    private var lastLook: Duration
    /// Until when there is nothing to do by itself, by the host's time; `nil` = nobody knows.
    private var restsUntil: Duration?
    package private(set) var isClosed = false

    typealias Answer = Result<CommandOutcome, EngineError>

    private struct Alarm {
        let time: Duration
        let task: Task<Void, Never>
    }

    /// Opens the cluster that is kept in a folder, or makes one there.
    ///
    /// - Throws: ``HostingError``, with words for the user; then nothing was changed.
    package static func open(
        _ configuration: HostConfiguration,
        clock: any HostClock = SystemHostClock()
    ) async throws(HostingError) -> ClusterHost {
        let opened = try Opened(configuration, epoch: clock.wallTime)
        let host = ClusterHost(opened, configuration, clock)
        await host.rearm()
        return host
    }

    private init(_ opened: Opened, _ configuration: HostConfiguration, _ clock: any HostClock) {
        let recovery = opened.recovery
        identity = recovery.identity
        isNew = recovery.isNew
        notes = recovery.notes
        self.clock = clock
        world = recovery.world
        sequence = recovery.sequence
        lastLook = clock.now
        history = WorldHistory(recovery.world, sequence: recovery.sequence, at: clock.now)
        virtualClock = VirtualClock(
            showing: recovery.world.now,
            at: clock.now,
            state: configuration.clock
        )
        secrets = SecretSealing(place: opened.keyPlace)
        keeper = JournalKeeper(opened, at: clock.now)
    }

    deinit { alarm?.task.cancel() }

    /// The cluster's time.
    package var now: Moment { max(world.now, virtualClock.moment(at: clock.now)) }

    /// How many callers wait for an answer.
    package var waitingCount: Int { pending.count }

    // MARK: - Commands

    /// Carries a command out; returns when the cluster has accepted it for good.
    ///
    /// A command that is refused leaves no trace. One that nobody can decide on yet, because the
    /// managers have no leader, waits; canceling the caller's task ends the waiting only.
    ///
    /// - Parameters:
    ///   - command: what is asked for.
    ///   - node: whose engine is asked; `nil` = a manager's that can help.
    /// - Returns: what came of it.
    /// - Throws: the refusal, in the engine's own words.
    package func perform(
        _ command: ClusterCommand,
        via node: NodeID? = nil
    ) async throws(EngineError) -> CommandOutcome {
        guard !isClosed else { throw .closed }
        let sealed = try secrets.sealed(command, journal: keeper.journal)
        catchUp()
        let id = sequence + 1
        let moment = now
        let input = JournalInput(sequence: id, moment: moment, command: sealed, node: node)
        // Encoded once, for the journal and for its length.
        let payload = try? input.payload
        // Tried on a copy: what is refused, or cannot be written, has then never happened.
        var next = world
        let effects = next.apply(
            .request(id, sealed, via: node),
            at: moment,
            encodedLength: payload?.utf8.count
        )
        let answer = effects.answer(to: id)
        if case .failure(let refusal)? = answer { throw refusal }
        try keeper.append(input, payload: payload)
        history.note(input)
        world = next
        sequence = id
        deliver(effects)
        changed()
        if let answer = try answer?.get() { return answer }
        if let answer = answerWhilePaused(to: id) { return try answer.get() }
        return try await wait(for: id).get()
    }

    /// Lets a stopped clock run on for the moment in which the managers agree on a command.
    private func answerWhilePaused(to id: RequestID) -> Answer? {
        guard virtualClock.state.isPaused else { return nil }
        let end = now + Self.agreementTime
        while let due = world.nextDeadline, due <= end {
            let effects = world.apply(.timePassed, at: due)
            virtualClock.fallBack(to: world.now, at: clock.now)
            deliver(effects)
            guard let answer = effects.answer(to: id) else { continue }
            keeper.timePassed(to: world.now, at: clock.now, mustMark: true)
            changed()
            return answer
        }
        keeper.timePassed(to: world.now, at: clock.now, mustMark: true)
        restsUntil = nil
        return nil
    }

    private func wait(for id: RequestID) async -> Answer {
        await withTaskCancellationHandler {
            await withCheckedContinuation { pending[id] = $0 }
        } onCancel: {
            Task { await giveUp(id) }
        }
    }

    private func giveUp(_ id: RequestID) {
        pending.removeValue(forKey: id)?.resume(returning: .failure(.canceled))
    }

    private func deliver(_ effects: [Effect]) {
        for case .answer(let id, let answer) in effects {
            pending.removeValue(forKey: id)?.resume(returning: answer)
        }
    }

    // MARK: - Time

    /// Pauses, resumes or changes the pace of the cluster's clock.
    package func setClock(_ state: ClockState) throws(EngineError) {
        guard VirtualClock.speeds.contains(state.speed) else {
            throw EngineError(
                status: 400,
                message: "the speed must be from \(VirtualClock.speeds.lowerBound) to "
                    + "\(VirtualClock.speeds.upperBound), not \(state.speed)"
            )
        }
        catchUp()
        virtualClock.change(to: state, at: clock.now)
        changed()
    }

    /// Lets the cluster's time leap ahead; everything that is due meanwhile is done now.
    package func skip(_ duration: Duration) {
        guard !isClosed else { return }
        let target = now + duration
        deliver(world.apply(.timePassed, at: target))
        virtualClock.fallBack(to: target, at: clock.now)
        keeper.timePassed(to: world.now, at: clock.now, mustMark: true)
        changed()
    }

    /// Does what is due.
    ///
    /// What takes longer than others can wait for sets the cluster's clock back.
    private func catchUp() {
        let start = clock.now
        if let restsUntil, start < restsUntil { return }
        let present = virtualClock.moment(at: start)
        var effects: [Effect] = []
        var isBusy = false
        let edition = world.edition
        while let due = world.nextDeadline, due <= present {
            isBusy = true
            effects += world.apply(.timePassed, at: due)
            guard clock.now - start < Self.workLimit else {
                virtualClock.fallBack(to: world.now, at: clock.now)
                break
            }
        }
        lastLook = start
        // Managers that only talk among themselves are no news.
        guard isBusy, edition != world.edition || !effects.isEmpty else { return }
        publisher.note()
        noteHistory(at: start)
        keeper.timePassed(to: world.now, at: start, mustMark: !effects.isEmpty)
        deliver(effects)
    }

    /// Notes that the cluster is not what it was, and sees to it that others learn of it.
    private func changed() {
        publisher.note()
        noteHistory(at: clock.now)
        saveIfDue()
        publishIfDue()
        rearm()
    }

    /// A World is passed on only where it is kept: passing it on copies it.
    private func noteHistory(at time: Duration) {
        guard history.isDue(at: time, tasks: world.store.taskCount) else { return }
        history.note(world, sequence: sequence, at: time)
    }

    private func saveIfDue() {
        guard keeper.isSnapshotDue(of: world.now, sequence: sequence, at: clock.now) else { return }
        keeper.save(world, sequence: sequence, at: clock.now) { [weak self] in
            await self?.snapshotSaved()
        }
    }

    private func snapshotSaved() { keeper.saved() }

    /// Whether a snapshot is being written.
    package var isSaving: Bool { keeper.isSaving }

    /// Lets the journal grow to so many pages of 4 KiB and no further.
    package func limitJournal(toPages pages: Int) throws(HostingError) {
        try keeper.journal.limitSize(toPages: pages)
    }

    private func publishIfDue() {
        let time = clock.now
        guard publisher.isDue(at: time), !isAboutToRing(at: time) else { return }
        publisher.publish(makeSnapshot(), at: time)
        readers.wakeAll()
    }

    /// Whether the alarm does at once what is due.
    ///
    /// It wakes others, and a command's answer need not wait for that. An alarm that is late, since
    /// there is too much to do, is not waited for.
    private func isAboutToRing(at time: Duration) -> Bool {
        guard let alarm else { return false }
        return alarm.time <= time && time - alarm.time < publisher.interval
    }

    // MARK: - Other time lines

    /// The earliest moment that the cluster can go back to.
    package var earliestMoment: Moment { history.earliest }

    /// Makes an earlier moment the present: the clock stands still there, and what came after it
    /// is kept in a journal of its own.
    ///
    /// Who still waits for an answer from the time that is given up is told so.
    ///
    /// - Returns: where the other time line is kept; `nil` for a cluster in memory.
    /// - Throws: that the moment is too long ago, or cannot be written.
    package func branch(at moment: Moment) async throws(EngineError) -> String? {
        while keeper.isSaving {
            await keeper.settle()
        }
        guard !isClosed else { throw .closed }
        catchUp()
        guard moment <= now, let (past, number) = history.world(at: moment) else {
            throw EngineError(
                status: 410,
                message:
                    "the cluster can go back to \(history.earliest.nanoseconds / 1_000_000_000) s "
                    + "after its beginning, no further"
            )
        }
        let kept: String?
        do {
            kept = try keeper.branch(to: past, sequence: number, at: clock.now)
        } catch {
            throw EngineError(status: 500, message: "\(error)")
        }
        goOver(to: past, sequence: number)
        virtualClock.change(
            to: ClockState(isPaused: true, speed: virtualClock.state.speed),
            at: clock.now
        )
        virtualClock.fallBack(to: past.now, at: clock.now)
        changed()
        return kept
    }

    /// Begins another swarm in the place of one that all machines have left; its journal is kept.
    ///
    /// - Throws: that it cannot be written.
    package func beginAnew() async throws(EngineError) {
        while keeper.isSaving {
            await keeper.settle()
        }
        guard !isClosed else { throw .closed }
        catchUp()
        var other = world
        _ = other.apply(.timePassed, at: now)
        other = other.begunAnew
        do {
            _ = try keeper.branch(to: other, sequence: sequence, at: clock.now)
        } catch {
            throw EngineError(status: 500, message: "\(error)")
        }
        for id in pending.keys.sorted() {
            pending.removeValue(forKey: id)?.resume(returning: .failure(.undone))
        }
        goOver(to: other, sequence: sequence)
        changed()
    }

    /// Takes another World for the present; who waits for an answer from later is told.
    private func goOver(to other: World, sequence number: UInt64) {
        for id in pending.keys.sorted() where id > number {
            pending.removeValue(forKey: id)?.resume(returning: .failure(.undone))
        }
        history.cut(at: other, sequence: number, time: clock.now)
        world = other
        sequence = number
        era += 1
        topologyReading = TopologyReading()
    }

    // MARK: - The alarm

    /// Sleeps until something is due; a sleep that ends before goes on, and then another begins.
    func rearm() {
        let deadline = isClosed ? nil : world.nextDeadline.flatMap { virtualClock.time(of: $0) }
        let other = isClosed ? nil : nextTimeOfOthers
        restsUntil = Self.earlier(deadline, other) ?? Duration.nanoseconds(Int64.max)
        let earliest = Self.earlier(deadline.map { max($0, lastLook + Self.shortestRest) }, other)
        if let alarm, let earliest, alarm.time <= earliest { return }
        alarm?.task.cancel()
        alarm = earliest.map { time in
            let task = Task { [weak self, clock] in
                await clock.sleep(until: time)
                if !Task.isCancelled { await self?.ring() }
            }
            return Alarm(time: time, task: task)
        }
    }

    /// When those who follow the cluster are to be told something; `nil` while nothing is.
    private var nextTimeOfOthers: Duration? {
        Self.earlier(readers.nextTime, publisher.nextTime(readersWait: !readers.isEmpty))
    }

    private static func earlier(_ one: Duration?, _ other: Duration?) -> Duration? {
        guard let one, let other else { return one ?? other }
        return min(one, other)
    }

    private func ring() {
        alarm = nil
        restsUntil = nil
        look()
    }

    /// Does everything that is due, whoever asks for it.
    func look() {
        guard !isClosed else { return }
        if let restsUntil, clock.now < restsUntil { return }
        catchUp()
        readers.wake(upTo: clock.now)
        saveIfDue()
        publishIfDue()
        rearm()
    }

    // MARK: - The end

    /// Saves the cluster and lets go of its folder; whoever waits for an answer is refused.
    package func close() async {
        guard !isClosed else { return }
        catchUp()
        isClosed = true
        rearm()
        let waiting = pending
        pending = [:]
        for (_, continuation) in waiting { continuation.resume(returning: .failure(.closed)) }
        publisher.finish()
        readers.wakeAll()
        _ = world.apply(.timePassed, at: now)
        await keeper.close(world, sequence: sequence)
        keeper.unlock()
    }
}

extension [Effect] {
    fileprivate func answer(to id: RequestID) -> ClusterHost.Answer? {
        for case .answer(id, let answer) in self { return answer }
        return nil
    }
}

extension EngineError {
    fileprivate static let undone = EngineError(
        status: 409,
        message: "the cluster went back to a moment before this"
    )
    fileprivate static let closed = EngineError(status: 503, message: "the session is closed")
    /// 499 is what proxies write when the client has gone.
    fileprivate static let canceled = EngineError(status: 499, message: "context canceled")
}
