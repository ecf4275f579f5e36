import Basics
import Cells
import ClusterPorts
import Console
import SwarmModel
import Testing

@testable import ConsoleLoop

/// What waits for the console.
@Suite struct InboxTests {
    private func line(_ text: String) -> LogLine {
        LogLine(moment: .zero, task: TaskID(digits: .zero), node: nil, text: text)
    }

    private func waiting(_ inbox: Inbox) -> [String] {
        inbox.takeWaiting().map { item in
            guard case .message(.logLines(let stream, let lines, let ended), let tab) = item else {
                return "other"
            }
            let words = lines.map(\.text).joined(separator: " ")
            return "\(tab == nil ? "none" : "tab") \(stream.number) \(words)\(ended ? " end" : "")"
        }
    }

    @Test func `log lines that wait are one message for each stream, in order`() {
        let inbox = Inbox()
        let (one, two) = (LogStreamID(number: 1), LogStreamID(number: 2))
        for word in ["a", "b", "c"] { inbox.post(.logLines(one, [line(word)], ended: false)) }
        inbox.post(.logLines(two, [line("x")], ended: false))
        inbox.post(.logLines(one, [line("d")], ended: false))
        inbox.post(.logLines(one, [], ended: true))
        #expect(waiting(inbox) == ["none 1 a b c", "none 2 x", "none 1 d", "none 1  end"])
        // What was taken is not added to.
        inbox.post(.logLines(one, [line("e")], ended: false))
        #expect(waiting(inbox) == ["none 1 e"])
    }

    @Test func `a key that is pressed between log lines keeps its place`() {
        let inbox = Inbox()
        let stream = LogStreamID(number: 1)
        inbox.post(.logLines(stream, [line("a")], ended: false))
        inbox.post(.input(.resumed))
        inbox.post(.logLines(stream, [line("b")], ended: false))
        #expect(waiting(inbox) == ["none 1 a", "other", "none 1 b"])
    }
}
