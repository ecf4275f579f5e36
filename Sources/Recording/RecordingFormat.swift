package import Basics
import ClusterPorts
import SwarmModel
import SwarmStore

/// The form of a recording's file.
///
///     "skep recording 1\n"  record*
///     record = kind (1)  time (8)  length (4)  checksum (4)  payload
///
/// Numbers are little-endian; the time is nanoseconds since the beginning. The checksum (CRC-32) is
/// that of kind, time, length and payload, so that a file whose end is missing, or that is damaged
/// somewhere, is good up to there. Payloads are values as ``Packed`` writes them.
enum RecordingFormat {
    static let magic = Array("skep recording 1\n".utf8)
    /// What every version begins with.
    static let family = Array("skep recording ".utf8)
    static let headSize = 17
    /// No record is longer; what claims to be is damaged.
    static let payloadMaximum = 1 << 30

    static func record(_ kind: RecordKind, at time: Duration, _ payload: [UInt8]) -> [UInt8] {
        var head: [UInt8] = [kind.rawValue]
        head.append(UInt64(max(0, time.nanoseconds)), bytes: 8)
        head.append(UInt64(payload.count), bytes: 4)
        var checksum = Checksum()
        checksum.take(head)
        checksum.take(payload)
        head.append(UInt64(checksum.value), bytes: 4)
        return head + payload
    }
}

/// What a record holds.
enum RecordKind: UInt8 {
    /// Who recorded what, and when; the first record.
    case header = 1
    /// A whole snapshot.
    case key = 2
    /// What became different since the snapshot before.
    case change = 3
    /// What happened, in words.
    case events = 4
    /// What the user typed.
    case typed = 5
    /// Lines of containers' logs that were shown.
    case lines = 6
    /// The recording was ended in good order.
    case end = 7
}

/// Who recorded what, and when.
package struct RecordingHeader: Hashable, Codable, Sendable {
    /// The program's version.
    package var program: String
    /// The wall time of the first record.
    package var startedAt: WallTime

    package init(program: String, startedAt: WallTime) {
        self.program = program
        self.startedAt = startedAt
    }
}

/// Something that happened, as it is told on one line.
package struct RecordedEvent: Hashable, Codable, Sendable {
    package var words: String
    /// Whether it is trouble.
    package var isBad: Bool

    package init(words: String, isBad: Bool) {
        self.words = words
        self.isBad = isBad
    }
}

/// A line of a container's log.
struct RecordedLine: Hashable, Codable {
    var moment: Moment
    var task: TaskID
    var node: NodeID?
    var stream: UInt8
    var text: String

    init(_ line: LogLine) {
        moment = line.moment
        task = line.task
        node = line.node
        stream = line.stream.rawValue
        text = line.text
    }

    var line: LogLine {
        LogLine(
            moment: moment,
            task: task,
            node: node,
            stream: LogLine.Stream(rawValue: stream) ?? .stdout,
            text: text
        )
    }
}

/// All of a snapshot but its objects.
struct RecordedFrame: Hashable, Codable {
    var now: Moment
    var epoch: WallTime
    var source: ClusterSource
    var clock: ClockState
    var managers: ManagersSummary
    var topology: NetworkTopology
    var readOnlyReason: String?
    var era: UInt64
    var lostContact: LostContact?
    var cluster: Cluster

    init(_ snapshot: ClusterSnapshot) {
        now = snapshot.now
        epoch = snapshot.epoch
        source = snapshot.source
        clock = snapshot.clock
        managers = snapshot.managers
        topology = snapshot.topology
        readOnlyReason = snapshot.readOnlyReason
        era = snapshot.era
        lostContact = snapshot.lostContact
        cluster = snapshot.store.cluster.withoutSecrets
    }

    func snapshot(of store: Store) -> ClusterSnapshot {
        var store = store
        store.mirror(cluster: cluster)
        var snapshot = ClusterSnapshot(
            store: store,
            now: now,
            epoch: epoch,
            source: source,
            clock: clock,
            managers: managers,
            topology: topology,
            readOnlyReason: readOnlyReason
        )
        snapshot.era = era
        snapshot.lostContact = lostContact
        return snapshot
    }
}

extension Cluster {
    /// The same without what lets a machine in.
    var withoutSecrets: Cluster {
        var cluster = self
        cluster.joinTokens = nil
        cluster.unlockKey = nil
        return cluster
    }
}

extension Secret {
    /// The same without its value.
    var withoutValue: Secret {
        var secret = self
        secret.spec.data = .withheld
        return secret
    }
}

extension Store {
    /// The same without anything that is secret.
    var withoutSecrets: Store {
        var store = self
        store.mirror(cluster: cluster.withoutSecrets)
        store.mirror(secrets: secrets.map(\.withoutValue))
        return store
    }
}

extension [UInt8] {
    mutating func append(_ number: UInt64, bytes: Int) {
        for index in 0..<bytes { append(UInt8(truncatingIfNeeded: number >> (8 * UInt64(index)))) }
    }
}

extension Sequence<UInt8> {
    /// The little-endian number that these bytes are.
    var number: UInt64 { reversed().reduce(0) { $0 << 8 | UInt64($1) } }
}

/// CRC-32 as zip and PNG have it.
struct Checksum {
    private static let table: [UInt32] = (0..<256).map { index in
        (0..<8).reduce(UInt32(index)) { value, _ in
            value & 1 == 1 ? 0xEDB8_8320 ^ (value >> 1) : value >> 1
        }
    }

    private var state: UInt32 = 0xFFFF_FFFF
    var value: UInt32 { ~state }

    mutating func take(_ bytes: some Sequence<UInt8>) {
        var state = state
        for byte in bytes {
            state = Self.table[Int((state ^ UInt32(byte)) & 0xFF)] ^ (state >> 8)
        }
        self.state = state
    }
}
