/// Where a server listens.
package enum ListenAddress: Hashable, Sendable, CustomStringConvertible {
    case unix(path: String)
    /// Loopback only, unless clients prove who they are: whoever reaches the port commands the
    /// cluster.
    case tcp(host: String, port: Int)

    /// Reads what `--listen` takes: `unix:///path`, a bare path, or `tcp://HOST:PORT`.
    ///
    /// - Parameters:
    ///   - text: the address.
    ///   - isSecured: whether both sides prove who they are on TCP.
    /// - Throws: ``ListenError`` with words for the user.
    package init(_ text: String, isSecured: Bool = false) throws(ListenError) {
        if text.hasPrefix("unix://") {
            try self.init(path: String(text.dropFirst("unix://".count)))
        } else if text.hasPrefix("tcp://") {
            try self.init(tcp: text.dropFirst("tcp://".count), isSecured)
        } else if text.hasPrefix("/") {
            try self.init(path: text)
        } else {
            throw .notAnAddress(text)
        }
    }

    /// Longer paths do not fit into a socket's address.
    private static let pathMaximum = 107
    private static let engineSockets = ["/var/run/docker.sock", "/run/docker.sock"]

    private init(path: String) throws(ListenError) {
        guard path.hasPrefix("/"), !path.utf8.contains(0) else { throw .notAnAddress(path) }
        if path.utf8.count > Self.pathMaximum { throw .pathTooLong(path) }
        let parts = path.split(separator: "/", omittingEmptySubsequences: true)
        let plain = "/" + parts.filter { $0 != "." }.joined(separator: "/")
        if Self.engineSockets.contains(plain) || parts.contains("..") {
            throw .foreign(path: path)
        }
        self = .unix(path: path)
    }

    private init(tcp text: Substring, _ isSecured: Bool) throws(ListenError) {
        guard let colon = text.lastIndex(of: ":"),
            let port = Int(text[text.index(after: colon)...]), (0...65_535).contains(port)
        else { throw .notAnAddress("tcp://\(text)") }
        let host = text[..<colon].filter { $0 != "[" && $0 != "]" }
        switch host {
        case "localhost", "": self = .tcp(host: "127.0.0.1", port: port)
        case "::1": self = .tcp(host: "::1", port: port)
        default:
            let numbers = host.split(separator: ".").compactMap { UInt8($0) }
            let isLoopback = numbers.count == 4 && numbers[0] == 127
            guard isLoopback || isSecured else { throw .notLoopback(host) }
            self = .tcp(host: host, port: port)
        }
    }

    /// Whether a network may lie between it and a client.
    var isTCP: Bool {
        if case .tcp = self { return true }
        return false
    }

    /// The value of `DOCKER_HOST`.
    package var description: String {
        switch self {
        case .unix(let path): "unix://\(path)"
        case .tcp(let host, let port):
            host.contains(":") ? "tcp://[\(host)]:\(port)" : "tcp://\(host):\(port)"
        }
    }
}

/// Why nothing can be listened to: what is wrong, where, and what to do about it.
package enum ListenError: Error, Hashable, Sendable, CustomStringConvertible {
    case notAnAddress(String)
    case pathTooLong(String)
    /// Not loopback.
    case notLoopback(String)
    /// The path is another program's.
    case foreign(path: String)
    case inUse(path: String)
    case folderUnusable(path: String, reason: String)
    case refused(address: String, reason: String)
    /// A file for TLS that is missing or broken.
    case certificateUnusable(path: String, reason: String)
    /// Nothing says where sockets belong.
    case noRuntimeFolder

    package var description: String {
        switch self {
        case .notAnAddress(let text):
            "\(text) is not an address to listen at: use unix:///PATH or tcp://127.0.0.1:PORT"
        case .pathTooLong(let path):
            "\(path) is too long for a socket: use a path of at most 107 bytes"
        case .notLoopback(let host):
            "\(host) is not this machine alone: whoever reaches the port commands the cluster. Use a "
                + "loopback address, or have clients prove who they are with --tlsverify "
                + "--tlscacert FILE --tlscert FILE --tlskey FILE"
        case .foreign(let path):
            "\(path) is not a socket of skep's own and is left alone: name another path"
        case .inUse(let path):
            "another skep listens at \(path): stop that one, or name another path with --listen"
        case .folderUnusable(let path, let reason):
            "the folder of \(path) cannot be used: \(reason)"
        case .refused(let address, let reason):
            "cannot listen at \(address): \(reason)"
        case .certificateUnusable(let path, let reason):
            "\(path) cannot be used for TLS: \(reason)"
        case .noRuntimeFolder:
            "neither XDG_RUNTIME_DIR nor HOME is set: say where to listen with --listen unix:///PATH"
        }
    }
}
