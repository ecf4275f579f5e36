import EngineAPI
import NIOCore
import NIOHTTP1
import SwarmModel

/// Reads whole requests off one connection, has them answered one after the other, and sees to it
/// that nobody works for a client who is gone.
final class RequestHandler: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias OutboundOut = HTTPServerResponsePart

    /// A config or a secret is at most a megabyte.
    static let bodyMaximum = 8 * 1_048_576
    /// Parts of later requests that are kept while one is answered.
    private static let waitingMaximum = 64

    private enum State {
        case idle
        case reading(HTTPRequestHead)
        case answering(Task<Void, Never>, isStream: Bool)
        /// Refused; what still comes is thrown away.
        case closing
        /// The connection is the client's own now.
        case handedOver
    }

    private let answerer: @Sendable (APIRequest) async -> APIAnswer
    private var state = State.idle
    private var body: [UInt8] = []
    private var waiting: [HTTPServerRequestPart] = []
    private var isInputClosed = false

    init(_ answerer: @escaping @Sendable (APIRequest) async -> APIAnswer) {
        self.answerer = answerer
    }

    // MARK: - What comes in

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let part = unwrapInboundIn(data)
        if case .answering = state {
            waiting.append(part)
            if waiting.count > Self.waitingMaximum { context.close(promise: nil) }
            return
        }
        take(part, context)
    }

    private func take(_ part: HTTPServerRequestPart, _ context: ChannelHandlerContext) {
        switch (part, state) {
        case (.head(let head), .idle): begin(head, context)
        case (.body(let buffer), .reading):
            guard body.count + buffer.readableBytes <= Self.bodyMaximum else {
                return refuse(.tooLarge, context)
            }
            body.append(contentsOf: buffer.readableBytesView)
        case (.end, .reading(let head)):
            let whole = body
            body = []
            answer(head, whole, context)
        default: break
        }
    }

    private func begin(_ head: HTTPRequestHead, _ context: ChannelHandlerContext) {
        let length = head.headers.first(name: "Content-Length").flatMap { Int($0) } ?? 0
        if length > Self.bodyMaximum { return refuse(.tooLarge, context) }
        state = .reading(head)
        if head.headers.first(name: "Expect")?.lowercased() == "100-continue" {
            let go = HTTPResponseHead(version: .http1_1, status: .continue)
            context.writeAndFlush(wrapOutboundOut(.head(go)), promise: nil)
        }
    }

    private func answer(
        _ head: HTTPRequestHead,
        _ body: [UInt8],
        _ context: ChannelHandlerContext
    ) {
        let request: APIRequest
        do throws(EngineError) {
            request = APIRequest(
                method: head.method.rawValue,
                target: try APITarget(head.uri),
                body: body,
                wantsUpgrade: head.headers.contains(name: "Upgrade")
            )
        } catch {
            return send(.reply(.failure(error)), to: head, wantsUpgrade: false, context)
        }
        let handler = NIOLoopBound(self, eventLoop: context.eventLoop)
        let bound = NIOLoopBound(context, eventLoop: context.eventLoop)
        let loop = context.eventLoop
        let task = Task { [answerer] in
            let answer = await answerer(request)
            loop.execute {
                handler.value.send(
                    answer,
                    to: head,
                    wantsUpgrade: request.wantsUpgrade,
                    bound.value
                )
            }
        }
        state = .answering(task, isStream: false)
    }

    // MARK: - What goes out

    private func send(
        _ answer: APIAnswer,
        to head: HTTPRequestHead,
        wantsUpgrade: Bool,
        _ context: ChannelHandlerContext
    ) {
        guard context.channel.isActive else { return }
        if case .hijack(let hijack) = answer, wantsUpgrade { return handOver(hijack, context) }
        // After a refused upgrade the decoder reads no further request.
        let staysOpen = head.isKeepAlive && !wantsUpgrade
        let writer = AnswerWriter(
            channel: context.channel,
            isHead: head.method == .HEAD,
            staysOpen: staysOpen && !isInputClosed
        )
        let handler = NIOLoopBound(self, eventLoop: context.eventLoop)
        let bound = NIOLoopBound(context, eventLoop: context.eventLoop)
        let loop = context.eventLoop
        let task = Task {
            let isWhole = await writer.send(answer)
            loop.execute { handler.value.finish(staysOpen: isWhole && staysOpen, bound.value) }
        }
        if case .reply = answer {
            state = .answering(task, isStream: false)
        } else {
            state = .answering(task, isStream: true)
            if isInputClosed { task.cancel() }
        }
    }

    private func finish(staysOpen: Bool, _ context: ChannelHandlerContext) {
        guard staysOpen, !isInputClosed else {
            state = .closing
            return context.close(promise: nil)
        }
        state = .idle
        let parts = waiting
        waiting = []
        for part in parts {
            if case .answering = state { waiting.append(part) } else { take(part, context) }
        }
    }

    private func refuse(_ error: EngineError, _ context: ChannelHandlerContext) {
        state = .closing
        let writer = AnswerWriter(channel: context.channel, isHead: false, staysOpen: false)
        let channel = context.channel
        Task {
            _ = await writer.send(.reply(.failure(error)))
            try? await channel.close()
        }
    }

    /// Takes HTTP off the connection and leaves it to the answer.
    private func handOver(_ hijack: APIHijack, _ context: ChannelHandlerContext) {
        state = .handedOver
        var head = HTTPResponseHead(version: .http1_1, status: .switchingProtocols)
        head.headers = AnswerWriter.commonHeaders
        head.headers.add(name: "Content-Type", value: hijack.contentType)
        head.headers.add(name: "Connection", value: "Upgrade")
        head.headers.add(name: "Upgrade", value: "tcp")
        context.write(wrapOutboundOut(.head(head)), promise: nil)
        context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
        let raw = RawHandler(hijack, channel: context.channel, isInputClosed: isInputClosed)
        let pipeline = context.pipeline.syncOperations
        do {
            try pipeline.addHandler(raw)
        } catch {
            return context.close(promise: nil)
        }
        let channel = context.channel
        // In this order: what the decoder has left over goes to the raw handler. The answer begins
        // when all are gone: its bytes would be no answer to the encoder.
        pipeline.removeHandler(name: HandlerName.requests)
            .flatMap { channel.pipeline.removeHandler(name: HandlerName.decoder) }
            .flatMap { channel.pipeline.removeHandler(name: HandlerName.encoder) }
            .assumeIsolated()
            .whenComplete { result in
                switch result {
                case .success: raw.start()
                case .failure: channel.close(promise: nil)
                }
            }
    }

    // MARK: - The client goes away

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        guard let event = event as? ChannelEvent, event == .inputClosed else {
            return context.fireUserInboundEventTriggered(event)
        }
        isInputClosed = true
        switch state {
        case .answering(let task, isStream: true): task.cancel()
        case .answering: break
        case .idle, .reading, .closing: context.close(promise: nil)
        case .handedOver: context.fireUserInboundEventTriggered(event)
        }
    }

    func channelInactive(context: ChannelHandlerContext) {
        if case .answering(let task, _) = state { task.cancel() }
        context.fireChannelInactive()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        guard error is HTTPParserError, case .idle = state else {
            return context.close(promise: nil)
        }
        refuse(.badRequest, context)
    }
}

/// What the parts of a connection's pipeline are called.
enum HandlerName {
    static let encoder = "encoder"
    static let decoder = "decoder"
    static let requests = "requests"
}

extension EngineError {
    fileprivate static let tooLarge = EngineError(
        status: 413,
        message: "the request is too large: at most \(RequestHandler.bodyMaximum) bytes are read"
    )
}
