import ClusterPorts
package import Console
import SwarmModel
import Synchronization

/// What waits for the console: messages in order, and of each tab's snapshots only the newest.
///
/// Anybody may post; one loop takes everything that is there at once, so that a burst of changes
/// costs one frame.
package final class Inbox: Sendable {
    /// Something that waits.
    enum Item: Sendable {
        /// What has happened, and to which tab; to the terminal, if to none.
        case message(ConsoleMessage, TabID?)
        /// Another cluster was found for a tab of its own, or not; who had asked for it.
        case found(Result<ConsoleStart, EngineError>, asker: TabID)
    }

    private struct Waiting {
        var items: [Item] = []
        var snapshots: [TabID: ClusterSnapshot] = [:]
        var isClosed = false

        /// Puts log lines to those of the same stream that wait already.
        ///
        /// An engine may send each line by itself; a message for each would cost more than its line.
        ///
        /// - Returns: whether there were any.
        mutating func join(_ lines: [LogLine], of stream: LogStreamID, to tab: TabID?) -> Bool {
            guard case .message(.logLines(stream, var joined, ended: false), tab)? = items.last
            else { return false }
            items.removeLast()
            joined += lines
            items.append(.message(.logLines(stream, joined, ended: false), tab))
            return true
        }
    }

    private let waiting = Mutex(Waiting())
    private let bell: AsyncStream<Void>
    private let ring: AsyncStream<Void>.Continuation

    package init() {
        (bell, ring) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
    }

    package func post(_ message: ConsoleMessage, to tab: TabID? = nil) {
        waiting.withLock { waiting in
            if case .snapshot(let snapshot) = message, let tab {
                waiting.snapshots[tab] = snapshot
            } else if case .logLines(let stream, let lines, ended: false) = message,
                waiting.join(lines, of: stream, to: tab)
            {
                return
            } else {
                waiting.items.append(.message(message, tab))
            }
        }
        ring.yield()
    }

    func post(_ found: Result<ConsoleStart, EngineError>, asker: TabID) {
        waiting.withLock { $0.items.append(.found(found, asker: asker)) }
        ring.yield()
    }

    /// Wakes the loop although nothing was posted.
    package func wake() { ring.yield() }

    package func close() {
        waiting.withLock { $0.isClosed = true }
        ring.finish()
    }

    /// Waits until something is there and takes it; `nil` once the inbox is closed.
    func take(_ iterator: inout AsyncStream<Void>.Iterator) async -> [Item]? {
        guard await iterator.next() != nil else { return nil }
        return takeWaiting()
    }

    package func makeIterator() -> AsyncStream<Void>.Iterator { bell.makeAsyncIterator() }

    /// Takes what is there now.
    func takeWaiting() -> [Item] {
        waiting.withLock { waiting in
            let snapshots = waiting.snapshots.sorted { $0.key < $1.key }
                .map { Item.message(.snapshot($0.value), $0.key) }
            defer {
                waiting.items.removeAll()
                waiting.snapshots.removeAll()
            }
            return snapshots + waiting.items
        }
    }
}

/// The inbox, as who works for one tab sees it.
struct TabInbox: Sendable {
    let inbox: Inbox
    let tab: TabID

    func post(_ message: ConsoleMessage) { inbox.post(message, to: tab) }
}
