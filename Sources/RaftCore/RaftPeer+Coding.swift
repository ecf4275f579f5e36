extension RaftPeer.Entry: Codable where Payload: Codable {
    private enum CodingKeys: String, CodingKey { case index, term, kind, payload, change }

    package init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: CodingKeys.self)
        let kind = try fields.decode(RawEntry.Kind.self, forKey: .kind)
        let body: SharedBody? =
            switch kind {
            case .empty: nil
            case .payload: PayloadBox(try fields.decode(Payload.self, forKey: .payload))
            case .membership:
                MembershipBox(try fields.decode(RaftMembershipChange.self, forKey: .change))
            }
        raw = RawEntry(
            index: try fields.decode(UInt64.self, forKey: .index),
            term: try fields.decode(UInt64.self, forKey: .term),
            body: body,
            kind: kind
        )
    }

    package func encode(to encoder: any Encoder) throws {
        var fields = encoder.container(keyedBy: CodingKeys.self)
        try fields.encode(raw.index, forKey: .index)
        try fields.encode(raw.term, forKey: .term)
        try fields.encode(raw.kind, forKey: .kind)
        if let payload { try fields.encode(payload, forKey: .payload) }
        try fields.encodeIfPresent(membershipChange, forKey: .change)
    }
}

extension RaftPeer.Snapshot: Codable where State: Codable {
    private enum CodingKeys: String, CodingKey { case position, membership, state }

    package init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: CodingKeys.self)
        raw = RawSnapshot(
            position: try fields.decode(RaftPosition.self, forKey: .position),
            membership: try fields.decode(RaftMembership.self, forKey: .membership),
            body: PayloadBox(try fields.decode(State.self, forKey: .state))
        )
    }

    package func encode(to encoder: any Encoder) throws {
        var fields = encoder.container(keyedBy: CodingKeys.self)
        try fields.encode(position, forKey: .position)
        try fields.encode(membership, forKey: .membership)
        try fields.encode(state, forKey: .state)
    }
}

extension RaftPeer.Message: Codable where Payload: Codable, State: Codable {
    private enum CodingKeys: String, CodingKey { case header, entries, snapshot }

    package init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: CodingKeys.self)
        var raw = try fields.decode(RawMessage.self, forKey: .header)
        raw.entries =
            try fields.decodeIfPresent([RaftPeer.Entry].self, forKey: .entries)?
            .map(\.raw) ?? []
        raw.snapshot = try fields.decodeIfPresent(RaftPeer.Snapshot.self, forKey: .snapshot)?.raw
        self.raw = raw
    }

    package func encode(to encoder: any Encoder) throws {
        var fields = encoder.container(keyedBy: CodingKeys.self)
        try fields.encode(raw, forKey: .header)
        if !raw.entries.isEmpty { try fields.encode(Array(entries), forKey: .entries) }
        try fields.encodeIfPresent(snapshot, forKey: .snapshot)
    }
}

/// A log with its entries spelled out.
private struct SavedLog<Payload: Codable & Sendable, State: Sendable>: Codable {
    var base: RaftPosition
    var entries: [RaftPeer<Payload, State>.Entry]

    init(_ log: EntryLog) {
        base = log.base
        entries = log.entries(from: log.base.index + 1, through: log.last.index)
            .map(RaftPeer.Entry.init(raw:))
    }

    /// The log, unless its entries do not follow on each other.
    func restored(_ decoder: any Decoder) throws -> EntryLog {
        var log = EntryLog(after: base)
        for entry in entries {
            guard entry.index == log.last.index + 1 else {
                throw DecodingError.dataCorrupted(
                    .init(codingPath: decoder.codingPath, debugDescription: "a gap in a raft log")
                )
            }
            log.append(entry.raw)
        }
        return log
    }
}

extension RaftPeer.Disk: Codable where Payload: Codable, State: Codable {
    private enum CodingKeys: String, CodingKey { case hardState, snapshot, log }

    package init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: CodingKeys.self)
        self.init(
            hardState: try fields.decode(RaftHardState.self, forKey: .hardState),
            snapshot: try fields.decodeIfPresent(RaftPeer.Snapshot.self, forKey: .snapshot)?.raw,
            log: try fields.decode(SavedLog<Payload, State>.self, forKey: .log).restored(decoder)
        )
    }

    package func encode(to encoder: any Encoder) throws {
        var fields = encoder.container(keyedBy: CodingKeys.self)
        try fields.encode(hardState, forKey: .hardState)
        try fields.encodeIfPresent(snapshot, forKey: .snapshot)
        try fields.encode(SavedLog<Payload, State>(log), forKey: .log)
    }
}

extension RaftPeer: Codable where Payload: Codable, State: Codable {
    private enum CodingKeys: String, CodingKey { case core, snapshot, log, messages }

    package init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: CodingKeys.self)
        var core = try fields.decode(PeerCore.self, forKey: .core)
        core.snapshot = try fields.decodeIfPresent(Snapshot.self, forKey: .snapshot)?.raw
        core.log = try fields.decode(SavedLog<Payload, State>.self, forKey: .log).restored(decoder)
        core.messages =
            try fields.decodeIfPresent([Message].self, forKey: .messages)?
            .map(\.raw) ?? []
        self.init(core: core)
    }

    package func encode(to encoder: any Encoder) throws {
        var fields = encoder.container(keyedBy: CodingKeys.self)
        try fields.encode(core, forKey: .core)
        try fields.encodeIfPresent(snapshot, forKey: .snapshot)
        try fields.encode(SavedLog<Payload, State>(core.log), forKey: .log)
        if !core.messages.isEmpty {
            try fields.encode(core.messages.map(Message.init(raw:)), forKey: .messages)
        }
    }
}
