import NIOCore

/// Both directions of a connection that was handed over, until the answer has run its course.
final class RawHandler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    private let hijack: APIHijack
    private let channel: any Channel
    private let input: AsyncStream<[UInt8]>
    private let sink: AsyncStream<[UInt8]>.Continuation
    private let isInputClosed: Bool
    private var task: Task<Void, Never>?

    init(_ hijack: APIHijack, channel: any Channel, isInputClosed: Bool) {
        self.hijack = hijack
        self.channel = channel
        self.isInputClosed = isInputClosed
        (input, sink) = AsyncStream.makeStream()
    }

    func handlerAdded(context: ChannelHandlerContext) {
        // Read on only when the last piece was taken, so that nobody fills this process's memory.
        _ = channel.setOption(ChannelOptions.autoRead, value: false)
        if isInputClosed { sink.finish() }
    }

    /// Begins the answer; only when no other handler touches the connection's bytes any more.
    func start() {
        let (channel, run) = (channel, hijack.run)
        let reader = PieceReader(input)
        task = Task {
            let connection = RawConnection(
                input: AsyncStream {
                    channel.read()
                    return await reader.next()
                },
                write: { bytes in
                    (try? await channel.writeAndFlush(ByteBuffer(bytes: bytes))) != nil
                }
            )
            await run(connection)
            try? await channel.close()
        }
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        var buffer = unwrapInboundIn(data)
        sink.yield(buffer.readBytes(length: buffer.readableBytes) ?? [])
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if let event = event as? ChannelEvent, event == .inputClosed { sink.finish() }
        context.fireUserInboundEventTriggered(event)
    }

    func channelInactive(context: ChannelHandlerContext) {
        sink.finish()
        task?.cancel()
        context.fireChannelInactive()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        context.close(promise: nil)
    }
}

/// Lets a stream be read by one reader after the other.
private actor PieceReader {
    private var iterator: AsyncStream<[UInt8]>.AsyncIterator

    init(_ stream: AsyncStream<[UInt8]>) { iterator = stream.makeAsyncIterator() }

    func next() async -> [UInt8]? {
        var own = iterator
        let piece = await own.next(isolation: #isolation)
        iterator = own
        return piece
    }
}
