import Synchronization

/// A screen without a terminal: keeps the frames, and takes its events from a test or a recording.
package final class RecordingScreen: Screen {
    private struct State {
        var size: Size
        var frames: [Grid] = []
        var suspensions = 0
        var copies: [String] = []
        var isClosed = false
    }

    package let events: AsyncStream<InputEvent>
    private let feed: AsyncStream<InputEvent>.Continuation
    private let state: Mutex<State>

    package init(size: Size = Size(columns: 80, rows: 24)) {
        (events, feed) = AsyncStream.makeStream(of: InputEvent.self)
        state = Mutex(State(size: size))
    }

    package var size: Size { state.withLock { $0.size } }
    /// All frames shown so far, oldest first.
    package var frames: [Grid] { state.withLock { $0.frames } }
    package var suspensions: Int { state.withLock { $0.suspensions } }
    /// The texts that were put on the clipboard, oldest first.
    package var copies: [String] { state.withLock { $0.copies } }
    package var isClosed: Bool { state.withLock { $0.isClosed } }

    package func show(_ grid: Grid) {
        state.withLock { state in
            if !state.isClosed { state.frames.append(grid) }
        }
    }

    package func copy(_ text: String) { state.withLock { $0.copies.append(text) } }

    package func suspend() {
        state.withLock { $0.suspensions += 1 }
        feed.yield(.resumed)
    }

    package func close() {
        state.withLock { $0.isClosed = true }
        feed.finish()
    }

    /// Sends an event as if the user had caused it; a resize also changes ``size``.
    package func send(_ event: InputEvent) {
        if case .resize(let size) = event { state.withLock { $0.size = size } }
        feed.yield(event)
    }

    /// Presses keys typed as text, `jj<enter>`; returns false and sends nothing if one is unknown.
    @discardableResult
    package func type(_ keys: String) -> Bool {
        guard let keys = Key.sequence(keys) else { return false }
        for key in keys { feed.yield(.key(key)) }
        return true
    }
}
