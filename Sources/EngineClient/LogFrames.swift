/// Takes a multiplexed log stream apart: frames of eight bytes of header and a payload.
///
/// Bytes may come in pieces of any size. A frame longer than ``longest`` is a broken stream.
///
/// - Source: engine-api 6.1.
package struct LogFrames: Sendable {
    package struct Frame: Hashable, Sendable {
        /// 1 standard output, 2 standard error, 3 the engine's own error.
        package let stream: UInt8
        package let payload: [UInt8]
    }

    package static let longest = 16 << 20

    private var waiting: [UInt8] = []
    /// Whether the stream cannot be understood; nothing is read from then on.
    package private(set) var isBroken = false

    package init() {}

    /// Takes bytes in; gives the frames that are whole by now.
    package mutating func take(_ bytes: some Sequence<UInt8>) -> [Frame] {
        guard !isBroken else { return [] }
        waiting += bytes
        var frames: [Frame] = []
        var start = 0
        while waiting.count - start >= 8 {
            let header = waiting[start..<start + 8]
            let length = header.suffix(4).reduce(0) { $0 << 8 | Int($1) }
            guard header[start] <= 3, length <= Self.longest else {
                isBroken = true
                waiting = []
                return frames
            }
            guard waiting.count - start >= 8 + length else { break }
            let payload = Array(waiting[start + 8..<start + 8 + length])
            frames.append(Frame(stream: header[start], payload: payload))
            start += 8 + length
        }
        waiting.removeFirst(start)
        return frames
    }
}
