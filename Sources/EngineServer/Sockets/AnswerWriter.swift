import EngineAPI
import NIOCore
import NIOHTTP1

/// Writes one answer to a connection, no faster than the client takes it.
struct AnswerWriter: Sendable {
    let channel: any Channel
    /// Whether the client asked for the head only.
    let isHead: Bool
    let staysOpen: Bool

    /// What every answer of an engine carries.
    static let commonHeaders = HTTPHeaders([
        ("Api-Version", APIVersion.newest.description),
        ("Docker-Experimental", "false"),
        ("Ostype", "linux"),
        ("Server", "skep (simulated)"),
    ])

    /// Sends an answer.
    ///
    /// - Returns: whether the connection can be used again.
    func send(_ answer: APIAnswer) async -> Bool {
        do {
            switch answer {
            case .reply(let reply):
                try await send(reply)
                return true
            case .stream(let stream):
                try await send(stream)
                return !Task.isCancelled
            case .hijack(let hijack):
                // A client that does not ask for the connection gets a stream that ends with it.
                try await sendHead(.ok, contentType: hijack.contentType, length: nil, closes: true)
                await hijack.run(
                    RawConnection(input: AsyncStream { nil }, write: { await write($0) })
                )
                return false
            }
        } catch {
            return false
        }
    }

    private func send(_ reply: APIReply) async throws {
        channel.write(HTTPServerResponsePart.head(head(of: reply)), promise: nil)
        if !isHead, !reply.body.isEmpty {
            let body = IOData.byteBuffer(ByteBuffer(bytes: reply.body))
            channel.write(HTTPServerResponsePart.body(body), promise: nil)
        }
        try await channel.writeAndFlush(HTTPServerResponsePart.end(nil))
    }

    func head(of reply: APIReply) -> HTTPResponseHead {
        var head = HTTPResponseHead(
            version: .http1_1,
            status: HTTPResponseStatus(statusCode: reply.status)
        )
        head.headers = Self.commonHeaders
        for header in reply.headers { head.headers.add(name: header.name, value: header.value) }
        if let type = reply.contentType { head.headers.add(name: "Content-Type", value: type) }
        if reply.status != 204 {
            head.headers.add(name: "Content-Length", value: "\(reply.body.count)")
        }
        if !staysOpen { head.headers.add(name: "Connection", value: "close") }
        return head
    }

    private func send(_ stream: APIStream) async throws {
        try await sendHead(
            .ok,
            contentType: stream.contentType,
            length: nil,
            closes: !staysOpen
        )
        for await piece in stream.pieces where !piece.isEmpty {
            guard await write(piece) else { return }
        }
        if !Task.isCancelled { try await channel.writeAndFlush(HTTPServerResponsePart.end(nil)) }
    }

    private func sendHead(
        _ status: HTTPResponseStatus,
        contentType: String?,
        length: Int?,
        closes: Bool
    ) async throws {
        var head = HTTPResponseHead(version: .http1_1, status: status)
        head.headers = Self.commonHeaders
        if let contentType { head.headers.add(name: "Content-Type", value: contentType) }
        if closes { head.headers.add(name: "Connection", value: "close") }
        // At once: clients wait for it before there is anything to send.
        try await channel.writeAndFlush(HTTPServerResponsePart.head(head))
    }

    private func write(_ bytes: [UInt8]) async -> Bool {
        let body = IOData.byteBuffer(ByteBuffer(bytes: bytes))
        return (try? await channel.writeAndFlush(HTTPServerResponsePart.body(body))) != nil
    }
}
