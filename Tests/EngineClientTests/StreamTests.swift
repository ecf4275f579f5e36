import Basics
import ClusterPorts
import SwarmModel
import Testing

@testable import EngineClient

@Suite struct LogFramesTests {
    private func frame(_ stream: UInt8, _ text: String) -> [UInt8] {
        let length = UInt32(text.utf8.count)
        let size = (0..<4).reversed().map { UInt8(truncatingIfNeeded: length >> (8 * $0)) }
        return [stream, 0, 0, 0] + size + Array(text.utf8)
    }

    @Test func `frames come out whole whatever the pieces`() {
        let bytes = frame(1, "one\n") + frame(2, "") + frame(1, "three\n")
        for size in 1...bytes.count {
            var frames = LogFrames()
            var read: [LogFrames.Frame] = []
            for start in stride(from: 0, to: bytes.count, by: size) {
                read += frames.take(bytes[start..<min(start + size, bytes.count)])
            }
            #expect(read.map(\.stream) == [1, 2, 1])
            #expect(
                read.map { String(decoding: $0.payload, as: UTF8.self) } == [
                    "one\n", "", "three\n",
                ]
            )
        }
    }

    @Test func `what is no frame ends the reading`() {
        var frames = LogFrames()
        #expect(frames.take(Array("plain text of a terminal".utf8)).isEmpty)
        #expect(frames.isBroken)
        #expect(frames.take(frame(1, "late")).isEmpty)
    }

    @Test func `lines are cut wherever the pieces end`() {
        var lines = LineCutter()
        #expect(lines.take(Array("{\"a\":".utf8)).isEmpty)
        #expect(lines.take(Array("1}\n\n{}".utf8)) == [Array("{\"a\":1}".utf8)])
        #expect(lines.take(Array("\n".utf8)) == [Array("{}".utf8)])
    }
}

@Suite struct LogBytesTests {
    private let lines = "2026-01-01T00:00:00Z a=b one\r\n2026-01-01T00:00:01Z a=b two\r\n"

    @Test func `a terminal's lines come raw, and are cut wherever the pieces end`() {
        let bytes = Array(lines.utf8)
        for size in 1...bytes.count {
            var log = LogBytes()
            var read: [String] = []
            for start in stride(from: 0, to: bytes.count, by: size) {
                read += log.take(Array(bytes[start..<min(start + size, bytes.count)])).map {
                    String(decoding: $0.payload, as: UTF8.self)
                }
            }
            #expect(
                read == ["2026-01-01T00:00:00Z a=b one\r", "2026-01-01T00:00:01Z a=b two\r"]
            )
            #expect(!log.isBroken)
        }
    }

    @Test func `frames are told from lines by the first byte`() {
        var log = LogBytes()
        #expect(log.take([]).isEmpty)
        #expect(log.take([2, 0, 0, 0]).isEmpty)
        #expect(log.take([0, 0, 0, 1, 0x61]).map(\.stream) == [2])
        #expect(log.take([9]).isEmpty)
        #expect(log.take([0, 0, 0, 0, 0, 0, 0]).isEmpty && log.isBroken)
    }
}

@Suite struct LogTextTests {
    private let text = LogText(epoch: WallTime(nanoseconds: 0), stream: .stdout)
    private let task = "2bwf4xctn23m0000000000000"

    @Test func `a service's line says when and whose it is`() throws {
        let details =
            "com.docker.swarm.node.id=0cnwi3r00kuz28e6uted988wt,"
            + "com.docker.swarm.service.id=x,com.docker.swarm.task.id=\(task)"
        let line = try #require(
            text.line(Array("1970-01-01T00:00:01.5Z \(details) hello  world\n".utf8), of: nil)
        )
        #expect(line.moment.nanoseconds == 1_500_000_000)
        #expect(line.task == TaskID(task))
        #expect(line.node == NodeID("0cnwi3r00kuz28e6uted988wt"))
        #expect(line.text == "hello  world")
    }

    @Test func `a line that begins with a mark, or ends with a carriage return, is a line`() throws
    {
        let bytes = Array("1970-01-01T00:00:01Z a=b \u{301}hm\u{FE0F}\r\n".utf8)
        let line = try #require(text.line(bytes, of: TaskID(task)))
        #expect(line.text == "\u{301}hm\u{FE0F}")
    }

    @Test func `a line that says not whose it is is left out`() {
        #expect(text.line(Array("1970-01-01T00:00:01Z  hello\n".utf8), of: nil) == nil)
        #expect(text.line(Array("no time at all\n".utf8), of: TaskID(task)) == nil)
    }
}
