extension RaftPeer {
    /// What a peer wants done, in this order.
    ///
    /// 1. Write ``snapshot``, ``entries`` and ``hardState`` to disk, all or nothing
    ///    (``Disk/write(_:)``). What is lost before that was never promised to anybody.
    /// 2. Send ``messages``.
    /// 3. Put the snapshot's state in the place of the own state, then apply ``committed``.
    /// 4. Answer ``reads``.
    package struct Ready: Sendable {
        var raw = RawReady()

        package init() {}

        /// Term, vote and commit index, if they changed.
        package var hardState: RaftHardState? { raw.hardState }
        /// Role and leader, if they changed.
        package var softState: RaftSoftState? { raw.softState }
        /// A leader's snapshot, which replaces the whole log and the state.
        package var snapshot: Snapshot? { raw.snapshot.map(Snapshot.init(raw:)) }
        /// Entries to write; those on disk from the first one's index on are void.
        package var entries: Entries { Entries(raw: raw.entries) }
        package var messages: Messages { Messages(raw: raw.messages) }
        /// Entries to apply.
        package var committed: Entries { Entries(raw: raw.committed) }
        package var reads: [RaftRead] { raw.reads }

        /// Whether there is something that must be on disk before the messages are sent.
        package var mustWrite: Bool {
            raw.hardState != nil || raw.snapshot != nil || !raw.entries.isEmpty
        }
    }

    /// Entries in the order of their indexes.
    package struct Entries: RandomAccessCollection, Sendable {
        let raw: [RawEntry]

        package var startIndex: Int { 0 }
        package var endIndex: Int { raw.count }
        package subscript(position: Int) -> Entry { Entry(raw: raw[position]) }
        package func makeIterator() -> Iterator { Iterator(raw: raw) }

        /// An iterator of its own: the standard one would know nothing of these types' shape.
        package struct Iterator: IteratorProtocol {
            private let raw: [RawEntry]
            private var position = 0

            init(raw: [RawEntry]) { self.raw = raw }

            package mutating func next() -> Entry? {
                guard position < raw.count else { return nil }
                position += 1
                return Entry(raw: raw[position - 1])
            }
        }
    }

    /// Messages in the order in which they are to be sent.
    package struct Messages: RandomAccessCollection, Sendable {
        let raw: [RawMessage]

        package var startIndex: Int { 0 }
        package var endIndex: Int { raw.count }
        package subscript(position: Int) -> Message { Message(raw: raw[position]) }
        package func makeIterator() -> Iterator { Iterator(raw: raw) }

        /// An iterator of its own: the standard one would know nothing of these types' shape.
        package struct Iterator: IteratorProtocol {
            private let raw: [RawMessage]
            private var position = 0

            init(raw: [RawMessage]) { self.raw = raw }

            package mutating func next() -> Message? {
                guard position < raw.count else { return nil }
                position += 1
                return Message(raw: raw[position - 1])
            }
        }
    }

    /// One entry of the log.
    package struct Entry: Sendable {
        let raw: RawEntry

        package enum Content: Sendable {
            /// A new leader's first entry; nothing to apply.
            case empty
            case payload(Payload)
            /// Already in effect for the peer that hands it out as committed.
            case membership(RaftMembershipChange)
        }

        package var index: UInt64 { raw.index }
        package var term: UInt64 { raw.term }
        package var position: RaftPosition { RaftPosition(index: raw.index, term: raw.term) }

        package var content: Content {
            if let payload { return .payload(payload) }
            return raw.membershipChange.map(Content.membership) ?? .empty
        }

        package var payload: Payload? {
            guard raw.kind == .payload, let body = raw.body else { return nil }
            return unsafeDowncast(body, to: PayloadBox<Payload>.self).payload
        }

        package var membershipChange: RaftMembershipChange? { raw.membershipChange }
    }

    /// A state as of an index, in the place of all entries up to it.
    package struct Snapshot: Sendable {
        let raw: RawSnapshot

        package var position: RaftPosition { raw.position }
        package var membership: RaftMembership { raw.membership }
        package var state: State {
            unsafeDowncast(raw.body, to: PayloadBox<State>.self).payload
        }
    }

    /// What one peer says to another.
    package struct Message: Sendable {
        let raw: RawMessage

        package var from: RaftID { raw.from }
        package var to: RaftID { raw.to }
        package var term: UInt64 { raw.term }
        package var kind: RaftMessageKind { raw.kind }
        /// In an answer: whether it is a no.
        package var isRejected: Bool { raw.isRejected }
        /// What the entries follow on, or what is acknowledged.
        package var index: UInt64 { raw.index }
        /// The leader's commit index, as far as the receiver may take it over.
        package var commit: UInt64 { raw.commit }
        package var entries: Entries { Entries(raw: raw.entries) }
        package var snapshot: Snapshot? { raw.snapshot.map(Snapshot.init(raw:)) }
    }
}
