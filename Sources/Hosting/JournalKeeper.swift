import Basics
import SwarmModel
import SwarmWorld

/// Decides what goes into the journal when, besides the inputs.
struct JournalKeeper {
    // A snapshot is taken after so many inputs, or after so much of the cluster's time in which
    // something happened, but not more often than this by the host's time.
    private static let inputsBetweenSnapshots: UInt64 = 500
    private static let timeBetweenSnapshots = Duration.seconds(600)
    private static let restBetweenSnapshots = Duration.seconds(30)
    /// While something happens, the clock is marked this often, by the host's time.
    private static let timeBetweenMarks = Duration.seconds(5)

    let journal: Journal
    /// Held as long as the journal is in use.
    private var lock: FileLock?
    private var savedSequence: UInt64
    private var savedMoment: Moment
    private var saveTime: Duration
    private var markTime: Duration
    /// What happened since the last snapshot that only time brought about.
    private var hasNews = false
    private var saving: Task<Void, Never>?
    private var hasLaidOutLog = false

    init(_ opened: Opened, at time: Duration) {
        journal = opened.journal
        lock = opened.lock
        savedSequence = opened.recovery.snapshotSequence
        savedMoment = opened.recovery.world.now
        saveTime = time
        markTime = time
    }

    /// Adds an input; returns when it cannot be lost any more.
    mutating func append(_ input: JournalInput, payload: String?) throws(EngineError) {
        if !hasLaidOutLog {
            hasLaidOutLog = true
            journal.layOutLog()
        }
        do {
            try journal.append(input, payload: payload)
            hasNews = true
        } catch {
            throw EngineError(status: 500, message: "the command was not accepted: \(error)")
        }
    }

    /// Marks the clock now and then after time brought something about.
    ///
    /// - Parameters:
    ///   - moment: the World's after it.
    ///   - time: the host's time.
    ///   - mustMark: whether somebody is told of it, so that it must not be undone.
    mutating func timePassed(to moment: Moment, at time: Duration, mustMark: Bool) {
        hasNews = true
        guard mustMark || time - markTime >= Self.timeBetweenMarks else { return }
        markTime = time
        // A mark that could not be written costs some seconds of the cluster's time after a kill;
        // what happened in them will happen again.
        try? journal.mark(moment)
    }

    /// - Parameters:
    ///   - moment: the World's.
    ///   - sequence: the last input that is in it.
    ///   - time: the host's time.
    /// - Returns: `true` when enough has happened, and the last one is long enough ago.
    func isSnapshotDue(of moment: Moment, sequence: UInt64, at time: Duration) -> Bool {
        guard hasNews, saving == nil, time - saveTime >= Self.restBetweenSnapshots
        else { return false }
        return sequence - savedSequence >= Self.inputsBetweenSnapshots
            || moment - savedMoment >= Self.timeBetweenSnapshots
    }

    /// Saves a copy of the World while the World itself goes on.
    mutating func save(
        _ world: World,
        sequence: UInt64,
        at time: Duration,
        whenDone: @escaping @Sendable () async -> Void
    ) {
        savedSequence = sequence
        savedMoment = world.now
        saveTime = time
        hasNews = false
        let journal = journal
        saving = Task {
            await Self.save(world, sequence: sequence, in: journal)
            await whenDone()
        }
    }

    var isSaving: Bool { saving != nil }

    /// Waits until no snapshot is being written.
    func settle() async { await saving?.value }

    /// Makes an earlier World the newest one; returns where what came after it is kept.
    mutating func branch(
        to world: World,
        sequence: UInt64,
        at time: Duration
    ) throws(HostingError) -> String? {
        let kept = try journal.branch(at: try world.packed(after: sequence, path: journal.path))
        savedSequence = sequence
        savedMoment = world.now
        saveTime = time
        markTime = time
        hasNews = false
        return kept
    }

    /// Notes that the snapshot under way is done.
    mutating func saved() { saving = nil }

    /// Encodes and writes where nobody waits for it.
    ///
    /// A snapshot that cannot be written is not missed: the older ones and the inputs since are
    /// there.
    @concurrent
    private static func save(_ world: World, sequence: UInt64, in journal: Journal) async {
        guard let snapshot = try? world.packed(after: sequence, path: journal.path)
        else { return }
        try? journal.save(snapshot)
    }

    /// Lets another process have the folder.
    mutating func unlock() { lock = nil }

    /// Saves the World as it is in the end and closes the journal.
    func close(_ world: World, sequence: UInt64) async {
        await saving?.value
        if hasNews || sequence != savedSequence {
            await Self.save(world, sequence: sequence, in: journal)
        }
        try? journal.mark(world.now)
        journal.close()
    }
}

/// A journal that was opened, and the World that was in it.
struct Opened {
    let journal: Journal
    let lock: FileLock?
    let keyPlace: KeyPlace
    let recovery: Recovery

    init(_ configuration: HostConfiguration, epoch: WallTime) throws(HostingError) {
        switch configuration.storage {
        case .folder(let folder):
            lock = try folder.occupy()
            journal = try Journal(path: folder.journalPath)
            keyPlace = KeyPlace(path: folder.keyPath)
        case .memory:
            lock = nil
            journal = try Journal()
            keyPlace = KeyPlace(path: nil)
        }
        if let identity = try journal.identity() {
            recovery = try Recovery(from: journal, identity)
        } else {
            recovery = try Recovery(beginning: journal, configuration, epoch: epoch)
        }
    }
}
