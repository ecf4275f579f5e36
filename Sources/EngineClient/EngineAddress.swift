/// Where a Docker engine listens.
///
/// - Source: the `DOCKER_HOST` forms of the docker CLI.
package enum EngineAddress: Hashable, Sendable, CustomStringConvertible {
    /// A unix socket, by its absolute path.
    case socket(path: String)
    case tcp(host: String, port: Int)
    /// By way of the `ssh` program and `docker system dial-stdio` on the other side.
    case ssh(SSHDestination)

    /// Reads `unix:///path`, `tcp://host:port`, `http://host:port`, `https://host:port` and
    /// `ssh://user@host:port`.
    ///
    /// A bare absolute path counts as a socket.
    ///
    /// - Throws: ``AttachFailure`` that names what was read and what would do.
    package init(_ text: String) throws(AttachFailure) {
        if text.hasPrefix("/") {
            self = .socket(path: text)
            return
        }
        guard let end = text.firstRange(of: "://") else { throw .badAddress(text) }
        let scheme = text[..<end.lowerBound].lowercased()
        let rest = String(text[end.upperBound...])
        switch scheme {
        case "unix":
            guard rest.hasPrefix("/") else { throw .badAddress(text) }
            self = .socket(path: rest)
        case "tcp", "http", "https":
            self = try Self.tcp(rest, whole: text)
        case "ssh": self = .ssh(try SSHDestination(rest, whole: text))
        case "npipe": throw .notSupported("npipe://", "it exists on Windows only")
        default: throw .badAddress(text)
        }
    }

    private static func tcp(_ rest: String, whole: String) throws(AttachFailure) -> EngineAddress {
        let authority = String(rest.prefix { $0 != "/" })
        guard let (host, port) = hostAndPort(authority) else { throw .badAddress(whole) }
        return .tcp(host: host, port: port ?? 2_375)
    }

    /// Takes `host`, `host:port` or `[address]:port` apart; `nil` for what is none of them.
    static func hostAndPort(_ authority: String) -> (host: String, port: Int?)? {
        var host = Substring(authority)
        var port: Substring?
        if let bracket = authority.lastIndex(of: "]") {
            host = authority[...bracket]
            let tail = authority[authority.index(after: bracket)...]
            if tail.hasPrefix(":") { port = tail.dropFirst() }
        } else if let colon = authority.lastIndex(of: ":") {
            host = authority[..<colon]
            port = authority[authority.index(after: colon)...]
        }
        guard !host.isEmpty else { return nil }
        guard let port else { return (String(host), nil) }
        guard let number = Int(port), (1...65_535).contains(number) else { return nil }
        return (String(host), number)
    }

    /// The same way to another manager of the swarm; `nil` where there is none, as for a socket.
    func on(host: String) -> EngineAddress? {
        switch self {
        case .socket: return nil
        case .tcp(_, let port): return .tcp(host: host, port: port)
        case .ssh(var destination):
            destination.host = host
            return .ssh(destination)
        }
    }

    package var description: String {
        switch self {
        case .socket(let path): "unix://\(path)"
        case .tcp(let host, let port): "tcp://\(host):\(port)"
        case .ssh(let destination): "ssh://\(destination)"
        }
    }
}

/// Whom `ssh` is asked for.
///
/// - Source: `ssh://[USER@]HOST[:PORT][/PATH]` of the docker CLI, the path being a socket's.
package struct SSHDestination: Hashable, Sendable, CustomStringConvertible {
    package var user: String?
    package var host: String
    package var port: Int?
    /// A socket on the other side, instead of the one that its `docker` takes.
    package var socket: String?

    init(_ rest: String, whole: String) throws(AttachFailure) {
        var authority = String(rest.prefix { $0 != "/" })
        let path = rest.dropFirst(authority.count)
        if let sign = authority.lastIndex(of: "@") {
            user = String(authority[..<sign])
            authority = String(authority[authority.index(after: sign)...])
        }
        // A word that begins with a dash would be an option to ssh.
        guard let (host, port) = EngineAddress.hostAndPort(authority), !host.hasPrefix("-"),
            user.map({ !$0.isEmpty && !$0.hasPrefix("-") && !$0.contains(":") }) ?? true
        else { throw .badAddress(whole) }
        self.host = host
        self.port = port
        socket = path.count > 1 ? String(path) : nil
    }

    package var description: String {
        (user.map { $0 + "@" } ?? "") + host + (port.map { ":\($0)" } ?? "") + (socket ?? "")
    }

    /// What `ssh` is started with: never a question, host keys as the user's settings have them.
    var arguments: [String] {
        var words = ["-o", "BatchMode=yes", "-o", "ConnectTimeout=10", "-T"]
        if let user { words += ["-l", user] }
        if let port { words += ["-p", "\(port)"] }
        // An address in brackets is bare to ssh.
        words += ["--", host.filter { $0 != "[" && $0 != "]" }, "docker"]
        if let socket { words += ["--host", "unix://" + socket] }
        return words + ["system", "dial-stdio"]
    }
}
