extension RaftPeer {
    /// What a peer's disk holds: a value to stand for a disk, or to fill from a real one.
    ///
    /// It shares its entries with the peer's log.
    package struct Disk: Sendable {
        package private(set) var hardState = RaftHardState()
        private(set) var rawSnapshot: RawSnapshot?
        private(set) var log = EntryLog()

        /// An empty disk.
        package init() {}

        init(hardState: RaftHardState, snapshot: RawSnapshot?, log: EntryLog) {
            self.hardState = hardState
            rawSnapshot = snapshot
            self.log = log
        }

        /// The newest snapshot; what a restarted host begins its state with.
        package var snapshot: Snapshot? { rawSnapshot.map(Snapshot.init(raw:)) }
        /// The end of the log.
        package var lastPosition: RaftPosition { log.last }
        /// The term of the entry at an index; `nil` if it is not there, or in the snapshot only.
        package func term(at index: UInt64) -> UInt64? { log.term(at: index) }
        /// Whether anything was ever written.
        package var isEmpty: Bool { hardState == RaftHardState() && log.isEmpty }

        /// What is on the disk of a peer whose host has done the work of every Ready at once.
        ///
        /// A host that never is behind needs no disk while the peer runs.
        package init(of peer: RaftPeer) {
            self.init(
                hardState: peer.core.hardState,
                snapshot: peer.core.snapshot,
                log: peer.core.log
            )
        }

        /// Writes what a Ready wants written.
        package mutating func write(_ ready: Ready) {
            if let snapshot = ready.raw.snapshot {
                rawSnapshot = snapshot
                log = EntryLog(after: snapshot.position)
            }
            if let first = ready.raw.entries.first { log.truncate(from: first.index) }
            for entry in ready.raw.entries { log.append(entry) }
            if let state = ready.raw.hardState { hardState = state }
        }

        /// Writes a snapshot that the peer took itself, and drops entries it covers.
        package mutating func save(_ snapshot: Snapshot, keeping kept: Int = 500) {
            rawSnapshot = snapshot.raw
            let index = snapshot.raw.position.index
            let kept = UInt64(max(0, kept))
            if index > kept { log.compact(through: index - kept) }
        }
    }
}
