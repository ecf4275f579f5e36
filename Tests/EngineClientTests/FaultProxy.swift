import Basics
import NIOCore
import NIOPosix
import Synchronization

/// Stands between a session and an engine, and does to their bytes what networks and engines do.
final class FaultProxy: Sendable {
    /// What happens to one request and its answer.
    enum Fault: Hashable, CaseIterable {
        case none
        /// The request is held up.
        case late
        /// The engine says that it is in trouble.
        case refusal
        /// An answer that is whole HTTP and half JSON.
        case halfJSON
        /// The answer breaks off, somewhere in a chunk or before.
        case cut
        /// No answer, and no end either.
        case silence
    }

    /// How things are; `nil` = everything goes through.
    struct Weather: Sendable {
        var faults: [Fault] = []
        /// How many in a hundred requests are hit.
        var chance = 0
        /// Whether streams of events that are open fall silent.
        var deafens = false

        static let calm = Weather()
        static let dead = Weather(faults: [.silence], chance: 100, deafens: true)
    }

    private let weather = Mutex(Weather.calm)
    private let chance: Mutex<SeededGenerator>
    private let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
    private let upstream: String
    private let listener = Mutex<(any Channel)?>(nil)

    init(to upstream: String, seed: UInt64) {
        self.upstream = upstream
        chance = Mutex(SeededGenerator(seed: seed))
    }

    func listen(at path: String) async throws {
        let channel = try await ServerBootstrap(group: group)
            .childChannelInitializer { [self] channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(ClientSide(proxy: self))
                }
            }
            .bind(unixDomainSocketPath: path).get()
        listener.withLock { $0 = channel }
    }

    func stop() async {
        let channel = listener.withLock { $0 }
        try? await channel?.close()
        try? await group.shutdownGracefully()
    }

    func set(_ new: Weather) { weather.withLock { $0 = new } }

    var deafens: Bool { weather.withLock { $0.deafens } }

    /// What is to happen to the next request, by the seed.
    fileprivate func nextFault() -> Fault {
        let now = weather.withLock { $0 }
        guard now.chance > 0, !now.faults.isEmpty else { return .none }
        return chance.withLock { chance in
            guard Int.random(in: 0..<100, using: &chance) < now.chance else { return .none }
            return now.faults.randomElement(using: &chance) ?? .none
        }
    }

    /// How many bytes of an answer come through before it breaks off.
    fileprivate func cutLength() -> Int {
        chance.withLock { Int.random(in: 0..<2_000, using: &$0) }
    }

    fileprivate func connect(
        for client: any Channel
    ) -> EventLoopFuture<any Channel> {
        ClientBootstrap(group: client.eventLoop)
            .channelInitializer { [self] channel in
                channel.eventLoop.makeCompletedFuture {
                    let side = EngineSide(proxy: self, client: client)
                    try channel.pipeline.syncOperations.addHandler(side, name: "engine")
                }
            }
            .connect(unixDomainSocketPath: upstream)
    }
}

/// The side that the session sees; each read is one request, since it sends no two at once.
private final class ClientSide: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private let proxy: FaultProxy
    private var engine: (any Channel)?
    private var waiting: [ByteBuffer] = []

    init(proxy: FaultProxy) { self.proxy = proxy }

    func channelActive(context: ChannelHandlerContext) {
        let channel = context.channel
        let own = NIOLoopBound(self, eventLoop: context.eventLoop)
        proxy.connect(for: channel).whenComplete { result in
            guard case .success(let engine) = result else { return channel.close(promise: nil) }
            own.value.engine = engine
            for buffer in own.value.waiting { engine.writeAndFlush(buffer, promise: nil) }
            own.value.waiting = []
        }
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let buffer = unwrapInboundIn(data)
        let isEvents = String(buffer: buffer).contains("/events")
        let fault = proxy.nextFault()
        switch fault {
        case .none: forward(buffer)
        case .late:
            let own = NIOLoopBound(self, eventLoop: context.eventLoop)
            context.eventLoop.scheduleTask(in: .milliseconds(80)) { own.value.forward(buffer) }
        case .refusal:
            answer(
                "500 Internal Server Error",
                #"{"message":"rpc error: code = Unknown desc = in trouble"}"#,
                context
            )
        case .halfJSON:
            answer("200 OK", #"[{"ID":"pz12cv589znvtmstl8yfmcqhe","Version":{"#, context)
        case .cut, .silence:
            let length = fault == .silence ? 0 : proxy.cutLength()
            engine?.eventLoop.assertInEventLoop()
            let ends = fault == .cut
            let side = try? engine?.pipeline.syncOperations.handler(type: EngineSide.self)
            side?.limit(to: length, ends: ends)
            forward(buffer)
        }
        if isEvents {
            let side = try? engine?.pipeline.syncOperations.handler(type: EngineSide.self)
            side?.isEvents = true
        }
    }

    private func forward(_ buffer: ByteBuffer) {
        if let engine { engine.writeAndFlush(buffer, promise: nil) } else { waiting.append(buffer) }
    }

    private func answer(_ status: String, _ body: String, _ context: ChannelHandlerContext) {
        let text =
            "HTTP/1.1 \(status)\r\nContent-Type: application/json\r\n"
            + "Content-Length: \(body.utf8.count)\r\n\r\n\(body)"
        context.writeAndFlush(wrapOutboundOut(ByteBuffer(string: text)), promise: nil)
    }

    func channelInactive(context: ChannelHandlerContext) { engine?.close(promise: nil) }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        context.close(promise: nil)
    }
}

/// The side that the engine sees.
private final class EngineSide: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    private let proxy: FaultProxy
    private let client: any Channel
    private var left: Int?
    private var ends = false
    var isEvents = false

    init(proxy: FaultProxy, client: any Channel) {
        self.proxy = proxy
        self.client = client
    }

    /// From now on only so many bytes come through; then the connection ends, or is silent.
    func limit(to length: Int, ends: Bool) {
        left = length
        self.ends = ends
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        var buffer = unwrapInboundIn(data)
        if isEvents, proxy.deafens { return }
        guard let left else { return client.writeAndFlush(buffer, promise: nil) }
        let piece = buffer.readSlice(length: min(left, buffer.readableBytes)) ?? ByteBuffer()
        self.left = left - piece.readableBytes
        guard self.left == 0 else { return client.writeAndFlush(piece, promise: nil) }
        let client = client
        let ends = ends
        client.writeAndFlush(piece).whenComplete { _ in if ends { client.close(promise: nil) } }
    }

    func channelInactive(context: ChannelHandlerContext) { client.close(promise: nil) }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        context.close(promise: nil)
    }
}
