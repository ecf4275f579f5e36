import AsyncHTTPClient
import FoundationEssentials
import Glibc
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
    /// How long an ordinary call may take; a manager without a leader answers after 20 s.
    private static let patience = TimeAmount.seconds(30)
    /// The longest answer that is read at all.
    private static let largestAnswer = 512 << 20

    package let target: EngineTarget
    private let client: HTTPClient
    private let base: String
    private var version = "1.41"

    /// Reaches the engine and agrees on an API version.
    ///
    /// - Throws: ``AttachFailure`` with words for the user.
    package static func open(_ target: EngineTarget) async throws(AttachFailure) -> Self {
        var connection = try EngineConnection(target)
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
        if let tls = target.tls {
            scheme = "https"
            configuration.tlsConfiguration = try Self.tlsConfiguration(tls, target)
        }
        switch target.address {
        case .socket(let path): base = "http+unix://" + EngineRequest.escaped(path)
        case .tcp(let host, let port): base = "\(scheme)://\(host):\(port)"
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
            throw .unreachable("\(target.address)", "its TLS files cannot be read: \(error)")
        }
        return configuration
    }

    private mutating func negotiate() async throws(AttachFailure) {
        let address = "\(target.address)"
        let response: HTTPClientResponse
        do {
            response = try await client.execute(message(to: "/_ping"), timeout: .seconds(10))
            _ = try await response.body.collect(upTo: 1 << 16)
        } catch {
            throw .unreachable(address, Self.words(for: error))
        }
        guard let offered = response.headers.first(name: "Api-Version") else {
            throw .noEngine(address, "it tells no API version")
        }
        let numbers = offered.split(separator: ".").compactMap { Int($0) }
        guard numbers.count == 2 else { throw .noEngine(address, "API version \(offered)") }
        let speaks = numbers[0] > 1 ? Self.newest : numbers[1]
        guard numbers[0] >= 1, speaks >= Self.oldest else { throw .tooOld(address, offered) }
        version = "1.\(min(speaks, Self.newest))"
    }

    package func close() async { try? await client.shutdown() }

    /// Why a call came to nothing, in words.
    static func words(for error: any Error) -> String {
        switch error {
        case let error as HTTPClientError where error == .connectTimeout: "no answer within 5 s"
        case let error as HTTPClientError where error == .deadlineExceeded: "no answer in time"
        case let error as HTTPClientError where error == .remoteConnectionClosed:
            "it closed the connection"
        case let error as IOError: String(cString: strerror(error.errnoCode)).lowercased()
        case let error as NIOConnectionError:
            error.connectionErrors.first.map { words(for: $0.error) } ?? "no connection"
        default: "\(error)"
        }
    }
}

// MARK: - Calls

extension EngineConnection {
    /// Sends a request and takes the whole answer.
    ///
    /// - Throws: ``EngineError``: the engine's own refusal, or status 0 when it cannot be reached.
    package func send(_ request: EngineRequest) async throws(EngineError) -> [UInt8] {
        do {
            let response = try await client.execute(try message(request), timeout: Self.patience)
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
                    "the engine at \(target.address) cannot be reached: \(Self.words(for: error))"
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
            throw EngineError(status: 0, message: Self.words(for: error))
        }
    }

    private func message(_ request: EngineRequest) throws -> HTTPClientRequest {
        var message = message(to: "/v\(version)\(request.target)")
        message.method = HTTPMethod(rawValue: request.method.rawValue)
        if let body = request.body {
            message.headers.add(name: "Content-Type", value: "application/json")
            message.body = .bytes(try JSONEncoder().encode(body))
        } else if request.method == .post {
            message.body = .bytes([])
        }
        return message
    }

    private func message(to path: String) -> HTTPClientRequest {
        var message = HTTPClientRequest(url: base + path)
        // The escaped path of a socket is no host name, and engines refuse it as one.
        if case .socket = target.address { message.headers.add(name: "Host", value: "docker") }
        message.headers.add(name: "User-Agent", value: "skep")
        return message
    }

    private static func refusal(_ status: Int, _ body: [UInt8]) -> EngineError {
        struct Refusal: Decodable { let message: String }
        let words =
            (try? JSONDecoder().decode(Refusal.self, from: Data(body)).message)
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
