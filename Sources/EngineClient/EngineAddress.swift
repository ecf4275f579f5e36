/// Where a Docker engine listens.
///
/// - Source: the `DOCKER_HOST` forms of the docker CLI.
package enum EngineAddress: Hashable, Sendable, CustomStringConvertible {
    /// A unix socket, by its absolute path.
    case socket(path: String)
    case tcp(host: String, port: Int)

    /// Reads `unix:///path`, `tcp://host:port`, `http://host:port`, `https://host:port`.
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
        case "ssh":
            throw .notSupported(
                "ssh://",
                "forward the socket: ssh -L /tmp/engine.sock:/var/run/docker.sock HOST, then skep attach unix:///tmp/engine.sock"
            )
        case "npipe": throw .notSupported("npipe://", "it exists on Windows only")
        default: throw .badAddress(text)
        }
    }

    private static func tcp(_ rest: String, whole: String) throws(AttachFailure) -> EngineAddress {
        let authority = rest.prefix { $0 != "/" }
        var host = authority
        var port = "2375"
        if let bracket = authority.lastIndex(of: "]") {
            host = authority[...bracket]
            let tail = authority[authority.index(after: bracket)...]
            if tail.hasPrefix(":") { port = String(tail.dropFirst()) }
        } else if let colon = authority.lastIndex(of: ":") {
            host = authority[..<colon]
            port = String(authority[authority.index(after: colon)...])
        }
        guard !host.isEmpty, let number = Int(port), (1...65_535).contains(number) else {
            throw .badAddress(whole)
        }
        return .tcp(host: String(host), port: number)
    }

    package var description: String {
        switch self {
        case .socket(let path): "unix://\(path)"
        case .tcp(let host, let port): "tcp://\(host):\(port)"
        }
    }
}
