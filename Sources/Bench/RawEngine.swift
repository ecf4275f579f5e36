import Foundation

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// An engine that answers at a socket of its own: skep, or a real one beside it.
final class RawEngine {
    let name: String
    private let process = Process()
    private let folder: URL
    private let socketPath: String

    /// Starts skep on a new cluster of one node.
    static func skep(_ subject: Subject) throws -> RawEngine {
        try RawEngine("skep", [subject.program]) { folder, socket in
            ["serve", "--state", folder + "/state", "--listen", "unix://" + socket]
        }
    }

    /// Starts dockerd in a network of its own, and a swarm in it; `nil` where that cannot be.
    static func docker() throws -> RawEngine? {
        let known = ["/usr/bin/dockerd", "/usr/sbin/dockerd", "/usr/local/bin/dockerd"]
        guard getuid() == 0, let path = known.first(where: { access($0, X_OK) == 0 }) else {
            return nil
        }
        let engine = try RawEngine("dockerd", ["/usr/bin/env"]) { folder, socket in
            let options =
                "--data-root \(folder)/data --exec-root \(folder)/exec --pidfile \(folder)/pid "
                + "--host unix://\(socket) --bridge none --iptables=false --ip6tables=false "
                + "--storage-driver vfs --log-level error"
            return ["unshare", "-n", "sh", "-c", "ip link set lo up; exec \(path) \(options)"]
        }
        let address = "\"127.0.0.1:2377\""
        _ = try engine.connect()
            .send("POST", "/swarm/init", "{\"ListenAddr\":\(address),\"AdvertiseAddr\":\(address)}")
        return engine
    }

    private init(
        _ name: String,
        _ words: [String],
        _ arguments: (_ folder: String, _ socket: String) -> [String]
    ) throws {
        self.name = name
        folder = FileManager.default.temporaryDirectory
            .appending(path: "skep-api-\(UInt32.random(in: 0 ... .max))")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        socketPath = folder.path + "/e.sock"
        process.executableURL = URL(filePath: words[0])
        process.arguments = arguments(folder.path, socketPath)
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
        for _ in 0..<300 {
            if let connection = try? connect(), (try? connection.send("GET", "/_ping")) != nil {
                return
            }
            usleep(100_000)
        }
        throw Unmeasurable("\(name) does not answer")
    }

    deinit {
        process.terminate()
        process.waitUntilExit()
        try? FileManager.default.removeItem(at: folder)
    }

    func connect() throws -> RawClient { try RawClient(socketPath) }
}

/// One connection that is kept open, and nothing between it and the bytes.
final class RawClient {
    private let handle: Int32
    private var rest: [UInt8] = []

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

    deinit { close(handle) }

    /// Sends a request and reads the whole answer.
    ///
    /// - Returns: the content.
    @discardableResult
    func send(_ method: String, _ path: String, _ body: String = "") throws -> [UInt8] {
        let head =
            "\(method) \(path) HTTP/1.1\r\nHost: bench\r\nContent-Type: application/json\r\n"
            + "Content-Length: \(body.utf8.count)\r\n\r\n"
        let bytes = Array((head + body).utf8)
        guard Glibc.send(handle, bytes, bytes.count, Int32(MSG_NOSIGNAL)) == bytes.count else {
            throw Unmeasurable("the connection is gone")
        }
        let lines = try readHead().split(separator: "\r\n")
        let content = try readBody(lines)
        let status = lines.first?.split(separator: " ").dropFirst().first ?? ""
        guard status.hasPrefix("2") else {
            throw Unmeasurable(
                "\(method) \(path): \(status) \(String(decoding: content, as: UTF8.self))"
            )
        }
        return content
    }

    private func readHead() throws -> String {
        let mark = Array("\r\n\r\n".utf8)
        var scanned = 0
        while true {
            if rest.count >= mark.count {
                for place in max(0, scanned - 3)...(rest.count - mark.count)
                where rest[place] == 13 && Array(rest[place..<place + 4]) == mark {
                    let head = String(decoding: rest[..<place], as: UTF8.self)
                    rest.removeFirst(place + 4)
                    return head
                }
            }
            scanned = rest.count
            try readMore()
        }
    }

    private func readBody(_ head: [Substring]) throws -> [UInt8] {
        let fields = head.map { $0.lowercased() }
        if let field = fields.first(where: { $0.hasPrefix("content-length:") }) {
            return try take(Int(field.dropFirst(15).drop { $0 == " " }) ?? 0)
        }
        guard fields.contains("transfer-encoding: chunked") else { return [] }
        var content: [UInt8] = []
        while true {
            let size = Int(try readLine(), radix: 16) ?? 0
            content += try take(size)
            _ = try readLine()
            if size == 0 { return content }
        }
    }

    private func readLine() throws -> String {
        while true {
            if let end = rest.firstIndex(of: 10) {
                let line = String(decoding: rest[..<end].filter { $0 != 13 }, as: UTF8.self)
                rest.removeFirst(end + 1)
                return line
            }
            try readMore()
        }
    }

    private func take(_ count: Int) throws -> [UInt8] {
        while rest.count < count { try readMore() }
        let taken = Array(rest[..<count])
        rest.removeFirst(count)
        return taken
    }

    private func readMore() throws {
        var piece = [UInt8](repeating: 0, count: 262_144)
        let count = recv(handle, &piece, piece.count, 0)
        guard count > 0 else { throw Unmeasurable("the connection is gone") }
        rest += piece[..<count]
    }
}
