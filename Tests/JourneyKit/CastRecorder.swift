import Casting
import CPseudoTerminal
import Foundation

/// Records a script as an asciicast, with its captions below the screen.
///
/// A script is played as fast as the program is. So that people can follow, the recording counts a
/// while for each key, and for each caption as long as it takes to read; nobody waits for that.
package final class CastRecorder: JourneyWatcher {
    private static let keyTime = Duration.milliseconds(90)
    private static let enterTime = Duration.milliseconds(500)
    private static let captionTime = Duration.milliseconds(900)
    private static let letterTime = Duration.milliseconds(45)

    private let title: String
    private let idle: Double
    private var header: Asciicast?
    private var lines: [String] = []
    private var pieces = TextPieces()
    private var sequence = OpenSequence()
    private var caption: String
    private var size = (columns: 0, rows: 0)
    /// When the last thing happened, on the wall and in the recording.
    private var last: Int64?
    package private(set) var length = Duration.zero

    package init(title: String, idle: Double) {
        self.title = title
        self.idle = idle
        caption = title
    }

    /// The whole file.
    package var text: String {
        let end = Asciicast.line(.output(""), at: length + .seconds(2))
        return (header?.header ?? "") + lines.joined() + end
    }

    package func began(columns: Int, rows: Int) {
        size = (columns, rows)
        if header == nil {
            // One row more than the program has, for the captions.
            var header = Asciicast(columns: columns, rows: rows + 1)
            header.title = title
            header.idleLimit = idle
            self.header = header
        } else {
            add(.resize(columns: columns, rows: rows + 1))
        }
        add(.output("\u{1B}[0m\u{1B}[2J" + drawnCaption))
    }

    package func wrote(_ bytes: ArraySlice<UInt8>) {
        pass()
        for byte in bytes { sequence.take(byte) }
        // What was written may end in the middle of a sequence: the caption waits for its end.
        add(.output(pieces.take(bytes) + (sequence.isOpen ? "" : drawnCaption)))
    }

    package func said(_ caption: String) {
        self.caption = caption
        add(.marker(caption))
        if !sequence.isOpen { add(.output(drawnCaption)) }
        length += Self.captionTime + Self.letterTime * caption.count
    }

    package func typed(_ key: [UInt8]) {
        pass()
        length += key == [13] ? Self.enterTime : Self.keyTime
    }

    /// Counts what has really passed, up to what a player would show of it.
    private func pass() {
        let now = cpt_now()
        if let last {
            length += min(.nanoseconds(max(0, now - last)), .seconds(idle))
        }
        last = now
    }

    private func add(_ event: Asciicast.Event) { lines.append(Asciicast.line(event, at: length)) }

    /// The caption in the row below the program's; the cursor goes back to where it was.
    private var drawnCaption: String {
        let words = caption.prefix(max(0, size.columns - 2))
        let line =
            " " + words + String(repeating: " ", count: max(0, size.columns - 1 - words.count))
        return "\u{1B}7\u{1B}[\(size.rows + 1);1H\u{1B}[0;7m\(line)\u{1B}[0m\u{1B}8"
    }
}

/// Whether an escape sequence has begun and not ended.
struct OpenSequence {
    private enum State {
        case none, begun, parameters, text, oneMore
    }

    private var state = State.none
    var isOpen: Bool { state != .none }

    mutating func take(_ byte: UInt8) {
        switch (state, byte) {
        case (_, 0x1B): state = .begun
        case (.none, _): break
        case (.begun, UInt8(ascii: "[")): state = .parameters
        case (.begun, UInt8(ascii: "]")), (.begun, UInt8(ascii: "P")): state = .text
        case (.begun, UInt8(ascii: " ")...UInt8(ascii: "/")): state = .oneMore
        case (.begun, _), (.oneMore, _): state = .none
        case (.parameters, 0x40...0x7E): state = .none
        case (.text, 0x07): state = .none
        case (.parameters, _), (.text, _): break
        }
    }
}
