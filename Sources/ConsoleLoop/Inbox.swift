import ClusterPorts
package import Console
import Synchronization

/// What waits for the console: messages in order, and of snapshots only the newest.
///
/// Anybody may post; one loop takes everything that is there at once, so that a burst of changes
/// costs one frame.
package final class Inbox: Sendable {
    private struct Waiting {
        var messages: [ConsoleMessage] = []
        var snapshot: ClusterSnapshot?
        var isClosed = false
    }

    private let waiting = Mutex(Waiting())
    private let bell: AsyncStream<Void>
    private let ring: AsyncStream<Void>.Continuation

    package init() {
        (bell, ring) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
    }

    package func post(_ message: ConsoleMessage) {
        waiting.withLock { waiting in
            if case .snapshot(let snapshot) = message {
                waiting.snapshot = snapshot
            } else {
                waiting.messages.append(message)
            }
        }
        ring.yield()
    }

    /// Wakes the loop although nothing was posted.
    package func wake() { ring.yield() }

    package func close() {
        waiting.withLock { $0.isClosed = true }
        ring.finish()
    }

    /// Waits until something is there and takes it; `nil` once the inbox is closed.
    package func take(_ iterator: inout AsyncStream<Void>.Iterator) async -> [ConsoleMessage]? {
        guard await iterator.next() != nil else { return nil }
        return takeWaiting()
    }

    package func makeIterator() -> AsyncStream<Void>.Iterator { bell.makeAsyncIterator() }

    private func takeWaiting() -> [ConsoleMessage] {
        waiting.withLock { waiting in
            var taken = waiting.messages
            if let snapshot = waiting.snapshot { taken.insert(.snapshot(snapshot), at: 0) }
            waiting.messages.removeAll()
            waiting.snapshot = nil
            return taken
        }
    }
}
