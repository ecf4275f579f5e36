import EngineAPI
import NIOCore
import NIOHTTP1
import SwarmModel
import Synchronization

/// Makes a connection that was accepted ready for requests.
enum Connection {
    /// Puts HTTP on a connection, or turns it away when there are too many.
    ///
    /// - Parameters:
    ///   - channel: the connection.
    ///   - count: how many there are.
    ///   - limits: what it may ask for.
    ///   - brief: which requests are answered on the connection's own thread; `nil` = none.
    ///   - answerer: makes the answers.
    /// - Throws: that the connection is closed already.
    static func equip(
        _ channel: any Channel,
        _ count: ConnectionCount,
        _ limits: ServerLimits,
        brief: BriefAnswers? = nil,
        _ answerer: @escaping @Sendable (APIRequest) async -> APIAnswer
    ) throws {
        let pipeline = channel.pipeline.syncOperations
        try pipeline.addHandler(HTTPResponseEncoder(), name: HandlerName.encoder)
        guard count.enter() else {
            return try pipeline.addHandler(CrowdedHandler())
        }
        channel.closeFuture.whenComplete { _ in count.leave() }
        var decoding = NIOHTTPDecoderLimitConfiguration()
        decoding.maxHeaderFieldSize = limits.headerField
        decoding.maxHeaderListSize = limits.headers
        decoding.maxHeaderFieldCount = limits.headerCount
        let decoder = HTTPRequestDecoder(
            leftOverBytesStrategy: .forwardBytes,
            limitConfiguration: decoding
        )
        try pipeline.addHandler(
            // What the decoder has not made a message of yet: a head, at most.
            ByteToMessageHandler(decoder, maximumBufferSize: 4 * limits.headers),
            name: HandlerName.decoder
        )
        try pipeline.addHandler(RequestHandler(limits, brief, answerer), name: HandlerName.requests)
    }
}

/// Requests that are answered on the connections' own thread, and how.
///
/// Only while that is quick: where the disk is slow, or others want the processor, too, one thread
/// is held up more than several are, and the next requests are answered elsewhere.
final class BriefAnswers: Sendable {
    private static let longest = TimeAmount.milliseconds(1)
    private static let pause = 250

    let executor: LoopExecutor
    private let isBrief: @Sendable (APIRequest) -> Bool
    /// How many requests are answered elsewhere from now on.
    private let passedOn = Mutex(0)

    init(executor: LoopExecutor, _ isBrief: @escaping @Sendable (APIRequest) -> Bool) {
        self.executor = executor
        self.isBrief = isBrief
    }

    /// Whether a request is one of them, as things are.
    func covers(_ request: APIRequest) -> Bool {
        guard isBrief(request) else { return false }
        return passedOn.withLock { count in
            if count > 0 { count -= 1 }
            return count == 0
        }
    }

    /// Notes how long an answer took that was made here.
    func note(_ time: TimeAmount) {
        if time > Self.longest { passedOn.withLock { $0 = Self.pause } }
    }
}

/// What the parts of a connection's pipeline are called.
enum HandlerName {
    static let encoder = "encoder"
    static let decoder = "decoder"
    static let requests = "requests"
}

/// Tells a client that there are too many, whatever it wants.
private final class CrowdedHandler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    func channelActive(context: ChannelHandlerContext) {
        let writer = AnswerWriter(channel: context.channel, isHead: false, staysOpen: false)
        let channel = context.channel
        Task {
            _ = await writer.send(.reply(.failure(.crowded)))
            try? await channel.close()
        }
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {}
}

extension EngineError {
    fileprivate static let crowded = EngineError(
        status: 503,
        message: "too many connections: close some, or try again later"
    )
}
