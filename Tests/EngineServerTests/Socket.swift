import ProgramKit
import Testing

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// One connection to a server's socket, as bytes.
final class Socket: Sendable {
    private let handle: Int32

    /// Connects to `unix:///path`.
    init(to address: String) throws {
        let path = address.dropFirst("unix://".count)
        handle = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
        try #require(handle >= 0)
        var place = sockaddr_un()
        place.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &place.sun_path) { $0.copyBytes(from: path.utf8) }
        let result = withUnsafePointer(to: &place) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(handle, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
        try #require(result == 0)
        // So that a server that never answers fails a test, and does not hang it.
        var patience = timeval(tv_sec: 60, tv_usec: 0)
        for option in [SO_RCVTIMEO, SO_SNDTIMEO] {
            setsockopt(
                handle,
                SOL_SOCKET,
                option,
                &patience,
                socklen_t(MemoryLayout<timeval>.size)
            )
        }
    }

    deinit { close(handle) }

    /// Sends all bytes; `false` when the other side does not take them.
    @discardableResult
    func write(_ bytes: [UInt8]) -> Bool {
        var rest = bytes[...]
        while !rest.isEmpty {
            let sent = rest.withUnsafeBytes {
                send(handle, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            guard sent > 0 else { return false }
            rest = rest.dropFirst(sent)
        }
        return true
    }

    func write(_ text: String) { write(Array(text.utf8)) }

    /// Says that nothing more will be sent.
    func closeInput() { shutdown(handle, Int32(SHUT_WR)) }

    /// What has come, up to so many bytes; empty at the end.
    func read(maximum: Int = 65_536) -> [UInt8] {
        var piece = [UInt8](repeating: 0, count: maximum)
        let count = recv(handle, &piece, piece.count, 0)
        return count > 0 ? Array(piece[..<count]) : []
    }

    /// Everything until the other side closes.
    func readAll() -> String {
        var answer: [UInt8] = []
        while true {
            let piece = read()
            if piece.isEmpty { return String(decoding: answer, as: UTF8.self) }
            answer += piece
        }
    }

    /// Reads until what has come contains a text; gives it all.
    func read(until text: String) -> String {
        var answer: [UInt8] = []
        while true {
            let piece = read()
            answer += piece
            let whole = String(decoding: answer, as: UTF8.self)
            if piece.isEmpty || whole.contains(text) { return whole }
        }
    }

    /// Sends bytes on a connection of their own, and reads until the other side closes.
    static func exchange(
        _ bytes: [UInt8],
        at address: String,
        closesInput: Bool = false
    ) async throws -> String {
        try await OwnThread.run {
            let connection = try Socket(to: address)
            connection.write(bytes)
            if closesInput { connection.closeInput() }
            return connection.readAll()
        }
    }

    static func exchange(
        _ text: String,
        at address: String,
        closesInput: Bool = false
    ) async throws -> String {
        try await exchange(Array(text.utf8), at: address, closesInput: closesInput)
    }
}
