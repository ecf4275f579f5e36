import Basics
package import ClusterPorts
import SwarmModel

/// Turns what a console is told into the bytes of a recording.
///
/// Remembers the snapshot that was written last, and nothing more. A whole snapshot is written now
/// and then, so that a reader need not begin at the beginning: when the changes since the last one
/// are several times as long as it is.
package struct RecordingWriter: Sendable {
    /// Changes may be so many times as long as a whole snapshot before the next one is written.
    private static let growth = 4
    /// Changes after which the next whole snapshot is written, however short they are.
    private static let changesMaximum = 2_000

    private var last: ClusterSnapshot?
    private var keySize = 0
    private var sinceKey = 0
    private var changesSinceKey = 0
    /// How far each task's log has been written.
    private var heads: [TaskID: LogHead] = [:]
    /// Tasks whose logs are remembered; beyond, lines may be written twice.
    private static let headsMaximum = 20_000

    package init() {}

    /// How a file begins.
    ///
    /// - Throws: what the encoder throws.
    package func begin(_ header: RecordingHeader) throws -> [UInt8] {
        RecordingFormat.magic
            + RecordingFormat.record(.header, at: .zero, try Packed.encode(header))
    }

    /// A snapshot, whole or as a difference; nothing if it shows what the last one did.
    package mutating func write(_ snapshot: ClusterSnapshot, at time: Duration) throws -> [UInt8] {
        guard let last else { return try writeKey(snapshot, at: time) }
        let change = RecordedChange(from: last.store, to: snapshot)
        var frame = RecordedFrame(last)
        frame.now = change.frame.now
        if change.isEmpty, frame == change.frame { return [] }
        let isOther = last.era != snapshot.era || last.source != snapshot.source
        if isOther || sinceKey > keySize * Self.growth || changesSinceKey >= Self.changesMaximum {
            return try writeKey(snapshot, at: time)
        }
        self.last = snapshot
        let bytes = RecordingFormat.record(.change, at: time, try Packed.encode(change))
        sinceKey += bytes.count
        changesSinceKey += 1
        return bytes
    }

    private mutating func writeKey(_ snapshot: ClusterSnapshot, at time: Duration) throws -> [UInt8]
    {
        last = snapshot
        let payload = try Packed.encode(RecordedKey(snapshot))
        let bytes = RecordingFormat.record(.key, at: time, payload)
        keySize = bytes.count
        sinceKey = 0
        changesSinceKey = 0
        return bytes
    }

    package func write(_ events: [RecordedEvent], at time: Duration) throws -> [UInt8] {
        events.isEmpty
            ? [] : RecordingFormat.record(.events, at: time, try Packed.encode(events))
    }

    /// What was typed, as words: a key's name, or a whole line.
    package func write(typed words: String, at time: Duration) throws -> [UInt8] {
        RecordingFormat.record(.typed, at: time, try Packed.encode([words]))
    }

    /// Log lines; those that were written before, as when a log is opened again, are left out.
    package mutating func write(_ lines: [LogLine], at time: Duration) throws -> [UInt8] {
        if heads.count > Self.headsMaximum { heads = [:] }
        let new = lines.filter { heads[$0.task, default: LogHead()].passes($0) }
            .map { RecordedLine($0) }
        return new.isEmpty ? [] : RecordingFormat.record(.lines, at: time, try Packed.encode(new))
    }

    /// How a file ends that was closed in good order.
    package func end(at time: Duration) -> [UInt8] { RecordingFormat.record(.end, at: time, []) }
}

/// How far a log has been written: lines come in order of time.
private struct LogHead {
    private var moment: Moment?
    /// The lines of that moment.
    private var texts: Set<String> = []

    /// Whether a line is new; it is not any more afterwards.
    mutating func passes(_ line: LogLine) -> Bool {
        if let moment, line.moment < moment { return false }
        if line.moment != moment {
            moment = line.moment
            texts = []
        }
        return texts.insert(line.text).inserted
    }
}
