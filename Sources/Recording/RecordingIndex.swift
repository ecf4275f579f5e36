import Basics

/// Bytes that can be read anywhere.
package protocol RecordedBytes: Sendable {
    var count: Int { get }
    /// Some of the bytes; fewer where there are no more.
    func bytes(in range: Range<Int>) throws -> [UInt8]
}

/// A recording that lies in memory.
package struct BytesInMemory: RecordedBytes {
    private let all: [UInt8]
    package init(_ all: [UInt8]) { self.all = all }
    package var count: Int { all.count }
    package func bytes(in range: Range<Int>) -> [UInt8] { Array(all[range.clamped(to: 0..<count)]) }
}

/// Why a file is no recording that can be shown; words for the user.
package enum RecordingFailure: Error, Hashable, Sendable, CustomStringConvertible {
    case noRecording
    case otherVersion(String)
    /// It is one, but its end is missing or damaged before there is anything to be shown.
    case empty
    case unreadable(String)

    package var description: String {
        switch self {
        case .noRecording: "this is no recording: skep record FILE makes one"
        case .otherVersion(let version):
            "this recording has the form \"\(version)\", and this skep reads form 1"
        case .empty: "this recording holds nothing that can be shown: its end is missing"
        case .unreadable(let why): why
        }
    }
}

/// What is in a recording and where, read once.
///
/// Only where snapshots lie is kept, and when something happened; of the objects nothing is.
package struct RecordingIndex: Sendable {
    /// A snapshot, whole or as a difference.
    struct Place: Hashable {
        let time: Duration
        let isKey: Bool
        let payload: Range<Int>
    }

    /// What was typed, and when.
    struct Typed: Hashable {
        let time: Duration
        let words: String
    }

    package private(set) var header: RecordingHeader
    /// The time of the last record.
    package private(set) var length = Duration.zero
    /// What is wrong with the file, which is good up to there; `nil` if nothing is.
    package private(set) var flaw: String?
    /// What happened, in order of time.
    package private(set) var events: [(time: Duration, event: RecordedEvent)] = []
    private(set) var places: [Place] = []
    /// The times of all snapshots, in order.
    package var times: [Duration] { places.map(\.time) }
    private(set) var lines: [Place] = []
    private(set) var typed: [Typed] = []

    /// Reads the whole of a recording once.
    ///
    /// - Throws: ``RecordingFailure`` if there is nothing that can be shown.
    package init(_ source: some RecordedBytes) throws {
        let start = try source.bytes(in: 0..<RecordingFormat.magic.count)
        guard start == RecordingFormat.magic else {
            guard start.starts(with: RecordingFormat.family) else {
                throw RecordingFailure.noRecording
            }
            let version = start.dropFirst(RecordingFormat.family.count).prefix { $0 != 10 }
            throw RecordingFailure.otherVersion(String(decoding: version, as: UTF8.self))
        }
        header = RecordingHeader(program: "", startedAt: WallTime(nanoseconds: 0))
        try read(source, from: start.count)
        guard !places.isEmpty else { throw RecordingFailure.empty }
    }

    private mutating func read(_ source: some RecordedBytes, from start: Int) throws {
        var offset = start
        var hasEnded = false
        while offset < source.count {
            guard let (kind, time, payload) = try record(source, at: offset) else { return }
            let place = Place(time: time, isKey: kind == .key, payload: payload)
            switch kind {
            case .key, .change: places.append(place)
            case .lines: lines.append(place)
            case .end: hasEnded = true
            case .header, .events, .typed:
                do {
                    try note(kind, at: time, try source.bytes(in: payload))
                } catch is DecodingError {
                    flaw = "damaged at byte \(offset): what is before it is shown"
                    return
                }
            }
            length = max(length, time)
            offset = payload.upperBound
        }
        if !hasEnded { flaw = "its end is missing: what there is is shown" }
    }

    /// The record at a place; `nil` and a ``flaw`` if it is not whole.
    private mutating func record(
        _ source: some RecordedBytes,
        at offset: Int
    ) throws -> (RecordKind, Duration, Range<Int>)? {
        let head = try source.bytes(in: offset..<offset + RecordingFormat.headSize)
        guard head.count == RecordingFormat.headSize else {
            flaw = "its end is missing: what there is is shown"
            return nil
        }
        let time = Duration.nanoseconds(Int64(truncatingIfNeeded: head[1..<9].number))
        let size = Int(head[9..<13].number)
        let start = offset + RecordingFormat.headSize
        guard let kind = RecordKind(rawValue: head[0]), size <= RecordingFormat.payloadMaximum,
            time >= length
        else {
            flaw = "damaged at byte \(offset): what is before it is shown"
            return nil
        }
        guard start + size <= source.count else {
            flaw = "its end is missing: what there is is shown"
            return nil
        }
        var checksum = Checksum()
        checksum.take(head[..<13])
        checksum.take(try source.bytes(in: start..<start + size))
        guard UInt64(checksum.value) == head[13..<17].number else {
            flaw = "damaged at byte \(offset): what is before it is shown"
            return nil
        }
        return (kind, time, start..<start + size)
    }

    private mutating func note(_ kind: RecordKind, at time: Duration, _ payload: [UInt8]) throws {
        switch kind {
        case .header: header = try Packed.decode(RecordingHeader.self, from: payload)
        case .events:
            let new = try Packed.decode([RecordedEvent].self, from: payload)
            events += new.map { (time, $0) }
        case .typed:
            let words = try Packed.decode([String].self, from: payload)
            typed += words.map { Typed(time: time, words: $0) }
        case .key, .change, .lines, .end: break
        }
    }

    /// The last snapshot that is not after a time; the first one if all are.
    func place(at time: Duration) -> Int { max(0, Self.count(in: places, upTo: time, \.time) - 1) }

    /// What was typed in the seconds before a time.
    package func typed(before time: Duration, within span: Duration) -> String {
        let end = Self.count(in: typed, upTo: time, \.time)
        let start = Self.count(in: typed, upTo: time - span, \.time)
        return typed[start..<end].map(\.words).joined()
    }

    /// When the next event after a time is, or the last one before it.
    package func event(after time: Duration, forward: Bool) -> Duration? {
        if forward { return events.lazy.map(\.time).first { $0 > time } }
        return events.lazy.map(\.time).last { $0 < time }
    }

    /// How many of what is in order are not after a time; O(log n).
    static func count<Element>(
        in elements: [Element],
        upTo time: Duration,
        _ key: (Element) -> Duration
    ) -> Int {
        var low = 0
        var high = elements.count
        while low < high {
            let middle = (low + high) / 2
            if key(elements[middle]) <= time { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
