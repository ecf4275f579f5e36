package import Basics
package import ClusterPorts
import NIOCore
import NIOPosix
import NIOSSL
package import SwarmModel
import SwarmStore

/// A command in a container of the engine, over a connection that HTTP was taken off.
///
/// - Source: engine-api 6.4.
final class EngineTerminal: ContainerTerminal {
    let output: AsyncStream<[UInt8]>
    private let channel: any Channel
    private let connection: EngineConnection
    private let exec: String

    fileprivate init(
        _ output: AsyncStream<[UInt8]>,
        _ channel: any Channel,
        _ connection: EngineConnection,
        _ exec: String
    ) {
        self.output = output
        self.channel = channel
        self.connection = connection
        self.exec = exec
    }

    func type(_ bytes: [UInt8]) async {
        try? await channel.writeAndFlush(ByteBuffer(bytes: bytes))
    }

    func resize(to size: TerminalExtent) async {
        let query = [(name: "h", value: "\(size.rows)"), (name: "w", value: "\(size.columns)")]
        _ = try? await connection.send(EngineRequest(.post, "/exec/\(exec)/resize", query: query))
    }

    func close() async { try? await channel.close() }
}

extension EngineConnection {
    /// Starts a command in a container, with a terminal.
    package func openTerminal(
        in container: String,
        command: [String],
        size: TerminalExtent
    ) async throws(EngineError) -> any ContainerTerminal {
        let wish: JSONValue = [
            "AttachStdin": true, "AttachStdout": true, "AttachStderr": true, "Tty": true,
            "Cmd": JSONValue(command), "Env": ["TERM=xterm-256color"],
        ]
        let path = "/containers/\(container)/exec"
        let answer = try await send(EngineRequest(.post, path, body: wish))
        guard let exec = (try? JSONValue(bytes: answer))?["Id"]?.text else {
            throw EngineError(status: 0, message: "the engine did not say which command it started")
        }
        let start = EngineRequest(
            .post,
            "/exec/\(exec)/start",
            body: ["Detach": false, "Tty": true]
        )
        let (stream, channel) = try await hijack(start)
        let terminal = EngineTerminal(stream, channel, self, exec)
        await terminal.resize(to: size)
        return terminal
    }

    /// Sends a request and takes HTTP off the connection: what comes back are bytes.
    private func hijack(
        _ request: EngineRequest
    ) async throws(EngineError) -> (AsyncStream<[UInt8]>, any Channel) {
        let (stream, pieces) = AsyncStream.makeStream(of: [UInt8].self)
        do {
            let tls = try tlsContext()
            let head = try upgradeHead(request)
            let bootstrap = ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
                .connectTimeout(.seconds(5))
                .channelInitializer { channel in
                    channel.eventLoop.makeCompletedFuture {
                        let pipeline = channel.pipeline.syncOperations
                        if let tls {
                            try pipeline.addHandler(
                                NIOSSLClientHandler(context: tls.context, serverHostname: tls.host)
                            )
                        }
                        try pipeline.addHandler(HijackHandler(head: head, pieces: pieces))
                    }
                }
            let channel =
                switch place {
                case .socket(let path):
                    try await bootstrap.connect(unixDomainSocketPath: path).get()
                case .host(let host, let port):
                    try await bootstrap.connect(host: host, port: port).get()
                }
            return (stream, channel)
        } catch {
            pieces.finish()
            throw EngineError(status: 0, message: words(for: error))
        }
    }
}

/// Sends the head, passes over the answer's head, and hands on what follows.
private final class HijackHandler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private static let longestHead = 64 << 10
    private let head: [UInt8]
    private let pieces: AsyncStream<[UInt8]>.Continuation
    private var waiting: [UInt8]? = []

    init(head: [UInt8], pieces: AsyncStream<[UInt8]>.Continuation) {
        self.head = head
        self.pieces = pieces
    }

    func channelActive(context: ChannelHandlerContext) {
        context.writeAndFlush(wrapOutboundOut(ByteBuffer(bytes: head)), promise: nil)
        context.fireChannelActive()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let bytes = Array(unwrapInboundIn(data).readableBytesView)
        guard var head = waiting else {
            pieces.yield(bytes)
            return
        }
        head += bytes
        waiting = head
        guard let end = head.firstRange(of: Array("\r\n\r\n".utf8)) else {
            if head.count > Self.longestHead { context.close(promise: nil) }
            return
        }
        waiting = nil
        let rest = Array(head[end.upperBound...])
        if !rest.isEmpty { pieces.yield(rest) }
    }

    func channelInactive(context: ChannelHandlerContext) { pieces.finish() }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        context.close(promise: nil)
    }
}

extension EngineSession {
    package func openTerminal(
        in task: TaskID,
        command: [String],
        size: TerminalExtent
    ) async throws(EngineError) -> any ContainerTerminal {
        try checkContact()
        let container = try ownContainer(of: task, "the task")
        return try await connection.openTerminal(in: container, command: command, size: size)
    }

    package func changeSpec(
        of reference: ObjectReference,
        version: UInt64,
        by edit: SpecEdit
    ) async throws(EngineError) -> CommandOutcome {
        try checkContact()
        guard let path = reference.enginePath else { throw .notFound("object", "") }
        defer {
            schedule.expectChange()
            nudge.yield()
        }
        let (found, old) = try await spec(of: path, version: version)
        let new: JSONValue
        do throws(JSONError) { new = try edit.applied(to: old) } catch {
            throw EngineError(status: 400, message: error.description)
        }
        var query: [String: String] = [:]
        if case .service = reference { query["registryAuthFrom"] = "spec" }
        return try await update(path, version: found, query: query, to: new)
    }
}
