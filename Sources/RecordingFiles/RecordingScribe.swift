import Basics
package import ClusterPorts
package import Recording

/// Tells what happened from one snapshot to the next.
package protocol EventDescriber: Sendable {
    mutating func events(of snapshot: ClusterSnapshot) -> [RecordedEvent]
}

/// Writes a recording: snapshots, what was typed, and log lines.
///
/// Of snapshots that come faster than the disk takes them, only the newest is written; what else is
/// too much is dropped, so that a slow disk fills no memory.
package struct RecordingScribe: Scribe {
    package enum Item: Sendable {
        case snapshot(ClusterSnapshot)
        case typed(String)
        case lines([LogLine])
    }

    /// Items that may wait.
    private static let limit = 4_096

    private var writer = RecordingWriter()
    private var describer: any EventDescriber
    private let header: RecordingHeader
    private var hasBegun = false

    package init(header: RecordingHeader, describer: any EventDescriber) {
        self.header = header
        self.describer = describer
    }

    package static func enqueue(
        _ item: Item,
        at time: Duration,
        in waiting: inout [Waiting<Item>]
    ) {
        if case .snapshot = item {
            // At most one waits, and mostly it is among the last.
            let old = waiting.lastIndex { if case .snapshot = $0.item { true } else { false } }
            if let old { waiting.remove(at: old) }
        } else if waiting.count >= limit {
            return
        }
        waiting.append(Waiting(item: item, time: time))
    }

    package mutating func bytes(for item: Item, at time: Duration) throws -> [UInt8] {
        let start = try beginning()
        switch item {
        case .snapshot(let snapshot):
            let bytes = try writer.write(snapshot, at: time)
            return try start + bytes + writer.write(describer.events(of: snapshot), at: time)
        case .typed(let words): return try start + writer.write(typed: words, at: time)
        case .lines(let lines): return try start + writer.write(lines, at: time)
        }
    }

    package mutating func ending(at time: Duration) throws -> [UInt8] {
        try beginning() + writer.end(at: time)
    }

    private mutating func beginning() throws -> [UInt8] {
        if hasBegun { return [] }
        hasBegun = true
        return try writer.begin(header)
    }
}
