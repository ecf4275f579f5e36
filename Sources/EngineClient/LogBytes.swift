/// Cuts a log stream into lines: framed ones, or those of a terminal, which come raw.
///
/// The first byte says which of the two it is: a frame begins with the number of its stream, a raw
/// line with a digit of its time. The content type does not, before version 1.42 of the API.
///
/// - Source: engine-api 6.1.
struct LogBytes: Sendable {
    private enum Form {
        case framed, raw
    }

    private var form: Form?
    private var frames = LogFrames()
    private var lines = LineCutter()

    /// Whether the stream cannot be understood; nothing is read from then on.
    var isBroken: Bool { frames.isBroken }

    /// Takes bytes in; gives the lines that are whole by now.
    mutating func take(_ bytes: [UInt8]) -> [LogFrames.Frame] {
        if form == nil, let first = bytes.first { form = first <= 3 ? .framed : .raw }
        switch form {
        case .framed: return frames.take(bytes)
        case .raw: return lines.take(bytes).map { LogFrames.Frame(stream: 1, payload: $0) }
        case nil: return []
        }
    }
}
