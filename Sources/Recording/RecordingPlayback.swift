import Basics
package import ClusterPorts
import SwarmModel
import SwarmStore

/// A place in a recording, with the cluster as it was there.
///
/// Going on costs the changes in between, going back at most those since the last whole snapshot.
package struct RecordingPlayback: Sendable {
    package let index: RecordingIndex
    private let source: any RecordedBytes
    /// Which of the index's places the store is at; `nil` before the first.
    private var place: Int?
    private var store: Store?
    private var frame: RecordedFrame?

    package init(_ source: any RecordedBytes) throws {
        self.source = source
        index = try RecordingIndex(source)
    }

    /// The time of the snapshot that is shown at a time, and of the one after it.
    package func neighbours(of time: Duration) -> (shown: Duration, next: Duration?) {
        let place = index.place(at: time)
        let next = place + 1 < index.places.count ? index.places[place + 1].time : nil
        return (index.places[place].time, next)
    }

    /// The time of the snapshot so many after the one that is shown at a time, or before it.
    package func time(steps: Int, from time: Duration) -> Duration {
        let place = index.place(at: time) + steps
        return index.places[min(max(0, place), index.places.count - 1)].time
    }

    /// The cluster as it was at a time.
    ///
    /// - Throws: `DecodingError` if a record is not what it says, or what the source throws.
    package mutating func snapshot(at time: Duration) throws -> ClusterSnapshot {
        let target = index.place(at: time)
        if place.map({ $0 > target || hasKey(between: $0, and: target) }) ?? true {
            let key = index.places[...target].lastIndex { $0.isKey } ?? 0
            try take(key)
        }
        while let place, place < target { try take(place + 1) }
        guard let store, let frame else { throw RecordingFailure.empty }
        return frame.snapshot(of: store)
    }

    private func hasKey(between place: Int, and target: Int) -> Bool {
        place < target && index.places[(place + 1)...target].contains { $0.isKey }
    }

    private mutating func take(_ next: Int) throws {
        let record = index.places[next]
        let payload = try source.bytes(in: record.payload)
        if record.isKey {
            let key = try Packed.decode(RecordedKey.self, from: payload)
            frame = key.frame
            store = key.store
        } else {
            let change = try Packed.decode(RecordedChange.self, from: payload)
            guard var new = store else { throw RecordingFailure.empty }
            // Copied and put back, so that a change that cannot be read leaves nothing half done.
            change.apply(to: &new)
            store = new
            frame = change.frame
        }
        place = next
    }

    /// The log lines of a task or service that had been shown up to a time.
    ///
    /// - Parameters:
    ///   - request: whose lines; the rest of it is for who asks.
    ///   - start: only those that came after it; `.zero` = all.
    ///   - end: the time up to which.
    ///   - last: only so many of the newest.
    /// - Returns: the lines in the order in which they came.
    /// - Throws: `DecodingError` if a record is not what it says, or what the source throws.
    package func lines(
        of request: LogRequest,
        from start: Duration = .zero,
        to end: Duration,
        last: Int
    ) throws -> [LogLine] {
        let first = start == .zero ? 0 : RecordingIndex.count(in: index.lines, upTo: start, \.time)
        let count = RecordingIndex.count(in: index.lines, upTo: end, \.time)
        guard first < count else { return [] }
        var batches: [[LogLine]] = []
        var found = 0
        // From the newest back, so that a few lines of a long recording are found at once.
        for place in index.lines[first..<count].reversed() where found < last {
            let payload = try source.bytes(in: place.payload)
            let batch = try Packed.decode([RecordedLine].self, from: payload).map(\.line)
                .filter { isWanted($0, request) }
            found += batch.count
            batches.append(batch)
        }
        return Array(batches.reversed().joined().suffix(last))
    }

    private func isWanted(_ line: LogLine, _ request: LogRequest) -> Bool {
        switch request.target {
        case .task(let id): line.task == id
        case .service(let id): store?.task(line.task)?.serviceID == id
        }
    }
}
