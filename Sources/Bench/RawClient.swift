#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// One connection that is kept open, and nothing between it and the bytes.
///
/// It is to cost as little as can be: what it takes is taken from the engine that is measured.
final class RawClient {
    let handle: Int32
    private let buffer = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: 262_144)
    /// What of the buffer was received and not used yet.
    private var unread = 0..<0

    init(_ path: String) throws {
        handle = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
        var place = sockaddr_un()
        place.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &place.sun_path) { $0.copyBytes(from: path.utf8) }
        let result = withUnsafePointer(to: &place) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                Glibc.connect(handle, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
        if result != 0 { throw Unmeasurable("nobody listens at \(path)") }
    }

    deinit {
        close(handle)
        buffer.deallocate()
    }

    /// Ends what another thread waits for on this connection.
    static func hangUp(_ handle: Int32) { shutdown(handle, Int32(SHUT_RDWR)) }

    /// Sends a request and reads the whole answer.
    ///
    /// - Returns: the content.
    @discardableResult
    func send(_ method: String, _ path: String, _ body: String = "") throws -> [UInt8] {
        try ask(method, path, body)
        let lines = try readHead()
        let content = try readBody(lines)
        let status = lines.first?.split(separator: " ").dropFirst().first ?? ""
        guard status.hasPrefix("2") else {
            throw Unmeasurable(
                "\(method) \(path): \(status) \(String(decoding: content, as: UTF8.self))"
            )
        }
        return content
    }

    /// Sends a request and reads nothing.
    func ask(_ method: String, _ path: String, _ body: String = "") throws {
        let head =
            "\(method) \(path) HTTP/1.1\r\nHost: bench\r\nContent-Type: application/json\r\n"
            + "Content-Length: \(body.utf8.count)\r\n\r\n"
        let bytes = Array((head + body).utf8)
        guard Glibc.send(handle, bytes, bytes.count, Int32(MSG_NOSIGNAL)) == bytes.count else {
            throw Unmeasurable("the connection is gone")
        }
    }

    /// Takes what there is, and throws it away; waits for something.
    ///
    /// - Returns: how many bytes.
    func drain(_ maximum: Int = .max) throws -> Int {
        if unread.isEmpty { try readMore() }
        let count = min(unread.count, maximum)
        unread = unread.dropFirst(count)
        return count
    }

    private func readHead() throws -> [String] {
        var lines: [String] = []
        while case let line = try readLine(), !line.isEmpty { lines.append(line) }
        return lines
    }

    private func readBody(_ head: [String]) throws -> [UInt8] {
        let fields = head.map { $0.lowercased() }
        var content: [UInt8] = []
        if let field = fields.first(where: { $0.hasPrefix("content-length:") }) {
            try take(Int(field.dropFirst(15).drop { $0 == " " }) ?? 0, into: &content)
        } else if fields.contains("transfer-encoding: chunked") {
            while let size = Int(try readLine(), radix: 16), size > 0 {
                try take(size, into: &content)
                _ = try readLine()
            }
            _ = try readLine()
        }
        return content
    }

    private func readLine() throws -> String {
        var line: [UInt8] = []
        while true {
            if let end = buffer[unread].firstIndex(of: 10) {
                line += buffer[unread.lowerBound..<end]
                unread = end + 1..<unread.upperBound
                if line.last == 13 { line.removeLast() }
                return String(decoding: line, as: UTF8.self)
            }
            line += buffer[unread]
            try readMore()
        }
    }

    private func take(_ count: Int, into content: inout [UInt8]) throws {
        content.reserveCapacity(content.count + count)
        var left = count
        while left > 0 {
            if unread.isEmpty { try readMore() }
            let piece = unread.prefix(left)
            content.append(contentsOf: UnsafeMutableBufferPointer(rebasing: buffer[piece]))
            unread = unread.dropFirst(piece.count)
            left -= piece.count
        }
    }

    /// Fills the buffer anew; what was in it is used.
    private func readMore() throws {
        let count = recv(handle, buffer.baseAddress, buffer.count, 0)
        guard count > 0 else { throw Unmeasurable("the connection is gone") }
        unread = 0..<count
    }
}
