import AsyncHTTPClient
import Basics
import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL
package import SwarmModel

/// The way to one engine: calls and streams, nothing of what they mean.
package struct EngineConnection: Sendable {
    /// The newest API version 1.x skep was written for; engines older than the oldest are refused.
    private static let newest = 47
    private static let oldest = 41
    static let patience = TimeAmount.seconds(30)
    private static let quickPatience = TimeAmount.seconds(5)
    /// The longest answer that is read at all.
    private static let largestAnswer = 512 << 20

    package let target: EngineTarget
    private let client: HTTPClient
    let relay: SSHRelay?
    private let base: String
    private var version = "1.41"
    /// How long an ordinary call may take; a manager without a leader answers after 20 s.
    var limit = Self.patience

    /// Reaches the engine and agrees on an API version.
    ///
    /// - Throws: ``AttachFailure`` with words for the user.
    /// - Parameters:
    ///   - target: the engine.
    ///   - isQuick: whether calls are given up after a few seconds.
    /// - Returns: the way to it.
    package static func open(
        _ target: EngineTarget,
        isQuick: Bool = false
    ) async throws(AttachFailure) -> Self {
        var connection = try EngineConnection(target)
        if isQuick { connection.limit = quickPatience }
        do throws(AttachFailure) {
            try await connection.negotiate()
        } catch {
            await connection.close()
            throw error
        }
        return connection
    }

    private init(_ target: EngineTarget) throws(AttachFailure) {
        self.target = target
        var configuration = HTTPClient.Configuration()
        configuration.timeout.connect = .seconds(5)
        configuration.decompression = .disabled
        configuration.httpVersion = .http1Only
        var scheme = "http"
        if let tls = target.tls, case .tcp = target.address {
            scheme = "https"
            configuration.tlsConfiguration = try Self.tlsConfiguration(tls, target)
        }
        switch target.address {
        case .socket(let path):
            base = "http+unix://" + EngineRequest.escaped(path)
            relay = nil
        case .tcp(let host, let port):
            base = "\(scheme)://\(host):\(port)"
            relay = nil
        case .ssh(let destination):
            let own = try SSHRelay.start(to: destination, environment: target.environment)
            base = "http+unix://" + EngineRequest.escaped(own.socket)
            relay = own
        }
        client = HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
    }

    private static func tlsConfiguration(
        _ tls: TLSMaterial,
        _ target: EngineTarget
    ) throws(AttachFailure) -> TLSConfiguration {
        var configuration = TLSConfiguration.makeClientConfiguration()
        if !tls.verifies { configuration.certificateVerification = .none }
        do {
            if let authority = tls.authority { configuration.trustRoots = .file(authority) }
            if let certificate = tls.certificate {
                configuration.certificateChain = try NIOSSLCertificate.fromPEMFile(certificate)
                    .map { .certificate($0) }
            }
            if let key = tls.key {
                configuration.privateKey = .privateKey(
                    try NIOSSLPrivateKey(file: key, format: .pem)
                )
            }
        } catch {
            let words = handshakeWords("\(error)") + ". " + target.certificateAdvice
            throw .refusedCertificate("\(target.address)", words)
        }
        return configuration
    }

    private mutating func negotiate() async throws(AttachFailure) {
        let address = "\(target.address)"
        let response: HTTPClientResponse
        do {
            response = try await client.execute(
                message(to: "/_ping"),
                timeout: min(limit, .seconds(10))
            )
            _ = try await response.body.collect(upTo: 1 << 16)
        } catch {
            throw failure(for: error)
        }
        guard let offered = response.headers.first(name: "Api-Version") else {
            if response.status == .badRequest { throw .needsCertificate(address) }
            throw .noEngine(address, "it tells no API version")
        }
        let numbers = offered.split(separator: ".").compactMap { Int($0) }
        guard numbers.count == 2 else { throw .noEngine(address, "API version \(offered)") }
        let speaks = numbers[0] > 1 ? Self.newest : numbers[1]
        guard numbers[0] >= 1, speaks >= Self.oldest else { throw .tooOld(address, offered) }
        version = "1.\(min(speaks, Self.newest))"
    }

    /// How long calls may take from now on.
    mutating func give(_ time: Duration) { limit = .nanoseconds(Int64(time / .nanoseconds(1))) }

    package func close() async {
        try? await client.shutdown()
        relay?.close()
    }
}

// MARK: - Connections of one's own

extension EngineConnection {
    /// Where the engine listens, as a socket sees it.
    enum Place {
        case socket(path: String)
        case host(String, port: Int)
    }

    var place: Place {
        switch target.address {
        case .socket(let path): .socket(path: path)
        case .tcp(let host, let port):
            .host(host.filter { $0 != "[" && $0 != "]" }, port: port)
        case .ssh: .socket(path: relay?.socket ?? "")
        }
    }

    /// How to speak TLS with it, and whose certificate is expected; `nil` for plain connections.
    func tlsContext() throws -> (context: NIOSSLContext, host: String?)? {
        guard let tls = target.tls, case .host(let host, _) = place else { return nil }
        let configuration = try Self.tlsConfiguration(tls, target)
        // An address is no host name to TLS.
        let isAddress = (try? SocketAddress(ipAddress: host, port: 0)) != nil
        return (try NIOSSLContext(configuration: configuration), isAddress ? nil : host)
    }

    /// The head and body of a request that takes HTTP off its connection.
    func upgradeHead(_ request: EngineRequest) throws -> [UInt8] {
        let body = try request.body.map { Array(try JSONText.compact($0).utf8) } ?? []
        let lines = [
            "\(request.method.rawValue) /v\(version)\(request.target) HTTP/1.1", "Host: docker",
            "User-Agent: skep", "Connection: Upgrade", "Upgrade: tcp",
            "Content-Type: application/json", "Content-Length: \(body.count)", "", "",
        ]
        return Array(lines.joined(separator: "\r\n").utf8) + body
    }
}

// MARK: - Calls

extension EngineConnection {
    /// Sends a request and takes the whole answer.
    ///
    /// - Throws: ``EngineError``: the engine's own refusal, or status 0 when it cannot be reached.
    package func send(_ request: EngineRequest) async throws(EngineError) -> [UInt8] {
        do {
            let response = try await client.execute(
                try message(request),
                timeout: limit
            )
            let body = try await response.body.collect(upTo: Self.largestAnswer)
            let bytes = Array(body.readableBytesView)
            guard (200..<400).contains(Int(response.status.code)) else {
                throw Self.refusal(Int(response.status.code), bytes)
            }
            return bytes
        } catch let refusal as EngineError {
            throw refusal
        } catch {
            throw EngineError(
                status: 0,
                message:
                    "the engine at \(target.address) cannot be reached: \(words(for: error))"
            )
        }
    }

    /// Opens a stream of bytes that goes on until either side ends it.
    ///
    /// - Throws: ``EngineError`` as ``send(_:)`` does.
    package func stream(_ request: EngineRequest) async throws(EngineError) -> EngineStream {
        do {
            // Streams have no deadline: they may be silent for hours.
            let response = try await client.execute(
                try message(request),
                deadline: .distantFuture
            )
            guard response.status == .ok else {
                let body = try await response.body.collect(upTo: 1 << 20)
                throw Self.refusal(Int(response.status.code), Array(body.readableBytesView))
            }
            return EngineStream(body: response.body)
        } catch let refusal as EngineError {
            throw refusal
        } catch {
            throw EngineError(status: 0, message: words(for: error))
        }
    }

    private func message(_ request: EngineRequest) throws -> HTTPClientRequest {
        var message = message(to: "/v\(version)\(request.target)")
        message.method = HTTPMethod(rawValue: request.method.rawValue)
        if let body = request.body {
            message.headers.add(name: "Content-Type", value: "application/json")
            message.body = .bytes(Array(try JSONText.compact(body).utf8))
        } else if request.method == .post {
            message.body = .bytes([])
        }
        return message
    }

    private func message(to path: String) -> HTTPClientRequest {
        var message = HTTPClientRequest(url: base + path)
        // The escaped path of a socket is no host name, and engines refuse it as one.
        if base.hasPrefix("http+unix") { message.headers.add(name: "Host", value: "docker") }
        message.headers.add(name: "User-Agent", value: "skep")
        return message
    }

    private static func refusal(_ status: Int, _ body: [UInt8]) -> EngineError {
        let words =
            (try? JSONValue(bytes: body))?["message"]?.text
            ?? String(decoding: body.prefix(2_000), as: UTF8.self)
        return EngineError(status: status, message: words)
    }
}

/// Bytes of an answer that goes on.
package struct EngineStream: AsyncSequence, Sendable {
    fileprivate let body: HTTPClientResponse.Body

    package struct Iterator: AsyncIteratorProtocol {
        fileprivate var pieces: HTTPClientResponse.Body.AsyncIterator

        package mutating func next() async throws -> [UInt8]? {
            try await pieces.next().map { Array($0.readableBytesView) }
        }
    }

    package func makeAsyncIterator() -> Iterator { Iterator(pieces: body.makeAsyncIterator()) }
}
