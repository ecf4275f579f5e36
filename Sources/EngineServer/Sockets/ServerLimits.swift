package import NIOCore
import Synchronization

/// What a client may keep a server busy with.
package struct ServerLimits: Hashable, Sendable {
    /// Connections that are open at once.
    package var connections = 512
    /// From the first byte's connection until its first request's head is there.
    package var firstHead = TimeAmount.seconds(30)
    /// Between two requests, until the next one's head is there.
    package var idle = TimeAmount.seconds(180)
    /// For the whole of a request's body.
    package var body = TimeAmount.seconds(60)
    /// Bytes of one header, and of a request's target.
    package var headerField = 16_384
    /// Bytes of all headers of a request.
    package var headers = 65_536
    package var headerCount = 128

    package init() {}
}

/// Counts the connections of a server.
final class ConnectionCount: Sendable {
    private static let few = 8
    private let maximum: Int
    private let count = Mutex(0)

    init(maximum: Int) { self.maximum = maximum }

    /// Takes one more in, unless there are as many as there may be.
    func enter() -> Bool {
        count.withLock { count in
            guard count < maximum else { return false }
            count += 1
            return true
        }
    }

    /// Whether so few are connected that one may hold the others up for a moment.
    var isFew: Bool { count.withLock { $0 <= Self.few } }

    func leave() { count.withLock { $0 -= 1 } }
}
