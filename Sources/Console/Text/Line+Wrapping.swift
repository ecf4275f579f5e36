import Basics
import Cells

extension Line {
    /// Cuts a line that is too wide into several, between words where it can.
    ///
    /// Its parts keep their meanings.
    ///
    /// - Parameters:
    ///   - width: how wide the lines may be.
    ///   - indent: the blanks that further lines begin with; as many as the first, if `nil`.
    /// - Returns: the lines, at least one.
    func wrapped(toWidth width: Int, indent: Int? = nil) -> [Line] {
        guard self.width > width, width > 0 else { return [self] }
        let blanks = indent ?? text.string.prefix { $0 == " " }.count
        let start = Line(SafeText.space.repeated(min(blanks, width / 2)), .text)
        var lines: [Line] = []
        var current = Line()
        for word in words {
            if !current.isEmpty, current.width + word.gap.width + word.body.width > width {
                lines.append(current)
                current = start
            } else {
                current = current + word.gap
            }
            for span in word.body.spans { current.append(span, width, start, into: &lines) }
        }
        if !current.isEmpty { lines.append(current) }
        return lines
    }

    /// Adds a part of a word; where that alone is too wide it is cut.
    private mutating func append(
        _ span: Span,
        _ width: Int,
        _ start: Line,
        into lines: inout [Line]
    ) {
        var rest = span.text
        while self.width + rest.width > width {
            let head = rest.prefix(fittingWidth: width - self.width)
            if head.isEmpty, self.width <= start.width { break }
            if !head.isEmpty { self += Span(head, span.slot, span.attributes) }
            lines.append(self)
            self = start
            rest = rest.dropFirst(head.count)
        }
        if !rest.isEmpty { self += Span(rest, span.slot, span.attributes) }
    }

    /// A word with the blanks before it; it may have several parts.
    private struct Word {
        var gap = Line()
        var body = Line()
    }

    private var words: [Word] {
        var words: [Word] = []
        var word = Word()
        for span in spans {
            for run in span.text.string.runs {
                let part = Span(String(run).safe, span.slot, span.attributes)
                if run.first == " " {
                    if !word.body.isEmpty {
                        words.append(word)
                        word = Word()
                    }
                    word.gap += part
                } else {
                    word.body += part
                }
            }
        }
        return word.body.isEmpty ? words : words + [word]
    }
}

extension String {
    /// The text cut where blanks begin and end.
    fileprivate var runs: [Substring] {
        var runs: [Substring] = []
        var rest = self[...]
        while let first = rest.first {
            let run = rest.prefix { ($0 == " ") == (first == " ") }
            runs.append(run)
            rest = rest[run.endIndex...]
        }
        return runs
    }
}
