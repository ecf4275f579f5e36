import Foundation
import JourneyKit
import TerminalKit
import Testing

/// Scripts that are recorded, with their captions.
struct CastRecorderTests {
    /// What a player would show at the end.
    private func played(_ recorder: CastRecorder, columns: Int, rows: Int) throws -> TerminalPicture
    {
        var picture = TerminalPicture(columns: columns, rows: rows)
        var last = 0.0
        for line in recorder.text.split(separator: "\n").dropFirst() {
            let event = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [Any]
            let time = try #require(event?[0] as? Double)
            #expect(time >= last)
            last = time
            guard event?[1] as? String == "o", let text = event?[2] as? String else { continue }
            picture.feed(Array(text.utf8)[...])
        }
        return picture
    }

    @Test func `the caption is below the screen, wherever what was written was cut`() throws {
        let output = Array("\u{1B}[2J\u{1B}[2;3H\u{1B}[1mhé日\u{1B}(B\u{1B}[0m\u{1B}[1;1Htop".utf8)
        for size in 1...output.count {
            let recorder = CastRecorder(title: "Title", idle: 2)
            recorder.began(columns: 20, rows: 3)
            recorder.said("What is seen")
            var rest = output[...]
            while !rest.isEmpty {
                recorder.wrote(rest.prefix(size))
                rest = rest.dropFirst(size)
            }
            let picture = try played(recorder, columns: 20, rows: 4)
            #expect(picture.lines[0].hasPrefix("top"), "\(size)")
            #expect(picture.lines[1].contains("  hé日"), "\(size)")
            #expect(picture.lines[3].contains("What is seen"), "\(size)")
        }
    }

    @Test func `a caption has time to be read, and its chapter`() {
        let recorder = CastRecorder(title: "Title", idle: 2)
        recorder.began(columns: 20, rows: 3)
        let start = recorder.length
        recorder.said("Twenty letters here.")
        #expect(recorder.length - start >= .seconds(1))
        #expect(recorder.text.contains("\"m\", \"Twenty letters here.\""))
        #expect(recorder.text.contains("\"idle_time_limit\": 2.0"))
    }
}
