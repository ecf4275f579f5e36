import Basics
import Casting
import Cells
import ClusterPorts
import Foundation
import Recording
import Testing
import Theming

@testable import RecordingFiles

/// Files that are written beside everything else.
struct FileClerkTests {
    private struct NoEvents: EventDescriber {
        mutating func events(of snapshot: ClusterSnapshot) -> [RecordedEvent] {
            [RecordedEvent(words: "seen", isBad: false)]
        }
    }

    private static func path() -> String {
        FileManager.default.temporaryDirectory.appending(path: "skep-\(UUID().uuidString)").path
    }

    private static func scribe() -> RecordingScribe {
        RecordingScribe(
            header: RecordingHeader(program: "0.1.0", startedAt: RecordedStory.start),
            describer: NoEvents()
        )
    }

    @Test func `what was noted is in the file, which is for its owner alone`() async throws {
        let path = Self.path()
        defer { try? FileManager.default.removeItem(atPath: path) }
        let clerk = try FileClerk(path: path, scribe: Self.scribe())
        clerk.note(.snapshot(try RecordedStory().snapshot))
        clerk.note(.typed("j"))
        #expect(await clerk.close() == nil)
        clerk.note(.typed("too late"))
        let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions]
        #expect(mode as? Int == 0o600)
        let index = try RecordingIndex(try FileBytes(path: path))
        #expect(index.flaw == nil)
        #expect(index.times.count == 1)
        #expect(index.events.map(\.event.words) == ["seen"])
        #expect(index.typed(before: .seconds(60), within: .seconds(61)) == "j")
    }

    @Test func `a file that is there is left alone`() throws {
        let path = Self.path()
        defer { try? FileManager.default.removeItem(atPath: path) }
        try "mine".write(toFile: path, atomically: true, encoding: .utf8)
        let trouble = #expect(throws: FileTrouble.self) {
            try FileClerk(path: path, scribe: Self.scribe())
        }
        #expect(trouble?.description == "\(path): File exists")
        #expect(try String(contentsOfFile: path, encoding: .utf8) == "mine")
    }

    @Test func `a disk that takes nothing is said, and holds nobody up`() async throws {
        // The device that is always full needs no file of its own.
        let path = Self.path()
        try FileManager.default.createSymbolicLink(atPath: path, withDestinationPath: "/dev/full")
        defer { try? FileManager.default.removeItem(atPath: path) }
        #expect(throws: FileTrouble.self) { try FileClerk(path: path, scribe: Self.scribe()) }
        #expect(throws: FileTrouble.self) { try FileBytes(path: "/dev/full") }
        #expect(throws: FileTrouble.self) { try FileBytes(path: path + "nosuch") }
    }

    @Test func `of snapshots that wait only the newest is kept, of the rest so many`() throws {
        let snapshot = try RecordedStory().snapshot
        var waiting: [Waiting<RecordingScribe.Item>] = []
        for second in 1...10_000 as ClosedRange<Int64> {
            RecordingScribe.enqueue(.snapshot(snapshot), at: .seconds(second), in: &waiting)
            RecordingScribe.enqueue(.typed("j"), at: .seconds(second), in: &waiting)
        }
        #expect(waiting.count <= 4_097)
        let snapshots = waiting.filter { if case .snapshot = $0.item { true } else { false } }
        #expect(snapshots.map(\.time) == [.seconds(10_000)])
        #expect(waiting.map(\.time) == waiting.map(\.time).sorted())
    }

    @Test func `frames become an asciicast with the size of each`() throws {
        var scribe = CastScribe(Asciicast(columns: 1, rows: 1))
        let theme = try ThemeLibrary().theme(named: "dark")
        var grid = Grid(columns: 20, rows: 3)
        grid.write("one", row: 0, column: 0)
        func text(_ grid: Grid, _ time: Duration) throws -> String {
            let frame = CastScribe.Frame(grid: grid, theme: theme)
            return String(decoding: try scribe.bytes(for: frame, at: time), as: UTF8.self)
        }
        let first = try text(grid, .zero)
        #expect(first.contains("\"width\": 20, \"height\": 3"))
        #expect(first.contains("one"))
        #expect(try text(grid, .seconds(1)) == "")
        let second = try text(Grid(columns: 30, rows: 3), .seconds(2))
        #expect(second.hasPrefix("[2.000000, \"r\", \"30x3\"]\n"))
        for line in (first + second).split(separator: "\n") {
            _ = try JSONSerialization.jsonObject(with: Data(line.utf8))
        }
    }
}
