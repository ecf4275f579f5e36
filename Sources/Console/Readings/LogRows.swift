import Basics
import Cells

/// One row of a log line on the screen: styled words, or words in meanings.
enum LogRow: Sendable {
    /// The line's own text, with the colours its program gave it.
    case styled(StyledText)
    /// A member of a JSON object.
    case line(Line)

    var text: SafeText {
        switch self {
        case .styled(let text): text.text
        case .line(let line): line.text
        }
    }
}

extension LogView {
    /// A line as it is written: one row, or several for an object in JSON.
    func rows(of text: String) -> [LogRow] {
        let plain = { [LogRow.styled(StyledText(sanitizing: text))] }
        switch json {
        case .raw: return plain()
        case .pretty:
            guard let object = JSONText(object: text) else { return plain() }
            return object.lines().map { .line($0) }
        case .fields(let names):
            guard let object = JSONText(object: text) else { return plain() }
            let found = names.compactMap { name in object.value(at: name).map { (name, $0.brief) } }
            guard !found.isEmpty else { return plain() }
            var line = Line()
            for (index, (name, value)) in found.enumerated() {
                line += Span((index > 0 ? "  " : "") + name + "=", .dim)
                line += Span(value)
            }
            return [.line(line)]
        }
    }
}
