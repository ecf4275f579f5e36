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
    /// Parts of later requests that are kept while one is answered; then reading rests.
    private static let waitingMaximum = 64
    /// How much of an answer is copied for one client at a time.
    static let pieceLength = 65_536

    private enum State {
        case idle
        case reading(HTTPRequestHead)
        case answering(Task<Void, Never>, isStream: Bool)
        /// Refused; what still comes is thrown away.
        case closing
        /// The connection is the client's own now.
        case handedOver
    }

    /// Until when the client has time for what it is at, and what is done then.
    private struct Patience {
        let end: NIODeadline
        let action: (RequestHandler, ChannelHandlerContext) -> Void
    }

    private struct Alarm {
        let time: NIODeadline
        let scheduled: Scheduled<Void>
    }

    private let answerer: @Sendable (APIRequest) async -> APIAnswer
    private let limits: ServerLimits
    private let brief: BriefAnswers?
    private var patience: Patience?
    private var alarm: Alarm?
    private var state = State.idle
    private var body: [UInt8] = []
    private var waiting: [HTTPServerRequestPart] = []
    private var isInputClosed = false
    /// What came after a request cannot be read; `nil` = it can.
    private var trouble: EngineError?

    init(
        _ limits: ServerLimits,
        _ brief: BriefAnswers?,
        _ answerer: @escaping @Sendable (APIRequest) async -> APIAnswer
    ) {
        self.limits = limits
        self.brief = brief
        self.answerer = answerer
    }

    // MARK: - Time

    func handlerAdded(context: ChannelHandlerContext) {
        limit(limits.firstHead, context) { _, context in context.close(promise: nil) }
    }

    func handlerRemoved(context: ChannelHandlerContext) { endTime() }

    /// Lets the client have so much time for what it is at.
    ///
    /// An alarm that rings before stays, and sets the next one: there is none for each request.
    private func limit(
        _ time: TimeAmount,
        _ context: ChannelHandlerContext,
        _ action: @escaping (RequestHandler, ChannelHandlerContext) -> Void
    ) {
        let end = context.eventLoop.now + time
        patience = Patience(end: end, action: action)
        if let alarm, alarm.time <= end { return }
        setAlarm(end, context)
    }

    private func setAlarm(_ time: NIODeadline, _ context: ChannelHandlerContext) {
        alarm?.scheduled.cancel()
        let scheduled = context.eventLoop.assumeIsolated().scheduleTask(deadline: time) {
            self.alarm = nil
            guard let patience = self.patience else { return }
            if context.eventLoop.now < patience.end { return self.setAlarm(patience.end, context) }
            self.patience = nil
            patience.action(self, context)
        }
        alarm = Alarm(time: time, scheduled: scheduled)
    }

    private func endTime() {
        patience = nil
        alarm?.scheduled.cancel()
        alarm = nil
    }

    // MARK: - What comes in

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let part = unwrapInboundIn(data)
        guard case .answering = state else { return take(part, context) }
        waiting.append(part)
        // Nobody fills this process's memory with requests that nobody has got to yet.
        if waiting.count == Self.waitingMaximum { setReading(false, context) }
    }

    private func setReading(_ isOn: Bool, _ context: ChannelHandlerContext) {
        context.channel.setOption(ChannelOptions.autoRead, value: isOn).whenFailure { _ in }
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
        let expected = head.headers.first(name: "Expect")?.lowercased()
        if let expected, expected != "100-continue" { return refuse(.expectsTooMuch, context) }
        state = .reading(head)
        limit(limits.body, context) { $0.refuse(.tooSlow, $1) }
        if expected != nil {
            let go = HTTPResponseHead(version: .http1_1, status: .continue)
            context.writeAndFlush(wrapOutboundOut(.head(go)), promise: nil)
        }
    }

    private func answer(
        _ head: HTTPRequestHead,
        _ body: [UInt8],
        _ context: ChannelHandlerContext
    ) {
        patience = nil
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
        let brief = brief.flatMap { $0.covers(request) ? $0 : nil }
        let start = NIODeadline.now()
        // Whoever sits before the screen goes first.
        let task = Task(executorPreference: brief?.executor, priority: .utility) { [answerer] in
            let answer = await answerer(request)
            let send = { @Sendable in
                handler.value.send(
                    answer,
                    to: head,
                    wantsUpgrade: request.wantsUpgrade,
                    bound.value
                )
            }
            brief?.note(NIODeadline.now() - start)
            if loop.inEventLoop { send() } else { loop.execute(send) }
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
            staysOpen: staysOpen && !(isInputClosed && waiting.isEmpty)
        )
        // A whole answer needs no task: nobody else has to be waited for.
        if case .reply(let reply) = answer {
            context.write(wrapOutboundOut(.head(writer.head(of: reply))), promise: nil)
            let done = context.eventLoop.makePromise(of: Void.self)
            done.futureResult.assumeIsolated().whenComplete { result in
                let isWhole = if case .success = result { true } else { false }
                self.finish(staysOpen: isWhole && staysOpen, context)
            }
            return write(writer.isHead ? [] : reply.body[...], context, done)
        }
        let handler = NIOLoopBound(self, eventLoop: context.eventLoop)
        let bound = NIOLoopBound(context, eventLoop: context.eventLoop)
        let loop = context.eventLoop
        let task = Task(priority: .utility) {
            let isWhole = await writer.send(answer)
            loop.execute { handler.value.finish(staysOpen: isWhole && staysOpen, bound.value) }
        }
        state = .answering(task, isStream: true)
        if isInputClosed { task.cancel() }
    }

    /// Writes what is left of a body, and the end: a piece when the system has the one before.
    ///
    /// So a client that takes its time holds a piece of its own; the whole may be others', too.
    private func write(
        _ body: ArraySlice<UInt8>,
        _ context: ChannelHandlerContext,
        _ done: EventLoopPromise<Void>
    ) {
        let (piece, rest) = (body.prefix(Self.pieceLength), body.dropFirst(Self.pieceLength))
        let part = HTTPServerResponsePart.body(.byteBuffer(ByteBuffer(bytes: piece)))
        guard !rest.isEmpty else {
            if !piece.isEmpty { context.write(wrapOutboundOut(part), promise: nil) }
            return context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: done)
        }
        let taken = context.eventLoop.makePromise(of: Void.self)
        taken.futureResult.assumeIsolated().whenComplete { result in
            switch result {
            case .success: self.write(rest, context, done)
            case .failure(let error): done.fail(error)
            }
        }
        context.writeAndFlush(wrapOutboundOut(part), promise: taken)
    }

    private func finish(staysOpen: Bool, _ context: ChannelHandlerContext) {
        guard staysOpen else {
            state = .closing
            return context.close(promise: nil)
        }
        state = .idle
        let parts = waiting
        waiting = []
        for part in parts {
            if case .answering = state { waiting.append(part) } else { take(part, context) }
        }
        if parts.count >= Self.waitingMaximum, waiting.count < Self.waitingMaximum {
            setReading(true, context)
        }
        rest(context)
    }

    /// Waits for the next request, if any can come.
    private func rest(_ context: ChannelHandlerContext) {
        switch state {
        case .idle, .reading:
            if let trouble { return refuse(trouble, context) }
            if isInputClosed {
                state = .closing
                return context.close(promise: nil)
            }
            guard case .idle = state else { return }
            limit(limits.idle, context) { _, context in context.close(promise: nil) }
        case .answering, .closing, .handedOver: return
        }
    }

    private func refuse(_ error: EngineError, _ context: ChannelHandlerContext) {
        state = .closing
        endTime()
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
        setReading(true, context)
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
        case .idle, .reading: context.close(promise: nil)
        case .closing: break
        case .handedOver: context.fireUserInboundEventTriggered(event)
        }
    }

    func channelInactive(context: ChannelHandlerContext) {
        endTime()
        if case .answering(let task, _) = state { task.cancel() }
        context.fireChannelInactive()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        let refusal: EngineError
        switch error {
        case is ByteToMessageDecoderError.PayloadTooLargeError: refusal = .headersTooLarge
        case HTTPParserError.headerOverflow: refusal = .headersTooLarge
        case is HTTPParserError: refusal = .badRequest
        default: return context.close(promise: nil)
        }
        switch state {
        case .idle, .reading: refuse(refusal, context)
        // The request before it has its answer first.
        case .answering: trouble = refusal
        case .closing, .handedOver: break
        }
    }
}

extension EngineError {
    fileprivate static let headersTooLarge = EngineError(
        status: 431,
        message: "the request's target or headers are too large"
    )
    fileprivate static let tooSlow = EngineError(
        status: 408,
        message: "the request did not come to its end in time"
    )
    fileprivate static let expectsTooMuch = EngineError(
        status: 417,
        message: "only 100-continue can be expected"
    )
    fileprivate static let tooLarge = EngineError(
        status: 413,
        message: "the request is too large: at most \(RequestHandler.bodyMaximum) bytes are read"
    )
}
