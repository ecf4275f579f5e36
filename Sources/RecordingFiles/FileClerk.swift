import Basics
import Glibc
import Synchronization

/// Turns items into bytes, one after the other.
package protocol Scribe: Sendable {
    associatedtype Item: Sendable

    /// Puts an item to those that wait to be written; what it makes needless may go.
    static func enqueue(_ item: Item, at time: Duration, in waiting: inout [Waiting<Item>])

    /// What an item is in the file.
    ///
    /// - Parameters:
    ///   - item: what happened.
    ///   - time: when, since the file was begun; never less than before.
    /// - Returns: what is appended to the file.
    /// - Throws: why it cannot be written; nothing more is then.
    mutating func bytes(for item: Item, at time: Duration) throws -> [UInt8]

    /// How the file ends.
    mutating func ending(at time: Duration) throws -> [UInt8]
}

/// An item and when it came.
package struct Waiting<Item: Sendable>: Sendable {
    package var item: Item
    package var time: Duration

    package init(item: Item, time: Duration) {
        self.item = item
        self.time = time
    }
}

/// Why a file cannot be made or read; words for the user.
package struct FileTrouble: Error, Hashable, Sendable, CustomStringConvertible {
    package let description: String

    init(_ path: String, _ reason: String) { description = "\(path): \(reason)" }

    init(_ path: String, _ number: Int32) {
        description = "\(path): \(String(cString: strerror(number)))"
    }
}

/// Writes a new file beside everything else: whoever has an item never waits for the disk.
package final class FileClerk<Writer: Scribe>: Sendable {
    private let mail = Mail<Writer>()
    private let work: Task<String?, Never>

    /// Makes the file; nobody else may read it.
    ///
    /// - Throws: ``FileTrouble``, also when there is such a file already.
    package init(path: String, scribe: Writer) throws(FileTrouble) {
        let file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw FileTrouble(path, errno) }
        let mail = mail
        work = Task.detached(priority: .utility) {
            defer { Glibc.close(file) }
            return await Self.work(mail, scribe, file, path)
        }
    }

    /// Hands an item over.
    package func note(_ item: Writer.Item) { mail.put(item) }

    /// Writes what is left and closes the file.
    ///
    /// - Returns: why the file is not whole; `nil` if it is.
    package func close() async -> String? {
        mail.close()
        return await work.value
    }

    /// Why nothing is written any more, as soon as that is so; `nil` when the file was closed whole.
    package var end: String? { get async { await work.value } }

    private static func work(
        _ mail: Mail<Writer>,
        _ start: Writer,
        _ file: Int32,
        _ path: String
    ) async -> String? {
        var scribe = start
        for await _ in mail.bell {
            let (waiting, isClosed) = mail.take()
            do {
                var bytes: [UInt8] = []
                for item in waiting { bytes += try scribe.bytes(for: item.item, at: item.time) }
                if isClosed { bytes += try scribe.ending(at: mail.now) }
                if let number = write(bytes, to: file) { throw FileTrouble(path, number) }
            } catch {
                mail.refuse()
                return "\(error)"
            }
            if isClosed { return nil }
        }
        return nil
    }

    /// The error's number; `nil` when all is written.
    private static func write(_ bytes: [UInt8], to file: Int32) -> Int32? {
        var sent = 0
        while sent < bytes.count {
            let count = bytes[sent...].withUnsafeBytes {
                Glibc.write(file, $0.baseAddress, $0.count)
            }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return errno }
            sent += count
        }
        return nil
    }
}

/// What waits to be written.
private final class Mail<Writer: Scribe>: Sendable {
    private struct Box {
        var waiting: [Waiting<Writer.Item>] = []
        var isClosed = false
    }

    private let box = Mutex(Box())
    private let start = MonotonicTime.now
    private let ring: AsyncStream<Void>.Continuation
    let bell: AsyncStream<Void>

    init() {
        (bell, ring) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
    }

    var now: Duration { MonotonicTime.now - start }

    func put(_ item: Writer.Item) {
        box.withLock { box in
            // Inside of the lock, so that no later item has an earlier time.
            if !box.isClosed { Writer.enqueue(item, at: now, in: &box.waiting) }
        }
        ring.yield()
    }

    func take() -> (waiting: [Waiting<Writer.Item>], isClosed: Bool) {
        box.withLock { box in
            defer { box.waiting = [] }
            return (box.waiting, box.isClosed)
        }
    }

    func close() {
        box.withLock { $0.isClosed = true }
        ring.yield()
    }

    /// Nobody writes any more: nothing is kept.
    func refuse() {
        box.withLock { box in
            box.isClosed = true
            box.waiting = []
        }
    }
}

/// A clock that nobody sets.
enum MonotonicTime {
    static var now: Duration {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return .nanoseconds(Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec))
    }
}

/// The wall's time.
enum SystemWall {
    static var now: WallTime {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return WallTime(nanoseconds: Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec))
    }
}
